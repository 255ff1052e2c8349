"""Visible's diary of symptoms: scores by day, no recording."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="Visible, diary of symptoms",
    header=("observation_date", "tracker_name", "observation_value"),
    refusal="This is a diary with scores by day, not a recording of heart rate.",
    hint="`pacing diary import FILE` takes it into your history.",
)
