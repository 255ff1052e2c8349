"""Logger built on the Garmin companion kit: one measurement a row, kinds interleaved, no header."""

from types import MappingProxyType

from pacing.model.recording import Sensor
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect, Stamps

DIALECT = CsvDialect(
    title="Garmin companion logger (time;KIND;value)",
    first_lines=r"\d{4}-\d\d-\d\dT[\d:.]+([+-]\d\d:\d\d|Z);[A-Z_]+;-?[\d.]+\s*\n",
    delimiter=";",
    columns=(Column("#0", "time"), Column("#1", "type"), Column("#2", "value")),
    types=MappingProxyType(
        {
            "HEART_RATE": Column("#2", "heart_rate", "bpm"),
            "HEART_RATE_VARIABILITY": Column("#2", "rr", "ms"),
        }
    ),
    clock=Clock(ClockKind.CALENDAR),
    stamps=Stamps.ARRIVAL,
    invalid=(-1.0,),
    device="Garmin",
    sensor=Sensor.OPTICAL,
)
