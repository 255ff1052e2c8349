"""Elite HRV list of readings: one row a reading, no series."""

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

DIALECT = CsvDialect(
    title="Elite HRV readings",
    header=("Member", "Date", "Type", "HRV", "Rmssd"),
    refusal="The table lists readings with their results, one a row; it has no heart-rate series.",
    daily=DailyTable(
        source="Elite HRV",
        day=("Date", "Datetime"),
        columns=(
            DailyColumn("HR", DailyKind.MORNING_HR, "Elite HRV's reading"),
            DailyColumn("Rmssd", DailyKind.MORNING_RMSSD, "Elite HRV's reading"),
            DailyColumn("Sdnn", DailyKind.MORNING_SDNN, "Elite HRV's reading"),
        ),
    ),
    hint="In Elite HRV export the raw R-R intervals (one text file a reading).",
)
