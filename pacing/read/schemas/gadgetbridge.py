"""Gadgetbridge, the app's own database (file `Gadgetbridge`, or `database/Gadgetbridge` in its export).

Layout after the generator of its tables (schemas 32 to 138): every `*_ACTIVITY_SAMPLE` counts in seconds, every other
sample in milliseconds; a heart rate of 0, 255 or below is none. Files of a Garmin watch stand in it whole.
"""

from pacing.model.daily import DailyKind
from pacing.model.recording import Sensor
from pacing.read.database.description import Daily, DatabaseSchema, DayOf, Owners, Rows, Series, TimeForm

NO_HEART_RATE = (255.0, 0.0, -1.0, 254.0)
NIGHT_FROM_H = 18.0  # design: what a watch reckons after six in the evening is of the night that follows


def _samples(tables: str, value: str = "t.HEART_RATE") -> Rows:
    return Rows(tables, "t.TIMESTAMP", value, owner="t.DEVICE_ID", invalid=NO_HEART_RATE)


SCHEMA = DatabaseSchema(
    title="Gadgetbridge database",
    source="Gadgetbridge",
    needs=(),
    marks=("MI_BAND_ACTIVITY_SAMPLE", "HUAMI_EXTENDED_ACTIVITY_SAMPLE", "GARMIN_ACTIVITY_SAMPLE", "DEVICE_ATTRIBUTES"),
    series=(
        Series(
            Rows(
                r"\w+_ACTIVITY_SAMPLE|SONY_SWR12_SAMPLE",
                "t.TIMESTAMP",
                "t.HEART_RATE",
                TimeForm.SECONDS,
                owner="t.DEVICE_ID",
                invalid=NO_HEART_RATE,
            )
        ),
        Series(_samples(r"(?!.*(RESTING|MAX|ACTIVITY))\w*HEART_RATE\w*_SAMPLE")),
    ),
    owners=Owners("DEVICE", "_id", (("MANUFACTURER", "MODEL"), ("MANUFACTURER", "TYPE_NAME"), ("MANUFACTURER",))),
    daily=(
        Daily(
            _samples(r"\w+_HEART_RATE_RESTING_SAMPLE"),
            DailyKind.RESTING_HR,
            "the watch's resting heart rate, last of the day",
        ),
        Daily(
            _samples(r"\w+_HRV_SUMMARY_SAMPLE", "t.LAST_NIGHT_AVERAGE"),
            DailyKind.NIGHT_RMSSD,
            "the watch's average of the night",
            evening_h=NIGHT_FROM_H,
        ),
        Daily(
            Rows(r"(?!GARMIN_)\w+_ACTIVITY_SAMPLE", "t.TIMESTAMP", "t.STEPS", TimeForm.SECONDS, owner="t.DEVICE_ID"),
            DailyKind.STEPS,
            "sum of the minutes",
            DayOf.SUM,
        ),
    ),
    files=(("GARMIN_FIT_FILE", "FILE_DATA"),),
    sensor=Sensor.OPTICAL,
)
