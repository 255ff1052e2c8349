"""Polar Sensor Logger, pulse intervals of an optical sensor: phone time of arrival (not of the beat), in ms."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect, Stamps

DIALECT = CsvDialect(
    title="Polar Sensor Logger, pulse-to-pulse intervals",
    header=("Phone timestamp", "PP-interval [ms]"),
    columns=(Column("Phone timestamp", "time"), Column("PP-interval [ms]", "rr", "ms")),
    clock=Clock(ClockKind.CALENDAR),
    stamps=Stamps.ARRIVAL,
    kind=RecordingKind.BEATS,
    device="Polar",
    sensor=Sensor.OPTICAL,
)
