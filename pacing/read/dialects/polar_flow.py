"""Polar Flow session: a line of facts (personal ones are not read), then samples by elapsed hh:mm:ss."""

from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Polar Flow training session",
    header=("Sample rate", "Time", "HR (bpm)"),
    columns=(
        Column("Time", "time"),
        Column("HR (bpm)", "heart_rate", "bpm"),
        Column("Speed (km/h)", "speed", "km/h"),
        Column("Cadence", "cadence"),
        Column("Altitude (m)", "altitude", "m"),
        Column("Distances (m)", "distance", "m"),
        Column("Temperatures (C)", "temperature"),
        Column("Power (W)", "power", "W"),
    ),
    clock=Clock(ClockKind.SPAN, order="dmy"),
    start=r"^[^,;\t]*[,;\t][^,;\t]*[,;\t](?P<date>\d\d[-./]\d\d[-./]\d{4})[,;\t](?P<clock>\d\d:\d\d:\d\d)",
    device="Polar",
)
