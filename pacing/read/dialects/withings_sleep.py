"""Withings, nights as wholes (`sleep.csv`): bounds and heart rate of each."""

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

DIALECT = CsvDialect(
    title="Withings nights",
    header=("Average heart rate", "Heart rate (min)", "Duration to sleep (s)"),
    refusal="The table has one row a night, not a heart rate within it.",
    hint="raw_hr_hr.csv of the same export holds the heart rate of days and nights.",
    daily=DailyTable(
        source="Withings",
        day=("to", "bis", "a", "au"),
        columns=(DailyColumn("Average heart rate", DailyKind.NIGHT_HR, "Withings' average of the night"),),
        bounds=(("from", "von", "de", "du"), ("to", "bis", "a", "au")),
        bounds_method="time in bed, by Withings",
    ),
)
