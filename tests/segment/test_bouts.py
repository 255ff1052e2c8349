"""Bouts laid out as phases."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin
from pacing.segment.bouts import Boundary, Bout, assemble_phases, hr_drop_after

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


def laid(bpm: FloatArray, start_s: float = 500.0, stop_s: float = 1000.0) -> list[tuple[PhaseKind, float, float]]:
    bout = Bout(at(start_s), at(stop_s))
    return [(p.kind, p.start_s, p.stop_s) for p in assemble_phases((bout,), T, bpm, NOBODY, NOBODY)]


@pytest.mark.parametrize(("start_s", "rested"), [(60.0, True), (59.0, False)])
def test_a_minute_of_quiet_is_rest(start_s: float, rested: bool) -> None:
    bpm = np.where((start_s <= T) & (T < 1000), 130.0, 90.0)
    assert (laid(bpm, start_s)[0] == (PhaseKind.REST, 0.0, start_s)) is rested


@pytest.mark.parametrize(("rise_bpm", "rested"), [(3.0, True), (2.9, False)])
def test_rest_is_three_beats_lower_than_exercise(rise_bpm: float, rested: bool) -> None:
    assert (laid(np.where(T < 500, 90.0, 90.0 + rise_bpm))[0][0] is PhaseKind.REST) is rested


@pytest.mark.parametrize(("length_s", "exercised"), [(30.0, True), (29.0, False)])
def test_half_a_minute_is_a_bout(length_s: float, exercised: bool) -> None:
    assert (PhaseKind.EXERCISE in [kind for kind, *_ in laid(BPM, 970.0, 970.0 + length_s)]) is exercised


@pytest.mark.parametrize(("known", "recovered"), [(10, True), (9, False)])
def test_ten_seconds_of_the_first_minute_show_a_recovery(known: int, recovered: bool) -> None:
    bpm = np.where((T >= 1000) & (1060 - known > T), np.nan, BPM)
    assert (laid(bpm)[-1][0] is PhaseKind.RECOVERY) is recovered


@pytest.mark.parametrize(("hole_s", "stop_s"), [(59, 2800.0), (60, 1200.0)])
def test_a_recovery_goes_on_over_a_minute_without_heart_rate(hole_s: int, stop_s: float) -> None:
    bpm = BPM.copy()
    bpm[1200 : 1200 + hole_s] = np.nan
    assert laid(bpm)[-1][2] == stop_s


@pytest.mark.parametrize(("moved_s", "active"), [(16, False), (17, True)])
def test_a_recovery_is_active_with_movement_in_over_a_tenth_of_it(moved_s: int, active: bool) -> None:
    """Of the seconds from 15 to 175 s after the stop, up to which heart rate was recorded."""
    bpm = np.where(T < 1175, BPM, np.nan)
    assert phases(bpm, moving=np.where((T >= 1020) & (1020 + moved_s > T), 1.0, 0.0))[-1].movement is active


@pytest.mark.parametrize(("known", "measured"), [(5, True), (4, False)])
def test_five_seconds_on_either_side_tell_how_far_heart_rate_fell(known: int, measured: bool) -> None:
    few_before = np.where((T >= 900) & (1000 - known > T), np.nan, BPM)
    few_after = np.where((1030 + known <= T) & (T < 1100), np.nan, BPM)
    assert [hr_drop_after(T, bpm, 1000.0) for bpm in (few_before, few_after)] == [40.0 if measured else None] * 2
