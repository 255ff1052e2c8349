"""GarminDB: databases made from a Garmin account, one a subject (`garmin_monitoring.db`, `garmin_activities.db`, ...).

Layout after its table classes (version 4.0.0). It writes the times of the day by the local clock, without a zone.
"""

from pacing.model.daily import DailyKind
from pacing.model.recording import Sensor
from pacing.read.database.description import Daily, DatabaseSchema, Rows, Series, Sessions, TimeForm


def _day(tables: str, value: str) -> Rows:
    return Rows(tables, "t.day", value, TimeForm.LOCAL_TEXT)


_SLEEP = Rows("sleep", "t.start", "t.day", TimeForm.LOCAL_TEXT)

SCHEMA = DatabaseSchema(
    title="GarminDB databases",
    source="Garmin (GarminDB)",
    marks=("monitoring_hr", "monitoring_info", "activity_records", "hrv_status_summary", "daily_summary"),
    series=(
        Series(Rows("monitoring_hr", "t.timestamp", "t.heart_rate", TimeForm.LOCAL_TEXT, invalid=(0.0,))),
        Series(
            Rows("activity_records", "t.timestamp", "t.hr", TimeForm.LOCAL_TEXT, invalid=(0.0,)),
            session="t.activity_id",
        ),
    ),
    sessions=(
        Sessions(
            "activities", "t.start_time", "t.stop_time", TimeForm.LOCAL_TEXT, key="t.activity_id", sport="t.sport"
        ),
    ),
    daily=(
        Daily(_day("resting_hr", "t.resting_heart_rate"), DailyKind.RESTING_HR, "Garmin's resting heart rate"),
        Daily(_day("daily_summary", "t.rhr"), DailyKind.RESTING_HR, "Garmin's resting heart rate"),
        Daily(_day("daily_summary", "t.steps"), DailyKind.STEPS, "Garmin's count"),
        Daily(
            _day("hrv_status_summary", "t.last_night_average"),
            DailyKind.NIGHT_RMSSD,
            "Garmin's average of the night (HRV status)",
        ),
    ),
    sensor=Sensor.OPTICAL,
)
