"""Android Health Connect, the export of the phone's own settings (`Health Connect.zip` > `health_connect_export.db`).

Layout after the platform's own storage classes and two readers' notes on real exports (database version 23, August
2026): times in milliseconds, offsets in seconds, `local_date` in days. The kind of exercise is a number of the
platform's list (ExerciseSessionType, up to 61); a reader's own notes give numbers of the programming library instead
(ExerciseSessionRecord, up to 83), so a number that only the second list knows decides for the whole file.
"""

from types import MappingProxyType

from pacing.model.daily import DailyKind
from pacing.model.recording import Sensor
from pacing.read.database.description import Daily, DatabaseSchema, DayOf, Join, Owners, Rows, Series, Sessions

_OF_RECORD = (Join("heart_rate_record_table", "r", "row_id", "t.parent_key"),)
# a kind that is named here by no word of ours is "other"
_WORDS_OF_PLATFORM = """
    4 cycling, 5 indoor cycling, 10 dancing, 17 guided breathing, 20 interval training, 21 hiking, 24 martial arts,
    25 paddling, 27 pilates, 31 rowing, 33 running, 34 treadmill running, 38 skiing, 40 snowshoeing, 41 soccer,
    44 stair climbing, 45 strength training, 46 stretching, 48 open water swimming, 49 swimming, 51 tennis, 53 walking,
    55 weightlifting, 56 wheelchair, 57 yoga, 59 stair climbing machine, 60 elliptical, 61 rowing machine"""
_WORDS_OF_LIBRARY = """
    8 cycling, 9 indoor cycling, 16 dancing, 25 elliptical, 33 guided breathing, 36 interval training, 37 hiking,
    44 martial arts, 46 paddling, 48 pilates, 53 rowing, 54 rowing machine, 56 running, 57 treadmill running, 61 skiing,
    63 snowshoeing, 64 soccer, 68 stair climbing, 69 stair climbing machine, 70 strength training, 71 stretching,
    73 open water swimming, 74 swimming, 76 tennis, 79 walking, 81 weightlifting, 82 wheelchair, 83 yoga"""
LAST_OF_PLATFORM, LAST_OF_LIBRARY = 61, 83
NIGHT_FROM_H = 18.0  # design: a reading after six in the evening is of the night that follows


def _sports(words: str, last: int) -> MappingProxyType[int, str]:
    named = {int(number): word for number, _, word in (one.strip().partition(" ") for one in words.split(","))}
    return MappingProxyType({number: named.get(number, "other") for number in range(last + 1)})


def _record(table: str, value: str) -> Rows:
    return Rows(table, "t.time", value, owner="t.app_info_id", zone_s="t.zone_offset")


_SLEEP = Rows(
    "sleep_session_record_table", "t.start_time", "t.start_time", owner="t.app_info_id", zone_s="t.end_zone_offset"
)
_OF_SLEEP = "bounds of the longest sleep, as the app wrote them"

SCHEMA = DatabaseSchema(
    title="Android Health Connect export",
    source="Health Connect",
    needs=("heart_rate_record_series_table", "heart_rate_record_table"),
    series=(
        Series(
            Rows(
                "heart_rate_record_series_table",
                "t.epoch_millis",
                "t.beats_per_minute",
                joins=_OF_RECORD,
                owner="r.app_info_id",
                zone_s="r.start_zone_offset",
            )
        ),
    ),
    sessions=(
        Sessions(
            "exercise_session_record_table",
            "t.start_time",
            "t.end_time",
            sport="t.exercise_type",
            sports=_sports(_WORDS_OF_PLATFORM, LAST_OF_PLATFORM),
            sports_else=_sports(_WORDS_OF_LIBRARY, LAST_OF_LIBRARY),
            owner="t.app_info_id",
            zone_s="t.start_zone_offset",
        ),
    ),
    owners=Owners("application_info_table", "row_id", (("app_name",), ("package_name",))),
    daily=(
        Daily(
            _record("resting_heart_rate_record_table", "t.beats_per_minute"),
            DailyKind.RESTING_HR,
            "resting heart rate as the app wrote it",
        ),
        Daily(
            _record("heart_rate_variability_rmssd_record_table", "t.heart_rate_variability_millis"),
            DailyKind.NIGHT_RMSSD,
            "mean of the day's RMSSD readings, as the app wrote them",
            DayOf.MEAN,
            evening_h=NIGHT_FROM_H,
        ),
        Daily(
            Rows(
                "steps_record_table",
                "t.start_time",
                "t.count",
                owner="t.app_info_id",
                zone_s="t.start_zone_offset",
            ),
            DailyKind.STEPS,
            "sum of the app's counts",
            DayOf.SUM,
        ),
        Daily(_SLEEP, DailyKind.SLEEP_START, _OF_SLEEP, until="t.end_time"),
        Daily(_SLEEP, DailyKind.SLEEP_END, _OF_SLEEP, until="t.end_time"),
        Daily(_SLEEP, DailyKind.SLEEP_DURATION, _OF_SLEEP, until="t.end_time"),
    ),
    sensor=Sensor.OPTICAL,
    remarks=("Each app that wrote into Health Connect is read by itself; the sensor is taken for an optical one.",),
)
