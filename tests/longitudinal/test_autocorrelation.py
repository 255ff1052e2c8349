"""Fits whose errors resemble their neighbours, against least squares, closed forms and scipy."""

import numpy as np
import pytest
import scipy

from pacing.longitudinal.autocorrelation import SHARED, autocorrelated_fit, noise_about_change


def line(size: int) -> np.ndarray:
    return np.column_stack((np.ones(size), np.arange(size) - (size - 1) / 2))


def test_the_first_of_the_fits_is_ordinary_least_squares() -> None:
    rng = np.random.default_rng(1)
    values = rng.standard_normal(20) + 0.3 * np.arange(20)
    expected = scipy.stats.linregress(np.arange(20), values)
    fit = autocorrelated_fit(line(20), values)
    assert fit.middles[0] == pytest.approx(expected.slope)
    assert fit.errors[0] == pytest.approx(expected.stderr)
    assert fit.weights.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("place", [0, 8, 16])
def test_each_fit_is_generalised_least_squares_with_its_own_covariance(place: int) -> None:
    values = np.random.default_rng(2).standard_normal(15)
    columns = line(15)
    between = SHARED[place] ** np.abs(np.subtract.outer(np.arange(15), np.arange(15)))
    weighed = np.linalg.inv(between)
    inverse = np.linalg.inv(columns.T @ weighed @ columns)
    expected = inverse @ columns.T @ weighed @ values
    fit = autocorrelated_fit(columns, values)
    left = values - columns @ expected
    assert fit.middles[place] == pytest.approx(expected[1])
    assert fit.variances[place] == pytest.approx(left @ weighed @ left / 13)
    assert fit.errors[place] == pytest.approx(np.sqrt(inverse[1, 1] * fit.variances[place]))


def test_sessions_like_their_neighbours_weigh_the_fits_that_say_so() -> None:
    rng = np.random.default_rng(3)
    alone, alike = rng.standard_normal(200), rng.standard_normal(200)
    for place in range(1, 200):
        alike[place] = 0.7 * alike[place - 1] + np.sqrt(1 - 0.49) * alike[place]
    assert autocorrelated_fit(line(200), alone).weights @ SHARED < 0.15
    assert autocorrelated_fit(line(200), alike).weights @ SHARED == pytest.approx(0.7, abs=0.12)


def test_many_independent_sessions_have_students_interval() -> None:
    values = np.random.default_rng(4).standard_normal(600)
    expected = scipy.stats.linregress(np.arange(600), values)
    low, high = autocorrelated_fit(line(600), values).interval
    assert (high - low) / 2 == pytest.approx(1.96 * expected.stderr, rel=0.15)


def test_equal_sessions_have_no_interval_to_speak_of() -> None:
    fit = autocorrelated_fit(line(9), np.full(9, 61.0))
    assert fit.interval == pytest.approx((0.0, 0.0), abs=1e-9)
    assert fit.half_width_of_difference(9, 4) == pytest.approx(0.0, abs=1e-9)


def test_the_noise_about_a_line_is_that_of_the_fit_by_a_line() -> None:
    values = np.random.default_rng(5).standard_normal(12) + 0.4 * np.arange(12)
    ways = noise_about_change(values)
    fit = autocorrelated_fit(line(12), values)
    models = ways.variances.size // SHARED.size
    assert ways.variances[::models] == pytest.approx(fit.variances)
    assert ways.errors[::models] == pytest.approx(fit.errors * np.arange(12).std())
    assert ways.weights[::models] / ways.weights[::models].sum() == pytest.approx(fit.weights)
    assert ways.weights.sum() == pytest.approx(1.0)


def test_a_lasting_step_is_a_change_and_not_noise() -> None:
    noise = np.random.default_rng(6).standard_normal(24)
    stepped = noise + 8.0 * (np.arange(24) >= 10)
    assert noise_about_change(stepped).scatter < 1.5 * noise_about_change(noise).scatter
