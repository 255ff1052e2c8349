"""Tymewear VitalPro: facts and a threshold table above (names are not read), two header lines, elapsed seconds."""

from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Tymewear VitalPro",
    header=("Time", "BR", "VT", "VE", "HR", "External Heart Rate"),
    columns=(
        Column("Time", "time"),
        Column("HR", "heart_rate", "bpm"),
        Column("External Heart Rate", "heart_rate_else", "bpm"),
        Column("Bike Power", "power", "W"),
        Column("BR", "respiration_rate"),
        Column("Cumulative Distance", "distance", "m"),
    ),
    clock=Clock(ClockKind.NUMBER, "s", order="ydm"),
    start=r"^Date,(?P<date>\d{4}-\d\d-\d\d)[^\n]*\nStart Time,(?P<clock>\d\d:\d\d:\d\d)",
    device="Tymewear VitalPro",
    remarks=("The date above the table was read as year, day, month, as this program writes it.",),
)
