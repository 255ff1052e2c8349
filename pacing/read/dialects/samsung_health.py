"""Samsung Health heart rate: a line about the file, long column names, instants in UTC with the offset beside."""

from pacing.model.recording import RecordingKind
from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Samsung Health heart rate",
    first_lines=r"com\.samsung\.(s)?health\.(tracker\.)?heart_rate",
    any_of=("com.samsung.health.heart_rate.heart_rate", "heart_rate"),
    columns=(
        Column("com.samsung.health.heart_rate.start_time", "time"),
        Column("com.samsung.health.heart_rate.time_offset", "offset"),
        Column("com.samsung.health.heart_rate.heart_rate", "heart_rate", "bpm"),
        Column("start_time", "time"),
        Column("time_offset", "offset"),
        Column("heart_rate", "heart_rate", "bpm"),
    ),
    clock=Clock(ClockKind.CALENDAR, utc=True),
    kind=RecordingKind.DAY,
    device="Samsung Health",
    remarks=(
        "Times were taken as UTC with the offset beside them, as this app writes them.",
        "Rows that cover ten minutes have their mean; the values by minute are in separate JSON files.",
    ),
)
