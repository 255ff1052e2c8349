"""Fitbit through Google Takeout, newer form: instants in UTC."""

from pacing.model.daily import DailyKind
from pacing.model.recording import RecordingKind, Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect, DailyColumn, DailyTable

DIALECT = CsvDialect(
    title="Fitbit in Google Takeout (timestamp, beats per minute)",
    header=("timestamp", "beats per minute"),
    columns=(Column("timestamp", "time"), Column("beats per minute", "heart_rate", "bpm")),
    clock=Clock(ClockKind.CALENDAR, utc=True),
    kind=RecordingKind.DAY,
    device="Fitbit",
    sensor=Sensor.OPTICAL,
    daily=DailyTable(
        source="Fitbit",
        day=("timestamp",),
        columns=(DailyColumn("beats per minute", DailyKind.RESTING_HR, "Fitbit's resting heart rate"),),
        device="data source",
        midnights_only=True,
    ),
)
