import numpy as np
import pytest
from scipy.integrate import solve_ivp

from pacing.model.phases import PhaseKind
from pacing.synthetic.first_order_response import Stretch, noiseless_bpm, stretches_of, undulation_bpm
from pacing.synthetic.plan import Bout, SessionPlan, Stand


def test_one_time_constant_after_the_start_63_percent_of_the_rise_is_reached() -> None:
    plan = SessionPlan(resting_bpm=60, rest_s=100, bouts=(Bout(duration_s=600, target_bpm=100, tau_on_s=40),))
    at_tau = noiseless_bpm(plan, np.array([140.0]))[0]
    assert at_tau == pytest.approx(60 + 40 * (1 - np.exp(-1)), abs=1e-9)


def test_recovery_falls_as_the_clinical_table_says() -> None:
    """Rest 70, amplitude 80, tau 60: drops of 31.4775, 50.5696 and 69.1732 bpm after 30, 60 and 120 s."""
    bout = Bout(duration_s=36000, target_bpm=150, tau_off_s=60, recovery_s=300, recovery_offset_bpm=0)
    plan = SessionPlan(resting_bpm=70, rest_s=10, bouts=(bout,))
    bpm = noiseless_bpm(plan, 36010 + np.array([0.0, 30.0, 60.0, 120.0]))
    assert bpm[0] - bpm[1:] == pytest.approx([31.4775, 50.5696, 69.1732], abs=1e-4)


def test_the_closed_form_solves_the_differential_equation_through_bouts_and_drift() -> None:
    bouts = (
        Bout(duration_s=200, target_bpm=110, tau_on_s=35, drift_bpm_per_min=2, recovery_s=90, tau_off_s=50),
        Bout(duration_s=150, target_bpm=130, tau_on_s=25, recovery_s=0),
        Bout(duration_s=100, target_bpm=95, tau_on_s=60, recovery_s=200, tau_off_s=80),
    )
    plan = SessionPlan(resting_bpm=65, rest_s=60, bouts=bouts)
    time_s = np.arange(0.0, plan.duration_s)

    value, integrated = 65.0, []
    for stretch in stretches_of(plan):
        inside = time_s[(time_s >= stretch.start_s) & (time_s < stretch.stop_s)]

        def change(at_s: float, bpm: np.ndarray, s: Stretch = stretch) -> np.ndarray:
            return (s.level_bpm + s.slope_bpm_per_s * (at_s - s.start_s) - bpm) / s.tau_s

        solved = solve_ivp(
            change,
            (stretch.start_s, stretch.stop_s),
            [value],
            t_eval=np.append(inside, stretch.stop_s),
            rtol=1e-9,
            atol=1e-9,
        )
        integrated.append(solved.y[0][:-1])
        value = float(solved.y[0][-1])
    assert noiseless_bpm(plan, time_s) == pytest.approx(np.concatenate(integrated), abs=1e-5)


def test_a_slow_share_leaves_the_early_fall_and_stretches_the_late_one() -> None:
    quick = SessionPlan(rest_s=10, bouts=(Bout(duration_s=3000, target_bpm=120, recovery_s=600),))
    slow = SessionPlan(rest_s=10, bouts=quick.bouts, slow_share=0.3, tau_slow_s=300)
    time_s = np.array([3010.0, 3310.0])
    assert noiseless_bpm(slow, time_s)[0] == pytest.approx(noiseless_bpm(quick, time_s)[0])
    fallen = noiseless_bpm(quick, time_s)[1], noiseless_bpm(slow, time_s)[1]
    assert fallen[1] - fallen[0] == pytest.approx(50 * 0.3 * (np.exp(-1) - np.exp(-300 / 60)), abs=0.1)


def test_standing_up_peaks_near_beat_15_and_slows_near_beat_30() -> None:
    plan = SessionPlan(resting_bpm=60, rest_s=300, bouts=(), stand=Stand(at_s=100, rise_bpm=20))
    bpm = noiseless_bpm(plan, np.arange(0.0, 300.0))
    assert 108 <= 100 + int(np.argmax(bpm[100:120])) <= 116
    assert 120 <= 116 + int(np.argmin(bpm[116:140])) <= 130
    assert bpm[:100] == pytest.approx(60)
    assert bpm[-1] == pytest.approx(80, abs=0.1)


def test_a_plan_ends_where_the_recording_was_ended() -> None:
    plan = SessionPlan(rest_s=60, bouts=(Bout(duration_s=100, recovery_s=300),), recorded_after_s=40)
    last = stretches_of(plan)[-1]
    assert (last.kind, last.start_s, last.stop_s) == (PhaseKind.RECOVERY, 160, 200)
    assert plan.duration_s == 200


def test_an_undulating_pace_leaves_rest_untouched_and_fades_with_the_recovery() -> None:
    bout = Bout(duration_s=300, undulation_bpm=3, tau_off_s=60, recovery_s=200)
    plan = SessionPlan(rest_s=100, bouts=(bout,))
    time_s = np.arange(0.0, 600.0)
    added = undulation_bpm(plan, time_s, np.ones(600))
    assert (added[:100] == 0).all()
    assert added[399] == pytest.approx(3.0, abs=0.01)
    assert added[459] == pytest.approx(added[399] * np.exp(-1), rel=1e-6)


def test_the_night_is_slower_than_the_day() -> None:
    plan = SessionPlan(rest_s=86400, bouts=(), night_dip_bpm=8, resting_bpm=64)
    start = plan.start
    assert start is not None
    until_four = ((28 - start.hour) * 60 - start.minute) * 60.0
    assert noiseless_bpm(plan, np.array([until_four, until_four - 43200])) == pytest.approx([56.0, 64.0], abs=1e-9)
