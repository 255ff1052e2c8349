"""How a heart responded to exertion, and whether a session stayed inside its own pace.

Describes what a watch or strap recorded; does not diagnose, prescribe or score.
"""

__version__ = "0.1.0"
