"""SelfLoops HRV: the start in words, then a row a beat with its heart rate."""

from pacing.model.recording import Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="SelfLoops HRV",
    first_lines=r"\s*\d{1,2} [A-Za-z]+ \d{4} \d\d:\d\d:\d\d\s*\n",
    header=("Time (ms)", "HR (bpm)", "R-R (ms)"),
    columns=(Column("Time (ms)", "time"), Column("HR (bpm)", "heart_rate", "bpm"), Column("R-R (ms)", "rr", "ms")),
    clock=Clock(ClockKind.NUMBER, "ms"),
    start=r"^\s*(?P<stamp>\d{1,2} [A-Za-z]+ \d{4} \d\d:\d\d:\d\d)",
    sensor=Sensor.STRAP,
)
