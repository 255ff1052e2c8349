"""Zepp and Amazfit, heart rate of the whole day: local date and hours:minutes in columns of their own."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Zepp (Amazfit, Mi Band), heart rate of the day",
    header=("date", "time", "heartRate"),
    columns=(Column("date", "date"), Column("time", "time"), Column("heartRate", "heart_rate", "bpm")),
    clock=Clock(ClockKind.CALENDAR, order="ymd"),
    kind=RecordingKind.DAY,
    sensor=Sensor.OPTICAL,
)
