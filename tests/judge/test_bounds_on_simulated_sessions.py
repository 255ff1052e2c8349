"""The true time above a limit lies inside the bounds, on sessions whose truth is known."""

import numpy as np
import pytest

from pacing.clean.clean import clean_recording
from pacing.judge.exceedance import judge_exceedance
from pacing.judge.long_timeline import timeline_from
from pacing.judge.timeline import reading_error_bpm, timeline_of
from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.recording import Sensor
from pacing.synthetic.plan import (
    MINUTE_OPTICAL,
    OPTICAL,
    SMART_OPTICAL,
    STRAP,
    Bout,
    DropoutKind,
    RandomDropouts,
    SensorPlan,
    SessionPlan,
)
from pacing.synthetic.session import SyntheticSession, make_session

SESSIONS, LIMITS_EACH = 40, 3


def made(rng: np.random.Generator, sensor: SensorPlan) -> SyntheticSession:
    """A self-paced session of one to three bouts with lost contact at random."""
    bouts = tuple(
        Bout(
            duration_s=rng.uniform(240, 1500),
            share_of_reserve=rng.uniform(0.2, 0.7),
            undulation_bpm=rng.uniform(0, 6),
            recovery_s=rng.uniform(60, 400),
        )
        for _ in range(rng.integers(1, 4))
    )
    kind = list(DropoutKind)[int(rng.integers(3))]
    dropouts = RandomDropouts(rng.uniform(0, 12), rng.uniform(5, 40), kind)
    plan = SessionPlan(resting_bpm=rng.uniform(55, 85), bouts=bouts, sensor=sensor, random_dropouts=dropouts)
    return make_session(plan, int(rng.integers(2**30)))


@pytest.mark.parametrize(
    "sensor", [STRAP, OPTICAL, SMART_OPTICAL, MINUTE_OPTICAL], ids=["strap", "optical", "irregular", "minute"]
)
def test_the_true_time_above_lies_inside_the_bounds_in_99_of_100_sessions(sensor: SensorPlan) -> None:
    rng = np.random.default_rng(11)
    held = []
    for _ in range(SESSIONS):
        session = made(rng, sensor)
        recording = session.recording
        timeline = timeline_from(clean_recording(recording), recording.duration_s, recording.source.sensor)
        for share in rng.uniform(0.05, 0.98, LIMITS_EACH):
            limit_bpm = float(np.rint(np.quantile(session.truth.bpm, share)))
            error_bpm = reading_error_bpm(recording.source.sensor)
            found = judge_exceedance(timeline, limit_bpm, reading_error_bpm=error_bpm)
            true_s = session.truth.time_above_s(limit_bpm, realised=True)
            assert found.reading_low_s is not None
            assert found.reading_high_s is not None
            held.append(found.reading_low_s <= true_s <= found.reading_high_s)
    assert np.mean(held) >= 0.99


@pytest.mark.parametrize(
    "sensor", [STRAP, OPTICAL, SMART_OPTICAL, MINUTE_OPTICAL], ids=["strap", "optical", "irregular", "minute"]
)
def test_a_verdict_that_is_not_called_borderline_is_that_of_the_heart_itself(sensor: SensorPlan) -> None:
    rng = np.random.default_rng(23)
    agreed = []
    for _ in range(SESSIONS):
        session = made(rng, sensor)
        recording, truth = session.recording, session.truth
        timeline = timeline_from(clean_recording(recording), recording.duration_s, recording.source.sensor)
        heart = timeline_of(truth.time_s, truth.realised_bpm, recording.duration_s, 1.0, Sensor.STRAP)
        for share in rng.uniform(0.3, 1.0, LIMITS_EACH):
            limit_bpm = float(np.rint(np.quantile(truth.bpm, share) + rng.uniform(-2, 8)))
            found = judge_exceedance(timeline, limit_bpm)
            if not found.borderline and found.verdict is not ExceedanceVerdict.CANNOT_JUDGE:
                agreed.append(found.verdict is judge_exceedance(heart, limit_bpm).verdict)
    assert len(agreed) > SESSIONS
    assert np.mean(agreed) >= 0.99
