"""Polar Sensor Logger, heart rate."""

from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Polar Sensor Logger, heart rate",
    header=("Phone timestamp", "HR [bpm]"),
    unlike=("PP-interval [ms]", "RR-interval [ms]"),
    columns=(Column("Phone timestamp", "time"), Column("HR [bpm]", "heart_rate", "bpm")),
    clock=Clock(ClockKind.CALENDAR),
    device="Polar",
)
