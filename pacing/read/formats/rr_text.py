"""Lists of RR intervals, one a line, with or without comments; beat times that only grow are refused."""

import re

import numpy as np

from pacing.errors import DamagedFileError, UnitError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording, RecordingKind
from pacing.read.assemble import Draft, recording_of
from pacing.read.beat_times import chain
from pacing.read.csv_columns import meaning, unit_of
from pacing.read.csv_layout import is_number
from pacing.read.head import FileHead
from pacing.read.options import ReadOptions
from pacing.read.reader import Reader
from pacing.read.rr_units import RrUnit, stated_unit, unit_from_values
from pacing.read.source_file import SourceFile
from pacing.read.text_blocks import BROKEN_OFF, text_blocks

COMMENT = "#"
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
    if not lines or head.text_start.startswith(("<", "{", "[")):
        return False
    if not is_number(lines[0]) and not is_list_of_two(lines):
        return False
    single = sum(is_number(line) for line in lines)
    pairs = sum(_pair(line) is not None for line in lines)
    return max(single, pairs) >= LEAST_READABLE * len(lines) and not _is_sampled(lines)


def _is_sampled(lines: list[str]) -> bool:
    """A first line that is an instant and a second that is a rate: a sampled signal, not a list of intervals."""
    return len(lines) > 1 and is_number(lines[0]) and float(lines[0].replace(",", ".")) > 1e9


def is_list_of_two(lines: list[str]) -> bool:
    """Whether the first line holds two equal numbers: one list written twice."""
    pair = _pair(lines[0])
    return pair is not None and pair[0] == pair[1]


def _pair(line: str) -> tuple[float, float] | None:
    cells = [cell for cell in _SPLIT.split(line) if cell]
    if len(cells) != 2 or not all(is_number(cell) for cell in cells):
        return None
    return float(cells[0]), float(cells[1])


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:  # noqa: ARG001 - a list has no clock
    numbers, junk, comments = _numbers(source)
    if numbers.size == 0 or junk > (1 - LEAST_READABLE) * (numbers.size + junk):
        raise DamagedFileError(
            source.name,
            f"The list holds {junk} lines that are no numbers beside {int(numbers.size - junk)} that are.",
            hint="A list of RR intervals has one number a line.",
        )
    known = numbers[np.isfinite(numbers)]
    if known.size > 2 and (np.diff(known) > 0).all():
        raise UnitError(
            source.name,
            "The numbers only grow: they are times of beats, not intervals, and nothing says in which unit.",
            hint='Convert them to RR intervals in milliseconds and write "rr_ms" in the first line.',
        )
    unit = _unit(source, numbers, comments)
    placed = chain(numbers * unit.to_ms)
    remarks = [unit.remark, "The list has no clock: beats were laid one after the other from 0."]
    if placed.dropped - junk > 0:
        remarks.append(f"{placed.dropped - junk} values that were zero or negative were left out; a gap stands there.")
    draft = Draft(
        source=source,
        reader="rr_text",
        beats=placed.beats,
        kind=RecordingKind.BEATS,
        remarks=tuple(filter(None, remarks)),
        damage=f"{junk} lines were no numbers; a gap stands in their place." if junk else None,
    )
    return (recording_of(draft),)


def _unit(source: SourceFile, numbers: FloatArray, comments: list[str]) -> RrUnit:
    text = " ".join(comments)
    for comment in comments:
        if meaning(comment) == "rr" and (stated := stated_unit(unit_of(comment, ""))):
            return stated
    name = source.name.rpartition("/")[2]
    called = "a comment" if _CALLED_RR.search(text) else "the file's name" if _CALLED_RR.search(name) else ""
    return unit_from_values(source.name, numbers, called_rr=called)


def _numbers(source: SourceFile) -> tuple[FloatArray, int, list[str]]:
    """The numbers in order (NaN where a line is no number), how many lines are none, and the comments."""
    values: list[float] = []
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
                values.append(float(line.replace(",", ".")))
            elif (pair := _pair(line)) is not None and pair[0] == pair[1]:
                values.append(pair[0])
            else:
                values.append(np.nan)
                junk += 1
    return np.array(values), junk, comments


READER = Reader(title="Lists of RR intervals, one a line", matches=_matches, read=_read)
