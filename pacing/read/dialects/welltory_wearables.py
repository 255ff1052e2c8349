"""Welltory daily summaries from wearables."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="Welltory daily summaries",
    header=("day", "resting_pulse", "pulse_average", "pulse_max"),
    refusal="The table has one row a day (means and extremes); it has no heart-rate series.",
    hint="Export the heart rate itself from the watch's own app or from Apple Health.",
)
