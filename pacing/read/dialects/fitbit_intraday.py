"""Fitbit intraday as API scripts write it: a local clock without zone, means of seconds or minutes."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Fitbit intraday (datetime, heart_rate)",
    header=("datetime", "heart_rate"),
    columns=(Column("datetime", "time"), Column("heart_rate", "heart_rate", "bpm")),
    clock=Clock(ClockKind.CALENDAR),
    kind=RecordingKind.DAY,
    device="Fitbit",
    sensor=Sensor.OPTICAL,
)
