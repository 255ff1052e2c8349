"""What is said of a file that could not be read, or only in part."""

from collections.abc import Sequence

from pacing.errors import PacingError
from pacing.model.assessment import Assessment, Refusal


def damaged_files(sessions: Sequence[Assessment]) -> tuple[Refusal, ...]:
    """Files of which only a part could be saved, each with what was lost."""
    damaged = {s.recording.source.file_name: s.recording.source.damage for s in sessions}
    return tuple(
        Refusal(name, "DamagedFileError", damage, "What could be read was used; export the file again if you can.")
        for name, damage in damaged.items()
        if damage
    )


def refusal_of(name: str, error: PacingError) -> Refusal:
    """A file refused for a reason the person can do something about."""
    return Refusal(name, type(error).__name__, error.message, error.hint)


def own_mistake(name: str, error: BaseException) -> Refusal:
    """A file on which the program itself failed: said as such, and never the person's fault."""
    return Refusal(
        name,
        "InternalError",
        f"The program made a mistake with this file ({type(error).__name__}); nothing was calculated from it.",
        "This is not your fault. Set PACING_DEBUG=1 and run again to see the details, and please report it.",
    )
