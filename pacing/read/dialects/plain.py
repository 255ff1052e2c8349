"""The plainest table: elapsed seconds and beats per minute, units in the names."""

from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Plain table: time_s, hr_bpm",
    header=("time_s", "hr_bpm"),
    columns=(
        Column("time_s", "time"),
        Column("hr_bpm", "heart_rate", "bpm"),
        Column("rr_ms", "rr", "ms", many=True),
        Column("speed_m_s", "speed", "m/s"),
        Column("power_w", "power", "W"),
    ),
    clock=Clock(ClockKind.NUMBER, "s"),
)
