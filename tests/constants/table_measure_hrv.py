"""What decides in measuring heart-rate variability and the time constants of heart rate."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType

import numpy as np

from pacing.measure.heart_rate_noise import unit_pink_noise
from pacing.measure.hrv.confidence import (
    Scale,
    block_count,
    interval_of_mean,
    interval_of_share,
    relative_variance,
    spread,
)
from pacing.measure.hrv.contiguous_nn import ContiguousNN, longest_contiguous_nn
from pacing.measure.hrv.dfa_threshold import course_of
from pacing.measure.hrv.long_term import segments_of
from pacing.measure.hrv.nonlinear import _matches
from pacing.measure.hrv.series import NNSeries, nn_series, require
from pacing.measure.hrv.spectrum import Spectrum, band_freedom, welch
from pacing.measure.hrv.window import Window, why_not_beats, window_of
from pacing.measure.index import Inputs, NotMeasurableError
from pacing.measure.kinetics import _fit, _size_of_waves, fit_onset, onset_taus_s, tau_grid_s
from pacing.measure.response.onset import _sd_by_choices
from pacing.measure.session import all_indices, measure_index
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Measurement
from pacing.model.phases import PhaseKind, Phases
from pacing.model.recording import Beats
from tests.constants.table_measure import TABLE, pieces
from tests.measure.exertion_inputs import phase
from tests.measure.hrv_sessions import beats_of, session, sinus

WINDOW = Window(0.0, 1e9, "made")


def measured(index_id: str, inputs: Inputs) -> Measurement:
    """One index of a session of beats."""
    return measure_index(all_indices()[index_id], inputs)


def refuses(compute: Callable[[], object]) -> bool:
    """Whether something cannot be measured."""
    try:
        compute()
    except NotMeasurableError:
        return True
    return False


def series(*runs: int, hole_s: float = 0.0, covered_s: float | None = None) -> NNSeries:
    """Runs of so many intervals of a second with holes between them."""
    begins = np.concatenate([np.arange(n) + i * hole_s + sum(runs[:i]) for i, n in enumerate(runs)])
    paired = np.ones(begins.size, dtype=np.bool_)
    paired[np.cumsum([0, *runs[:-1]])] = False
    nn_ms = np.full(begins.size, 1000.0)
    covered = float(begins.size) if covered_s is None else covered_s
    return NNSeries(begins + 1.0, nn_ms, paired, WINDOW, 0.0, covered, (), MappingProxyType({}))


# --- series and windows


@TABLE.case((True, False), "hrv.series.ADJACENCY_TOLERANCE_S")
def intervals_follow_each_other_within_a_twentieth_of_a_second() -> object:
    def follows(gap_s: float) -> bool:
        beats = beats_of(sinus())
        time_s = beats.time_s.copy()
        time_s[150:] += gap_s
        return bool(nn_series(session(Beats(time_s, beats.rr_ms), window="whole")).paired[1:].all())

    return follows(0.045), follows(0.055)


@TABLE.case((202.7, 100.0), "hrv.contiguous_nn.BRIDGE_S")
def a_hole_of_up_to_three_seconds_is_bridged() -> object:
    return tuple(round(longest_contiguous_nn(series(100, 100, hole_s=s)).covered_s, 3) for s in (2.7, 3.3))


@TABLE.case((115.0, 18.0), "hrv.contiguous_nn.MOST_BRIDGED")
def a_twentieth_of_the_time_may_be_bridged() -> object:
    """Five holes of a second in 110 s of beats, and in 90 s."""
    return tuple(round(longest_contiguous_nn(series(*runs, hole_s=1.0)).covered_s, 3) for runs in (
        (20, 18, 18, 18, 18, 18), (18, 18, 18, 12, 12, 12)))  # fmt: skip


def resting(rr_ms: FloatArray, rest_s: tuple[float, float], *, kind: PhaseKind = PhaseKind.REST) -> Inputs:
    """Beats with one phase."""
    return session(beats_of(rr_ms), phases=Phases((phase(kind, *rest_s),)))


def lost(beats: Beats, from_s: float, until_s: float) -> Beats:
    """The beats without those of a stretch."""
    keep = (beats.time_s <= from_s) | (beats.time_s - beats.rr_ms / 1000.0 >= until_s)
    return Beats(beats.time_s[keep], beats.rr_ms[keep])


@TABLE.case(45.0, "hrv.window.STEP_S")
def windows_begin_at_multiples_of_fifteen_seconds() -> object:
    """With 30 s lost from 20 s on, five minutes miss less than 15 s where they begin after 35 s."""
    made = session(lost(beats_of(sinus(500)), 20.0, 50.0), phases=Phases((phase(PhaseKind.REST, 0.0, 460.0),)))
    return window_of(made).start_s


@TABLE.case((60.0, 360.0), "hrv.window.SETTLING_S")
def recovery_is_used_from_its_second_minute_on() -> object:
    found = window_of(resting(sinus(700), (0.0, 600.0), kind=PhaseKind.RECOVERY))
    return found.start_s, found.stop_s


def caveats(beats: Beats) -> int:
    """How many caveats the window of five minutes of rest carries."""
    return len(window_of(session(beats, phases=Phases((phase(PhaseKind.REST, 0.0, 300.0),)))).caveats)


@TABLE.case((0, 1), "hrv.window.COVERED_SHARE")
def a_good_window_is_covered_to_95_percent() -> object:
    return tuple(caveats(lost(beats_of(np.full(300, 1000.0)), 100.0, 100.0 + missing)) for missing in (12, 18))


def rising(bpm: float) -> Beats:
    """Five minutes in which heart rate rises steadily from 60 bpm."""
    time_s, rr_ms = 0.0, []
    while time_s < 299.5:
        rr_ms.append(60_000.0 / (60.0 + bpm * time_s / 300.0))
        time_s += rr_ms[-1] / 1000.0
    return beats_of(rr_ms)


@TABLE.case((0, 1), "hrv.window.STEADY_BPM")
def a_trend_of_over_5_bpm_is_said() -> object:
    return caveats(rising(4.5)), caveats(rising(5.5))


@TABLE.case((False, True), "hrv.window.DRIFTING_BPM")
def a_trend_of_over_10_bpm_is_no_rest() -> object:
    return tuple(refuses(partial(caveats, rising(bpm))) for bpm in (9.0, 11.0))


@TABLE.case((False, True), "hrv.series.EDGE_SHARE")
def beats_fill_95_percent_of_what_is_asked() -> object:
    return tuple(refuses(partial(require, series(60), "time", covered_s=s)) for s in (58.0, 56.0))


@TABLE.case((False, True), "hrv.series.NIGHT_S")
def a_night_has_four_hours_of_beats() -> object:
    return tuple(refuses(partial(require, series(60), "night", covered_s=s)) for s in (14_000.0, 13_400.0))


# --- whether beats are beats


def pattern(bpm: FloatArray) -> str | None:
    """The fingerprint of intervals made from heart rate."""
    found = why_not_beats(beats_of(np.rint(60_000.0 / bpm)))
    return None if found is None else found.name


@TABLE.case(("lattice", None), "hrv.window.FEWEST_INTERVALS")
def twenty_intervals_show_a_pattern() -> object:
    bpm = np.tile([60.0, 63.0, 61.0, 66.0, 62.0, 65.0], 5)
    return pattern(bpm[:22]), pattern(bpm[:18])


@TABLE.case(("lattice", None), "hrv.window.FEWEST_VALUES")
def two_values_may_meet_a_lattice_by_chance() -> object:
    return pattern(np.tile([60.0, 63.0, 61.0], 20)), pattern(np.tile([60.0, 63.0], 30))


@TABLE.case(("lattice", None), "hrv.window.TELLING_CHANCE")
def a_lattice_as_fine_as_the_clock_says_nothing() -> object:
    """Tenths of a bpm lie 2.2 ms apart at 52 bpm, and 1.8 ms apart at 57.5 bpm: chances of 0.45 and 0.55."""
    steps = np.tile([0.1, 0.3, -0.1, 0.4, 0.2, -0.3], 12)
    return pattern(52.0 + steps), pattern(57.5 + steps)


# --- intervals and courses


@TABLE.case((10, 20), "hrv.confidence.BLOCK_S")
def blocks_are_a_minute_long() -> object:
    return block_count(600.0), block_count(1200.0)


@TABLE.case(0.742, "hrv.confidence.FARTHEST_SHARE", "hrv.confidence.NOISE_OF_LAGS")
def a_line_does_not_average_out_over_a_quarter_of_the_lags() -> object:
    """2 / 100 x (1 + 2 x the sum of 1 - k / 100 up to k = 25) / 1.2."""
    return round(relative_variance(np.tile([1.0, -1.0], 50)), 3)


@TABLE.case((43.3, 56.7), "hrv.confidence.FEW_BLOCKS")
def an_error_from_few_blocks_is_raised_by_15_percent() -> object:
    """Half of the steps count, with an error of 3 % from ten blocks: Wilson's interval for 0.25 / 0.0345^2 trials."""
    variance = relative_variance(np.random.default_rng(3).normal(size=3000))
    return tuple(round(end, 1) for end in interval_of_share(50.0, np.tile([51.0, 49.0], 5), 3000, variance))


@TABLE.case((1.3, 1.54), "hrv.confidence.SLOWEST_COSINES", "hrv.confidence.REDDENING")
def a_mean_errs_by_its_three_slowest_cosines_and_more_below_five_minutes() -> object:
    """One wave of half a period: 3.182 x sqrt(0.5 / 3); with 300 s / e, x sqrt(1.4)."""
    course = np.cos(np.pi * (np.arange(400) + 0.5) / 400)
    return tuple(round(interval_of_mean(0.0, course, covered_s)[1], 2) for covered_s in (300.0, 300.0 / math.e))


@TABLE.case((-10.0, 10.0), "hrv.confidence.WIDEST")
def an_interval_ends_at_e_to_the_tenth() -> object:
    return tuple(round(float(np.log(bound)), 6) for bound in spread(1.0, 50.0, Scale.LOGARITHM))


def course(rr_ms: FloatArray, rejected: int = 0) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Times, heart rate and alpha1 of a course; the last beats rejected."""
    state = np.full(rr_ms.size, BeatState.NORMAL)
    state[rr_ms.size - rejected :] = BeatState.REJECTED
    found = course_of(beats_of(rr_ms), state)
    return found.time_s, found.bpm, found.alpha1


@TABLE.case(20.0, "hrv.dfa_threshold.COURSE_STEP_S")
def a_course_moves_on_by_twenty_seconds() -> object:
    return float(np.diff(course(np.full(200, 1000.0))[0])[0])


@TABLE.case((20.0, 40.0), "hrv.dfa_threshold.MOST_WINDOWS")
def beyond_a_day_a_course_takes_longer_steps() -> object:
    return tuple(float(np.diff(course(np.full(windows, 20_000.0))[0])[0]) for windows in (4300, 4400))


@TABLE.case((True, False), "hrv.dfa_threshold.LEAST_COVERED")
def usable_beats_cover_four_fifths_of_a_window() -> object:
    return tuple(bool(np.isfinite(course(np.full(120, 1000.0), rejected)[1][0])) for rejected in (19, 29))


@TABLE.case((True, False), "hrv.dfa_threshold.FEWEST_BEATS")
def alpha1_needs_eighty_beats_in_a_window() -> object:
    return tuple(bool(np.isfinite(course(np.tile([rr_ms, rr_ms + 1.0], 60))[2][0])) for rr_ms in (1428.0, 1578.0))


@TABLE.case((True, False), "hrv.frequency_domain.LONGEST_COMPARED_S")
def two_spectra_are_compared_up_to_two_hours() -> object:
    return tuple(
        "lomb_scargle_ms2" in measured("hrv_hf", session(beats_of(sinus(n)), window="whole")).parts
        for n in (7000, 8100)
    )


@TABLE.case((1, 0), "hrv.long_term.LEAST_COVERED")
def half_of_a_segment_is_covered() -> object:
    return tuple(int(segments_of(np.arange(1.0, n + 1.0), np.full(n, 1000.0), 0.0).mean_ms.size) for n in (165, 135))


@TABLE.case((7200.0, 28_800.0), "hrv.long_term.NIGHT_BEGINS_H")
def a_night_lasts_from_midnight_to_six() -> object:
    """Recorded from ten in the evening on."""
    made = session(beats_of(sinus(36_000)))
    recording = replace(made.recording, start=datetime(2026, 5, 4, 22, tzinfo=UTC))
    window = measured("hrv_night_sdnn", replace(made, recording=recording)).window
    return window and tuple(round(moment, -1) for moment in window)


@TABLE.case((False, True), "hrv.nonlinear.LONG_SERIES")
def very_long_series_are_put_on_whole_milliseconds() -> object:
    """Values that differ by less than a millisecond are alike only where they are rounded."""

    def alike(count: int) -> bool:
        values = 1000.0 + np.linspace(-0.4, 0.4, count)
        run = ContiguousNN(np.arange(float(count)), values, values, 0.0, float(count))
        return bool(_matches(run, 1e-9, closed=True).short.sum())

    return alike(19_000), alike(21_000)


# --- time constants


@TABLE.case(1.028, "kinetics.GRID")
def neighbouring_time_constants_differ_by_three_percent() -> object:
    grid_s = tau_grid_s(5.0, 400.0)
    return round(float(grid_s[1] / grid_s[0]), 3)


@TABLE.case(True, "kinetics.BLOCK")
def what_a_fit_left_over_is_seen_in_means_over_fifteen_seconds() -> object:
    """Leftovers that change sign every 15 s are as large in such means as those that do so every minute."""
    time_s = np.arange(240.0)
    quick, slow = (np.tile(pieces((1.0, half), (-1.0, half)), 120 // half) for half in (15, 60))
    sizes = [_size_of_waves(time_s, left, np.ones((240, 1))) for left in (quick, slow)]
    return abs(sizes[0] / sizes[1] - 1.0) < 1e-9


@TABLE.case((60, 200), "kinetics.EVERY")
def of_the_draws_of_a_rise_every_fifth_is_taken() -> object:
    time_s = np.arange(120.0)
    bpm = 70.0 + 40.0 * (1.0 - np.exp(-time_s / 30.0))
    fit = fit_onset(time_s, bpm, 70.0, tau_grid_s(5.0, 180.0), np.arange(0.0, 4.0))
    return round(fit.tau_s * 2), fit.draws_s.size


@TABLE.case((True, False), "kinetics.SURE_SHARE")
def nearly_all_draws_lie_within_the_grid() -> object:
    taus_s, line = tau_grid_s(5.0, 180.0), np.arange(9.0)
    draws = (np.where(np.arange(1000) < outside, 5.0, 30.0) for outside in (20, 30))
    return tuple(_fit(taus_s, (30.0, 1.0, 1.0, 0.0), drawn, line, line).bounded for drawn in draws)


@TABLE.case(2.2, "kinetics.FEWEST_FREEDOM")
def of_a_short_stretch_the_leftovers_size_is_known_with_two_degrees_of_freedom_at_least() -> object:
    """Waves as large as the leftovers, times Student's 4.303 over 1.960: 40 s would tell less than two degrees."""
    time_s = np.arange(40.0)
    design = np.linalg.qr(np.column_stack([np.exp(-time_s / 40.0), np.ones(40), time_s * np.exp(-time_s / 40.0)]))[0]
    waves = unit_pink_noise(40)
    left = waves[::5] - (waves[::5] @ design) @ design.T
    means = np.stack([left[:, first : first + 15].mean(axis=1) for first in (0, 15, 30)])
    size_bpm = _size_of_waves(time_s, np.ones(40), design)
    return round(float(size_bpm * np.sqrt(np.mean(means**2))), 2)


@TABLE.case(True, "response.onset.SHORTER")
def other_analysts_might_have_fitted_half_or_two_thirds_or_four_fifths_of_a_rise() -> object:
    time_s = np.arange(200.0)
    bpm = 40.0 * (1.0 - np.exp(-time_s / 30.0)) + 0.05 * time_s
    taus_s, delays_s = tau_grid_s(5.0, 180.0), np.arange(0.0, 4.0)
    whole, *parts = (onset_taus_s(time_s[:n], bpm[None, :n], taus_s, delays_s)[0] for n in (200, 100, 130, 160))
    expected = float(np.sqrt(np.mean(np.log(np.array(parts) / whole) ** 2)))
    return abs(_sd_by_choices(time_s, bpm, (whole, 0.0), taus_s, delays_s) - expected) < 1e-9


@TABLE.case(True, "hrv.spectrum.NOISE_OF_LAGS")
def of_what_noise_adds_to_the_squared_lags_of_one_segment_a_little_under_half_is_taken_out() -> object:
    """A line adds nothing to them, noise three quarters: between the two lies what intervals of either bear."""
    segments = [welch(row, 4.0, 1200) for row in np.random.default_rng(5).normal(size=(40, 1200))]
    flat = replace(segments[0], density=np.ones(segments[0].density.size))
    inverse = np.mean([1.0 / band_freedom(one, 0.15, 0.40) for one in segments])
    added = inverse * band_freedom(flat, 0.15, 0.40) - 1.0
    even = Spectrum(np.arange(101) / 200.0, np.ones(101), 2.0, 200.0)  # its lags but the first are nil
    taken_out = band_freedom(even, -1.0, 1.0) / 200.0 - 1.0
    return 0.6 < added < 0.9 and 0.42 < taken_out / added < 0.5


TABLE.not_held(
    "how many draws, or from where they begin: changes an interval by chance only",
    "hrv.geometric.DRAWS",
    "hrv.geometric.SEED",
)
TABLE.not_held(
    "chooses between two ways to the same number, by memory or speed",
    "hrv.nonlinear.MOST_SET_BYTES",
    "hrv.nonlinear.BLOCK_BYTES",
    "kinetics.PIECE",
    "kinetics.SPANNING",
    "kinetics.TABLE_S",
)
TABLE.not_held(
    "how finely draws are worked out: the interval's ends move by less than it is said to",
    "kinetics.DELAY_STEP",
    "kinetics.COARSER",
    "sensor_smoothing.NODES",
)
