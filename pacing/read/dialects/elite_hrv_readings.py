"""Elite HRV list of readings: one row a reading, no series."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="Elite HRV readings",
    header=("Member", "Date", "Type", "HRV", "Rmssd"),
    refusal="The table lists readings with their results, one a row; it has no heart-rate series.",
    hint="In Elite HRV export the raw R-R intervals (one text file a reading).",
)
