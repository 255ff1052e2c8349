"""Welltory list of measurements: results and short RR lists of many measurements in one table."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="Welltory measurements",
    header=("rr_code", "measurement_datetime", "rr_data"),
    refusal="The table collects many short measurements and their results, one a row; it is not a session.",
    hint='To look at one measurement, save its RR intervals as a text file, one a line, with "rr_ms" as first line.',
)
