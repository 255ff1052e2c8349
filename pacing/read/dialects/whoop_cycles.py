"""WHOOP days and sleeps: summaries only."""

from types import MappingProxyType

from pacing.model.daily import DailyKind
from pacing.read.table.dialect import CsvDialect, DailyColumn, DailyTable

DIALECT = CsvDialect(
    title="WHOOP cycles and sleeps",
    header=("Cycle start time", "Cycle timezone"),
    unlike=("Workout start time",),
    refusal="WHOOP exports one row a day, without the heart rate itself.",
    daily=DailyTable(
        source="WHOOP",
        day=("Wake onset", "Cycle start time"),
        columns=(
            DailyColumn("Resting heart rate (bpm)", DailyKind.RESTING_HR, "WHOOP's, of the sleep"),
            DailyColumn("Heart rate variability (ms)", DailyKind.NIGHT_RMSSD, "WHOOP's, of the sleep"),
        ),
        bounds=(("Sleep onset",), ("Wake onset",)),
        bounds_method="bounds of the sleep by WHOOP",
        skip=MappingProxyType({"Nap": ("true",)}),
    ),
    hint="Record sessions with a strap or watch that exports its heart rate, or broadcast WHOOP's heart rate to one.",
)
