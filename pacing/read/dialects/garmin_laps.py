"""Garmin Connect laps of one activity: means a lap."""

from pacing.read.table.dialect import CsvDialect

DIALECT = CsvDialect(
    title="Garmin Connect laps",
    header=("Laps", "Time", "Avg HR", "Max HR"),
    refusal="The table has one row a lap (means and maxima); it has no heart-rate series.",
    hint="In Garmin Connect open the activity and choose Export Original (a .zip with the .fit file).",
)
