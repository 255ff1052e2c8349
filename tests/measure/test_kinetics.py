import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.heart_rate_noise import unit_pink_noise
from pacing.measure.kinetics import (
    _fades,
    _peak_tau,
    decay_taus_s,
    fit_decay,
    fit_onset,
    onset_taus_s,
    tau_grid_s,
)

TIME_S = np.arange(0.0, 300.0)
TAUS_S = tau_grid_s(5.0, 400.0)


@given(st.floats(15, 120), st.floats(15, 90), st.floats(55, 100))
def test_a_clean_decay_gives_its_own_numbers(tau_s: float, amplitude: float, level: float) -> None:
    fit = fit_decay(TIME_S, level + amplitude * np.exp(-TIME_S / tau_s), TAUS_S)
    assert fit.tau_s == pytest.approx(tau_s, rel=2e-3)
    assert fit.amplitude_bpm == pytest.approx(amplitude, rel=2e-2)
    assert fit.r_squared > 0.999


def test_gaps_do_not_move_the_time_constant() -> None:
    keep = np.ones(300, dtype=bool)
    keep[40:60] = False
    keep[::7] = False
    bpm = 70 + 50 * np.exp(-TIME_S / 45.0)
    assert fit_decay(TIME_S[keep], bpm[keep], TAUS_S).tau_s == pytest.approx(45.0, rel=2e-3)


def test_a_line_has_no_bounded_time_constant() -> None:
    assert not fit_decay(TIME_S, 150.0 - 0.1 * TIME_S, TAUS_S).bounded


def test_scatter_spreads_the_draws() -> None:
    rng = np.random.default_rng(2)
    clean = 70 + 50 * np.exp(-TIME_S / 45.0)
    noise = rng.standard_normal(300)
    spread = [float(fit_decay(TIME_S, clean + sd * noise, TAUS_S).draws_s.std()) for sd in (0.5, 3.0)]
    assert spread[1] > 3 * spread[0]


def test_an_onset_with_a_delay_gives_both() -> None:
    bpm = 70 + 40 * (1 - np.exp(-np.maximum(TIME_S - 12.0, 0) / 42.0))
    fit = fit_onset(TIME_S, bpm, 70.0, tau_grid_s(5.0, 180.0), np.arange(0.0, 31.0))
    assert fit.tau_s == pytest.approx(42.0, rel=2e-3)
    assert fit.delay_s == 12.0


@pytest.mark.parametrize("first", [0, 7])
def test_the_basis_of_the_decays_leaves_a_fit_as_it_is_by_all_of_them(first: int) -> None:
    bpm = 80.0 + 40.0 * np.exp(-TIME_S / 55.0) + unit_pink_noise(TIME_S.size)[3]
    shapes = np.exp(-TIME_S[first:] / TAUS_S[:, None])
    shapes -= shapes.mean(axis=1, keepdims=True)
    shapes /= np.sqrt((shapes**2).sum(axis=1, keepdims=True))
    plain = _peak_tau(TAUS_S, ((shapes @ bpm[first:]) ** 2)[None])[0]
    assert decay_taus_s(TIME_S, bpm, np.array([float(first)]), TAUS_S)[0] == pytest.approx(plain, rel=1e-9)
    assert first or fit_decay(TIME_S, bpm, TAUS_S).tau_s == pytest.approx(plain, rel=1e-9)


def test_a_rise_alone_has_the_time_constant_it_has_among_others_and_off_whole_seconds() -> None:
    delays_s = np.arange(0.0, 31.0)
    rises = 40.0 * (1.0 - np.exp(-TIME_S / 42.0)) + unit_pink_noise(TIME_S.size)[:3]
    together = onset_taus_s(TIME_S, rises, TAUS_S, delays_s)
    alone = [onset_taus_s(TIME_S, rise[None], TAUS_S, delays_s)[0] for rise in rises]
    assert alone == pytest.approx(together, rel=1e-9)
    assert _fades(TIME_S, TAUS_S.tobytes()) == pytest.approx(np.exp(-TIME_S[:, None] / TAUS_S), rel=1e-12)
    late_s = TIME_S + 0.25
    assert _fades(late_s, TAUS_S.tobytes()) == pytest.approx(np.exp(-late_s[:, None] / TAUS_S), rel=1e-12)
