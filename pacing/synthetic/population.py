"""Plans drawn at random: the sessions these users bring, for simulation studies.

`draw_plan(seed)` draws one person and one session: age-like maxima and resting levels, efforts from 20 to 100 % of the
heart-rate reserve, quick and slow kinetics, drift and undulation, every sensor, drop-outs, recordings that end early.
The same seed always draws the same plan.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pacing.model.recording import Sensor
from pacing.synthetic.plan import (
    MINUTE_OPTICAL,
    OPTICAL,
    SMART_OPTICAL,
    STRAP,
    Bout,
    DropoutKind,
    MarkerStyle,
    RandomDropouts,
    SensorPlan,
    SessionPlan,
    Variability,
)

# design: the ranges below span what these users' recordings show; none is a published norm
RESTING_BPM = (52.0, 92.0)
MAXIMUM_BPM = (140.0, 195.0)
EFFORT_SHARE = (0.2, 1.0)
REST_S = (120.0, 480.0)
BOUT_S = (240.0, 1500.0)
RECOVERY_S = (135.0, 420.0)
TAU_ON_S = (25.0, 70.0)
TAU_OFF_S = (30.0, 110.0)
DRIFT_BPM_PER_MIN = (0.0, 0.6)
UNDULATION_BPM = (0.0, 2.5)
OFFSET_BPM = (0.0, 12.0)
SLOW_SHARE = (0.0, 0.3)
RESPIRATORY_MS = (8.0, 35.0)
SLOW_MS = (10.0, 35.0)
BREATHING_HZ = (0.18, 0.33)
SPEED_M_S = (0.7, 1.6)
LAG_FACTOR = (0.6, 1.6)
NOISE_FACTOR = (0.5, 1.5)
DROPOUTS_PER_HOUR = (0.0, 14.0)
DROPOUT_MEAN_S = (4.0, 25.0)


class SensorClass(StrEnum):
    """The sensors and rhythms a study tells apart."""

    STRAP = "strap"
    STRAP_BEATS = "strap_beats"
    OPTICAL = "optical"
    SMART = "smart"
    MINUTE = "minute"


class Evidence(StrEnum):
    """What tells where the effort ends."""

    MARKERS = "markers"
    MOVEMENT = "movement"
    HEART_RATE = "heart_rate"


@dataclass(frozen=True, slots=True)
class Draw:
    """A plan that was drawn, and the classes it belongs to."""

    plan: SessionPlan
    sensor: SensorClass
    evidence: Evidence
    effort_share: float


SENSORS = {
    SensorClass.STRAP: STRAP,
    SensorClass.STRAP_BEATS: STRAP,
    SensorClass.OPTICAL: OPTICAL,
    SensorClass.SMART: SMART_OPTICAL,
    SensorClass.MINUTE: MINUTE_OPTICAL,
}


def draw_plan(
    seed: int, sensor: SensorClass | None = None, evidence: Evidence | None = None, *, dropouts: bool = True
) -> Draw:
    """One person and one session, drawn at random; `sensor` and `evidence` fix their class.

    Examples
    --------
    >>> drawn = draw_plan(3, SensorClass.OPTICAL)
    >>> drawn.sensor.value, 0.2 <= drawn.effort_share <= 1.0, drawn == draw_plan(3, SensorClass.OPTICAL)
    ('optical', True, True)
    """
    rng = np.random.default_rng([seed, len(SENSORS)])
    classes, kinds = list(SensorClass), list(Evidence)
    drawn_sensor, drawn_evidence = classes[int(rng.integers(len(classes)))], kinds[int(rng.integers(len(kinds)))]
    sensor, evidence = sensor or drawn_sensor, evidence or drawn_evidence
    effort_share = _between(rng, EFFORT_SHARE)
    plan = SessionPlan(
        resting_bpm=_between(rng, RESTING_BPM),
        maximum_bpm=_between(rng, MAXIMUM_BPM),
        rest_s=_seconds(rng, REST_S),
        bouts=(_bout(rng, effort_share),),
        slow_share=_between(rng, SLOW_SHARE),
        variability=Variability(
            respiratory_ms=_between(rng, RESPIRATORY_MS),
            slow_ms=_between(rng, SLOW_MS),
            respiratory_hz=_between(rng, BREATHING_HZ),
        ),
        sensor=_sensor(rng, SENSORS[sensor]),
        random_dropouts=_dropouts(rng) if dropouts else None,
        beats=sensor is SensorClass.STRAP_BEATS,
        speed=evidence is not Evidence.HEART_RATE,
        markers=MarkerStyle.LAP if evidence is Evidence.MARKERS else MarkerStyle.NONE,
    )
    return Draw(plan, sensor, evidence, effort_share)


def _between(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    return float(rng.uniform(*limits))


def _seconds(rng: np.random.Generator, limits: tuple[float, float]) -> float:
    return float(round(rng.uniform(*limits)))


def _bout(rng: np.random.Generator, effort_share: float) -> Bout:
    return Bout(
        duration_s=_seconds(rng, BOUT_S),
        share_of_reserve=effort_share,
        tau_on_s=_between(rng, TAU_ON_S),
        tau_off_s=_between(rng, TAU_OFF_S),
        drift_bpm_per_min=_between(rng, DRIFT_BPM_PER_MIN),
        undulation_bpm=_between(rng, UNDULATION_BPM),
        recovery_s=_seconds(rng, RECOVERY_S),
        recovery_offset_bpm=_between(rng, OFFSET_BPM),
        speed_m_s=_between(rng, SPEED_M_S),
    )


def _sensor(rng: np.random.Generator, like: SensorPlan) -> SensorPlan:
    lag = _between(rng, LAG_FACTOR)
    return SensorPlan(
        kind=like.kind,
        lag_s=like.lag_s * lag,
        delay_s=float(round(like.delay_s * lag)) if like.kind is Sensor.OPTICAL else 0.0,
        noise_bpm=like.noise_bpm * _between(rng, NOISE_FACTOR),
        noise_memory_s=like.noise_memory_s,
        sampling_s=like.sampling_s,
        smart=like.smart,
    )


def _dropouts(rng: np.random.Generator) -> RandomDropouts:
    kinds = (DropoutKind.MISSING, DropoutKind.ZERO, DropoutKind.GAP)
    kind = kinds[int(rng.integers(len(kinds)))]
    return RandomDropouts(_between(rng, DROPOUTS_PER_HOUR), _between(rng, DROPOUT_MEAN_S), kind)
