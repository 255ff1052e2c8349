"""VU-AMS: a row an R peak of the ECG; the first interval is 0."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="VU-AMS R peaks",
    header=("R-peak time", "ibi_cumulative", "ibi"),
    columns=(Column("R-peak time", "time"), Column("ibi", "rr", "ms")),
    clock=Clock(ClockKind.CALENDAR, order="dmy"),
    delimiter="\t",
    kind=RecordingKind.BEATS,
    device="VU-AMS (ECG electrodes)",
    sensor=Sensor.STRAP,
)
