"""What decides over weeks: the diary, payback, nights after exertion, trends, and two files of one session."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np

from pacing.history.annotations import flare_days, flare_followed, scores_near
from pacing.history.checksums import row_checksum
from pacing.history.diary import key_symptoms
from pacing.history.evidence import LinkEvidence, better_first
from pacing.history.nights_after import _until_back, nights_after
from pacing.history.post_exertion import _power, is_too_regular, payback, upper_days
from pacing.history.symptom_rise import _nuisance, _steps, memory_of, rise_after_exertion
from pacing.history.traces import _alike, _equal, same_session, thinned
from pacing.history.trend import before_and_after, season_step
from pacing.longitudinal.autocorrelation import noise_about_change, slope_fit
from pacing.longitudinal.daily_range import daily_series
from pacing.longitudinal.reference_interval import OWN_SESSIONS, reference_interval
from pacing.model.arrays import FloatArray
from pacing.model.daily import DailyKind, DailyPoint, DailySeries, DailyValue, DayPlace
from pacing.model.longitudinal import PaybackAnswer
from pacing.model.recording import HeartRate
from pacing.numerics.quantiles import student_95
from tests.constants.table import Table
from tests.judge.square_wave import recording

TABLE = Table("history")
LONGITUDINAL = Table("longitudinal")
FIRST = date(2026, 1, 1)


def days(count: int, start: int = 0) -> list[date]:
    """So many days in a row."""
    return [FIRST + timedelta(days=start + n) for n in range(count)]


# --- diary


def diary(count: int) -> Mapping[str, Mapping[date, float]]:
    """A diary of one symptom that worsens by a tenth a day."""
    return {"pain": {day: n / 10.0 for n, day in enumerate(days(count))}}


@TABLE.case((21, 0), "annotations.LEAST_DIARY_DAYS")
def twenty_days_show_what_is_usual() -> object:
    return tuple(len(flare_days(diary(count))[1]) for count in (21, 19))


@TABLE.case(10, "annotations.USUAL_SHARE")
def the_tenth_of_the_days_with_the_worst_symptoms_are_flares() -> object:
    return len(flare_days(diary(100))[0])


@TABLE.case((False, None), "annotations.LEAST_DAYS_AFTER")
def two_of_the_three_days_after_a_session_show_that_no_flare_followed() -> object:
    return tuple(flare_followed(FIRST, frozenset(), frozenset(days(count, 1))) for count in (2, 1))


@TABLE.case((9, 13), "annotations.DAYS_BEFORE", "annotations.DAYS_AFTER")
def the_day_before_a_session_and_three_days_after_it_stand_beside_it() -> object:
    made, _ = recording(datetime(2026, 1, 11, 12, tzinfo=UTC))
    near = sorted((score.day - FIRST).days for score in scores_near(diary(40), made))
    return near[0], near[-1]


@TABLE.case((3, 2.0, 0.0, 4.0), "diary.MOST_SYMPTOMS", "diary.RANGE")
def three_symptoms_are_told_each_by_its_middle_day_and_nine_of_ten_days() -> object:
    scores = {name: {day: float(n % 5) for n, day in enumerate(days(20))} for name in "abcdef"}
    found = key_symptoms(scores)
    return len(found), found[0].middle, found[0].low, found[0].high


@TABLE.case(True, "checksums.SUM_BYTES")
def a_checksum_has_48_bits() -> object:
    """Of two hundred rows the greatest comes near to 2^48, and none beyond."""
    return 0.9 < max(row_checksum(n) for n in range(200)) / 2.0**48 < 1.0


@TABLE.case(("b", "a"), "evidence.WHOLE_SHARE")
def a_recording_of_nine_tenths_of_the_longest_stands_for_it() -> object:
    """A strap comes first where it recorded 92 %, not 88 %."""
    watch = LinkEvidence("a", 1000.0, "optical", 30)
    return tuple(better_first([watch, LinkEvidence("b", s, "strap", 28)])[0].id for s in (920.0, 880.0))


# --- after exertion


def asked(events: list[int], count: int) -> PaybackAnswer:
    """The answer about so many days of exertion in a diary of so many days."""
    noise = np.random.default_rng(1).normal(5.0, 1.0, count)
    scores = {"pain": dict(zip(days(count), noise.tolist(), strict=True))}
    return payback(scores, [FIRST + timedelta(days=day) for day in events]).answer


@TABLE.case((True, False), "post_exertion.LEAST_EVENTS")
def payback_takes_five_days_of_exertion() -> object:
    events = [3, 17, 29, 44, 60]
    return tuple(asked(events[:n], 80) is not PaybackAnswer.NOT_ENOUGH for n in (5, 4))


@TABLE.case((True, False), "post_exertion.LEAST_DAYS")
def payback_takes_forty_days() -> object:
    events = [2, 9, 13, 21, 30]
    return tuple(asked(events, count) is not PaybackAnswer.NOT_ENOUGH for count in (43, 37))


def marked(places: list[int], size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """A calendar with marks."""
    marks = np.zeros(size, dtype=np.bool_)
    marks[places] = True
    return marks


@TABLE.case((False, True), "post_exertion.FEW_EVENTS")
def with_fewer_than_ten_events_only_a_strong_link_can_be_seen() -> object:
    places = [3, 10, 31, 44, 60, 89, 101, 118, 139, 150, 171]
    return tuple("With just" in _power(marked(places[:n], 200)) for n in (11, 9))


@TABLE.case((True, False), "post_exertion.MOSTLY_SHARED")
def a_calendar_that_keeps_four_fifths_of_the_days_is_the_same_one() -> object:
    """Every seventh day but three, or six, of twenty: other weeks keep 85 %, or 70 %, of them."""
    weeks = [[n for n in range(20) if n not in left_out] for left_out in ((1, 8, 14), (1, 5, 8, 12, 14, 16))]
    return tuple(is_too_regular(marked([7 * n for n in kept], 140)) for kept in weeks)


@TABLE.case((True, False), "post_exertion.FALSE_ALARM_SHARE")
def no_calendar_gives_an_alarm_in_more_than_three_of_a_hundred() -> object:
    """Ten days, 28 or 35 apart: 9 of 279, or of 349, calendars are the same."""
    return tuple(is_too_regular(marked([apart * n for n in range(10)], 10 * apart)) for apart in (28, 35))


@TABLE.case((2, 1, 0), "post_exertion.UPPER_QUANTILE", "post_exertion.LEAST_DOSE_DAYS")
def one_day_in_ten_of_those_with_a_dose_lies_above_the_usual_range() -> object:
    """Of 15 days, 11 days, 9 days."""
    return tuple(len(upper_days({day: n + 1.0 for n, day in enumerate(days(count))})) for count in (15, 11, 9))


@TABLE.case(0.95, "symptom_rise.MOST_MEMORY")
def a_diary_remembers_yesterday_to_95_percent_at_most() -> object:
    return round(memory_of(np.linspace(0.0, 10.0, 400)), 6)


@TABLE.case((True, True), "symptom_rise.FARTHEST_DAYS")
def a_day_foretells_thirty_days_at_most() -> object:
    """Over 28 days by 0.9^28, over 40 days by 0.9^30."""
    score = np.full(70, np.nan)
    score[[0, 28, 68]] = 5.0
    foretold = _steps(score, 0.9).foretold
    return abs(float(foretold[0]) - 0.9**28) < 1e-12, abs(float(foretold[1]) - 0.9**30) < 1e-12


@TABLE.case(1.1, "symptom_rise.WIDENED")
def the_range_of_a_rise_is_widened_by_a_tenth() -> object:
    """Of 70 days one has none before it, seven tell the week and one the rise."""
    marks = marked([8, 22, 33, 51, 60], 70)
    score = 3.0 + np.random.default_rng(2).normal(0.0, 1.0, 70)
    rise = rise_after_exertion(score, marks)
    return round(rise.half_width / rise.error / student_95(69 - 7 - 1), 6)


def weekly(odd: int) -> int:
    """How many columns stand beside the rise where all but so many of its days keep to the week."""
    after = np.isin(np.arange(140) % 7, (1, 2, 3)).astype(np.float64)
    after[3 : 3 + 7 * odd : 7] = 0.0
    return int(_nuisance(_steps(np.zeros(140) + np.arange(140) % 3, 0.0), after).shape[1])


@TABLE.case((1, 7), "symptom_rise.LEAST_LEFT")
def the_days_of_the_week_leave_a_tenth_of_the_calendar() -> object:
    """Where 4, or 5, of the 60 days after exertion are missing: 9.6 %, or 11.3 %, is left."""
    return weekly(4), weekly(5)


@TABLE.case((False, True), "nights_after.LEAST_FOR_SPREAD")
def nights_have_a_usual_spread_from_two_weeks_on() -> object:
    def is_none(count: int) -> bool:
        values = [
            DailyValue(day, DailyKind.RESTING_HR, 56.0 + n % 4, "watch", "own") for n, day in enumerate(days(count))
        ]
        return nights_after(daily_series(values), []) is None

    return is_none(15), is_none(13)


@TABLE.case((20, 0), "nights_after.LONGEST_BACK_DAYS")
def what_takes_over_three_weeks_is_not_seen_to_be_back() -> object:
    def back(after: int) -> int | None:
        places = [DayPlace.ABOVE if n < after else DayPlace.USUAL for n in range(40)]
        points = tuple(DailyPoint(day, 60.0, place) for day, place in zip(days(40), places, strict=True))
        return _until_back(DailySeries(DailyKind.RESTING_HR, "watch", "own", points), FIRST)

    return back(20), back(23)


# --- two files of one session


def lively(seconds: int) -> FloatArray:
    """A heart rate that is like itself only at its own time."""
    values: FloatArray = (
        100.0 + 30.0 * np.sin(np.arange(seconds) * 0.9) + np.random.default_rng(4).normal(0, 9, seconds)
    )
    return values


def twins(seconds: int, other: slice, *, apart_bpm: float = 0.0, late_s: float = 0.0) -> bool:
    """Whether a session and a part of it, apart and late, count as one session."""
    bpm, t = lively(seconds), np.arange(float(seconds))
    return same_session(0.0, t, bpm, late_s, t[other], bpm[other] + apart_bpm)


@TABLE.case((True, False), "traces.AGREEMENT_BPM")
def two_sensors_on_one_heart_agree_within_5_bpm() -> object:
    """As the middle difference, of a heart rate that stays."""
    t = np.arange(600.0)
    return tuple(same_session(0.0, t, np.full(600, 90.0), 0.0, t, np.full(600, 90.0 + bpm)) for bpm in (4.5, 5.5))


@TABLE.case((True, False), "traces.LEAST_SHARED_S")
def they_share_a_minute() -> object:
    return tuple(twins(seconds, slice(None)) for seconds in (66, 55))


@TABLE.case((True, False), "traces.LAG_S")
def their_clocks_differ_by_up_to_15_seconds() -> object:
    return tuple(twins(600, slice(None), late_s=late_s) for late_s in (14.0, 16.0))


@TABLE.case((True, False), "traces.OVERLAP_OF_LONGER")
def a_walk_inside_a_longer_outing_is_a_session_of_its_own() -> object:
    return tuple(twins(1000, slice(0, seconds)) for seconds in (560, 440))


@TABLE.case((True, False), "traces.OVERLAP_SHARE")
def they_share_four_fifths_of_the_shorter() -> object:
    bpm, t = lively(2000), np.arange(1000.0)
    return tuple(same_session(0.0, t, bpm[:1000], 1000.0 - s, t, bpm[1000 - s : 2000 - s]) for s in (850, 750))


@TABLE.case((21_601, 2161), "traces.LONGEST_EXACT_S")
def of_a_session_of_over_six_hours_one_second_in_ten_is_kept() -> object:
    """Of 6 h and a second all, of 6 h and 10 s one in ten."""
    kept = (thinned(HeartRate(np.arange(float(n)), np.zeros(n)), 0.0)[0].size for n in (21_601, 21_610))
    return next(kept), next(kept)


def written_twice(equal: float, values: int) -> bool:
    """Whether two series are equal of which a share is, with so many different values."""
    clock = np.arange(1000)
    bpm: FloatArray = 60.0 + np.arange(1000.0) % values
    other: FloatArray = np.where(clock < equal * 1000, bpm, bpm + 5.0).astype(np.float64)
    return _equal(clock, bpm, clock, other)


@TABLE.case((True, False), "traces.ALIKE_SHARE")
def a_series_of_two_thirds_of_the_values_may_be_the_other_and_one_of_half_not() -> object:
    return tuple(_alike(np.full(1000, 90.0), np.full(count, 90.0)) for count in (680, 540))


@TABLE.case((True, False, True, False), "traces.EQUAL_SHARE", "traces.LEAST_VALUES")
def values_written_twice_are_equal_to_nine_tenths_and_of_eight_kinds() -> object:
    return written_twice(0.92, 20), written_twice(0.88, 20), written_twice(1.0, 8), written_twice(1.0, 7)


# --- trends


def season(step: float) -> FloatArray:
    """24 sessions with a step in their middle."""
    values: FloatArray = np.random.default_rng(6).normal(0.0, 1.0, 24) + step * (np.arange(24) >= 12)
    return values


@TABLE.case((True, False), "trend.STEP_CHANCE")
def a_step_is_told_where_one_in_a_hundred_unchanged_seasons_has_as_great_a_one() -> object:
    """A little more, and a little less, of a step."""
    return season_step(season(3.5)) is not None, season_step(season(3.4)) is not None


def step_at(values: FloatArray, before: int) -> tuple[float, ...] | None:
    """The step at a day, of sessions two days apart."""
    first = datetime(2026, 1, 1, 10, tzinfo=UTC)
    dated = [(first + timedelta(days=2 * n), float(value)) for n, value in enumerate(values)]
    found = before_and_after(dated, (first + timedelta(days=2 * before)).date())
    return found and tuple(round(number, 9) for number in found)


@TABLE.case((True, False), "trend.MOST_EACH_SIDE")
def twenty_sessions_on_either_side_say_something_of_a_day() -> object:
    """The 21st before it says nothing, the 19th does."""
    plain = np.random.default_rng(7).normal(0.0, 1.0, 60)
    far, near = plain.copy(), plain.copy()
    far[30 - 21] += 9.0
    near[30 - 19] += 9.0
    return step_at(far, 30) == step_at(plain, 30), step_at(near, 30) == step_at(plain, 30)


@TABLE.case((0.0, True), "trend.LEAST_FOR_SLOPE")
def six_sessions_on_either_side_show_a_slope_beside_a_step() -> object:
    """A straight line has no step where both sides have six, and one where a side has five."""
    found = step_at(np.arange(12.0), 6), step_at(np.arange(12.0), 5)
    return found[0] and round(found[0][0], 6) + 0.0, found[1] is not None and found[1][0] > 1.0


TABLE.not_held(
    "how many made-up seasons, or how much is shown or kept at once: decides no answer",
    "trend.UNCHANGED",
    "integrity.MOST_OF_A_KIND",
    "season.NEWEST_NOTES",
)
TABLE.not_held("a limit of 256 MiB that a test would have to fill", "packed_series.LONGEST_BYTES")


# --- longitudinal


@LONGITUDINAL.case((None, True), "reference_interval.LEAST_SESSIONS")
def a_usual_range_takes_eight_sessions() -> object:
    values = np.array([60.0, 62.0] * 4)
    eight = reference_interval("hr_rest", values)
    return reference_interval("hr_rest", values[:7]), eight is not None


@LONGITUDINAL.case((True, False), "reference_interval.EQUAL")
def less_scatter_than_a_billionth_is_arithmetic() -> object:
    """1.77 times 36, or 32, billionths of 60."""

    def is_own(off: float) -> bool:
        found = reference_interval("hr_rest", 60.0 + off * np.array([1.0, -1.0] * 4))
        return found is not None and found.noise_from == OWN_SESSIONS

    return is_own(3.6e-8), is_own(3.2e-8)


def resting(values: list[tuple[int, float]], kind: DailyKind = DailyKind.RESTING_HR) -> DailyPoint:
    """The last of some days' values, (day, value), against those before it."""
    made = [DailyValue(FIRST + timedelta(days=day), kind, value, "watch", "own") for day, value in values]
    return daily_series(made)[0].points[-1]


@LONGITUDINAL.case((True, False), "daily_range.LEAST_DAYS")
def a_days_range_takes_two_weeks() -> object:
    return tuple(
        resting([(n, 56.0 + n % 3) for n in range(count + 1)]).place is not DayPlace.NOT_ENOUGH for count in (14, 13)
    )


@LONGITUDINAL.case((True, False), "daily_range.DAYS_BEFORE")
def a_day_is_held_against_the_two_months_before_it() -> object:
    """Twenty days that ended long ago, all but the first six of them within 58, or 62, days."""
    return tuple(
        resting([*((n, 56.0 + n % 3) for n in range(20)), (5 + apart, 57.0)]).place is not DayPlace.NOT_ENOUGH
        for apart in (58, 68)
    )


@LONGITUDINAL.case((True, False), "daily_range.LEAST_HALF_WIDTH")
def days_that_are_all_equal_still_differ_by_a_beat() -> object:
    return tuple(
        resting([*((n, 60.0) for n in range(30)), (30, 60.0 + over)]).place is DayPlace.USUAL for over in (0.9, 1.1)
    )


LONGITUDINAL.not_held("how much is shown at once: decides no answer", "comparable.MOST_FOLLOWED")


@LONGITUDINAL.case(
    (0.90284, 1.07518),
    "autocorrelation.SHARED",
    "autocorrelation.LEAST_SIDE",
    "autocorrelation.MOST_STEPS",
)
def how_much_neighbours_share_is_weighed_from_none_to_nine_tenths() -> object:
    """Worked out once with these numbers: any other of them weighs the same sessions otherwise."""
    values = np.random.default_rng(8).normal(0.0, 1.0, 11) + 2.0 * (np.arange(11) > 6)
    many = np.random.default_rng(9).normal(0.0, 1.0, 50) + 1.5 * (np.arange(50) > 24)
    return tuple(round(noise_about_change(row).scatter, 5) for row in (values, many))


@LONGITUDINAL.case(
    (0.155111, 0.04885, 0.335473, -0.343125, 0.224711),
    "autocorrelation.SLOPE_INDEPENDENT",
    "autocorrelation.SLOPE_PERSISTENT",
    "autocorrelation.SLOPE_RISING",
    "autocorrelation.SLOPE_COUNTED",
    "autocorrelation.SLOPE_COUNTED_FEW",
    "autocorrelation.SLOPE_OUTSIDE",
)
def what_a_slopes_sessions_share_is_weighed_by_numbers_that_let_its_interval_hold() -> object:
    """Worked out once with these numbers (see `tests/oracles/season_processes.py` for what they are good for)."""
    values = np.random.default_rng(7).normal(0.0, 1.0, 14)
    fit = slope_fit(np.column_stack((np.ones(14), np.arange(14.0))), values)
    return tuple(round(float(one), 6) for one in (fit.weights[0], fit.weights[9], fit.weights[-1], *fit.interval))


LONGITUDINAL.not_held("weights are made to sum to one: a fifth more of all is the same", "autocorrelation.BEFOREHAND")
