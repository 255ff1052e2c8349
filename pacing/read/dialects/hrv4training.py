"""HRV4Training, list of readings: one row a morning, results only (the camera's or a strap's reading)."""

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

READING = "HRV4Training's reading"
DIALECT = CsvDialect(
    title="HRV4Training readings",
    header=("HR", "AVNN", "SDNN", "rMSSD"),
    any_of=("date", "timestamp_measurement"),
    unlike=("t_start", "Member"),
    refusal="The table lists readings with their results, one a row; it has no heart-rate series.",
    hint="To look at one reading, export its RR intervals in HRV4Training.",
    daily=DailyTable(
        source="HRV4Training",
        day=("date", "timestamp_measurement"),
        columns=(
            DailyColumn("HR", DailyKind.MORNING_HR, READING),
            DailyColumn("rMSSD", DailyKind.MORNING_RMSSD, READING),
            DailyColumn("SDNN", DailyKind.MORNING_SDNN, READING),
        ),
    ),
)
