"""Oura ring heart rate: instants in UTC, about every five minutes."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Oura heart rate",
    header=("timestamp", "bpm", "source"),
    columns=(Column("timestamp", "time"), Column("bpm", "heart_rate", "bpm")),
    clock=Clock(ClockKind.CALENDAR),
    kind=RecordingKind.DAY,
    device="Oura",
    sensor=Sensor.OPTICAL,
)
