"""intervals.icu streams: elapsed seconds with gaps at pauses, RR intervals of each second joined by colons."""

from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect, Stamps

DIALECT = CsvDialect(
    title="intervals.icu activity streams",
    header=("time", "heartrate"),
    any_of=("watts", "hrv"),
    columns=(
        Column("time", "time"),
        Column("heartrate", "heart_rate", "bpm"),
        Column("hrv", "rr", "ms", many=True),
        Column("watts", "power", "W"),
        Column("cadence", "cadence"),
        Column("velocity_smooth", "speed", "m/s"),
        Column("distance", "distance", "m"),
        Column("altitude", "altitude", "m"),
        Column("temp", "temperature"),
        Column("respiration", "respiration_rate"),
    ),
    clock=Clock(ClockKind.NUMBER, "s"),
    stamps=Stamps.ARRIVAL,
)
