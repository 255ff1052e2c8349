import numpy as np
import pytest

from pacing.synthetic.session import STEADY, Bout, SessionPlan, Stand, make_session
from pacing.synthetic.truth import highest_mean_bpm, variability_of_beats


def test_rmssd_and_sdnn_of_alternating_intervals_have_their_closed_form() -> None:
    """100 intervals of 800 and 900 ms in turn: RMSSD 100, SDNN 50 sqrt(100/99)."""
    beat_s = np.concatenate([[0.0], np.cumsum(np.tile([0.8, 0.9], 50))])
    rmssd, sdnn = variability_of_beats(beat_s, 0.0, 1000.0)
    assert rmssd == pytest.approx(100.0)
    assert sdnn == pytest.approx(50 * np.sqrt(100 / 99))


def test_too_few_beats_have_no_variability() -> None:
    assert variability_of_beats(np.array([0.0, 0.8, 1.6]), 0.0, 10.0) == (None, None)


def test_the_peak_of_a_short_series_is_its_mean() -> None:
    assert highest_mean_bpm(np.array([60.0, 70.0])) == 65.0


def test_standing_up_has_its_rise_and_its_ratio_in_closed_form() -> None:
    """Without variability: 20 bpm up from 60 settle; the ratio is that of the rates at the peak and in the dip."""
    plan = SessionPlan(
        resting_bpm=60, rest_s=600, bouts=(), stand=Stand(300, rise_bpm=20), beats=True, variability=STEADY
    )
    truth = make_session(plan, 1).truth
    assert truth.stand_rise_bpm(300.0) == pytest.approx(20.0, abs=0.1)
    after = truth.bpm[300:340]
    ratio = truth.thirty_fifteen(300.0)
    assert ratio == pytest.approx(after[8:18].max() / after[18:32].min(), abs=0.03)
    assert ratio is not None
    assert ratio > 1.04


def test_without_beats_there_is_no_ratio() -> None:
    plan = SessionPlan(rest_s=600, bouts=(), stand=Stand(300))
    assert make_session(plan, 1).truth.thirty_fifteen(300.0) is None


def test_dose_is_height_times_minutes() -> None:
    plan = SessionPlan(rest_s=60, bouts=(Bout(duration_s=600, target_bpm=100, tau_on_s=0.01, recovery_s=0),))
    truth = make_session(SessionPlan(rest_s=60, bouts=plan.bouts, variability=STEADY), 1).truth
    assert truth.dose_bpm_min(90.0) == pytest.approx(10 * 10, abs=0.2)


def test_the_realised_drop_is_near_the_noiseless_one_without_variability() -> None:
    plan = SessionPlan(rest_s=60, bouts=(Bout(duration_s=900, recovery_s=200),), variability=STEADY)
    truth = make_session(plan, 1).truth
    drop = truth.recoveries[0].drop_bpm[2]
    assert drop is not None
    assert truth.realised_drop_bpm(960.0, 120.0) == pytest.approx(drop, abs=0.1)
