"""Fitbit through Google Takeout, newer form: instants in UTC."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Fitbit in Google Takeout (timestamp, beats per minute)",
    header=("timestamp", "beats per minute"),
    columns=(Column("timestamp", "time"), Column("beats per minute", "heart_rate", "bpm")),
    clock=Clock(ClockKind.CALENDAR, utc=True),
    kind=RecordingKind.DAY,
    device="Fitbit",
    sensor=Sensor.OPTICAL,
)
