"""Fitbit heart rate as Fitabase and research exports write it: one table, several people, a US clock without zone."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Fitbit heart rate (Id, Time, Value)",
    header=("Id", "Time", "Value"),
    columns=(Column("Id", "person"), Column("Time", "time"), Column("Value", "heart_rate", "bpm")),
    clock=Clock(ClockKind.CALENDAR, order="mdy"),
    kind=RecordingKind.DAY,
    device="Fitbit",
    sensor=Sensor.OPTICAL,
)
