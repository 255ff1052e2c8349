"""How a heart responded to exertion, and whether a session stayed inside its own pace.

Describes what a watch or strap recorded; does not diagnose, prescribe or score. From Python: `pacing.assess(path)`
gives the whole analysis, `pacing.read_recordings(path)` what the device wrote; both load what they need on first use.

The names in `__all__` are promised: within one minor version they keep their names, their fields and their meaning.
Everything else may change without notice.
"""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pacing._version import __version__

if TYPE_CHECKING:
    from pacing.api import Result, assess, read_recordings
    from pacing.errors import PacingError, PhasesError, ProfileError, ReadError, RefusedFileWarning, UsageError
    from pacing.kept import kept_sessions, limits, payback, trends
    from pacing.model.assessment import Assessment
    from pacing.model.exceedance import Exceedance, Limit
    from pacing.model.measurement import Measurement
    from pacing.model.person import Person
    from pacing.model.phases import Phase, Phases
    from pacing.model.recording import Recording

__all__ = [
    "Assessment",
    "Exceedance",
    "Limit",
    "Measurement",
    "PacingError",
    "Person",
    "Phase",
    "Phases",
    "PhasesError",
    "ProfileError",
    "ReadError",
    "Recording",
    "RefusedFileWarning",
    "Result",
    "UsageError",
    "__version__",
    "assess",
    "kept_sessions",
    "limits",
    "payback",
    "read_recordings",
    "trends",
]

_HOMES = MappingProxyType(
    {
        "pacing.api": ("Result", "assess", "read_recordings"),
        "pacing.kept": ("kept_sessions", "limits", "payback", "trends"),
        "pacing.errors": (
            "PacingError",
            "PhasesError",
            "ProfileError",
            "ReadError",
            "RefusedFileWarning",
            "UsageError",
        ),
        "pacing.model.assessment": ("Assessment",),
        "pacing.model.exceedance": ("Exceedance", "Limit"),
        "pacing.model.measurement": ("Measurement",),
        "pacing.model.person": ("Person",),
        "pacing.model.phases": ("Phase", "Phases"),
        "pacing.model.recording": ("Recording",),
    }
)


def __getattr__(name: str) -> Any:
    """Load the public names when they are first used: the command line's help must not wait for them."""
    import importlib  # noqa: PLC0415

    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        message = f"module 'pacing' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    """The public names too before they are used, so that they can be found."""
    return sorted({*globals(), *__all__})
