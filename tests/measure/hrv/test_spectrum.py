from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.hrv.spectrum import (
    NOISE_OF_LAGS,
    Spectrum,
    band_freedom,
    band_power,
    cubic_spline,
    detrended_smoothness_priors,
    lomb,
    resampled,
    trapezoid_power,
    welch,
)
from pacing.model.arrays import FloatArray

LF, HF, VLF = (0.04, 0.15), (0.15, 0.40), (0.003, 0.04)


def pattern(mean_s: float, amplitude_s: float, hz: float, length_s: float = 3600.0) -> FloatArray:
    """An ANSI/AAMI EC57 test pattern [ms]: each interval is read off a sine at the beat's time."""
    clock, found = 0.0, []
    while clock < length_s:
        found.append(mean_s + amplitude_s * np.sin(2.0 * np.pi * hz * clock))
        clock += found[-1]
    return 1000.0 * np.array(found)


def test_the_pattern_begins_as_published() -> None:
    assert pattern(0.8, 0.035, 0.25, 3.0)[:3] == pytest.approx([800.0, 833.28698, 819.06450], abs=1e-4)


@pytest.mark.parametrize(
    ("mean_s", "amplitude_s", "hz", "band", "power"),
    [
        (0.8, 0.035, 0.25, HF, 612.5),
        (1.0, 0.070, 0.10, LF, 2450.0),
        (3.0, 0.280, 0.0333, VLF, 39200.0),
    ],
)
def test_ec57_patterns_carry_their_power_within_two_percent(
    mean_s: float, amplitude_s: float, hz: float, band: tuple[float, float], power: float
) -> None:
    rr_ms = pattern(mean_s, amplitude_s, hz)
    time_s = np.cumsum(rr_ms) / 1000.0
    assert band_power(welch(resampled(time_s, rr_ms, 4.0), 4.0, 1200), *band) == pytest.approx(power, rel=0.02)
    assert band_power(lomb(time_s, rr_ms), *band) == pytest.approx(power, rel=0.02)


def test_ec57_pattern_5_puts_nothing_into_the_bands() -> None:
    rr_ms = pattern(1.5, 0.140, 0.000278)
    spectrum = welch(resampled(np.cumsum(rr_ms) / 1000.0, rr_ms, 4.0), 4.0, 1200)
    assert band_power(spectrum, 0.003, 0.40) < 0.001 * 9800.0


def test_one_line_has_two_to_four_degrees_of_freedom_a_segment_however_wide_the_band() -> None:
    line = np.sin(2.0 * np.pi * 0.25 * np.arange(1200) / 4.0)
    for low, high in ((0.15, 0.40), (0.2, 0.3)):
        assert 1.5 < band_freedom(welch(line, 4.0, 1200), low, high) < 4.0
    assert 15.0 < band_freedom(welch(np.tile(line, 8), 4.0, 1200), 0.15, 0.40) < 55.0


def test_noise_has_two_degrees_of_freedom_for_every_two_frequencies_of_the_band() -> None:
    noise = np.random.default_rng(5).normal(size=(40, 1200))
    found = np.mean([1.0 / band_freedom(welch(row, 4.0, 1200), 0.15, 0.40) for row in noise])
    expected = 2 * 0.25 * 300 / 1.94  # 75 frequencies of 1/300 Hz, each under a Hann window
    assert 0.6 * expected < 1.0 / found < 1.05 * expected
    assert band_freedom(welch(np.zeros(1200), 4.0, 1200), 0.15, 0.40) == 0.0


def test_the_spline_equals_the_independent_one() -> None:
    from scipy.interpolate import CubicSpline

    random = np.random.default_rng(1)
    x, y = np.cumsum(random.uniform(0.5, 1.2, 60)), random.standard_normal(60)
    at = np.linspace(x[0], x[-1], 500)
    assert cubic_spline(x, y, at) == pytest.approx(CubicSpline(x, y)(at), abs=1e-12)


@pytest.mark.parametrize("detrend", ["linear", "constant"])
def test_welch_equals_the_independent_one(detrend: Literal["linear", "constant"]) -> None:
    from scipy import signal

    values = np.random.default_rng(2).standard_normal(3000)
    _, density = signal.welch(values, 4.0, nperseg=256, detrend=lambda part: signal.detrend(part, type=detrend))
    assert welch(values, 4.0, 256, detrend=detrend).density == pytest.approx(density, abs=1e-12)


def test_lomb_equals_the_independent_one_to_a_few_thousandths_of_its_peak() -> None:
    from scipy import signal

    random = np.random.default_rng(3)
    rr_ms = 850.0 + 40.0 * random.standard_normal(400)
    time_s = np.cumsum(rr_ms) / 1000.0
    clock, level = time_s - time_s.mean(), rr_ms - rr_ms.mean()
    level -= clock * (clock @ level) / (clock @ clock)
    found = lomb(time_s, rr_ms)
    slow = signal.lombscargle(time_s, level, 2.0 * np.pi * found.hz) * 2.0 * (rr_ms.sum() / 1000.0) / rr_ms.size
    assert np.abs(found.density - slow).max() < 0.005 * slow.max()


def test_slow_waves_alone_are_those_of_the_whole_spectrum() -> None:
    random = np.random.default_rng(8)
    rr_ms = 850.0 + 60.0 * np.sin(np.arange(40_000) / 900.0) + 40.0 * random.standard_normal(40_000)
    time_s, worn = np.cumsum(rr_ms) / 1000.0, random.random(40_000) > 0.1
    whole, slow = (lomb(time_s[worn], rr_ms[worn], up_to_hz=hz) for hz in (0.5, 0.003))
    asked = whole.hz < 0.003
    assert slow.density[asked] == pytest.approx(whole.density[asked], rel=1e-9, abs=1e-9)
    assert slow.density.size == whole.density.size
    assert not slow.density[whole.hz > 0.0031].any()
    band = whole.step_hz, 0.003
    assert band_power(slow, *band) == pytest.approx(band_power(whole, *band), rel=1e-10)


def test_the_freedom_of_a_narrow_band_of_many_frequencies_is_that_of_its_lags() -> None:
    density = np.random.default_rng(9).exponential(1.0, 30_001)
    hz = np.arange(30_001.0) * 1e-5
    spectrum = Spectrum(hz, density, 2.0, 25_000.0)
    narrow = np.where(spectrum.hz <= 0.001, density, 0.0)
    narrow[0] /= 2.0  # no spacing lies below nil
    along = np.fft.irfft(narrow)[: 60_000 // 16 + 1]
    lags = 1.0 - np.arange(along.size) / 15_000
    squares = (along / along[0] / lags) ** 2 * lags
    variance = 2.0 / 15_000 * (2.0 * squares.sum() - squares[0]) / (1.0 + NOISE_OF_LAGS)
    assert band_freedom(spectrum, 0.0, 0.001005) == pytest.approx(2.0 / variance, rel=1e-9)


def test_smoothness_priors_equal_the_dense_formula() -> None:
    values = np.random.default_rng(4).standard_normal(60).cumsum()
    second = np.diff(np.eye(60), 2, axis=0)
    dense = values - np.linalg.solve(np.eye(60) + 500.0**2 * second.T @ second, values)
    assert detrended_smoothness_priors(values) == pytest.approx(dense, abs=1e-7)
    assert detrended_smoothness_priors(np.array([3.0, 5.0])).tolist() == [-1.0, 1.0]  # two have no bend


@given(st.floats(0.003, 0.2), st.floats(0.001, 0.2))
def test_bands_that_touch_add_up(middle_hz: float, width_hz: float) -> None:
    spectrum = welch(np.random.default_rng(5).standard_normal(1200), 4.0, 1200)
    high_hz = middle_hz + width_hz
    parts = band_power(spectrum, 0.003, middle_hz) + band_power(spectrum, middle_hz, high_hz)
    assert parts == pytest.approx(band_power(spectrum, 0.003, high_hz))


def test_all_power_is_the_variance() -> None:
    values = np.random.default_rng(6).standard_normal(1200)
    spectrum = welch(values, 4.0, 1200, detrend="constant")
    window = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(1200) / 1200)
    weighed = float(((values - values.mean()) * window) @ ((values - values.mean()) * window) / (window @ window))
    assert float(spectrum.density.sum() * spectrum.step_hz) == pytest.approx(weighed)


def test_the_trapezoid_leaves_out_the_half_bins_at_the_edges() -> None:
    spectrum = welch(np.random.default_rng(7).standard_normal(1200), 4.0, 1200)
    assert trapezoid_power(spectrum, *LF) < band_power(spectrum, *LF)


def test_unknown_settings_are_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="detrending"):
        welch(np.ones(100), 4.0, 50, detrend="quadratic")
    with pytest.raises(ValueError, match="interpolation"):
        resampled(np.arange(10.0), np.ones(10), 4.0, "nearest")
    with pytest.raises(ValueError, match="four intervals"):
        lomb(np.arange(3.0), np.ones(3))
