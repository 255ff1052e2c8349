"""Wellue and Viatom oximeters: local clock before the date, pulse of the finger; 255 and 65535 mean none."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Wellue and Viatom oximeters (O2Ring and others)",
    header=("Time", "Pulse Rate"),
    any_of=("Oxygen Level", "SpO2"),
    columns=(Column("Time", "time"), Column("Pulse Rate", "heart_rate", "bpm")),
    clock=Clock(ClockKind.CALENDAR),
    invalid=(255.0, 65535.0),
    kind=RecordingKind.DAY,
    sensor=Sensor.OPTICAL,
)
