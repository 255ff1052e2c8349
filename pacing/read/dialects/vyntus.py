"""Vyntus CPX text export (Norwegian): minutes:seconds, a units line, HF is the heart rate."""

from pacing.read.table.dialect import Clock, ClockKind, Column, CsvDialect

DIALECT = CsvDialect(
    title="Vyntus CPX",
    header=("Tid", "RPM", "HF"),
    columns=(Column("Tid", "time"), Column("HF", "heart_rate", "bpm"), Column("Last", "power", "W")),
    clock=Clock(ClockKind.SPAN),
    delimiter="\t",
    invalid=(0.0,),
    remarks=("Means over the intervals of the exercise test, as the test device wrote them.",),
)
