"""Gadgetbridge's activity samples: instants by the minute; 255, 0 and -1 mean that nothing was measured."""

from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Column, CsvDialect

DIALECT = CsvDialect(
    title="Gadgetbridge activity samples",
    header=("TIMESTAMP", "RAW_INTENSITY", "HEART_RATE"),
    columns=(
        Column("TIMESTAMP", "time"),
        Column("HEART_RATE", "heart_rate", "bpm"),
        Column("STEPS", "steps"),
        Column("DEVICE_ID", "source"),
    ),
    invalid=(255.0, 0.0, -1.0),
    kind=RecordingKind.DAY,
    sensor=Sensor.OPTICAL,
)
