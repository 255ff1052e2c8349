"""Withings raw heart rate: values and their durations in brackets, newest first."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Withings raw heart rate",
    first_lines=r'"?start"?,"?duration"?,"?value"?\s*\n[^\n]*\[',
    header=("start", "duration", "value"),
    columns=(
        Column("start", "time"),
        Column("duration", "duration"),
        Column("value", "heart_rate", "bpm", many=True),
    ),
    clock=Clock(ClockKind.CALENDAR),
    kind=RecordingKind.DAY,
    device="Withings",
    sensor=Sensor.OPTICAL,
)
