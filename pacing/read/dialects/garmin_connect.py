"""Streams of one activity by elapsed second, in the words of Garmin Connect and Strava exports."""

from pacing.read.table.dialect import Column, CsvDialect

DIALECT = CsvDialect(
    title="Garmin Connect and Strava streams: time, heartrate",
    header=("time", "heartrate"),
    unlike=("watts", "hrv", "id", "subject", "date"),
    first_lines=r"time,[^\n]*\n\d{1,6}(\.\d+)?,",  # elapsed: a calendar or an instant there is of another program
    columns=(
        Column("time", "time"),
        Column("heartrate", "heart_rate", "bpm"),
        Column("velocity_smooth", "speed", "m/s"),
        Column("grade_smooth", "grade", "%"),
        Column("power", "power", "W"),
        Column("cadence", "cadence"),
        Column("distance", "distance", "m"),
        Column("altitude", "altitude", "m"),
        Column("temp", "temperature"),
    ),
)
