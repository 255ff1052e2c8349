"""Oura, nights as wholes (tables of the membership export, divided by semicolons)."""

from types import MappingProxyType

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

OWN = "the ring's own, of the night"
DIALECT = CsvDialect(
    title="Oura nights",
    header=("average_hrv", "lowest_heart_rate", "day"),
    refusal="The table has one row a night, not a heart rate within it.",
    hint="heartrate.csv of the same export holds the heart rate of days and nights.",
    daily=DailyTable(
        source="Oura",
        day=("day",),
        columns=(
            DailyColumn("average_hrv", DailyKind.NIGHT_RMSSD, OWN),
            DailyColumn("lowest_heart_rate", DailyKind.RESTING_HR, "the lowest of the night, by the ring"),
            DailyColumn("average_heart_rate", DailyKind.NIGHT_HR, OWN),
        ),
        bounds=(("bedtime_start",), ("bedtime_end",)),
        bounds_method="time in bed, by the ring",
        skip=MappingProxyType({"type": ("deleted", "late_nap", "rest")}),
    ),
)
