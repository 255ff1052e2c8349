"""Beat list of a Holter recorder: time of each beat in seconds and a label, N for a beat, others for artefacts."""

from types import MappingProxyType

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Holter beat list (time and label)",
    first_lines=r"0+\s*\n(\s*\d+\.\d{3}\s+[A-Z]\s*\n){2}",
    skip_lines=1,
    delimiter=" ",
    columns=(Column("#0", "time"), Column("#1", "type"), Column("#0", "value")),
    types=MappingProxyType({"N": Column("#0", "beat", "s"), "X": Column("#0", "beat_other", "s")}),
    clock=Clock(ClockKind.NUMBER, "s"),
    kind=RecordingKind.BEATS,
    sensor=Sensor.STRAP,
    remarks=(
        "Beat times were taken as seconds: in milliseconds or counts the beats would follow faster than any heart.",
    ),
)
