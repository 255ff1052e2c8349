"""HRV Logger, RR file: phone time of arrival, RR in ms, time since the start."""

from pacing.model.recording import RecordingKind
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect, Stamps

DIALECT = CsvDialect(
    title="HRV Logger, RR intervals",
    header=("timestamp", "rr", "since_start"),
    columns=(Column("timestamp", "time"), Column("rr", "rr", "ms")),
    clock=Clock(ClockKind.EPOCH, "ms"),
    stamps=Stamps.ARRIVAL,
    kind=RecordingKind.BEATS,
)
