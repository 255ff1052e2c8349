"""WHOOP workouts: summaries only."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="WHOOP workouts",
    header=("Workout start time", "Max HR (bpm)", "Average HR (bpm)"),
    refusal="WHOOP exports one row a workout, without the heart rate itself.",
    hint="Record sessions with a strap or watch that exports its heart rate, or broadcast WHOOP's heart rate to one.",
)
