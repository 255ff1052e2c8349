"""Why a text that looks like a table has no heart-rate series, judged by the names of its columns."""

from pacing.read.source import FileHead
from pacing.read.table.generic import BPM_UNITS, meaning
from pacing.read.table.layout import (
    DELIMITERS,
    MEANINGS,
    NEEDS_UNIT,
    NOT_A_SERIES,
    cells_of,
    is_number,
    plain_name,
    unit_in,
)

HEADER_LINES = 40  # design: further down nothing is looked for
FEWEST_COLUMNS = 2
LONGEST_NAME = 60  # characters of a column's name that a sentence quotes
_RESULTS = frozenset({"rmssd", "sdnn", "lnrmssd", "pnn50", "sdsd"})
_UNITS = frozenset({"bpm", "1/min"})


def why_no_series(head: FileHead) -> tuple[str, str] | None:
    """A sentence on what the table holds instead, and what to do; None when its columns tell nothing.

    Parameters
    ----------
    head
        The beginning of the file: all a recogniser sees.

    Returns
    -------
    tuple[str, str] | None

    Examples
    --------
    >>> why_no_series(FileHead("x.csv", b"", ("Date,Average heart rate (bpm)", "2026-03-14,75")))[0]
    'The table gives heart rate only as "Average heart rate (bpm)", not its course.'
    """
    for line in head.lines[:HEADER_LINES]:
        for delimiter in DELIMITERS[:-1]:
            names = [name.strip("\"' \ufeff") for name in cells_of(line, delimiter)]
            names = [name for name in names if name and len(name) <= LONGEST_NAME]
            if len(names) >= FEWEST_COLUMNS or (len(names) == 1 and len(head.lines) > 1):
                reason = None if any(is_number(name) for name in names) else _why(names)
                if reason is not None:
                    return reason
    return None


def _why(names: list[str]) -> tuple[str, str] | None:
    for name in names:
        if _RESULTS & set(plain_name(name).split()):
            return (
                f'The table has results of heart-rate variability ("{name}"), not the beats they were made from.',
                "Use the recording itself, or its RR intervals.",
            )
    timed = any(meaning(name) in ("time", "date") for name in names)
    for name in names:
        if meaning(name) in ("heart_rate", "rr") and timed:
            return (
                f'The column "{name}" has no plain numbers in it.',
                "Was the strap or sensor connected? Each row needs one number there.",
            )
        if meaning(name) == "heart_rate":
            return (
                f'The column "{name}" has no time beside it, or not what the program knows as one.',
                'Call the column of times "time_s" (seconds since the start) or "timestamp" (date and time).',
            )
    for name in names:
        if MEANINGS.get(plain_name(name)) == "heart_rate" and unit_in(name) and unit_in(name) not in BPM_UNITS:
            return (
                f'The column "{name}" is not in beats per minute.',
                'Convert it, and call it "heart_rate_bpm".',
            )
    for name in names:
        if _summary(name):
            return (
                f'The table gives heart rate only as "{name}", not its course.',
                "Export the session or day itself: as .fit, .tcx, or a table with a time and a heart rate in each row.",
            )
    return None


def _summary(name: str) -> bool:
    """Whether the name is that of a heart rate, but for a word such as average, maximum or zone."""
    words = plain_name(name).split()
    rest = [word for word in words if word not in NOT_A_SERIES and word not in _UNITS]
    bare = " ".join(rest)
    return len(rest) < len(words) and (MEANINGS.get(bare) == "heart_rate" or bare in NEEDS_UNIT)
