"""What decides in the judge."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import numpy as np

from pacing.judge.all_day import judge_days, nocturnal_resting_hr, quietest_stretch
from pacing.judge.exceedance import peak_over_bpm
from pacing.judge.excursions import Unrecorded, few_unrecorded, sides, stretches_above
from pacing.judge.limits.dfa_alpha1 import NoCrossingError, threshold_crossing
from pacing.judge.limits.learnt import learn
from pacing.judge.rule import NoLimitError
from pacing.model.arrays import FloatArray
from pacing.model.person import LimitSetting, Person
from tests.constants.table import Table
from tests.judge.people import limit_by, past_sessions
from tests.judge.square_wave import line, pieces, recording

TABLE = Table("judge")
NAN = float("nan")
MINUTE, HOUR = 60, 3600


def is_refused(compute: Callable[[], object], *errors: type[Exception]) -> bool:
    """Whether a computation says no in one of these ways."""
    try:
        compute()
    except errors:
        return True
    return False


def highest_over(bpm: FloatArray, limit_bpm: float) -> float:
    """How far the highest half minute lies over a limit."""
    made = line(bpm)
    return peak_over_bpm(made, limit_bpm)


@TABLE.case((20.0, 0.0), "exceedance.KNOWN_SHARE")
def a_half_minute_counts_when_24_of_its_30_seconds_were_recorded() -> object:
    return tuple(highest_over(pieces((120.0, known), (NAN, 30 - known)), 100.0) for known in (24, 23))


def stretches(*lengths: tuple[float, int]) -> list[float]:
    """Lengths of the stretches above 100 bpm."""
    made = line(pieces(*lengths))
    codes = sides(made.bpm, 100.0, made.known, few_unrecorded(made), Unrecorded.AS_AROUND)
    found = stretches_above(made.start_s, made.end_s, codes)
    return [float(length_s) for length_s in found.stop_s - found.start_s]


@TABLE.case(([255.0], [100.0, 100.0]), "excursions.HOLDS_S")
def just_under_the_limit_for_under_a_minute_does_not_end_a_stretch() -> object:
    return tuple(stretches((105.0, 100), (99.0, under_s), (105.0, 100)) for under_s in (55, 65))


@TABLE.case(([31.0], [10.0, 10.0]), "excursions.HOLDS_S")
def where_little_lies_above_ten_seconds_just_under_end_a_stretch() -> object:
    return stretches((105.0, 11), (99.0, 9), (105.0, 11)), stretches((105.0, 10), (99.0, 55), (105.0, 10))


@TABLE.case(([110.0], [25.0, 25.0]), "excursions.LEAST_ABOVE_SHARE")
def half_of_a_stretch_lies_strictly_above() -> object:
    return tuple(stretches((105.0, above), (99.0, under), (105.0, above)) for above, under in ((30, 50), (25, 58)))


# --- days and nights


@TABLE.case((62.5, 60.537, 64.463), "all_day.BLOCKS")
def a_nights_range_comes_from_the_means_of_six_pieces() -> object:
    level = nocturnal_resting_hr(line(pieces(*((60.0 + step, 300) for step in range(6)))))
    return level and tuple(round(bpm, 3) for bpm in (level.bpm, level.low_bpm, level.high_bpm))


@TABLE.case((True, False), "all_day.RECORDED_SHARE")
def six_tenths_of_a_half_hour_must_be_recorded() -> object:
    nights = (line(pieces((50.0, known), (NAN, 1800 - known))) for known in (1100, 1060))
    return tuple(nocturnal_resting_hr(night) is not None for night in nights)


@TABLE.case((600.0, 50.0), "all_day.STEP_S")
def the_half_hour_moves_on_by_minutes() -> object:
    level = nocturnal_resting_hr(line(pieces((60.0, 600), (50.0, 1800), (60.0, 600))))
    return level and (level.start_s, level.bpm)


def quiet_hours(*parts: tuple[float, int]) -> float | None:
    """Hours of the quietest stretch, to a tenth, of parts of (bpm, minutes)."""
    made = line(pieces(*((bpm, minutes * MINUTE) for bpm, minutes in parts)))
    found = quietest_stretch(made, (0.0, made.duration_s))
    return found and round((found[1] - found[0]) / HOUR, 1)


@TABLE.case((6.1, 9.6), "all_day.LOW_SHARE")
def quiet_is_measured_from_what_a_tenth_of_the_half_hours_stay_below() -> object:
    """With 136 minutes at 40 bpm over a tenth of the half hours are that low, with 116 minutes fewer are."""
    return tuple(quiet_hours((40.0, low), (47.0, 220), (49.5, 240), (90.0, 540 - low)) for low in (136, 116))


@TABLE.case((8.0, 4.4), "all_day.NEAR_NIGHT_BPM")
def a_night_lies_within_8_bpm_of_its_low_half_hours() -> object:
    return tuple(quiet_hours((50.0, 240), (bpm, 240), (90.0, 480)) for bpm in (57.0, 59.0))


@TABLE.case((3.3, None), "all_day.SHORTEST_NIGHT_S")
def less_than_three_quiet_hours_are_no_night() -> object:
    return tuple(quiet_hours((90.0, 480), (50.0, minutes), (90.0, 240)) for minutes in (186, 150))


def nights(start: datetime, *parts: tuple[float, int]) -> list[float | None]:
    """The level of each day's night [bpm], of parts of (bpm, minutes)."""
    made, cleaned = recording(start, pieces(*((bpm, minutes * MINUTE) for bpm, minutes in parts)))
    return [None if day.night is None else round(day.night.bpm, 1) for day in judge_days(made, cleaned, None)]


@TABLE.case(([49.0], [50.0]), "all_day.MOST_OF_A_DAY")
def a_day_that_is_quiet_for_over_three_quarters_has_its_night_until_six() -> object:
    start = datetime(2026, 5, 4, tzinfo=UTC)
    return tuple(
        nights(start, (50.0, 600), (49.0, 60), (50.0, quiet - 660), (90.0, 24 * 60 - quiet))
        for quiet in (17 * 60 + 20, 18 * 60 + 40)
    )


@TABLE.case(49.0, "all_day.EVENING_S")
def a_night_begins_no_more_than_twelve_hours_before_its_day() -> object:
    """From 10:00: awake, half an hour at 48 bpm from 11:00, one at 49 bpm from 13:30, asleep until 02:00, awake."""
    start = datetime(2026, 5, 4, 10, tzinfo=UTC)
    parts = ((90.0, 60), (48.0, 30), (50.0, 120), (49.0, 30), (50.0, 720), (90.0, 1320))
    return nights(start, *parts)[-1]


# --- rules


def course(share_explained: float, count: int = 6) -> bool:
    """Whether a course is refused of which a straight line explains a share."""
    alpha1 = np.linspace(1.0, 0.5, count)
    straight = alpha1 - alpha1.mean()
    bent = straight**2 - (straight**2).mean()
    straight, bent = straight / np.linalg.norm(straight), bent / np.linalg.norm(bent)
    bpm = 120.0 + 20.0 * (np.sqrt(1.0 - share_explained) * bent - np.sqrt(share_explained) * straight)
    return is_refused(lambda: threshold_crossing(bpm, alpha1, 0.75), NoCrossingError)


@TABLE.case((False, True), "limits.dfa_alpha1.FEWEST_POINTS")
def a_crossing_needs_six_windows() -> object:
    return course(0.9), course(0.9, 5)


@TABLE.case((False, True), "limits.dfa_alpha1.LEAST_FIT")
def a_crossing_needs_a_line_that_explains_half() -> object:
    return course(0.55), course(0.45)


@TABLE.case((False, True), "limits.learnt.FEWEST_SESSIONS")
def a_learnt_limit_needs_eight_sessions() -> object:
    return tuple(is_refused(partial(learn, past_sessions(*[100.0] * n)), ValueError) for n in (8, 7))


@TABLE.case((False, True), "limits.measured_threshold.LOWEST_KEPT_PERCENT")
def at_least_half_of_a_threshold_is_kept() -> object:
    settings = (LimitSetting("measured_threshold", 120.0, share_percent=percent) for percent in (52.0, 48.0))
    return tuple(
        is_refused(partial(limit_by, "measured_threshold", Person(), setting=s), NoLimitError) for s in settings
    )
