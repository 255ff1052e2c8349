"""What decides in measuring: levels, their noise, sentences, responses to load and to standing up."""

import numpy as np

from pacing.measure.heart_rate_noise import _drawn, unit_pink_noise, unit_respiratory_variation
from pacing.measure.index import Inputs, in_words
from pacing.measure.levels import block_mean_sd, resting_level
from pacing.measure.recovery.level_samples import level_error
from pacing.measure.response.active_stand import ActiveStand, _asked, _by_stillness
from pacing.measure.response.onset import find_step
from pacing.measure.response.orthostatic import return_time_s
from pacing.measure.response.steady_state import steady_blocks
from pacing.measure.response.workload import Workload, seconds_of, workload_at
from pacing.measure.session_mean import hidden, usable_seconds
from pacing.measure.uncertainty import seen_scatter_bpm
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Measurement
from pacing.model.person import Person
from pacing.model.phases import PhaseKind
from pacing.model.recording import Beats, Channel, HeartRate, Marker, MarkerKind
from tests.constants.table import Table
from tests.measure.exertion_inputs import EXERCISE, REST, channel, make_inputs, measure, phase

TABLE = Table("measure")
NAN = float("nan")


def pieces(*parts: tuple[float, int]) -> FloatArray:
    """One value a second: (value, seconds) after each other."""
    return np.concatenate([np.full(seconds, value) for value, seconds in parts])


def is_measured(index_id: str, inputs: Inputs) -> bool:
    """Whether an index has a value."""
    return measure(index_id, inputs).value is not None


def half_width(index_id: str, inputs: Inputs) -> float:
    """Half of an index's 95 % interval."""
    found = measure(index_id, inputs)
    assert found.low is not None
    assert found.high is not None
    return (found.high - found.low) / 2.0


# --- levels and their noise


@TABLE.case((True, False), "levels.LEAST_SHARE_OF_WINDOW")
def a_half_minute_may_miss_a_tenth() -> object:
    return tuple(is_measured("hr_peak", make_inputs(pieces((90.0, 5), (NAN, n), (90.0, 25 - n)))) for n in (2, 4))


@TABLE.case((True, False), "levels.LEAST_SHARE_OF_REST")
def half_of_a_rest_is_recorded() -> object:
    phases = [phase(REST, 0, 300), phase(EXERCISE, 300, 400)]
    return tuple(
        resting_level(make_inputs(pieces((60.0, known), (NAN, 300 - known), (90.0, 100)), phases)) is not None
        for known in (165, 135)
    )


@TABLE.case((4, 153), "heart_rate_noise.SLOWEST_HZ", "heart_rate_noise.FASTEST_HZ")
def a_wander_lies_between_a_300th_and_0_15_hertz() -> object:
    """Lines of the spectrum of 1024 s: the first above 1024 / 300, the last below 1024 x 0.15."""
    lines = np.flatnonzero(np.abs(np.fft.rfft(_drawn(1024)[:3], axis=1)).max(axis=0) > 1e-6)
    return int(lines[0]), int(lines[-1])


@TABLE.case(512, "heart_rate_noise.LENGTH")
def a_short_wander_is_cut_from_512_seconds() -> object:
    whole = unit_pink_noise(1).base
    return whole is not None and whole.shape[1]


@TABLE.case((0.15, True), "heart_rate_noise.SLOWEST_BREATH_HZ", "heart_rate_noise.FASTEST_BREATH_HZ")
def breathing_goes_nine_to_thirty_times_a_minute() -> object:
    """Three seconds of a sine tell its rate; the slowest of 1000, and the middle between 0.15 and 0.5 Hz."""
    waves = unit_respiratory_variation(3)
    clear = np.abs(waves[:, 1]) > 1e-3
    turn = (waves[clear, 0] + waves[clear, 2]) / (2.0 * waves[clear, 1])
    hz = np.arccos(np.clip(turn, -1.0, 1.0)) / (2.0 * np.pi)
    return round(float(hz.min()), 2), abs(float(hz.mean()) - 0.325) < 0.01


def error_of(bpm: FloatArray) -> object:
    """The wander [bpm] and the freedom of a level's error within a stretch."""
    return level_error(np.arange(float(bpm.size)), bpm, (0.0, float(bpm.size)), 0.0)


@TABLE.case(True, "heart_rate_noise.BLOCK_S")
def scatter_is_that_of_means_over_five_seconds() -> object:
    """A square wave of ten seconds keeps its height in such means: none is left within them."""
    found = level_error(np.arange(60.0), np.tile(pieces((1.0, 5), (-1.0, 5)), 6), (0.0, 60.0), 0.0)
    return found.wander_bpm > 1.2 and found.breath_bpm < 0.2


@TABLE.case(
    (8, 3), "heart_rate_noise.NOISE_DEGREE", "recovery.level_samples.FEWEST_FREEDOM", "heart_rate_noise.BLOCK_S"
)
def a_cubic_through_twelve_means_leaves_eight_degrees_of_freedom_and_three_are_the_least() -> object:
    return tuple(level_error(np.arange(s), np.arange(s), (0.0, s), 0.0).freedom for s in (60.0, 25.0))


@TABLE.case(0.385, "levels.BLOCKS")
def a_means_error_comes_from_ten_blocks() -> object:
    """Ten means of +1 and -1: their deviation 1.054, over sqrt(10), times t(9) / 1.96 = 2.262 / 1.960."""
    return round(block_mean_sd(np.tile(pieces((1.0, 20), (-1.0, 20)), 5)), 3)


@TABLE.case(0.587, "levels.SHORTEST_BLOCK")
def blocks_hold_at_least_ten_values() -> object:
    """Six means of +1 and -1: their deviation 1.095, over sqrt(6), times t(5) / 1.96 = 2.571 / 1.960."""
    return round(block_mean_sd(np.tile(pieces((1.0, 10), (-1.0, 10)), 3)), 3)


@TABLE.case((True, False), "session_mean.BRIDGED_S")
def a_hole_of_up_to_a_minute_lies_between_its_edges() -> object:
    def change(hole_s: float) -> float:
        time_s = np.concatenate([np.arange(60.0), 60.0 + hole_s + np.arange(60.0)])
        bpm = np.concatenate([np.full(50, 70.0), np.full(20, 100.0), np.full(50, 70.0)])
        series = HeartRate(time_s, bpm)
        usable = usable_seconds(series)
        assert usable is not None
        return hidden(series, usable)[0]

    return tuple(change(hole_s) > 0.0 for hole_s in (55.0, 65.0))


@TABLE.case(0.0, "session_mean.LAGS_S")
def what_a_hole_hid_strays_as_heart_rate_does_over_its_length() -> object:
    """A heart rate that returns every 30 s has strayed by nothing over a hole of 30 s."""
    keep = np.concatenate([np.arange(120.0), np.arange(150.0, 300.0)])
    bpm: FloatArray = np.round(80.0 + 10.0 * np.sin(keep * 2.0 * np.pi / 30.0), 9)
    series = HeartRate(keep, bpm)
    usable = usable_seconds(series)
    assert usable is not None
    return round(hidden(series, usable)[1], 6)


# --- sentences


@TABLE.case(("nine seconds", "ten seconds"), "index.EXACT_BELOW_S")
def fewer_than_ten_seconds_are_counted() -> object:
    return in_words(9.0), in_words(11.0)


@TABLE.case(("25 seconds", "half a minute", "40 seconds", "a minute"), "index.SAID_S")
def half_minutes_are_said_as_such() -> object:
    return tuple(in_words(time_s) for time_s in (24.0, 26.0, 41.0, 70.0))


@TABLE.case(("88 minutes", "two hours"), "index.LONGEST_IN_MINUTES")
def more_than_ninety_minutes_are_hours() -> object:
    return in_words(88 * 60.0), in_words(92 * 60.0)


# --- load


@TABLE.case((5.0, True), "response.workload.LONGEST_HOLD_S")
def a_load_lasts_ten_seconds_after_it_was_written() -> object:
    held = workload_at(Channel("power", "W", np.array([0.0]), np.array([5.0])), np.array([9.0, 11.0]))
    return float(held[0]), bool(np.isnan(held[1]))


@TABLE.case((61 + 100, 66 + 100), "response.workload.LONGEST_HOLE_S", "response.workload.HOLE_STEP_S")
def of_a_long_hole_a_minute_is_looked_at_less_whole_steps_of_ten_seconds() -> object:
    def seconds(hole_s: float) -> int:
        time_s = np.concatenate([np.arange(51.0), 50.0 + hole_s + np.arange(50.0)])
        bout = phase(EXERCISE, 0.0, float(time_s[-1]) + 1.0)
        return int(seconds_of(bout, Channel("power", "W", time_s, np.ones(time_s.size))).size)

    return seconds(1000.0) + 1, seconds(1005.0) + 1


@TABLE.case(90.0, "response.steady_state.TRY_EVERY_S")
def where_no_stretch_is_steady_the_next_begins_ten_seconds_later() -> object:
    """Unsteady for 32 s, of which four are borne: steady from 28 s on, so tried from 30 s on, and begun at 90 s."""
    load = np.concatenate([np.tile([50.0, 150.0], 16), np.full(170, 100.0)])
    inputs = make_inputs(np.full(load.size, 90.0))
    return float(steady_blocks(inputs, Workload(np.arange(float(load.size)), load)).start_s[0])


def has_step(*watts: tuple[float, int]) -> bool:
    """Whether a load is a true step after 90 s, at the bout's beginning."""
    made = pieces(*watts)
    phases = [phase(REST, 0, 90), phase(EXERCISE, 90, made.size)]
    inputs = make_inputs(np.full(made.size, 90.0), phases, channels=[channel("power", "W", made)])
    try:
        find_step(inputs)
    except Exception:  # noqa: BLE001 - no step
        return False
    return True


@TABLE.case((True, False), "response.onset.QUIET_SHARE")
def before_a_step_the_load_is_below_a_fifth() -> object:
    return tuple(has_step((quiet, 90), (100.0, 300)) for quiet in (17.0, 23.0))


@TABLE.case((True, False), "response.onset.REACHED_SHARE")
def a_step_is_done_at_four_fifths_of_the_load() -> object:
    return tuple(has_step((0.0, 90), (first, 6), (100.0, 300)) for first in (84.0, 77.0))


# --- standing up


def standing(rr_ms: FloatArray, *, gap_s: float = 0.0, corrected: int = 0, marked: int = 140) -> Inputs:
    """A stand marked where interval number `marked` begins; a gap ten intervals later."""
    time_s = np.cumsum(rr_ms) / 1000.0
    time_s[marked + 10 :] += gap_s
    state = np.full(rr_ms.size, BeatState.NORMAL)
    state[marked : marked + corrected] = BeatState.CORRECTED
    at_s = float(time_s[marked] - rr_ms[marked] / 1000.0) - 1e-6
    return make_inputs(
        np.full(int(time_s[-1]), 80.0),
        markers=[Marker(at_s, MarkerKind.USER, "standing")],
        beats=Beats(time_s, rr_ms),
        beat_state=state,
    )


@TABLE.case((True, False), "response.orthostatic.MOST_CORRECTED")
def two_repaired_beats_after_standing_up_are_borne() -> object:
    return tuple(is_measured("stand_30_15", standing(np.full(300, 700.0), corrected=n)) for n in (2, 3))


@TABLE.case((True, False), "response.orthostatic.ADJACENT_S")
def a_tenth_of_a_second_between_intervals_breaks_them() -> object:
    return tuple(is_measured("stand_30_15", standing(np.full(300, 700.0), gap_s=gap_s)) for gap_s in (0.09, 0.11))


@TABLE.case(0.008, "response.orthostatic.RR_ERROR_MS")
def an_interval_errs_by_two_milliseconds() -> object:
    """The ratio of two intervals of 700 ms that err by 2 ms each: 1.96 x sqrt(2) x 2 / 700."""
    return round(half_width("stand_30_15", standing(np.full(300, 700.0))), 3)


@TABLE.case((True, False), "response.orthostatic.MARK_UNCERTAINTY_S")
def a_press_lies_within_three_seconds_of_standing_up() -> object:
    """A long beat just out of reach counts where over 2.5 % of the moments are 2.8 s late, not at 3.2 s."""

    def reaches(beats_later: int) -> bool:
        rr_ms = np.full(400, 400.0)
        rr_ms[140 + 38 + beats_later] = 800.0
        found = measure("stand_30_15", standing(rr_ms))
        return found.high is not None and found.high > 1.5

    return reaches(8), reaches(9)


@TABLE.case((58.04, 61.96), "response.muscle_oxygen.SENSOR_ERROR_PERCENT")
def a_level_of_muscle_oxygen_errs_by_one_percent() -> object:
    inputs = make_inputs(
        np.full(400, 70.0), [phase(REST, 0, 300)], channels=[channel("muscle_oxygen", "%", np.full(400, 60.0))]
    )
    found = measure("muscle_oxygen_rest", inputs)
    return found.low and round(found.low, 2), found.high and round(found.high, 2)


@TABLE.case((True, False), "response.intensity.MOST_WITHOUT_RESERVE")
def a_share_of_reserve_needs_a_reserve_in_99_of_100_draws() -> object:
    inputs = (
        make_inputs(np.full(60, 90.0), person=Person(resting_bpm=100.0, maximum_bpm=maximum))
        for maximum in (124.2, 123.7)
    )
    return tuple(is_measured("hr_reserve_share", made) for made in inputs)


def lying_down(after_bpm: float, seconds: int = 10) -> float | None:
    """When heart rate is back after a stand of 30 bpm over 70 bpm: 100 s later, for so long."""
    bpm = pieces((70.0, 100), (100.0, 100), (100.0, 100), (after_bpm, seconds), (100.0, 60))
    stand = ActiveStand(0.0, 100.0, 200.0, "marker")
    return return_time_s(np.arange(float(bpm.size)), bpm, stand, 70.0, 30.0)


@TABLE.case((100.0, None), "response.orthostatic.RETURNED_BPM")
def heart_rate_has_returned_within_5_bpm_of_lying() -> object:
    return lying_down(74.5), lying_down(75.5)


@TABLE.case((100.0, None), "response.orthostatic.RETURN_WINDOW_S")
def that_is_seen_in_means_over_ten_seconds() -> object:
    """Ten, or nine, seconds at 75 bpm."""
    return lying_down(75.0), lying_down(75.0, 9)


@TABLE.case(
    (True, False, True, False, True, False),
    "response.active_stand.LEAST_LYING_S",
    "response.active_stand.LEAST_STANDING_S",
    "response.active_stand.MOST_STANDING_S",
)
def what_looks_like_a_stand_lies_for_three_minutes_and_stands_for_two_to_sixteen() -> object:
    def asks(lying_s: int, standing_s: int) -> bool:
        phases = [phase(REST, 0, lying_s), phase(PhaseKind.RAISED, lying_s, lying_s + standing_s)]
        return _asked(make_inputs(pieces((70.0, lying_s), (100.0, standing_s)), phases)) is not None

    return tuple(asks(*s) for s in ((190, 300), (170, 300), (300, 125), (300, 115), (300, 900), (300, 1000)))


def stands(*, steps: int = 0, silent: int = 0, answer_s: int = 10, share: float = 1.0, drift_bpm: float = 0.0) -> bool:
    """Whether lying for 300 s, 300 s at 30 bpm more and lying again is a stand.

    `steps`: seconds of walking; `silent`: last seconds without a known cadence; `share` of the rise for `answer_s`;
    `drift_bpm`: how much higher the last third is.
    """
    rise = (70.0 + 30.0 * share, answer_s), (100.0, 200 - answer_s), (100.0 + drift_bpm, 100)
    bpm = pieces((70.0, 300), *rise, (70.0, 120))
    cadence = np.where(np.arange(720) < steps, 60.0, 0.0)
    cadence[720 - silent :] = np.nan
    phases = [phase(REST, 0, 300), phase(PhaseKind.RAISED, 300, 600)]
    inputs = make_inputs(bpm, phases, channels=[channel("cadence", "1/min", cadence)])
    return _by_stillness(inputs) is not None


@TABLE.case(
    (True, False, True, False), "response.active_stand.FEW_STEPS_SHARE", "response.active_stand.LEAST_KNOWN_SHARE"
)
def nearly_all_of_it_was_seen_to_be_still() -> object:
    """11, or 13, steps' seconds of 600; the last 48, or 72, of the 600 seconds unknown, and the 120 after them."""
    return stands(steps=11), stands(steps=13), stands(silent=168), stands(silent=192)


@TABLE.case(
    (True, False, True, False, True, False),
    "response.active_stand.STEP_WITHIN_S",
    "response.active_stand.STEP_SHARE",
    "response.active_stand.LEVEL_SHARE",
)
def and_heart_rate_stepped_within_a_minute_to_a_level_that_lasts() -> object:
    """30 % of the rise for 70 s, or 80 s (looked at from 60 to 90 s); 65 %, or 55 %, for 100 s; 11, or 14, bpm more."""
    slow = (stands(answer_s=seconds, share=0.3) for seconds in (70, 80))
    low = (stands(answer_s=100, share=share) for share in (0.65, 0.55))
    rising = (stands(drift_bpm=drift) for drift in (11.0, 14.0))
    return (*slow, *low, *rising)


@TABLE.case(
    (1.2, True, False, 0.0),
    "uncertainty.MINUTE",
    "uncertainty.MEAN_S",
    "uncertainty.DEGREE",
    "uncertainty.FEWEST_MINUTES",
    "uncertainty.MOST_MINUTES",
)
def an_unnamed_sensors_scatter_is_that_of_five_second_means_around_a_cubic_through_a_minute() -> object:
    """Means of +1 and -1, twelve less four free; three minutes are the least; of ninety, every ninetieth second."""
    wave = np.tile(pieces((91.0, 5), (89.0, 5)), 60)
    calm = np.tile(np.concatenate([np.full(60, 90.0), np.tile(pieces((99.0, 5), (81.0, 5)), 3)]), 62)[:5459]

    def scatter(bpm: FloatArray) -> float | None:
        return seen_scatter_bpm(np.arange(float(bpm.size)), bpm)

    return (
        round(scatter(wave) or 0.0, 1),
        scatter(wave[:245]) is not None,
        scatter(wave[:230]) is not None,
        round(scatter(calm) or 0.0, 6),
    )


@TABLE.case((1.2, 0.0), "uncertainty.HIGHEST_BPM")
def what_is_written_above_300_bpm_is_no_heart_rate() -> object:
    """A wave of 270 bpm and above that counts, and one of 310 bpm and above beside calm minutes that does not."""
    wave = np.tile(pieces((1.0, 5), (-1.0, 5)), 60)
    rows = (271.0 + wave, np.concatenate([np.full(300, 90.0), 320.0 + wave]))
    return tuple(round(seen_scatter_bpm(np.arange(float(row.size)), row) or 0.0, 1) for row in rows)


@TABLE.case(((True, False), (0, 1)), "levels.MOST_SET_ASIDE", "levels.NOTED_SET_ASIDE")
def levels_need_half_of_the_exercise_and_a_tenth_set_aside_is_noted() -> object:
    """Of five minutes."""

    def peak(aside_s: int) -> Measurement:
        rejected = (np.arange(480) >= 180) & (np.arange(480) < 180 + aside_s)
        bpm = np.where(rejected, np.nan, 110.0)
        return measure("hr_peak", make_inputs(bpm, [phase(REST, 0, 180), phase(EXERCISE, 180, 480)], rejected=rejected))

    noted = tuple(sum("set aside" in caveat for caveat in peak(aside_s).caveats) for aside_s in (27, 33))
    return (peak(145).value is not None, peak(155).value is not None), noted


TABLE.not_held(
    "how many draws, or from where they begin: changes an interval by chance only",
    "uncertainty.DRAWS",
    "uncertainty.SEED",
)
