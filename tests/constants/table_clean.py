"""What decides in cleaning."""

import numpy as np

from pacing.clean.artefacts import abrupt_edges, dropouts, frozen_values, outside_limits, spikes
from pacing.clean.optical import _tracks, cadence_lock
from pacing.clean.resampling import (
    agree,
    heart_rate_from_beats,
    longest_fill_s,
    resample,
    stands_for_s,
    whole_seconds,
)
from pacing.clean.rr_intervals import clean_beats, doubled_intervals, follows_previous
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.cleaned import SampleState
from pacing.model.person import Correction
from pacing.model.recording import Beats, Channel, HeartRate, Recording, RecordingKind, Sensor, Source
from tests.constants.table import Table

TABLE = Table("clean")
NAN = float("nan")


def pieces(*parts: tuple[float, int]) -> FloatArray:
    """One value a second: (value, seconds) after each other."""
    return np.concatenate([np.full(seconds, value) for value, seconds in parts])


# --- drop-outs, spikes, values that stay


def edges(*bpm: float, apart_s: float = 1.0) -> int:
    """How many changes faster than a heart."""
    return len(abrupt_edges(np.arange(float(len(bpm))) * apart_s, np.array(bpm)))


@TABLE.case((0, 1), "artefacts.JUMP_BPM")
def more_than_18_bpm_from_one_second_to_the_next_is_no_heart() -> object:
    return edges(100, 100, 117, 117), edges(100, 100, 119, 119)


@TABLE.case((0, 1), "artefacts.FASTEST_CHANGE_BPM_PER_S")
def each_second_between_samples_allows_3_bpm_more() -> object:
    """Ten seconds apart: 18 + 9 x 3 = 45 bpm."""
    return edges(60, 60, 104, 104, apart_s=10.0), edges(60, 60, 106, 106, apart_s=10.0)


@TABLE.case((1, 0), "artefacts.LONGEST_SPACING_S")
def samples_over_half_a_minute_apart_may_differ_by_anything() -> object:
    return edges(30, 30, 230, 230, apart_s=29.0), edges(30, 30, 230, 230, apart_s=31.0)


@TABLE.case((0, 1), "artefacts.SLIDE_BPM")
def a_slide_of_over_30_bpm_within_four_samples_is_no_heart() -> object:
    return tuple(edges(150, 150, 150, *(150 - bpm * n / 2 for n in (1, 2)), *([150 - bpm] * 3)) for bpm in (29, 31))


@TABLE.case((3, 4), "artefacts.STILL_BPM")
def steps_of_3_bpm_are_no_part_of_a_slide() -> object:
    """The samples a change spans, after a first step of 2.8 bpm, and of 3.2 bpm."""

    def span(first: float) -> int:
        bpm = np.cumsum([150, 0, 0, -first, -11, -11, -11, 0, 0, 0])
        edge = abrupt_edges(np.arange(10.0), bpm.astype(float))[0]
        return edge.after - edge.before

    return span(2.8), span(3.2)


def dropped(*parts: tuple[float, int]) -> int:
    """How many seconds lie in drop-outs."""
    bpm = pieces(*parts)
    return int(dropouts(np.arange(float(bpm.size)), bpm).sum())


@TABLE.case((0, 20), "artefacts.LEAST_LOW_BPM")
def a_drop_out_falls_by_30_bpm() -> object:
    return tuple(dropped((150, 60), (150 - fall, 20), (150, 60)) for fall in (29, 31))


@TABLE.case((0, 20), "artefacts.LEAST_HIGH_BPM")
def a_burst_of_noise_rises_by_40_bpm() -> object:
    return tuple(dropped((80, 60), (80 + rise, 20), (80, 60)) for rise in (39, 41))


@TABLE.case((170, 0), "artefacts.LONGEST_LOW_S")
def a_sensor_that_reads_low_for_over_three_minutes_may_be_right() -> object:
    return tuple(dropped((150, 60), (100, low_s), (150, 60)) for low_s in (170, 190))


@TABLE.case((55, 0), "artefacts.LONGEST_HIGH_S")
def what_is_high_for_over_a_minute_may_be_effort() -> object:
    return tuple(dropped((80, 60), (150, high_s), (80, 60)) for high_s in (55, 65))


def spiking(*bpm: float, apart_s: float = 1.0) -> int:
    """How many samples are spikes."""
    return int(spikes(np.arange(float(len(bpm))) * apart_s, np.array(bpm, dtype=float)).sum())


@TABLE.case((5, 0), "artefacts.HALF_WINDOW_S")
def a_spike_lasts_five_seconds_at_most() -> object:
    return tuple(spiking(*[100.0] * 30, *[150.0] * length, *[100.0] * 30) for length in (5, 6))


@TABLE.case((0, 1), "artefacts.SPIKE_BPM")
def a_spike_lies_15_bpm_and_3_for_its_second_from_its_neighbours() -> object:
    return tuple(spiking(*[100.0] * 20, 100.0 + over, *[100.0] * 20) for over in (17.0, 19.0))


@TABLE.case((1, 0), "artefacts.SPIKE_LONGEST_SPACING_S")
def samples_over_15_seconds_apart_say_nothing_about_each_other() -> object:
    return tuple(spiking(100, 100, 100, 220, 100, 100, 100, apart_s=apart_s) for apart_s in (14.0, 16.0))


def frozen(held_s: int, jump: float = 20.0, *, apart_s: float = 1.0, others: int = 200) -> bool:
    """Whether a value held for so long (one sample more) and left by a jump counts as frozen."""
    lively = 120.0 + np.arange(others) % 7
    bpm = np.concatenate([lively, np.full(held_s + 1, 130.0), 130.0 - jump - np.arange(30) % 5])
    return bool(frozen_values(np.arange(float(bpm.size)) * apart_s, bpm).any())


@TABLE.case((True, False), "artefacts.FROZEN_LONGEST_SPACING_S")
def only_devices_of_every_three_seconds_show_that_a_value_is_held() -> object:
    return frozen(20, apart_s=2.9), frozen(20, apart_s=3.1)


@TABLE.case((True, False), "artefacts.HELD_S")
def a_value_is_held_from_ten_seconds_on() -> object:
    return frozen(10), frozen(9)


@TABLE.case((True, False), "artefacts.FROZEN_JUMP_BPM")
def a_held_value_is_left_by_a_jump_of_8_bpm() -> object:
    return frozen(20, 8.5), frozen(20, 7.5)


@TABLE.case((True, False), "artefacts.LARGEST_SHARE")
def where_a_quarter_of_the_values_is_held_holding_is_the_devices_way() -> object:
    """Of 130 samples and those held: 38 in 169 (22 %), 50 in 181 (28 %)."""
    return frozen(38, others=100), frozen(50, others=100)


def stuck(held_s: int, moves_s: int, *, speed: float = 1.0, still: float = 0.0, name: str = "speed") -> bool:
    """Whether a value that stays while the person moves for a time and then stands still counts as frozen."""
    lively = 120.0 + np.arange(700) % 7
    bpm = np.concatenate([lively, np.full(held_s + 1, 130.0), 131.0 + np.arange(30) % 5])
    value = np.full(bpm.size, still)
    value[700 : 700 + moves_s] = speed
    return bool(
        frozen_values(np.arange(float(bpm.size)), bpm, (Channel(name, "", np.arange(float(bpm.size)), value),)).any()
    )


@TABLE.case((True, False), "artefacts.STUCK_S")
def no_heart_keeps_one_number_for_two_minutes_through_movement_and_rest() -> object:
    return stuck(125, 60), stuck(115, 57)


@TABLE.case((True, False), "artefacts.CHANGED_S")
def it_takes_half_a_minute_of_movement_to_tell() -> object:
    return stuck(150, 32), stuck(150, 28)


@TABLE.case((True, True, True, False, False, False), "artefacts.STILL_BELOW")
def standing_still_is_below_a_third_of_a_metre_a_second_ten_watts_or_twenty_turns() -> object:
    levels = (("speed", 0.28), ("power", 9.0), ("cadence", 18.0), ("speed", 0.32), ("power", 11.0), ("cadence", 22.0))
    return tuple(stuck(150, 75, speed=100.0, still=still, name=name) for name, still in levels)


@TABLE.case((True, False, False, True), "artefacts.LOWEST_PLAUSIBLE_BPM", "artefacts.HIGHEST_PLAUSIBLE_BPM")
def hearts_of_sports_devices_beat_25_to_240_times_a_minute() -> object:
    return tuple(outside_limits(np.array([24.0, 26.0, 239.0, 241.0])).tolist())


def unworn(samples: int, apart_s: float, values: int = 7) -> bool:
    """Whether so many equal values count as a device that was not worn, among so many others."""
    lively = 60.0 + np.arange(200.0) % values
    bpm = np.concatenate([lively, np.full(samples, 80.0)])
    return bool(frozen_values(np.arange(float(bpm.size)) * apart_s, bpm).any())


@TABLE.case(
    (True, False, True, False, True, False),
    "artefacts.NOT_WORN_S",
    "artefacts.NOT_WORN_SPACING_S",
    "artefacts.LEAST_VALUES",
)
def what_stays_for_two_hours_was_not_worn() -> object:
    """With the first of those that stay, six and five values are left, the least."""
    return (
        *(unworn(samples, 60.0) for samples in (125, 115)),
        *(unworn(24, apart_s) for apart_s in (590.0, 610.0)),
        *(unworn(125, 60.0, values) for values in (4, 3)),
    )


@TABLE.case((True, False), "artefacts.NOT_WORN_SAMPLES")
def twelve_steps_without_a_change_are_no_chance() -> object:
    return unworn(13, 600.0), unworn(12, 600.0)


TABLE.only_up("two hours hold twelve steps of the widest spacing there may be", "artefacts.NOT_WORN_SAMPLES")


# --- sensors that follow the steps


def lock(
    bpm: FloatArray, steps: FloatArray, *, spacing_s: float = 1.0, until_s: float = 1e9
) -> tuple[BoolArray, BoolArray]:
    """Where an optical sensor's heart rate is suspect, and where it is clear that it follows the steps."""
    time_s, steps_s = np.arange(float(bpm.size)) * spacing_s, np.arange(float(steps.size))
    written = steps_s <= until_s
    cadence = Channel("cadence", "1/min", steps_s[written], steps[written] / 2.0)
    source = Source("made.csv", "0" * 64, "made", sensor=Sensor.OPTICAL)
    heart_rate = HeartRate(time_s, bpm)
    made = Recording(
        RecordingKind.ACTIVITY, heart_rate, None, (cadence,), (), None, float(time_s[-1]), "walking", source
    )
    return cadence_lock(made, time_s, bpm)


def suspects(bpm: FloatArray, steps: FloatArray, **how: float) -> int:
    """How many samples are suspect."""
    return int(lock(bpm, steps, **how)[0].sum())


def is_clear(bpm: FloatArray, steps: FloatArray) -> bool:
    """Whether any stretch is clear."""
    return bool(lock(bpm, steps)[1].any())


@TABLE.case((True, False), "optical.LOCKED_SHARE")
def heart_rate_is_near_the_step_rate_for_six_tenths_of_a_minute() -> object:
    return tuple(
        suspects(np.tile(pieces((110.0, near), (130.0, 20 - near)), 9), np.full(180, 110.0)) > 0 for near in (13, 11)
    )


@TABLE.case((True, False), "optical.FEWEST_SAMPLES")
def a_minute_holds_ten_samples() -> object:
    return tuple(suspects(np.full(40, 110.0), np.full(300, 110.0), spacing_s=s) > 0 for s in (5.6, 7.0))


@TABLE.case((True, False), "optical.LEAST_STEPS_PER_MIN")
def nobody_walks_at_under_60_steps_a_minute() -> object:
    return tuple(suspects(np.full(180, rate), np.full(180, rate)) > 0 for rate in (62.0, 58.0))


@TABLE.case(110, "optical.CADENCE_AGE_S")
def a_cadence_stands_for_ten_seconds() -> object:
    """Cadence ends after 99 s: the hundred seconds up to then are suspect, and ten more."""
    return suspects(np.full(180, 110.0), np.full(180, 110.0), until_s=99.0)


@TABLE.case((True, False), "optical.EDGE_BPM")
def a_jump_of_10_bpm_onto_the_step_rate_is_clear() -> object:
    return tuple(is_clear(pieces((110.0 - jump, 60), (110.0, 100)), np.full(160, 110.0)) for jump in (10.5, 9.5))


@TABLE.case((True, False), "optical.BOTH_EDGES_BPM")
def so_are_jumps_of_8_bpm_at_both_ends() -> object:
    return tuple(
        is_clear(pieces((110.0 - jump, 60), (110.0, 100), (110.0 - jump, 60)), np.full(220, 110.0))
        for jump in (8.5, 7.5)
    )


@TABLE.case((True, False), "optical.TRACKED_S")
def so_is_following_the_steps_own_changes_for_two_minutes() -> object:
    walks = (110.0 + 15.0 * np.sin(np.arange(seconds) / 9.0) for seconds in (125.0, 115.0))
    return tuple(is_clear(np.round(steps), steps) for steps in walks)


@TABLE.case(False, "optical.SHIFTS")
def the_same_steps_at_other_moments_must_fit_less() -> object:
    """Steps that repeat every twentieth of the stretch are the same at 20, 35, 50, 65 and 80 % of it."""
    steps = np.tile(pieces((100.0, 5), (130.0, 5)), 20)
    return bool(_tracks(np.arange(200.0), steps, steps, 0, 200))


@TABLE.case((True, False), "optical.DRIFT_BPM")
def and_heart_rate_stays_as_close_to_them_throughout() -> object:
    """Steps that swing by 30, and a heart that goes from just under their rate to just over it: by thirds, the medians
    of the distance lie 1.8 or 2.2 bpm apart.
    """
    seconds = np.arange(300.0)
    steps = 110.0 + 15.0 * np.sin(seconds / 9.0)
    return tuple(
        bool(_tracks(seconds, steps + np.repeat([-drift / 2.0, 0.0, drift / 2.0], 100), steps, 0, 300))
        for drift in (1.8, 2.2)
    )


@TABLE.case((180, 175), "optical.ODD_S")
def an_excursion_of_five_seconds_belongs_to_a_lock() -> object:
    """Four odd seconds lie between good ones five seconds apart."""
    return tuple(suspects(pieces((110.0, 90), (120.0, odd), (110.0, 90 - odd)), np.full(180, 110.0)) for odd in (4, 5))


# --- resampling


@TABLE.case((591, 2), "resampling.LONGEST_HOLE_S")
def holes_of_over_ten_minutes_are_left_out() -> object:
    return tuple(int(whole_seconds(np.array([0.0, hole_s])).size) for hole_s in (590.0, 610.0))


@TABLE.case(
    (5.0, 10.0, 12.0, 15.0), "resampling.FILL_EVERY_SECOND_S", "resampling.FILL_SMART_S", "resampling.FILL_LONGEST_S"
)
def holes_are_filled_as_far_as_the_devices_rhythm_goes() -> object:
    return tuple(longest_fill_s(np.arange(20.0) * spacing_s) for spacing_s in (1.0, 4.0, 12.0, 30.0))


@TABLE.case((10.0, 5.0), "resampling.USUAL_SHARE")
def a_devices_rhythm_is_that_of_nine_in_ten_spacings() -> object:
    """With 13 of 100 spacings of 4 s it is not one of every second; with 7 it is."""
    return tuple(longest_fill_s(np.cumsum(np.concatenate([np.full(100 - n, 1.0), np.full(n, 4.0)]))) for n in (13, 7))


@TABLE.case((50.0, 60.0), "resampling.HOLD_LONGEST_S")
def a_sample_stands_for_a_minute_at_most() -> object:
    return stands_for_s(np.arange(10.0) * 50.0), stands_for_s(np.arange(10.0) * 70.0)


@TABLE.case((True, False), "resampling.HOLD_TOLERANCE")
def a_sample_holds_until_the_next_where_that_is_hardly_late() -> object:
    def is_held(late_s: float) -> bool:
        time_s = np.cumsum([0.0, 30.0, 30.0, 30.0, late_s, 30.0, 30.0])
        seconds = whole_seconds(time_s)
        good = np.ones(time_s.size, dtype=np.bool_)
        _, state = resample(time_s, np.full(time_s.size, 90.0), good, ~good, seconds)
        return bool((state != SampleState.MISSING)[: int(time_s[-1])].all())

    return is_held(44.0), is_held(46.0)


@TABLE.case((True, False), "resampling.LEAST_COVERED_S")
def a_second_counts_where_intervals_cover_half_of_it() -> object:
    ends = np.array([9.0, 9.55]), np.array([9.0, 9.45])
    return tuple(
        bool(
            np.isfinite(
                heart_rate_from_beats(e, np.diff(e, prepend=8.0) * 1000.0, np.ones(2, bool), np.array([9.0]))[0]
            )
        )
        for e in ends
    )


@TABLE.case((True, False, True, False), "resampling.LEAST_COMPARED_S", "resampling.LARGEST_DIFFERENCE_BPM")
def beats_and_heart_rate_agree_over_half_a_minute_and_within_5_bpm() -> object:
    return tuple(
        agree(np.full(count, 90.0), np.full(count, 90.0 + apart))
        for count, apart in ((32, 0.0), (28, 0.0), (60, 4.7), (60, 5.3))
    )


# --- beats


@TABLE.case((True, False), "rr_intervals.ADJACENCY_TOLERANCE_S")
def intervals_follow_each_other_within_a_twentieth_of_a_second() -> object:
    return tuple(
        bool(follows_previous(np.array([1.0, 2.0 + gap]), np.array([1000.0, 1000.0]))[1]) for gap in (0.045, 0.055)
    )


def doubles(rr_ms: FloatArray, first: int, stop: int) -> int:
    """How many double intervals are found from one place to another."""
    return sum(first <= place < stop for place in doubled_intervals(rr_ms).missed)


@TABLE.case((11, 10), "rr_intervals.NEAR_SHARE")
def half_of_a_double_interval_lies_within_a_fifth_of_the_level() -> object:
    """One interval among the doubles that is 18 %, or 22 %, longer than two."""
    rows = [np.tile([*[500.0] * 4, 1000.0], 60) for _ in range(2)]
    rows[0][147], rows[1][147] = 1180.0, 1220.0
    return tuple(doubles(rr_ms, 125, 175) for rr_ms in rows)


@TABLE.case((10, 0), "rr_intervals.CROWD_SHARE")
def doubles_crowd_from_a_tenth_on() -> object:
    """One in eight and one in ten in turn: 10 of the 91 around each. One in nine and one in ten: 9 of them."""
    rows = (np.tile([*[500.0] * (n - 1), 1000.0, *[500.0] * 9, 1000.0], 15) for n in (8, 9))
    return tuple(doubles(rr_ms, 90, 90 + 5 * rr_ms.size // 15) for rr_ms in rows)


@TABLE.case(14, "rr_intervals.LEVEL_BEATS")
def a_double_is_one_of_the_shorter_ones_among_31() -> object:
    """Where 400 and 800 ms take turns every 40 beats, a quarter of the 31 around is short up to 7 beats into 800 ms."""
    return doubles(np.tile(np.repeat([400.0, 800.0], 40), 4), 120, 160)


@TABLE.case((0, 1), "rr_intervals.GAP_MS")
def more_than_four_seconds_are_no_interval() -> object:
    def gaps(rr_ms: float) -> int:
        values = np.array([800.0, 800.0, rr_ms, 800.0])
        steps = clean_beats(Beats(np.cumsum(values) / 1000.0, values), Correction.NONE).steps
        return next(step.changed for step in steps if step.name == "beats_gap")

    return gaps(3900.0), gaps(4100.0)


TABLE.not_held("a guard against endless passes that is never reached", "rr_intervals.MOST_PASSES")
