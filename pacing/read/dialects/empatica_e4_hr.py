"""Empatica E4 HR.csv: the start, the rate, then one mean heart rate a second; starts 10 s after the session."""

from pacing.model.recording import Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Empatica E4 heart rate (HR.csv)",
    first_lines=r"\d{10}(\.\d+)?\s*\n1\.0+\s*\n\d{2,3}(\.\d+)?\s*\n",
    skip_lines=2,
    columns=(Column("#0", "heart_rate", "bpm"),),
    clock=Clock(ClockKind.SAMPLING),
    start=r"\A(?P<epoch>\d{10}(?:\.\d+)?)\s*\n(?P<rate>[\d.]+)",
    device="Empatica E4",
    sensor=Sensor.OPTICAL,
    remarks=("The heart rate is the device's own mean over its last beats, not beat by beat.",),
)
