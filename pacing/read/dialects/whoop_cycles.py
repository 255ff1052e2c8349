"""WHOOP days and sleeps: summaries only."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="WHOOP cycles and sleeps",
    header=("Cycle start time", "Cycle timezone"),
    unlike=("Workout start time",),
    refusal="WHOOP exports one row a day, without the heart rate itself.",
    hint="Record sessions with a strap or watch that exports its heart rate, or broadcast WHOOP's heart rate to one.",
)
