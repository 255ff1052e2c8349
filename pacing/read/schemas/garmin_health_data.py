"""garmin-health-data: one database of a Garmin account, times in UTC.

Layout after its table definitions (version 2.16.0): `heart_rate` by the minute or two, activities with their samples
(`activity_ts_metric`) and, since 2.16, their beat intervals as a list in seconds (`activity_hrv`).
"""

from types import MappingProxyType

from pacing.model.daily import DailyKind
from pacing.model.recording import Sensor
from pacing.read.database.description import Daily, DatabaseSchema, DayOf, Join, Rows, Series, Sessions, TimeForm

_OF_SLEEP = (Join("sleep", "s", "sleep_id", "t.sleep_id"),)


def _sleep(value: str) -> Rows:
    return Rows("sleep", "t.end_ts", value, TimeForm.UTC_TEXT, zone_h="t.timezone_offset_hours")


_BOUNDS = Rows("sleep", "t.start_ts", "t.sleep_id", TimeForm.UTC_TEXT, zone_h="t.timezone_offset_hours")
_METHOD = "bounds of the sleep by Garmin"


def _metric(name: str) -> Rows:
    return Rows(
        "activity_ts_metric",
        "t.timestamp",
        "t.value",
        TimeForm.UTC_TEXT,
        joins=(Join("activity", "a", "activity_id", "t.activity_id"),),
        zone_h="a.timezone_offset_hours",
        where=MappingProxyType({"t.name": name}),
        invalid=(0.0,) if name == "heart_rate" else (),
    )


SCHEMA = DatabaseSchema(
    title="garmin-health-data database",
    source="Garmin (garmin-health-data)",
    needs=("heart_rate", "activity", "activity_ts_metric"),
    marks=("activity_ts_metric",),
    series=(
        Series(Rows("heart_rate", "t.timestamp", "t.value", TimeForm.UTC_TEXT, invalid=(0.0,))),
        Series(_metric("heart_rate"), session="t.activity_id"),
        Series(_metric("enhanced_speed"), "speed", "m/s", session="t.activity_id"),
        Series(_metric("power"), "power", "W", session="t.activity_id"),
    ),
    sessions=(
        Sessions(
            "activity",
            "t.start_ts",
            "t.end_ts",
            TimeForm.UTC_TEXT,
            joins=(Join("activity_hrv", "h", "activity_id", "t.activity_id"),),
            key="t.activity_id",
            sport="t.activity_type_key",
            zone_h="t.timezone_offset_hours",
            intervals="h.rr_json",
        ),
    ),
    daily=(
        Daily(_sleep("t.resting_heart_rate"), DailyKind.RESTING_HR, "Garmin's resting heart rate"),
        Daily(_sleep("t.avg_overnight_hrv"), DailyKind.NIGHT_RMSSD, "Garmin's average of the night (HRV status)"),
        Daily(
            Rows("steps", "t.timestamp", "t.value", TimeForm.UTC_TEXT),
            DailyKind.STEPS,
            "sum of Garmin's quarter hours",
            DayOf.SUM,
        ),
        Daily(_BOUNDS, DailyKind.SLEEP_START, _METHOD, until="t.end_ts"),
        Daily(_BOUNDS, DailyKind.SLEEP_END, _METHOD, until="t.end_ts"),
        Daily(_BOUNDS, DailyKind.SLEEP_DURATION, _METHOD, until="t.end_ts"),
    ),
    sensor=Sensor.OPTICAL,
)
