"""Apple Health as small converters write it: one record a row, several sources overlapping, not sorted."""

from types import MappingProxyType

from pacing.model.recording import RecordingKind
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Apple Health as CSV (sourceName, type, startDate, value)",
    header=("sourceName", "type", "unit", "startDate", "value"),
    columns=(
        Column("sourceName", "source"),
        Column("type", "type"),
        Column("startDate", "time"),
        Column("value", "value"),
    ),
    types=MappingProxyType(
        {
            "HeartRate": Column("value", "heart_rate", "bpm"),
            "HKQuantityTypeIdentifierHeartRate": Column("value", "heart_rate", "bpm"),
        }
    ),
    clock=Clock(ClockKind.CALENDAR),
    kind=RecordingKind.DAY,
)
