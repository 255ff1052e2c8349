"""Empatica E4 tags.csv: moments the person marked, no heart rate."""

from pacing.read.table.dialect import Column, CsvDialect

DIALECT = CsvDialect(
    title="Empatica E4 marked moments (tags.csv)",
    first_lines=r"(1\d{9}\.\d\d\s*(\n|$)){1,1000}\Z",
    columns=(Column("#0", "time"),),
    refusal="The file has the moments marked on an Empatica E4, no heart rate.",
    hint="Use HR.csv and IBI.csv of the same session.",
)
