"""Fitbit in Google Takeout, `Heart Rate Variability Details`: a row for every five minutes of sleep, local clock."""

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

DIALECT = CsvDialect(
    title="Fitbit variability by five minutes in Google Takeout",
    header=("timestamp", "rmssd", "coverage", "low_frequency"),
    refusal="The table has variability by five minutes of sleep, without the beats.",
    hint="heart_rate_*.csv of the same export holds the heart rate of the days.",
    daily=DailyTable(
        source="Fitbit",
        day=("timestamp",),
        columns=(DailyColumn("rmssd", DailyKind.NIGHT_RMSSD, "mean of Fitbit's five minutes of the night"),),
        evening_h=18.0,  # design: after six in the evening it is the night that follows
    ),
)
