"""Which reader a file needs: exactly one, or an error that says why not."""

import pacing.read.formats
from pacing.errors import AmbiguousFormatError, UnknownFormatError
from pacing.read.head import FileHead
from pacing.read.known_kinds import known_kind
from pacing.read.reader import Reader
from pacing.read.table.no_series import why_no_series
from pacing.registry import collect


def readers() -> dict[str, Reader]:
    """All readers by their id."""
    return dict(collect(pacing.read.formats, "READER", Reader))


def choose_reader(head: FileHead) -> tuple[str, Reader]:
    """Id and reader of the one format that recognises `head`.

    Raises
    ------
    UnknownFormatError
        No reader recognises it.
    AmbiguousFormatError
        Two or more do.
    """
    if not head.data:
        raise UnknownFormatError(
            head.name, "The file is empty.", hint="Export it again from the watch or app; nothing was written into it."
        )
    found = [(name, reader) for name, reader in readers().items() if reader.matches(head)]
    if not found:
        raise _unknown(head)
    if len(found) > 1:
        names = " and ".join(name for name, _ in found)
        raise AmbiguousFormatError(
            head.name,
            f"The file looks like {names} at once.",
            hint="Say which with --dialect, or export it differently.",
        )
    return found[0]


def _unknown(head: FileHead) -> UnknownFormatError:
    """The error for a file that no reader claims: what it seems to be, and what to do."""
    kind = known_kind(head)
    if kind is not None:
        return UnknownFormatError(head.name, f"This is {kind.what}, which cannot be read.", hint=kind.hint)
    why = why_no_series(head)
    if why is not None:
        return UnknownFormatError(head.name, why[0], hint=why[1])
    return UnknownFormatError(
        head.name,
        "No column or line of this text names heart rate or beat intervals.",
        hint="`pacing formats` lists what can be read; a table needs a line of names such as time_s,heart_rate_bpm.",
    )
