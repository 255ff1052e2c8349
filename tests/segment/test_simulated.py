"""How well the end of exercise is found in simulated sessions of known truth.

Sessions: effort 20 to 100 % of reserve, 5 to 30 min, time constants of recovery 35 to 110 s, a second slow part, drift,
drop-outs of four kinds, rest of 0 to 300 s before. The sensor is a strap, an optical one with lag, or one that writes
irregularly. The usual run makes fewer of them: one end of 24 may lie too far off, in the long one three of 60.
"""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from pacing.clean.clean import clean_recording
from pacing.model.phases import PhaseKind
from pacing.model.recording import Channel, Recording
from pacing.segment.phases import find_phases
from pacing.synthetic.session import (
    OPTICAL,
    SMART_OPTICAL,
    STRAP,
    Bout,
    CadenceLock,
    DropoutKind,
    MarkerStyle,
    RandomDropouts,
    SensorPlan,
    SessionPlan,
    SyntheticSession,
    make_session,
)

HARD_SHARE = 0.75
FEW, MANY = 24, 60
FEW_AND_MANY = pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
SENSORS = {"strap": STRAP, "optical": OPTICAL, "smart": SMART_OPTICAL}


@dataclass(frozen=True)
class Ends:
    """Errors of the ends found [s] (NaN: none was found) and the uncertainty said of each."""

    error_s: np.ndarray
    said_s: np.ndarray

    def within(self, limit_s: float) -> float:
        return float((np.abs(self.error_s) <= limit_s).mean())

    def covered(self) -> float:
        found = np.isfinite(self.error_s)
        return float((np.abs(self.error_s[found]) <= self.said_s[found]).mean())


def plan(rng: np.random.Generator, sensor: SensorPlan, *, speed: bool, steady: bool = False) -> SessionPlan:
    resting, maximum = rng.uniform(55, 85), rng.uniform(150, 190)
    offset = rng.uniform(0, 12)
    share = rng.uniform((20 + offset) / (maximum - resting), 1.0) if steady else rng.uniform(0.2, 1.0)
    bout = Bout(
        duration_s=float(rng.integers(300, 1800)),
        share_of_reserve=share,
        tau_on_s=rng.uniform(25, 60),
        tau_off_s=rng.uniform(35, 110),
        drift_bpm_per_min=rng.uniform(0, 0.6),
        undulation_bpm=rng.uniform(0, 2.0 if steady else 4.0),
        recovery_s=float(rng.integers(150, 400)),
        recovery_offset_bpm=offset,
    )
    return SessionPlan(
        resting_bpm=resting,
        maximum_bpm=maximum,
        rest_s=float(rng.choice([0, 60, 180, 300])),
        bouts=(bout,),
        slow_share=rng.uniform(0, 0.35),
        sensor=sensor,
        random_dropouts=None if steady else RandomDropouts(rng.uniform(0, 6), 15.0, rng.choice(list(DropoutKind))),
        speed=speed,
    )


def sessions(
    count: int, seed: int, sensor: str, *, speed: bool, steady: bool = False, markers: MarkerStyle = MarkerStyle.NONE
) -> list[SyntheticSession]:
    rng = np.random.default_rng(seed)
    plans = [replace(plan(rng, SENSORS[sensor], speed=speed, steady=steady), markers=markers) for _ in range(count)]
    return [make_session(made, int(rng.integers(1 << 30))) for made in plans]


def ends(made: list[tuple[Recording, float]]) -> Ends:
    error, said = [], []
    for recording, true_s in made:
        recoveries = find_phases(recording, clean_recording(recording)).of(PhaseKind.RECOVERY)
        nearest = min(recoveries, key=lambda phase: abs(phase.start_s - true_s), default=None)
        error.append(np.nan if nearest is None else nearest.start_s - true_s)
        said.append(np.nan if nearest is None else nearest.uncertainty_s)
    return Ends(np.array(error), np.array(said))


def ends_of(made: list[SyntheticSession]) -> Ends:
    return ends([(s.recording, s.truth.recoveries[-1].stop_s) for s in made])


@FEW_AND_MANY
@pytest.mark.parametrize("sensor", SENSORS)
def test_movement_shows_the_end_within_five_seconds(sensor: str, count: int) -> None:
    found = ends_of(sessions(count, 1, sensor, speed=True))
    assert found.within(5.0) >= 0.95
    assert found.covered() >= 0.95


@FEW_AND_MANY
def test_speed_that_a_watch_smooths_shows_the_end_within_five_seconds(count: int) -> None:
    made = []
    rng = np.random.default_rng(2)
    for session in sessions(count, 2, "optical", speed=True):
        (speed,) = session.recording.channels
        slow = np.empty(speed.value.size)
        slow[0] = speed.value[0]
        for place in range(1, slow.size):
            slow[place] = slow[place - 1] + (speed.value[place] - slow[place - 1]) / 3.0
        drifting = np.maximum(slow + rng.normal(0, 0.08, slow.size), 0.0)
        channel = Channel("speed", "m/s", speed.time_s, drifting)
        made.append((replace(session.recording, channels=(channel,)), session.truth.recoveries[-1].stop_s))
    found = ends(made)
    assert found.within(5.0) >= 0.95
    assert found.covered() >= 0.95


@FEW_AND_MANY
@pytest.mark.parametrize("markers", [MarkerStyle.LAP, MarkerStyle.STOP])
def test_markers_show_the_end_within_five_seconds(markers: MarkerStyle, count: int) -> None:
    found = ends_of(sessions(count, 3, "strap", speed=False, markers=markers))
    assert found.within(5.0) >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("count", [75, pytest.param(150, marks=pytest.mark.long)])
def test_heart_rate_alone_shows_the_end_of_hard_efforts_with_a_strap(count: int) -> None:
    # A steady pace at 75 % of the reserve or more: at least 7 in 10 ends are given, and those hold.
    made = [s for s in sessions(count, 4, "strap", speed=False, steady=True) if hard(s)]
    found = ends_of(made)
    given = np.isfinite(found.error_s)
    assert given.mean() >= 0.70
    assert (np.abs(found.error_s[given]) <= np.maximum(10.0, found.said_s[given])).mean() >= 0.95


@pytest.mark.slow
@FEW_AND_MANY
def test_heart_rate_alone_shows_no_end_on_an_optical_sensor(count: int) -> None:
    assert not np.isfinite(ends_of(sessions(count, 4, "optical", speed=False, steady=True)).error_s).any()


def hard(session: SyntheticSession) -> bool:
    plan = session.plan
    return plan.bouts[-1].share_of_reserve >= HARD_SHARE


@pytest.mark.parametrize("count", [48, pytest.param(120, marks=pytest.mark.long)])
def test_sessions_that_end_with_exercise_have_no_recovery(count: int) -> None:
    rng = np.random.default_rng(6)
    found = 0
    for number in range(count):
        base = plan(rng, list(SENSORS.values())[number % 3], speed=False)
        locks = (CadenceLock(float(rng.integers(60, 200)), 90.0, 118.0),) if number % 4 == 0 else ()
        cut = replace(
            base,
            recorded_after_s=0.0,
            cadence_locks=locks,
            random_dropouts=RandomDropouts(12.0, 25.0, list(DropoutKind)[number % 4]),
            bouts=(replace(base.bouts[0], undulation_bpm=1.0),),
        )
        session = make_session(cut, number)
        found += len(find_phases(session.recording, clean_recording(session.recording)).of(PhaseKind.RECOVERY))
    assert found == 0


@pytest.mark.parametrize("count", [12, pytest.param(30, marks=pytest.mark.long)])
@pytest.mark.parametrize("sensor", ["strap", "optical"])
def test_who_walks_on_slowly_has_not_stopped(sensor: str, count: int) -> None:
    rng = np.random.default_rng(7)
    for number in range(count):
        base = plan(rng, SENSORS[sensor], speed=True, steady=True)
        bout = replace(base.bouts[0], recovery_speed_m_s=base.bouts[0].speed_m_s * rng.uniform(0.4, 0.6))
        session = make_session(replace(base, bouts=(bout,)), number)
        phases = find_phases(session.recording, clean_recording(session.recording))
        assert not phases.of(PhaseKind.RECOVERY)
