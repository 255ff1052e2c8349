"""Bouts laid out as phases."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin
from pacing.segment.bouts import Boundary, Bout, assemble_phases

T = np.arange(4000.0)
NOBODY = np.zeros(T.size, dtype=np.bool_)
BPM = np.where((T >= 500) & (T < 1000), 130.0, 90.0)


def at(time_s: float) -> Boundary:
    return Boundary(time_s, PhaseOrigin.MOVEMENT, 3.0)


def phases(bpm: FloatArray = BPM, *, moving: FloatArray | None = None) -> tuple[Phase, ...]:
    bout = Bout(at(500.0), at(1000.0))
    if moving is None:
        return assemble_phases((bout,), T, bpm, NOBODY, NOBODY)
    return assemble_phases((bout,), T, bpm, moving > 0, ~NOBODY)


def test_a_recovery_lasts_half_an_hour_at_most() -> None:
    recovery = phases()[-1]
    assert (recovery.start_s, recovery.stop_s) == (1000.0, 2800.0)


def test_a_recovery_ends_at_a_hole_of_more_than_a_minute() -> None:
    bpm = BPM.copy()
    bpm[1100:1140] = np.nan
    bpm[1200:1300] = np.nan
    assert phases(bpm)[-1].stop_s == 1200.0


def test_a_recovery_whose_first_minute_is_missing_is_none() -> None:
    bpm = BPM.copy()
    bpm[1005:1070] = np.nan
    assert [p.kind for p in phases(bpm)] == [PhaseKind.REST, PhaseKind.EXERCISE]


def test_quiet_in_which_somebody_moves_is_no_rest() -> None:
    assert phases(moving=np.where(T < 500, 1.0, 0.0))[0].kind is PhaseKind.EXERCISE


def test_a_few_steps_to_a_chair_do_not_make_a_recovery_active_and_walking_does() -> None:
    assert phases(moving=np.where((T >= 1000) & (T < 1022), 1.0, 0.0))[-1].movement is False
    assert phases(moving=np.where((T >= 1000) & (T < 1090), 1.0, 0.0))[-1].movement is True
    assert phases()[-1].movement is None


def test_a_bout_of_seconds_left_over_by_markers_is_none() -> None:
    assert assemble_phases((Bout(at(500.0), at(520.0)),), T, BPM, NOBODY, NOBODY) == (
        Phase(PhaseKind.REST, 0.0, 500.0, PhaseOrigin.MOVEMENT, 1.0),
    )


def test_who_stood_still_before_a_bout_whose_heart_rate_was_set_aside_rested() -> None:
    bpm = np.where((T >= 500) & (T < 1000), np.nan, 90.0)
    assert phases(bpm, moving=np.where((T >= 500) & (T < 1000), 1.0, 0.0))[0].kind is PhaseKind.REST
    assert phases(bpm)[0].kind is PhaseKind.EXERCISE
