"""What decides where exercise ended as heart rate alone shows it."""

from dataclasses import replace

import numpy as np

from pacing.clean.clean import clean_recording
from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import Sensor
from pacing.segment import change_point as model
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.change_point import Shape, Transition, _likeliest, _means, change_point, prior_precision
from pacing.segment.hard_effort import beyond_doubt
from pacing.segment.heart_rate import (
    Device,
    _boundary,
    _fall_begins,
    _lifts,
    _long_enough,
    _rise_begins,
    _settled_s,
    _shown,
    bouts_from_heart_rate,
    heart_rate_trend,
)
from pacing.segment.heart_rate import HeartRateTrend as Trend
from pacing.segment.phases import find_phases
from tests.constants.table_segment import TABLE, pieces
from tests.segment.conftest import made_recording

HEART = PhaseOrigin.HEART_RATE


def line(from_bpm: float, to_bpm: float, seconds: int) -> FloatArray:
    """Heart rate that changes steadily."""
    return np.linspace(from_bpm, to_bpm, seconds, endpoint=False)


def trend(bpm: FloatArray, *, time_s: FloatArray | None = None, jump_bpm: float = 1e9) -> Trend:
    """The course of a heart rate."""
    made = heart_rate_trend(np.arange(float(bpm.size)) if time_s is None else time_s, bpm, jump_bpm=jump_bpm)
    assert made is not None
    return made


# --- the course


@TABLE.case((6.0, 4.0), "heart_rate.SMOOTH_S")
def falls_are_looked_for_in_means_over_five_seconds() -> object:
    """30 bpm more for one second; for one second at every sixth."""
    rows = (pieces((60.0, 100), (90.0, 1), (60.0, 100)), 60.0 + 4.0 * np.resize([1.0, 1.0, 1.0, 1.0, 1.0, -5.0], 300))
    return round(float(trend(rows[0]).seen.max()) - 60.0, 6), round(float(trend(rows[1]).seen.max()) - 60.0, 6)


@TABLE.case(1.0, "heart_rate.LEVEL_S")
def levels_are_means_over_31_seconds() -> object:
    return round(float(trend(pieces((60.0, 100), (91.0, 1), (60.0, 100))).level.max()) - 60.0, 6)


@TABLE.case((True, False), "heart_rate.EXTREME_SHARE")
def the_lowest_hundredth_of_the_levels_may_be_the_sensors() -> object:
    """13, or 11, of about 1110 levels lie at 50 bpm."""
    lows = (trend(pieces((61.0, 500), (50.0, low), (61.0, 570))).low_bpm for low in (43, 41))
    return tuple(low < 50.0001 for low in lows)


@TABLE.case(84.0, "heart_rate.EXERCISE_SHARE")
def exercise_lies_above_40_percent_of_the_way() -> object:
    return round(trend(pieces((60.0, 300), (120.0, 300))).exercise_bpm, 6)


@TABLE.case((True, False), "heart_rate.SHORTEST_S")
def a_course_has_a_minute() -> object:
    return tuple(heart_rate_trend(np.arange(float(n)), np.full(n, 60.0)) is not None for n in (63, 57))


def change_across(hole_s: float, bpm: float, every_s: float = 1.0) -> float:
    """The change that counts across a hole."""
    time_s = np.concatenate([np.arange(100.0) * every_s, 99.0 * every_s + hole_s + np.arange(100.0) * every_s])
    seen = trend(np.where(np.arange(200) < 100, 120.0, 120.0 - bpm), time_s=time_s).seen
    return round(float(seen[0] - seen[-1]), 6)


@TABLE.case((20.0, 0.0), "heart_rate.LONGEST_HOLE_S")
def changes_across_holes_of_over_ten_seconds_were_not_seen() -> object:
    return change_across(9.0, 20.0), change_across(11.0, 20.0)


@TABLE.case((20.0, 0.0), "heart_rate.HOLE_SPACINGS")
def or_of_over_two_spacings_of_the_device() -> object:
    return change_across(19.0, 20.0, 10.0), change_across(21.0, 20.0, 10.0)


def bridged_across(hole_s: float, bpm: float) -> float:
    """The change across a hole in which a fall may have begun."""
    time_s = np.concatenate([np.arange(100.0), 99.0 + hole_s + np.arange(100.0)])
    bridged = trend(np.where(np.arange(200) < 100, 120.0, 120.0 - bpm), time_s=time_s).bridged
    return round(float(bridged[0] - bridged[-1]), 6)


@TABLE.case((20.0, 0.0), "heart_rate.LONGEST_BRIDGED_S")
def a_fall_may_have_begun_in_a_hole_of_45_seconds() -> object:
    return bridged_across(43.0, 20.0), bridged_across(47.0, 20.0)


@TABLE.case((28.0, 0.0), "heart_rate.FASTEST_BRIDGED_BPM_PER_S")
def if_it_was_no_faster_than_one_bpm_a_second() -> object:
    return bridged_across(30.0, 28.0), bridged_across(30.0, 32.0)


@TABLE.case((19.0, 0.0), "heart_rate.FASTEST_CHANGE_BPM_PER_S")
def each_second_of_a_wider_spacing_adds_1_5_bpm() -> object:
    """Seven seconds apart: 10 + 6 x 1.5."""

    def kept(bpm: float) -> float:
        time_s = np.concatenate([np.arange(100.0), 106.0 + np.arange(100.0)])
        seen = trend(np.where(np.arange(200) < 100, 120.0, 120.0 - bpm), time_s=time_s, jump_bpm=10.0).seen
        return round(float(seen[0] - seen[-1]), 6)

    return kept(19.0), kept(20.0)


@TABLE.case((9.0, 0.0), "heart_rate.JUMP_BPM")
def no_device_shows_a_change_of_over_10_bpm_from_one_second_to_the_next() -> object:
    def kept(bpm: float) -> float:
        made = heart_rate_trend(np.arange(200.0), pieces((120.0, 100), (120.0 - bpm, 100)))
        return 0.0 if made is None else round(float(made.seen[0] - made.seen[-1]), 6)

    return kept(9.0), kept(11.0)


# --- bouts


def fall_is_one(bpm: FloatArray, first: int, last: int) -> bool:
    """Whether a fall between two places may be a stop."""
    return _fall_begins(trend(bpm), first, last) is not None


@TABLE.case((False, True), "heart_rate.RISE_SHARE")
def a_bout_begins_with_a_rise_of_a_fourth_of_the_span() -> object:
    """Of 80 bpm, from high up."""
    rows = (pieces((60.0, 300), (120.0, 300), (120.0 + rise, 300), (140.0, 300)) for rise in (19.0, 20.0))
    return tuple(_lifts(trend(bpm), 550, 700) for bpm in rows)


@TABLE.case((True, False), "heart_rate.BREAK_SHARE")
def a_break_loses_half_of_what_was_gained() -> object:
    """Of 60 bpm, to be regained."""
    rows = (pieces((60.0, 300), (120.0, 300), (120.0 - lost, 300), (120.0, 300)) for lost in (32.0, 28.0))
    return tuple(fall_is_one(bpm, 580, 700) for bpm in rows)


@TABLE.case((True, False), "heart_rate.END_SHARE")
def the_last_fall_loses_a_fourth() -> object:
    rows = (pieces((60.0, 300), (120.0, 300), (120.0 - lost, 100)) for lost in (16.0, 14.0))
    return tuple(fall_is_one(bpm, 590, 690) for bpm in rows)


@TABLE.case((True, False), "heart_rate.LEAST_CHANGE_BPM")
def a_fall_of_under_ten_bpm_is_no_stop() -> object:
    """A fourth of 32 bpm is 8 bpm."""
    rows = (pieces((60.0, 300), (92.0, 300), (92.0 - lost, 100)) for lost in (10.5, 9.5))
    return tuple(fall_is_one(bpm, 590, 690) for bpm in rows)


@TABLE.case(5, "heart_rate.NEAR_TOP_BPM")
def a_rise_begins_where_heart_rate_was_last_within_3_bpm_of_its_bottom() -> object:
    """By half a bpm a second from 100 s on."""
    return _rise_begins(trend(np.concatenate([pieces((60.0, 100)), line(60.0, 110.0, 100)])), 90, 199) - 101


@TABLE.case((True, False), "heart_rate.STEP_SHARE", "heart_rate.FALL_WITHIN_S")
def slow_falls_are_drift() -> object:
    """Within 90 s a fourth of the whole fall: of one that takes 345 s, or 375 s."""
    high, low = pieces((60.0, 300), (120.0, 300)), pieces((70.0, 100))
    rows = (np.concatenate([high, line(120.0, 70.0, seconds), low]) for seconds in (345, 375))
    return tuple(fall_is_one(bpm, 590, bpm.size - 1) for bpm in rows)


@TABLE.case((True, False), "heart_rate.LEAST_STEP_BPM")
def a_stop_falls_by_four_bpm_within_that_time() -> object:
    """A fall of 12 bpm, of which so many come within 90 s."""
    high = pieces((60.0, 300), (90.0, 300))
    rows = (np.concatenate([high, line(90.0, 90.0 - step, 90), line(90.0 - step, 78.0, 300)]) for step in (4.3, 3.7))
    return tuple(fall_is_one(bpm, 590, bpm.size - 1) for bpm in rows)


@TABLE.case(702, "heart_rate.STEEPEST_S")
def a_stop_shows_in_the_steepest_minute() -> object:
    """A slow fall, from 700 s a steep one over 60 s, then a slow one: where it was last within 3 bpm of that top."""
    slow = line(120.0, 115.0, 100), line(75.0, 70.0, 100)
    bpm = np.concatenate([pieces((60.0, 300), (120.0, 300)), slow[0], line(115.0, 75.0, 60), slow[1]])
    return _fall_begins(trend(bpm), 590, 859)


@TABLE.case((160.0, 120.0), "heart_rate.SETTLED_S")
def a_minute_after_its_beginning_a_bout_has_settled() -> object:
    course = trend(pieces((60.0, 100), (120.0, 300)))
    return _settled_s(course, Boundary(100.0, HEART, 1.0), 300), _settled_s(course, Boundary(100.0, HEART, 1.0), 120)


@TABLE.case((True, False, True, False), "heart_rate.SHORTEST_BOUT_S", "heart_rate.COLD_S")
def a_bout_lasts_a_minute_and_three_where_the_recording_begins_in_it() -> object:
    course = trend(pieces((60.0, 600)))
    spans = ((100.0, 165.0), (100.0, 155.0), (0.0, 185.0), (0.0, 175.0))
    return tuple(_long_enough(course, Boundary(a, HEART, 1.0), Boundary(b, HEART, 1.0)) for a, b in spans)


@TABLE.case((True, False), "heart_rate.LEAST_FALL_BPM")
def heart_rate_is_6_bpm_lower_after_a_stop() -> object:
    courses = (trend(pieces((100.0, 200), (100.0 - bpm, 200))) for bpm in (6.5, 5.5))
    return tuple(_shown(course, Boundary(200.0, HEART, 5.0), Device()) for course in courses)


@TABLE.case((True, False), "heart_rate.LEAST_SURE_S")
def a_stop_that_may_have_been_over_a_minute_away_was_not_found() -> object:
    course = trend(pieces((100.0, 200), (80.0, 200)))
    return tuple(_shown(course, Boundary(200.0, HEART, unsure_s), Device()) for unsure_s in (55.0, 65.0))


@TABLE.case(14.0, "heart_rate.UNCERTAINTY_S")
def hearts_and_straps_begin_to_fall_up_to_four_seconds_late() -> object:
    return _boundary(model.ChangePoint(100.0, 10.0, 0.0), Device(), 0.0).uncertainty_s


def exercise(*parts: FloatArray, exact: bool = True) -> tuple[Bout, ...]:
    """The bouts that heart rate shows."""
    return bouts_from_heart_rate(trend(np.concatenate(parts)), exact=exact)


@TABLE.case((0, 1), "heart_rate.LEAST_SPAN_BPM")
def a_session_that_spans_20_bpm_has_a_bout() -> object:
    return tuple(len(exercise(pieces((60.0, 300)), pieces((60.0 + span, 600)), exact=False)) for span in (19.0, 21.0))


@TABLE.case(34.0, "heart_rate.GUESS_S")
def a_turn_is_sure_to_half_a_minute_as_it_is_first_seen() -> object:
    """And four seconds for the heart."""
    return exercise(pieces((60.0, 300)), pieces((120.0, 300)), pieces((60.0, 300)), exact=False)[0].start.uncertainty_s


def wave(bpm: float, period_s: float, seconds: int) -> FloatArray:
    """A pace that wanders."""
    return bpm * np.sin(2.0 * np.pi * np.arange(float(seconds)) / period_s)


# --- the model of a change


@TABLE.case(True, "change_point.TIME_CONSTANTS_S", "change_point.SLOW_TIME_CONSTANT_S", "change_point.SLOW_SHARE")
def a_heart_answers_a_stop_with_a_quick_and_a_slow_part() -> object:
    """0.88 with time constants from 22 s to 115 s, and 0.12 with one of 240 s."""
    after_s = np.array([10.0, 60.0, 200.0])
    found = model.response_models(after_s, np.zeros(1), Shape(Transition.START))[:, 1]
    quick = np.array([22.0, 34.0, 52.0, 78.0, 115.0])[:, None]
    expected = 0.88 * (1.0 - np.exp(-after_s / quick)) + 0.12 * (1.0 - np.exp(-after_s / 240.0))
    return bool(np.allclose(found, expected, atol=1e-12))


@TABLE.case(True, "change_point.WAVE_HZ")
def a_pace_wanders_over_one_to_ten_minutes() -> object:
    """0.0015 Hz to 0.015 Hz."""
    time_s = np.array([0.0, 50.0])
    found = model.wandering_models(time_s)[0, 2:6, 1]
    return bool(np.allclose(found, np.cos(2.0 * np.pi * 50.0 * 0.0015 * 10.0 ** (np.arange(4) / 3.0)), atol=1e-12))


@TABLE.case(
    (1000.0, 30.0, 0.007, 0.5), "change_point.LEVEL_SIZE", "change_point.CHANGE_SIZE", "change_point.STEADY_PER_S"
)
def levels_may_be_anything_changes_some_tens_and_drifts_small() -> object:
    sizes = prior_precision(1.0) ** -0.5
    return tuple(round(float(size), 9) for size in sizes[:4])


@TABLE.case((-60.0, 60.0, 4.0), "change_point.SEARCH_S", "change_point.STEP_S")
def every_fourth_second_within_a_minute_is_tried() -> object:
    return float(model.MOMENTS_S[0]), float(model.MOMENTS_S[-1]), float(np.diff(model.MOMENTS_S)[0])


@TABLE.case(50, "change_point.BIN_S")
def four_seconds_count_as_one_mean() -> object:
    return int(_means(np.arange(200.0), np.full(200, 90.0))[0].size)


@TABLE.case((True, False), "change_point.LEAST_MEANS")
def five_means_tell_something() -> object:
    found = (change_point(np.arange(0.0, 4.0 * n, 4.0), line(90.0, 80.0, n), 8.0) for n in (5, 4))
    return tuple(bool(np.isfinite(change.log_odds)) for change in found)


def fallen(*odd: tuple[int, float], fall: float = 40.0, amplitude: float = 2.0, period_s: float = 90.0) -> FloatArray:
    """A stop at 300 s while the pace wanders, with single odd seconds."""
    t = np.arange(600.0)
    bpm = 120.0 - fall + fall * np.exp(-np.maximum(t - 300.0, 0.0) / 60.0) + np.sin(t * 1.3)
    bpm += wave(amplitude, period_s, 600)
    for place, by in odd:
        bpm[place] += by
    return bpm


def looks_at(place: int) -> bool:
    """Whether a second says something of a change looked for at 300 s."""
    t = np.arange(600.0)
    return change_point(t, fallen((place, 8.0)), 300.0).log_odds != change_point(t, fallen(), 300.0).log_odds


@TABLE.case((False, True), "change_point.BEFORE_S")
def the_course_is_looked_at_from_two_minutes_before_the_earliest_moment() -> object:
    return looks_at(300 - 190), looks_at(300 - 170)


@TABLE.case((True, False), "change_point.AFTER_S")
def until_200_seconds_after_the_latest() -> object:
    return looks_at(300 + 250), looks_at(300 + 270)


@TABLE.case(-20.0, "change_point.REACH_S")
def a_boundary_is_right_within_ten_seconds() -> object:
    """Of two moments 20 s apart, which no stretch of 20 s holds both, the first."""
    chance = np.zeros(31)
    chance[[10, 15]] = 0.5
    return _likeliest(chance)[0]


TABLE.only_up("the same two whole steps of 4 s on either side from 8 s to 10 s", "change_point.REACH_S")


@TABLE.case(84.262, "change_point.CORRELATION", "change_point.LEAST_VARIANCE", "change_point.WAVE_SIZES")
def what_speaks_for_a_change_depends_on_how_hearts_wander() -> object:
    """Worked out once with these numbers: any other of them weighs the same course otherwise."""
    return round(change_point(np.arange(600.0), fallen(), 300.0).log_odds, 3)


def stops(fall: float, amplitude: float) -> bool:
    """Whether an exercise whose pace wanders is seen to end in a fall."""
    t = np.arange(900.0)
    bpm = 110.0 - fall + fall * np.exp(-np.maximum(t - 400.0, 0.0) / 60.0) + wave(amplitude, 150.0, 900)
    return exercise(pieces((75.0, 300)), bpm)[0].stop is not None


@TABLE.case((False, True), "heart_rate.LARGEST_WANDER_BPM")
def no_pace_that_merely_wanders_loses_30_bpm() -> object:
    """20 bpm, and 24 bpm, and the 10 bpm from a wave's top to its bottom."""
    return stops(20.0, 5.0), stops(24.0, 5.0)


@TABLE.case((True, False), "heart_rate.LEAST_LOG_ODDS")
def a_smaller_fall_is_a_stop_where_that_is_twenty_times_likelier() -> object:
    """The more the pace wanders, the less likely: just, and not any more."""
    return stops(20.0, 2.46), stops(20.0, 2.48)


# --- hard efforts


def is_hard(
    *,
    low: float = 60.0,
    high: float = 150.0,
    fall_60: float = 20.0,
    fall_120: float = 40.0,
    earlier: float | None = None,
    earlier_s: float = 300.0,
    last: float | None = None,
    tail_s: int | None = None,
    after: FloatArray | None = None,
) -> bool:
    """Whether the last bout of a session is told to be exercise; `tail_s`: how long it was at its level."""
    first = pieces((low, 300), (high if earlier is None else earlier, 300), (low, 300))
    level = high if last is None else last
    if after is None:
        half = level - fall_60
        after = np.concatenate(
            [line(level, half, 60), line(half, level - fall_120, 60), pieces((level - fall_120, 80))]
        )
    top = (
        pieces((level, 300 if last is None else 100))
        if tail_s is None
        else pieces((100.0, 300 - tail_s), (level, tail_s))
    )
    bpm = np.concatenate([first, pieces((high, 0 if last is None else 200)), top, after])
    stop_s = float(bpm.size - after.size)
    bouts = [Bout(Boundary(900.0, HEART, 1.0), Boundary(stop_s, HEART, 1.0))]
    if earlier is not None:
        bouts.insert(0, Bout(Boundary(600.0 - earlier_s, HEART, 1.0), Boundary(600.0, HEART, 1.0)))
    return not beyond_doubt(tuple(bouts), trend(bpm), Sensor.STRAP)[-1].raised


@TABLE.case((True, False), "hard_effort.LEAST_FALL_60_BPM")
def after_a_hard_effort_15_bpm_are_lost_in_a_minute() -> object:
    return is_hard(fall_60=16.5), is_hard(fall_60=13.5)


@TABLE.case((True, False), "hard_effort.LEAST_FALL_120_BPM")
def and_30_bpm_in_two() -> object:
    return is_hard(fall_120=32.5), is_hard(fall_120=27.5)


@TABLE.case((True, False), "hard_effort.LEAST_RISE_BPM")
def a_hard_effort_lies_50_bpm_above_the_low() -> object:
    return is_hard(low=98.0), is_hard(low=102.0)


@TABLE.case((True, False), "hard_effort.NEAR_TOP_SHARE")
def its_end_is_its_top() -> object:
    """87 %, or 82 %, of the way from 60 bpm to 150 bpm."""
    return is_hard(last=138.5), is_hard(last=134.0)


@TABLE.case((True, False), "hard_effort.EARLIER_SHARE")
def a_fall_from_such_a_height_earlier_on_means_that_the_pace_eases() -> object:
    """68 %, or 72 %, of the way."""
    return is_hard(earlier=121.0), is_hard(earlier=125.0)


@TABLE.case((True, False), "hard_effort.WARM_UP_S")
def who_climbed_there_for_less_than_two_minutes_had_warmed_up() -> object:
    """72 % of the way."""
    return tuple(is_hard(earlier=125.0, earlier_s=earlier_s) for earlier_s in (110.0, 130.0))


@TABLE.case((True, False), "hard_effort.LEVEL_S")
def the_level_before_an_end_is_that_of_half_a_minute() -> object:
    """At 150 bpm for 24 s, or 20 s, after 100 bpm: 140 bpm and 133 bpm, where 136.5 bpm is near the top."""
    return tuple(is_hard(tail_s=tail_s, fall_60=40.0, fall_120=60.0) for tail_s in (24, 20))


@TABLE.case((True, False), "hard_effort.AFTER_HALF_S")
def levels_after_an_end_are_means_over_ten_seconds() -> object:
    """A fall all at once 61 s after the end: by 37.8 bpm, or 36.8 bpm, of which four tenths show in a minute."""
    return tuple(is_hard(after=pieces((150.0, 61), (150.0 - bpm, 139))) for bpm in (37.8, 36.8))


TABLE.only_up("where a fall of a minute is steepest, so it is over 48 s of it", "heart_rate.STEEPEST_S")


@TABLE.case((True, False), "hard_effort.LEAST_FALL_SHORT_BPM")
def where_the_recording_breaks_off_ten_bpm_are_lost() -> object:
    """40 s after the end, over whose last 10 s heart rate was lower by so much."""
    return tuple(is_hard(after=pieces((150.0, 25), (150.0 - bpm, 15))) for bpm in (11.0, 9.0))


TABLE.not_held("chooses between two ways to the same number, by speed", "change_point.SPARSE_SHARE")
TABLE.not_held(
    "how often a turn is looked for again: where it was found near the first guess, more looks give the same",
    "heart_rate.NEAR_S",
    "heart_rate.MOST_LOOKS",
)


@TABLE.case((1, 0), "heart_rate.JUMP_FROM_BEATS_BPM")
def heart_rate_of_single_beats_changes_by_18_bpm_from_one_second_to_the_next() -> object:
    """An effort that begins and ends in steps of 17, or of 19 bpm: the larger ones are no heart's."""

    def efforts(step_bpm: float) -> int:
        stairs = np.arange(60.0, 150.0 - step_bpm, step_bpm) + step_bpm
        bpm = np.concatenate((np.full(300, 60.0), stairs, np.full(600, stairs[-1]), stairs[::-1], np.full(300, 60.0)))
        made = made_recording(np.arange(float(bpm.size)), bpm)
        cleaned = replace(clean_recording(made), derived_from_beats=True)
        return len(find_phases(made, cleaned).of(PhaseKind.EXERCISE))

    return efforts(17.0), efforts(19.0)
