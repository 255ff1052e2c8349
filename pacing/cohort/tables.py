"""The tables of a dataset: every column with its type, its unit and its meaning, as a versioned Arrow schema.

A column is never renamed, and never changes its unit or meaning, within one version; columns can be added. What is not
known is missing, never 0 and never NaN. The same rows give the same bytes, whichever process writes them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

VERSION = "pacing.cohort/1"
COMPRESSION_LEVEL = 3  # design: zstd beyond it takes twice the time for a twentieth of the bytes
TEXT, NUMBER, WHOLE, YES_NO, DAY, INSTANT, CLOCK = "text", "number", "whole", "yes or no", "day", "instant", "clock"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` is one of the words above; `unit` "" for what has none, "1" for pure numbers."""

    name: str
    kind: str
    unit: str
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One table: what a row of it is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]


def _text(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, TEXT, "", meaning, required)


def _number(name: str, unit: str, meaning: str) -> Column:
    return Column(name, NUMBER, unit, meaning)


def _whole(name: str, meaning: str) -> Column:
    return Column(name, WHOLE, "1", meaning)


def _yes_no(name: str, meaning: str) -> Column:
    return Column(name, YES_NO, "", meaning)


PERSON = _text("person", "Whose it is: the folder or the manifest's word, or a pseudonym.", required=True)
SESSION = _text("session", "Which session: from the file's content and its place in it; the key of all tables.")
JUDGED = (
    _text("verdict", "within, brief, sustained, dose or cannot_judge; missing without a limit."),
    _yes_no("flagged", "Whether the verdict is sustained or dose."),
    _yes_no("borderline", "Whether the verdict could as well be another one."),
    _number("time_above_s", "s", "Measured time above the limit."),
    _number("time_above_low_s", "s", "The same, where nothing that was not recorded was above."),
    _number("time_above_high_s", "s", "The same, where all that was not recorded was above."),
    _number("share_above", "1", "Share of the recorded time above the limit."),
    _number("longest_above_s", "s", "The longest stretch above."),
    _number("dose_bpm_min", "bpm min", "Height above the limit, summed over time."),
    _number("unknown_s", "s", "Time without a usable heart rate."),
)

TABLES: Mapping[str, TableInfo] = {
    table.name: table
    for table in (
        TableInfo(
            "sessions",
            "A session, or an all-day recording.",
            (
                PERSON,
                SESSION,
                _text("file", "The file's name within the person's folder, or a token for it."),
                _text("sha256", "Hash of the file's content; missing with pseudonyms."),
                _whole("place", "The session's place among those of its file, from 0."),
                _text("kind", "activity, day or beats."),
                Column("start", INSTANT, "UTC", "When it began; missing where no zone is known."),
                Column("clock", CLOCK, "local", "What the person's own clock showed when it began."),
                Column("day", DAY, "local", "The calendar day on which it began."),
                _number("duration_s", "s", "From its first to its last moment."),
                _text("sport", "The sport, in the file's words; with pseudonyms only well-known ones."),
                _text("sensor", "strap, optical or unknown."),
                _text("device", "What recorded it; missing with pseudonyms."),
                _text("reader", "How the file was read."),
                _number("age_years", "a", "The person's age at that time, as far as it is known."),
                _number("measured_share", "1", "Seconds with a usable heart rate over all seconds."),
                _number("longest_gap_s", "s", "The longest stretch without one."),
                _number("sampling_s", "s", "Median spacing of the device's own samples."),
                _whole("hr_samples", "Valid heart rates that the device wrote."),
                _whole("beats", "Beat-to-beat intervals that it wrote; missing for none."),
                _number("beat_artefact_share", "1", "Share of beats that were corrected or rejected."),
                _yes_no("damaged", "Whether only a part of the file could be saved."),
                _number("limit_bpm", "bpm", "The limit that it was held against."),
                _text("limit_rule", "The pacing rule behind the limit."),
                _number("limit_uncertainty_bpm", "bpm", "Half-width of the 95 % range of the limit."),
                *JUDGED,
                _number("first_above_s", "s", "From its beginning until the heart rate first was above."),
                _number("peak_over_bpm", "bpm", "How far the highest heart rate was above the limit."),
            ),
        ),
        TableInfo(
            "measurements",
            "One number of one session: a value with its 95 % interval, or why there is none.",
            (
                PERSON,
                SESSION,
                _text("index", "Which number; `pacing why INDEX` tells all about it.", required=True),
                _number("value", "in the column unit", "The value; missing where `unavailable` says why."),
                _number("low", "in the column unit", "Lower end of its 95 % interval."),
                _number("high", "in the column unit", "Upper end of it."),
                _text("unit", "Unit of value, low and high; empty for pure numbers."),
                _text("unavailable", "Why there is no value: a stable code."),
                _number("window_start_s", "s", "Where the stretch begins that it was taken from."),
                _number("window_stop_s", "s", "Where it ends."),
                _text("parts", "What the value was made from, as JSON."),
            ),
        ),
        TableInfo(
            "excursions",
            "One stretch above the limit.",
            (
                PERSON,
                SESSION,
                _whole("number", "Its place in the session, from 0."),
                _number("start_s", "s", "Where it begins, since the session's start."),
                _number("stop_s", "s", "Where it ends."),
                _number("peak_bpm", "bpm", "The highest heart rate in it."),
                _number("rest_after_s", "s", "Time until rest was reached again; missing where it was not."),
                _yes_no("rest_reached", "Whether it was reached; missing where nobody can know."),
            ),
        ),
        TableInfo(
            "days",
            "One day of an all-day recording.",
            (
                PERSON,
                SESSION,
                _whole("number", "Its place in the recording, from 0."),
                Column("day", DAY, "local", "The calendar day; missing where the recording has no date."),
                _number("recorded_s", "s", "Time with a heart rate."),
                _number("not_worn_s", "s", "Time in gaps of ten minutes and more."),
                *JUDGED,
                _number("night_bpm", "bpm", "The lowest half hour of the night."),
                _number("night_low_bpm", "bpm", "Lower end of its 95 % interval."),
                _number("night_high_bpm", "bpm", "Upper end of it."),
            ),
        ),
        TableInfo(
            "daily_values",
            "One value of a day or a night as a device or an app wrote it.",
            (
                PERSON,
                Column("day", DAY, "local", "The calendar day; of a night, that of waking."),
                _text("kind", "What it is of, such as resting_hr.", required=True),
                _number("value", "in the column unit", "The value."),
                _text("unit", "Its unit."),
                _text("source", "The device or app; with pseudonyms a token that tells sources apart."),
                _text("method", "How it was worked out."),
            ),
        ),
        TableInfo(
            "refused",
            "A file that was not read, or only in part of the program's work.",
            (
                PERSON,
                _text("file", "The file's name within the person's folder, or a token for it."),
                _text("reason", "The class of the refusal: a stable code.", required=True),
                _text("message", "The reason in one sentence; missing with pseudonyms."),
                _text("hint", "What could be done; missing with pseudonyms."),
            ),
        ),
        TableInfo(
            "people",
            "A person, over all sessions.",
            (
                PERSON,
                _whole("files", "Files that were looked at."),
                _whole("sessions", "Sessions that were read."),
                _whole("refused", "Files that were refused."),
                Column("first_day", DAY, "local", "The day of the first dated session."),
                Column("last_day", DAY, "local", "The day of the last one."),
                _number("recorded_h", "h", "Time with a usable heart rate."),
                _number("above_min", "min", "Time above the limit."),
                _whole("judged", "Sessions that were held against a limit."),
                _whole("flagged", "Sessions whose verdict is sustained or dose."),
                _text("sex", "As given."),
                _text("condition", "As given."),
                _number("resting_bpm", "bpm", "Resting heart rate, as given."),
                _text("medication", "Medicines, devices and rhythms given, with commas between."),
            ),
        ),
        TableInfo(
            "doubles",
            "A session that another file or device recorded too: leave it out where sessions are counted.",
            (
                PERSON,
                SESSION,
                _text("same_as", "The better recording of the same time, which stands for both."),
            ),
        ),
        TableInfo(
            "trends",
            "One number of one person over comparable sessions: the usual range, and what changed beyond it.",
            (
                PERSON,
                _text("index", "Which number.", required=True),
                _text("group", "What makes the sessions comparable, in words."),
                _text("effort", "How hard they were, in words, where it matters."),
                _whole("sessions", "How many sessions."),
                _text("change", "not_enough, within_usual, higher or lower."),
                _text("unit", "Unit of the numbers that follow."),
                _number("level", "in the column unit", "Median."),
                _number("usual_low", "in the column unit", "Lower end of the person's usual range."),
                _number("usual_high", "in the column unit", "Upper end of it."),
                _number("smallest_change", "in the column unit", "The least change that is not noise."),
                _number("first_mean", "in the column unit", "Mean of the first four sessions."),
                _number("last_mean", "in the column unit", "Mean of the last four."),
                _number("slope", "in the column unit, per 30 days", "Median of all pairwise slopes."),
                _number("slope_low", "in the column unit, per 30 days", "Lower end of its 95 % interval."),
                _number("slope_high", "in the column unit, per 30 days", "Upper end of it."),
                Column("change_point", DAY, "local", "From when a lasting step is seen."),
            ),
        ),
        TableInfo(
            "paybacks",
            "What follows a person's exertion, one to three days later: one answer over symptoms, one over nights.",
            (
                PERSON,
                _text("of", "symptoms or nights.", required=True),
                _text("answer", "not_enough, no_link_seen or link_seen."),
                _whole("events", "Days of exertion that could be used."),
                _whole("days", "Days with entries."),
                _number("change", "points, or usual spreads", "How much worse it was than on other days."),
                _number("low", "points, or usual spreads", "Lower end of its 95 % interval."),
                _number("high", "points, or usual spreads", "Upper end of it."),
                _number("excess", "points, or usual spreads", "The part that the day before does not explain."),
                _number("chance", "1", "Share of shifted calendars with as much or more."),
                _number("smallest_change", "points, or usual spreads", "What could have been seen at all."),
            ),
        ),
    )
}
OF_FILES = ("sessions", "measurements", "excursions", "days", "daily_values", "refused")
"""Tables that a batch of files gives rows of; the others are made once, over all of them."""
OF_PEOPLE = ("people", "doubles", "trends", "paybacks")


@cache
def schema_of(name: str) -> pa.Schema:
    """The Arrow schema of a table: units and meanings in the metadata of its fields, the version in its own."""
    import pyarrow as pa

    kinds = {
        TEXT: pa.string(),
        NUMBER: pa.float64(),
        WHOLE: pa.int64(),
        YES_NO: pa.bool_(),
        DAY: pa.date32(),
        INSTANT: pa.timestamp("us", "UTC"),
        CLOCK: pa.timestamp("us"),
    }
    info = TABLES[name]
    fields = [
        pa.field(
            column.name,
            kinds[column.kind],
            nullable=not column.required,
            metadata={"unit": column.unit, "meaning": column.meaning},
        )
        for column in info.columns
    ]
    return pa.schema(fields, metadata={"pacing_schema": VERSION, "pacing_table": name, "pacing_row": info.row})


def parquet_bytes(name: str, rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Rows of a table, each in the order of its columns, as a Parquet file.

    Parameters
    ----------
    name
        Which table.
    rows
        Plain values; None = not known.

    Returns
    -------
    bytes
        The same for the same rows.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = schema_of(name)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays, schema=schema), buffer, compression="zstd", compression_level=COMPRESSION_LEVEL)
    return buffer.getvalue()


def schema_document() -> dict[str, Any]:
    """The schemas as plain data, as they stand beside a dataset."""
    return {
        "schema": VERSION,
        "tables": [
            {
                "name": info.name,
                "row": info.row,
                "columns": [
                    {"name": c.name, "kind": c.kind, "unit": c.unit, "meaning": c.meaning, "required": c.required}
                    for c in info.columns
                ],
            }
            for info in TABLES.values()
        ],
    }


def schema_page(tables: Iterable[TableInfo]) -> str:
    """The tables as a page of the documentation."""
    lines = []
    for info in tables:
        lines += [f"### {info.name}", "", info.row, "", "| column | kind | unit | meaning |", "|---|---|---|---|"]
        lines += [f"| `{c.name}` | {c.kind} | {c.unit} | {c.meaning} |" for c in info.columns]
        lines.append("")
    return "\n".join(lines)
