"""Empatica E4 IBI.csv: the start, then offset and interval in seconds; gaps stay gaps."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Empatica E4 beat intervals (IBI.csv)",
    first_lines=r"\d{10}(\.\d+)?,\s*IBI\s*\n",
    skip_lines=1,
    columns=(Column("#0", "time"), Column("#1", "rr", "s")),
    clock=Clock(ClockKind.NUMBER, "s"),
    start=r"\A(?P<epoch>\d{10}(?:\.\d+)?),",
    kind=RecordingKind.BEATS,
    device="Empatica E4",
    sensor=Sensor.OPTICAL,
)
