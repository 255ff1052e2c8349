"""Biovotion Everion: one measurement a row, `value;quality` in a cell, numbered tags."""

from types import MappingProxyType

from pacing.model.recording import Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect, Stamps

DIALECT = CsvDialect(
    title="Biovotion Everion (tags 6 and 14)",
    header=("count", "streamType", "tag", "time", "values"),
    columns=(Column("tag", "type"), Column("time", "time"), Column("values", "value")),
    types=MappingProxyType(
        {
            "6": Column("values", "heart_rate", "bpm", first_only=True),
            "14": Column("values", "rr", "ms", first_only=True),
        }
    ),
    clock=Clock(ClockKind.EPOCH, "s"),
    stamps=Stamps.ARRIVAL,
    device="Biovotion Everion",
    sensor=Sensor.OPTICAL,
)
