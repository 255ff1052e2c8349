"""How a heart responded to exertion, and whether a session stayed inside its own pace.

Describes what a watch or strap recorded; does not diagnose, prescribe or score. From Python: `pacing.assess(path)`
gives everything found, `pacing.read_recordings(path)` what the device wrote; both load what they need when first used.
"""

from typing import TYPE_CHECKING, Any

from pacing._version import __version__

if TYPE_CHECKING:
    from pacing.api import Result, assess, read_recordings

__all__ = ["Result", "__version__", "assess", "read_recordings"]


def __getattr__(name: str) -> Any:
    """Load the public names when they are first used: the command line's help must not wait for them."""
    import importlib  # noqa: PLC0415

    if name in ("Result", "assess", "read_recordings"):
        return getattr(importlib.import_module("pacing.api"), name)
    message = f"module 'pacing' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """The public names too before they are used, so that they can be found."""
    return sorted({*globals(), *__all__})
