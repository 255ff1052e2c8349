"""Polar Sensor Logger, RR: phone time of arrival (not of the beat), RR in ms."""

from pacing.model.recording import RecordingKind
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect, Stamps

DIALECT = CsvDialect(
    title="Polar Sensor Logger, RR intervals",
    header=("Phone timestamp", "RR-interval [ms]"),
    columns=(Column("Phone timestamp", "time"), Column("RR-interval [ms]", "rr", "ms")),
    clock=Clock(ClockKind.CALENDAR),
    stamps=Stamps.ARRIVAL,
    kind=RecordingKind.BEATS,
    device="Polar",
)
