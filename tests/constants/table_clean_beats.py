"""What decides in cleaning beats: doubles, early beats and their pauses, intervals that stay the same."""

import numpy as np
from scipy.special import ndtri

from pacing.clean.beats_early import _before_a_pause, early_beats, evened_ms, in_turn, overlooked
from pacing.clean.clean import _rate
from pacing.clean.rr_artefacts import _as_scattered, artefacts_by_lipponen, sort_out
from pacing.clean.rr_intervals import CleanedBeats, held_intervals
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import BeatState
from tests.constants.table_clean import TABLE, doubles
from tests.measure.hrv_sessions import beats_of

LEVEL_MS = 800.0


def row(*odd_ms: float, around: int = 30) -> FloatArray:
    """Odd intervals in a long row of 800 ms."""
    return np.concatenate([np.full(around, LEVEL_MS), odd_ms, np.full(around, LEVEL_MS)])


# --- doubles


@TABLE.case((20, 0), "rr_intervals.TIGHT_SHARE")
def where_whole_beats_are_overlooked_intervals_lie_within_15_percent_of_one_or_two_levels() -> object:
    """One interval in five lies 13 %, or 17 %, above the others."""
    rows = (np.tile([500.0, 500.0, 500.0, 1000.0, 500.0 * share], 60) for share in (1.13, 1.17))
    return tuple(doubles(rr_ms, 100, 200) for rr_ms in rows)


@TABLE.case((True, False), "rr_intervals.LEAST_TIGHT")
def at_least_85_percent_of_them_do() -> object:
    """One interval in eight, or in six, lies between the levels."""
    rows = (np.tile([*[500.0] * (n - 3), 500.0, 1000.0, 650.0], 300 // n) for n in (8, 6))
    return tuple(doubles(rr_ms, 100, 200) > 0 for rr_ms in rows)


@TABLE.case((True, False), "rr_intervals.MOST_IN_TURN")
def doubles_that_mostly_take_turns_with_single_intervals_are_a_rhythm() -> object:
    """Of seven doubles three, or four, come two places after another."""

    def crowd(*runs: int) -> FloatArray:
        return np.tile(np.concatenate([[*np.tile([1000.0, 500.0], n), 500.0] for n in runs]), 18)

    return tuple(doubles(rr_ms, 100, 200) > 0 for rr_ms in (crowd(2, 2, 2, 1), crowd(3, 2, 2)))


@TABLE.case((1, 0), "rr_artefacts.PAUSE_SHARE")
def short_intervals_before_one_that_is_a_fifth_longer_are_early_beats_and_no_extra_ones() -> object:
    def extra(after: float) -> int:
        rr_ms = row(400.0, 400.0, after)
        level, near = np.full(rr_ms.size, LEVEL_MS), np.full(rr_ms.size, 0.2 * LEVEL_MS)
        return len(sort_out([30, 31], rr_ms, level, near, ectopics=frozenset()).extra)

    return extra(940.0), extra(980.0)


def held(length: int, others: int) -> int:
    """How many intervals only repeat the one before, of so many equal ones beside so many different ones."""
    return int(held_intervals(np.concatenate([700.0 + np.arange(40.0) % others, np.full(length, 818.0)])).sum())


@TABLE.case((30, 0, 30, 0), "rr_intervals.HELD_BEATS", "rr_intervals.LEAST_VALUES")
def no_heart_repeats_an_interval_thirty_times_while_it_else_changes() -> object:
    """With four values beside the first of those that stay, there are five."""
    return held(31, 7), held(29, 7), held(31, 4), held(31, 3)


# --- early beats


def is_early(of_level: float, before: float) -> bool:
    """Whether an interval of a share of the ordinary one is early after one of another share."""
    return bool(early_beats(row(before * LEVEL_MS, of_level * LEVEL_MS))[31])


@TABLE.case((1, 0), "beats_early.LEVEL_PAIRS")
def the_ordinary_interval_is_that_of_21_pairs() -> object:
    """22 intervals are enough to tell an early one, 20 are not."""
    return tuple(int(early_beats(row(560.0, around=n)[: 2 * n]).sum()) for n in (11, 10))


@TABLE.case((True, False), "beats_early.EARLY_SHARE")
def an_early_beat_comes_15_percent_before_its_time() -> object:
    return is_early(0.83, 1.15), is_early(0.87, 1.15)


@TABLE.case((True, False), "beats_early.ABRUPT_SHARE")
def it_comes_23_percent_sooner_than_the_one_before() -> object:
    return is_early(0.83, 0.83 / 0.75), is_early(0.83, 0.83 / 0.79)


@TABLE.case((True, False), "beats_early.MUCH_EARLY_SHARE")
def or_20_percent_before_its_time() -> object:
    return is_early(0.78, 0.78 / 0.82), is_early(0.82, 0.82 / 0.82)


@TABLE.case((True, False), "beats_early.LESS_ABRUPT_SHARE")
def and_15_percent_sooner_than_the_one_before() -> object:
    return is_early(0.78, 0.78 / 0.83), is_early(0.78, 0.78 / 0.87)


def is_evened(*odd_ms: float) -> bool:
    """Whether the first of some odd intervals is put at a common mean."""
    rr_ms = row(*odd_ms)
    return bool(evened_ms(rr_ms, np.full(rr_ms.size, LEVEL_MS))[30] != rr_ms[30])


@TABLE.case((True, False), "beats_early.SOONER_SHARE")
def before_a_pause_8_percent_is_early() -> object:
    return is_evened(720.0, 880.0), is_evened(752.0, 848.0)


@TABLE.case((True, False), "beats_early.MADE_UP_SHARE")
def a_pause_makes_up_for_it_within_15_percent() -> object:
    """Both together last two ordinary intervals and 12.5 %, or 17.5 %."""
    return is_evened(560.0, 1240.0), is_evened(560.0, 1320.0)


@TABLE.case((True, False), "beats_early.MOST_IN_A_ROW")
def one_pause_makes_up_for_four_early_beats() -> object:
    return is_evened(*[700.0] * 4, 1200.0), is_evened(*[700.0] * 5, 1300.0)


def hides_a_beat(share: float, rr_ms: FloatArray | None = None, place: int = 104) -> bool:
    """Whether an interval of a share of the ordinary one hides a beat, in a row of 800 ms or as given."""
    made = row(around=104) if rr_ms is None else rr_ms.copy()
    made[place] = share * LEVEL_MS
    return place in overlooked(made).missed


@TABLE.case((False, True, True, False), "beats_early.LEAST_MISSED", "beats_early.MOST_MISSED")
def an_interval_hides_a_beat_from_1_5_to_2_6_ordinary_ones() -> object:
    return tuple(hides_a_beat(share) for share in (1.45, 1.55, 2.5, 2.7))


@TABLE.case((False, True, False, True), "beats_early.LEAST_WITH_EARLY", "beats_early.LEAST_PAUSE")
def or_holds_an_ordinary_and_an_early_beat_where_the_pause_behind_makes_three_ordinary_ones_of_both() -> object:
    pairs = ((1.30, 1.70), (1.40, 1.60), (1.95, 1.05), (1.85, 1.15))
    return tuple(bool(_before_a_pause(np.array(pair))[0]) for pair in pairs)


@TABLE.case((True, False), "rr_artefacts.NOISE_REACH")
def what_lies_within_three_and_a_half_standard_deviations_of_even_noise_is_no_artefact() -> object:
    """Deviations as normally distributed noise of 40 ms has them, and one of 130 ms, or 150 ms, among them."""

    def scattered(odd_ms: float) -> bool:
        noise_ms = 40.0 * ndtri((np.random.default_rng(1).permutation(301) + 0.5) / 301)
        noise_ms[150] = odd_ms
        return bool(_as_scattered(noise_ms, np.array([150]))[0])

    return scattered(130.0), scattered(150.0)


@TABLE.case((False, True), "beats_early.OUTLYING_QUARTILES")
def and_one_and_a_half_quartile_distances_above_the_upper_one() -> object:
    """Quartiles of 0.8 and 1.2 ordinary intervals: 1.2 + 1.5 x 0.4."""
    saw = np.tile([480.0, 640.0, 800.0, 960.0, 1120.0], 42)
    return hides_a_beat(1.7, saw), hides_a_beat(1.9, saw)


@TABLE.case((True, False), "beats_early.REGULAR_SHARE")
def early_beats_and_their_pauses_are_a_rhythm_where_evening_out_halves_the_spread() -> object:
    """Pairs of 600 and 1000 ms, longer and shorter in turn: evened out, 45 %, or 55 %, of the spread is left."""

    def pairs(by_ms: float) -> FloatArray:
        return np.tile([600.0 + by_ms, 1000.0 + by_ms, 600.0 - by_ms, 1000.0 - by_ms], 52)

    return hides_a_beat(1.7, pairs(90.0), 103), hides_a_beat(1.7, pairs(110.0), 103)


def rhythm(*gaps: int, beats: int = 300) -> FloatArray:
    """Early beats with their pauses so far apart, in turn."""
    rr_ms = np.full(beats, LEVEL_MS)
    places = np.cumsum(np.tile(gaps, beats))
    places = places[places < beats - 1]
    rr_ms[places], rr_ms[places + 1] = 560.0, 1040.0
    return rr_ms


@TABLE.case((True, False), "beats_early.MANY_SHARE")
def one_in_ten_is_a_rhythm() -> object:
    """10, or 9, of the 91 around each."""
    return tuple(bool(in_turn(rhythm(*gaps))[100:200].all()) for gaps in ((8, 10), (9, 10)))


@TABLE.case(6, "beats_early.SPREAD_BEATS")
def a_rhythm_is_one_of_the_91_intervals_around() -> object:
    """One in four is early up to the 200th: so many places farther it still is ten of the 91."""
    rr_ms = np.concatenate([rhythm(4, beats=200), np.full(200, LEVEL_MS)])
    return int(in_turn(rr_ms)[200:].sum())


# --- heart rate from beats that come early


def rates(rr_ms: FloatArray, *early: int) -> FloatArray:
    """Heart rate by the second from beats of which some came early."""
    state = np.full(rr_ms.size, BeatState.NORMAL)
    state[list(early)] = BeatState.EARLY
    beats = beats_of(rr_ms)
    seconds = np.arange(np.floor(beats.time_s[-1]))
    return _rate(CleanedBeats(beats, state, ()), np.ones(rr_ms.size, dtype=np.bool_), seconds)


def steadied(rr_ms: FloatArray, *early: int) -> int:
    """In how many seconds heart rate is counted over more than one."""
    return int((np.abs(rates(rr_ms, *early) - rates(rr_ms)) > 1e-9).sum())


@TABLE.case((True, False), "clean.IRREGULAR_SHARE")
def from_4_percent_of_early_beats_on_heart_rate_is_counted_over_some_seconds() -> object:
    """One of 24, and one of 26."""
    return tuple(steadied(np.tile([700.0, 1300.0], count // 2), 10) > 0 for count in (24, 26))


@TABLE.case(62.73, "clean.COUNTED_OVER_S")
def that_is_eleven_seconds() -> object:
    """One interval of half a second among those of one: 11.5 beats in 11 s."""
    rr_ms = np.full(24, 1000.0)
    rr_ms[12] = 500.0
    return round(float(rates(rr_ms, 10)[12]), 2)


@TABLE.case(58, "clean.RHYTHM_BEATS")
def early_beats_come_again_and_again_among_the_61_around() -> object:
    """Three early beats at one place make the 61 around it irregular."""
    return steadied(np.tile([999.0, 1001.0], 100), 100, 101, 102)


@TABLE.case(((), (107,)), "rr_artefacts.PLAIN_ECTOPIC")
def a_beat_of_an_ectopic_shape_may_lie_within_0_6_thresholds_of_the_median() -> object:
    """Breathing over nine beats, and one beat that comes 45, or 50 ms too late."""
    found = []
    for late_ms in (45.0, 50.0):
        rr_ms = 800.0 + 30.0 * np.sin(2.0 * np.pi * np.arange(200) / 9.0)
        rr_ms[108:110] += late_ms, -late_ms
        found.append(artefacts_by_lipponen(rr_ms, np.zeros(200, dtype=np.bool_)).misplaced)
    return tuple(found)
