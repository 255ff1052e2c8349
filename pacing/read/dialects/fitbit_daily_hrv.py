"""Fitbit in Google Takeout, `Daily Heart Rate Variability Summary`: one row a night."""

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

DIALECT = CsvDialect(
    title="Fitbit variability by night in Google Takeout",
    header=("timestamp", "rmssd", "nremhr"),
    refusal="The table has one row a night: variability and heart rate asleep as wholes, without the beats.",
    hint="heart_rate_*.csv of the same export holds the heart rate of the days.",
    daily=DailyTable(
        source="Fitbit",
        day=("timestamp",),
        columns=(
            DailyColumn("rmssd", DailyKind.NIGHT_RMSSD, "Fitbit's, of the night"),
            DailyColumn("nremhr", DailyKind.NIGHT_HR, "Fitbit's, outside of REM sleep"),
        ),
    ),
)
