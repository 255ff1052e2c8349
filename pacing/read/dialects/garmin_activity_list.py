"""Garmin Connect list of activities: one row an activity."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="Garmin Connect list of activities",
    header=("Activity Type", "Date", "Title", "Avg HR", "Max HR"),
    refusal="The table lists activities, one a row; it has no heart-rate series.",
    hint="In Garmin Connect open the activity and choose Export Original (a .zip with the .fit file).",
)
