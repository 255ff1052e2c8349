"""Lists of RR intervals, one a line or all in one line; beat times that only grow are read by their steps."""

import re
from dataclasses import dataclass, replace

import numpy as np

from pacing.errors import DamagedFileError, UnitError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording, RecordingKind
from pacing.read.assembly.beat_check import chained, stamped
from pacing.read.assembly.draft import RecordingBuilder, recording_of
from pacing.read.assembly.rr_intervals import (
    MILLISECONDS,
    RrUnit,
    stated_unit,
    steps_of_times,
    unit_from_values,
)
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.table.generic import generic_table, meaning, unit_of
from pacing.read.table.layout import is_number
from pacing.read.text.numbers import plain_number
from pacing.read.text.rows import BROKEN_OFF, text_blocks

COMMENT = "#"
FEWEST_PAIRS = 5  # design: fewer rows of two numbers show nothing
SAME_SHARE = 0.02  # design: steps of the time and intervals differ by less (median)
FEWEST_IN_A_LINE = 20  # design: fewer numbers in a single line show no list
LEAST_READABLE = 0.6  # design: share of the lines that must be numbers
_CALLED_RR = re.compile(
    r"(?<![a-z])(rr|r-r|rri|ibi|nn|nni|hrv|kubios|interbeat)(?![a-z])|rr[ _-]?int|beat[ _-]?to[ _-]?beat|"
    r"\d{4}-\d{2}-\d{2}[ _T]\d{2}[-_.]\d{2}[-_.]\d{2}",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[,;\t ]+")


def _content(head: FileHead) -> list[str]:
    """The first lines without comments and empty ones."""
    return [line.strip() for line in head.lines if line.strip() and not line.lstrip().startswith(COMMENT)]


def _matches(head: FileHead) -> bool:
    lines = _content(head)
    if not lines or head.text_start.startswith(("<", "{", "[")) or _is_sampled(lines):
        return False
    # a list below a line of names that a comment sign leads is a table
    return _is_list(lines) and generic_table(head) is None


def _is_list(lines: list[str]) -> bool:
    if len(lines) == 1 and _in_one_line(lines[0]) is not None:
        return True
    if is_number(lines[0]):
        return sum(is_number(line) for line in lines) >= LEAST_READABLE * len(lines)
    if _pair(lines[0]) is None:
        return False
    pairs = np.array([pair for line in lines if (pair := _pair(line)) is not None])
    return len(pairs) >= LEAST_READABLE * len(lines) and _list_of_pairs(pairs)


def _in_one_line(line: str) -> tuple[str, list[float]] | None:
    """The numbers of a list that stands in one line, and the word before them, if there is one; None = no such list."""
    blank_or_tab = re.search(r"[;\t]|\d +[\d.]", line) is not None
    cells = [cell for cell in re.split(r"[;\t ]+" if blank_or_tab else r"[, ]+", line) if cell]
    label = "" if not cells or is_number(cells[0]) else cells.pop(0)
    if len(cells) < FEWEST_IN_A_LINE or not all(is_number(cell) for cell in cells):
        return None
    if label and not _CALLED_RR.search(label):
        return None
    return label.strip(":,="), [plain_number(cell.replace(",", ".")) for cell in cells]


def _list_of_pairs(pairs: FloatArray) -> bool:
    """Whether rows of two numbers are one list: written twice, or the time of each beat and its interval."""
    first, second = pairs[:, 0], pairs[:, 1]
    if (first == second).all():
        return True
    steps = np.diff(first)
    rising = len(pairs) >= FEWEST_PAIRS and bool((steps > 0).all()) and bool((second > 0).all())
    return rising and float(np.median(np.abs(steps / second[1:] - 1.0))) < SAME_SHARE


def _is_sampled(lines: list[str]) -> bool:
    """A first line that is an instant and a second that is a rate: a sampled signal, not a list of intervals."""
    return len(lines) > 1 and is_number(lines[0]) and float(lines[0].replace(",", ".")) > 1e9


def _pair(line: str) -> tuple[float, float] | None:
    cells = [cell for cell in _SPLIT.split(line) if cell]
    if len(cells) != 2 or not all(is_number(cell) for cell in cells):
        return None
    return plain_number(cells[0]), plain_number(cells[1])


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:  # noqa: ARG001 - a list has no clock
    lines = _single_line(source) if len(_content(source.head)) == 1 else _lines(source)
    numbers, junk, comments = lines.numbers, lines.junk, lines.comments
    if numbers.size == 0 or junk > (1 - LEAST_READABLE) * numbers.size:
        raise DamagedFileError(
            source.name,
            f"The list has {junk} lines that are not numbers beside {int(numbers.size - junk)} that are.",
            hint="A list of RR intervals has one number a line.",
        )
    known = numbers[np.isfinite(numbers)]
    steps = steps_of_times(known)
    if known.size > 2 and (np.diff(known) > 0).all():
        numbers, unit = _of_times(source, steps, comments)
        lines = replace(lines, numbers=numbers, stamps=np.zeros(0))
    else:
        unit = _unit(source, numbers, comments)
    clocked = lines.stamps.size > 0 and not (lines.stamps == numbers).all()
    if clocked:
        checked = stamped(lines.stamps * unit.to_ms / MILLISECONDS, numbers * unit.to_ms)
        remarks = [
            unit.remark,
            *checked.remarks,
            "The first column was read as the time of each beat, because it grows by the second.",
        ]
    else:
        checked = chained(numbers * unit.to_ms)
        remarks = [unit.remark, *checked.remarks, "The list has no clock: beats were laid one after the other from 0."]
    placed = checked.placed
    if placed.gaps and clocked:
        remarks.append(f"Gaps in the RR intervals, where beats were lost: {placed.gaps}; they were kept as gaps.")
    if placed.dropped - junk > 0:
        remarks.append(
            f"Values left out (zero, negative or no interval): {placed.dropped - junk}; there is a gap instead."
        )
    draft = RecordingBuilder(
        source=source,
        reader="rr_text",
        beats=placed.beats,
        kind=RecordingKind.BEATS,
        remarks=tuple(filter(None, remarks)),
        damage=f"Lines that were not numbers: {junk}; there is a gap in their place." if junk else None,
    )
    return (recording_of(draft),)


def _of_times(source: SourceFile, steps: FloatArray | None, comments: list[str]) -> tuple[FloatArray, RrUnit]:
    """The intervals between numbers that only grow, and their unit.

    Raises
    ------
    UnitError
        They are too few, or their steps can be more than one thing.
    """
    refusal = UnitError(
        source.name,
        "The numbers only grow: they are times of beats, not intervals, and nothing says in which unit.",
        hint='Convert them to RR intervals in milliseconds and write "rr_ms" in the first line.',
    )
    if steps is None:
        raise refusal
    try:
        unit = _unit(source, steps, comments)
    except UnitError as error:
        raise refusal from error
    remark = "The numbers only grow: they were read as times of beats, and the steps between them as intervals."
    return steps, RrUnit(unit.to_ms, f"{remark} {unit.remark}".strip())


def _unit(source: SourceFile, numbers: FloatArray, comments: list[str]) -> RrUnit:
    text = " ".join(comments)
    for comment in comments:
        if meaning(comment) == "rr" and (stated := stated_unit(unit_of(comment, ""))):
            return stated
    name = source.name.rpartition("/")[2]
    called = "a comment" if _CALLED_RR.search(text) else "the file's name" if _CALLED_RR.search(name) else ""
    return unit_from_values(source.name, numbers, called_rr=called)


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """`numbers` in order (NaN where a line is none), `stamps` beside each (or none), how many lines are `junk`."""

    numbers: FloatArray
    stamps: FloatArray
    junk: int
    comments: list[str]


def _lines(source: SourceFile) -> _Lines:
    """All lines of the list."""
    values: list[float] = []
    stamps: list[float] = []
    comments: list[str] = []
    junk = 0
    for block in text_blocks(source):
        if block is BROKEN_OFF:
            junk += 1
            break
        for raw in block.decode("utf-8", "replace").splitlines():
            line = raw.strip()
            if not line:
                continue
            if line.startswith(COMMENT):
                comments.append(line.lstrip("# "))
            elif is_number(line):
                values.append(plain_number(line.replace(",", ".")))
            elif (pair := _pair(line)) is not None:
                stamps.append(pair[0])
                values.append(pair[1])
            else:
                values.append(np.nan)
                junk += 1
    return _Lines(np.array(values), np.array(stamps if len(stamps) == len(values) else []), junk, comments)


def _single_line(source: SourceFile) -> _Lines:
    """The list of a file that has one line beside its comments."""
    text = b"".join(text_blocks(source)).decode("utf-8", "replace").splitlines()
    comments = [line.lstrip("# ") for line in text if line.lstrip().startswith(COMMENT)]
    lines = [line.strip() for line in text if line.strip() and not line.lstrip().startswith(COMMENT)]
    result = _in_one_line(lines[0]) if len(lines) == 1 else None
    if result is None:
        return _lines(source)
    label, numbers = result
    return _Lines(np.array(numbers), np.zeros(0), 0, [*comments, *([label] if label else [])])


READER = Reader(title="Lists of RR intervals, one a line or in one line", matches=_matches, read=_read)
