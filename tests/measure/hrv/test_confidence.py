"""How often the 95 % intervals hold the true value: stationary windows of five minutes cut from one long series."""

import numpy as np
import pytest

from pacing.measure.hrv.confidence import (
    Scale,
    chi_square_bounds,
    interval_of_mean,
    interval_of_root,
    interval_of_share,
    interval_on_scale,
    jackknife_error,
    relative_variance,
    spread,
)
from pacing.measure.session import all_indices, measure_index
from pacing.model.arrays import FloatArray
from pacing.model.person import Correction
from tests.measure.hrv_sessions import beats_of, session

WINDOWS = 120
BEATS = 375
POWERS = ("hrv_vlf", "hrv_lf", "hrv_hf", "hrv_total_power")
INDICES = all_indices()
STUDIED = (
    *(
        "hrv_mean_nn",
        "hrv_sdnn",
        "hrv_rmssd",
        "hrv_ln_rmssd",
        "hrv_sdsd",
        "hrv_pnn50",
        "hrv_pnn20",
        "hrv_sd1",
        "hrv_sd2",
    ),
    *("hrv_sd_ratio", "hrv_csi", "hrv_cvi", "hrv_triangular_index", "hrv_tinn", "hrv_stress_index", "hrv_lf_hf"),
    *("hrv_lf_nu", "hrv_hf_nu", "hrv_sampen", "hrv_dfa_alpha1", *POWERS),
)


def steady_series(count: int) -> FloatArray:
    """Stationary noise with resonances at 0.25 and 0.1 Hz and a 1/f floor [ms]: every window has the same truth."""
    random = np.random.default_rng(1)
    hz = np.fft.rfftfreq(count, 0.8)

    def resonance(middle: float, width: float, power: float) -> FloatArray:
        bell: FloatArray = power / width * np.exp(-0.5 * ((hz - middle) / width) ** 2)
        return bell

    density = resonance(0.25, 0.02, 320.0) + resonance(0.1, 0.015, 200.0) + 40.0 * (hz > 0.004) / np.maximum(hz, 0.004)
    noise = random.normal(size=hz.size) + 1j * random.normal(size=hz.size)
    waves = np.fft.irfft(noise * np.sqrt(density), count)
    rr_ms: FloatArray = np.round(800.0 + 45.0 * waves / waves.std() + 4.0 * random.normal(size=count))
    return rr_ms


@pytest.mark.slow
def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    series = steady_series(WINDOWS * BEATS)
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in STUDIED}
    for start in range(0, series.size, BEATS):
        made = session(beats_of(series[start : start + BEATS]), window="whole", correction=Correction.NONE)
        for name in STUDIED:
            one = measure_index(INDICES[name], made)
            assert one.value is not None
            assert one.low is not None
            assert one.high is not None
            found[name].append((one.value, one.low, one.high))
    covered = {}
    for name, rows in found.items():
        values, lows, highs = np.array(rows).T
        truth = values.mean() if name in POWERS else np.median(values)
        covered[name] = float(np.mean((lows <= truth) & (highs >= truth)))
    assert {name: share for name, share in covered.items() if share < 0.90} == {}
    assert np.mean(list(covered.values())) > 0.94


def left_out(blocks: FloatArray) -> FloatArray:
    without: FloatArray = (blocks.sum() - blocks) / (blocks.size - 1)
    return without


def test_the_jackknife_of_a_mean_of_unlike_neighbours_is_its_standard_error() -> None:
    values = np.array([1.0, -1.2, 0.9, -1.0, 1.3, -0.8, 1.1, -1.3])
    assert jackknife_error(left_out(values)) == pytest.approx(values.std(ddof=1) / np.sqrt(8))


def test_blocks_that_resemble_their_neighbours_widen_the_error() -> None:
    values = np.sin(np.arange(12) / 4.0)
    off = values - values.mean()
    shared = off[1:] @ off[:-1] / (off @ off) + 1 / 12
    plain = values.std(ddof=1) / np.sqrt(12)
    assert jackknife_error(left_out(values)) == pytest.approx(plain * np.sqrt(1 + 2 * shared))
    assert shared > 0.7


def test_equal_blocks_have_no_error() -> None:
    assert jackknife_error(np.full(5, 42.0)) == 0.0


def test_the_interval_on_a_plain_scale_is_students() -> None:
    values = np.array([1.0, 6.0, 2.0, 5.0, 3.0, 4.0])
    low, high = interval_on_scale(3.5, left_out(values), Scale.PLAIN)
    assert high - low == pytest.approx(2 * 2.5706 * values.std(ddof=1) / np.sqrt(6), rel=1e-4)


def test_intervals_stay_where_an_index_can_be() -> None:
    assert spread(10.0, 1000.0, Scale.LOGARITHM)[0] > 0.0
    variance = relative_variance(np.random.default_rng(0).normal(size=300))
    low, high = interval_of_share(99.0, np.array([99.0, 98.0, 100.0, 99.5, 98.5]), 300, variance)
    assert 0.0 < low < 99.0 < high <= 100.0
    assert spread(0.0, 3.0, Scale.LOGARITHM) == (0.0, 0.0)


def test_none_of_a_hundred_may_still_be_four_percent() -> None:
    low, high = interval_of_share(0.0, np.zeros(6), 100, 0.0)
    assert low == 0.0
    assert high == pytest.approx(100 * 1.96**2 / (100 + 1.96**2), abs=0.01)
    assert interval_of_share(100.0, np.full(6, 100.0), 100, 0.0) == pytest.approx((100.0 - high, 100.0))


def test_a_mean_square_of_white_noise_has_as_many_degrees_of_freedom_as_values() -> None:
    found = [relative_variance(np.random.default_rng(seed).normal(size=400)) for seed in range(40)]
    assert 2.0 / np.mean(found) == pytest.approx(400.0, rel=0.45)  # the noise of the lags widens it, never narrows it
    assert 2.0 / np.mean(found) < 400.0


def test_a_course_that_resembles_itself_for_long_has_few_degrees_of_freedom() -> None:
    random = np.random.default_rng(3)
    slow = np.convolve(random.normal(size=460), np.ones(60), mode="valid")[:400]
    assert 2.0 / relative_variance(slow - slow.mean()) < 40.0
    assert relative_variance(np.zeros(50)) == 0.0


def test_the_chi_square_bounds_are_those_of_the_tables() -> None:
    from scipy.stats import chi2

    for freedom in (8.0, 20.0, 150.0):
        low, high = chi_square_bounds(freedom)
        assert low == pytest.approx(freedom / chi2.ppf(0.975, freedom), rel=0.01)
        assert high == pytest.approx(freedom / chi2.ppf(0.025, freedom), rel=0.02)


def test_a_root_is_less_surely_known_upwards() -> None:
    course = np.random.default_rng(4).normal(size=300)
    low, high = interval_of_root(1.0, relative_variance(course), np.ones(5))
    assert low < 1.0 < high
    assert high - 1.0 > 1.0 - low
    assert interval_of_root(0.0, 0.0, np.zeros(5)) == (0.0, 0.0)


def test_a_slow_drift_makes_a_mean_unsure_and_more_so_in_two_minutes() -> None:
    drift = np.linspace(-20.0, 20.0, 300)
    steady = np.tile([-20.0, 20.0], 150)
    wide, narrow = interval_of_mean(0.0, drift, 300.0), interval_of_mean(0.0, steady, 300.0)
    assert wide[1] > 10 * narrow[1]
    assert interval_of_mean(0.0, drift, 120.0)[1] == pytest.approx(wide[1] * np.sqrt(1 + 0.4 * np.log(2.5)))
