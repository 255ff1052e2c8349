"""HRV Logger, heart-rate file."""

from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="HRV Logger, heart rate",
    header=("timestamp", "since_start", "heart_rate"),
    unlike=("rr",),
    columns=(Column("timestamp", "time"), Column("heart_rate", "heart_rate", "bpm")),
    clock=Clock(ClockKind.EPOCH, "ms"),
)
