"""Visible's diary of symptoms: scores by day, no recording."""

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

DIALECT = CsvDialect(
    title="Visible, diary of symptoms",
    header=("observation_date", "tracker_name", "observation_value"),
    refusal="This is a diary with scores by day, not a recording of heart rate.",
    daily=DailyTable(
        source="Visible",
        day=("observation_date",),
        names="tracker_name",
        value="observation_value",
        columns=(
            DailyColumn("Resting HR", DailyKind.MORNING_HR, "Visible's morning reading"),
            DailyColumn("HRV", DailyKind.MORNING_RMSSD, "Visible's morning reading"),
        ),
    ),
    hint="`pacing diary import FILE` takes it into your history.",
)
