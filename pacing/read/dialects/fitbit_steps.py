"""Fitbit in Google Takeout, steps by the minute."""

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

DIALECT = CsvDialect(
    title="Fitbit steps in Google Takeout",
    header=("timestamp", "steps"),
    any_of=("data source",),
    unlike=("heart_rate", "beats per minute", "bpm"),
    refusal="The table has steps, not a heart rate.",
    hint="heart_rate_*.csv of the same export holds the heart rate.",
    daily=DailyTable(
        source="Fitbit",
        day=("timestamp",),
        columns=(DailyColumn("steps", DailyKind.STEPS, "sum of Fitbit's minutes"),),
        device="data source",
        instants=True,
    ),
)
