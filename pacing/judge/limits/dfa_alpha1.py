"""The heart rate at which DFA alpha1 crosses 0.75: experimental, from beat-to-beat recordings of a chest strap."""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from pacing.judge.cautions import rhythm_cautions
from pacing.judge.rule import NoLimitError, Rule, RuleInputs
from pacing.model.arrays import FloatArray, frozen
from pacing.model.exceedance import Limit
from pacing.model.measurement import Measurement
from pacing.model.recording import Sensor
from pacing.numerics.quantiles import student_95
from pacing.reference import DFA_ALPHA1_AEROBIC, HRV_DFA_ARTEFACTS_NOTED

FEWEST_POINTS = 6
"""Points a line needs before its crossing means anything; design."""
"""The quantile that leaves the middle 95 %."""
LEAST_FIT = 0.5
"""Share of the variance the line must explain; design."""


class NoCrossingError(Exception):
    """The course does not cross the value in a way a line can tell; the message says why."""


class ThresholdCrossing(NamedTuple):
    """Where a course crosses a value [bpm], with the half-width of its 95 % range [bpm] and the points behind it."""

    bpm: float
    half_width_bpm: float
    points: int


def threshold_crossing(bpm: FloatArray, falling: FloatArray, value: float) -> ThresholdCrossing:
    """The heart rate at which a quantity that falls with heart rate crosses `value`.

    Parameters
    ----------
    bpm, falling
        Shape (n,): heart rate [bpm] and the quantity at it.
    value
        What must be crossed: points must lie on both sides of it.

    Raises
    ------
    NoCrossingError
        Too few points, all on one side, or the quantity does not fall with heart rate.

    Notes
    -----
    Least squares of bpm on the quantity; the half-width is that of the mean response at `value` (Student's t, n - 2).

    Examples
    --------
    >>> line = np.array([1.1, 1.0, 0.9, 0.8, 0.7, 0.6])
    >>> found = threshold_crossing(200.0 - 100.0 * line, line, 0.75)
    >>> round(found.bpm, 6), round(found.half_width_bpm, 6)
    (125.0, 0.0)
    """
    count = bpm.size
    if count < FEWEST_POINTS:
        message = f"There are {count} windows; {FEWEST_POINTS} are needed."
        raise NoCrossingError(message)
    if not falling.min() < value < falling.max():
        message = f"The course does not cross {value:g}."
        raise NoCrossingError(message)
    about_mean = falling - falling.mean()
    spread = float((about_mean**2).sum())
    slope = float((about_mean * bpm).sum()) / spread
    residual = bpm - bpm.mean() - slope * about_mean
    total = float(((bpm - bpm.mean()) ** 2).sum())
    remaining = float((residual**2).sum())
    if slope >= 0 or remaining > (1.0 - LEAST_FIT) * total:
        message = "It does not fall steadily with heart rate here."
        raise NoCrossingError(message)
    distance = value - float(falling.mean())
    standard_error = np.sqrt(remaining / (count - 2) * (1.0 / count + distance**2 / spread))
    return ThresholdCrossing(float(bpm.mean()) + slope * distance, student_95(count - 2) * float(standard_error), count)


INDEX = "hrv_dfa_alpha1"
COURSE_BPM, COURSE_ALPHA1, COURSE_ARTEFACT_SHARE = "course_bpm_", "course_alpha1_", "course_artefact_share_"
"""The measurement's parts that hold the course: these names with a number behind each, from 1."""
SOURCES = ("rogers_2021",)
NEEDS_COURSE = (
    "This rule needs DFA alpha1 over the course of a session that grows slowly harder, from the RR intervals of a "
    "chest strap; this session has no such course."
)
NEEDS_STRAP = "This rule needs a chest strap: intervals of an optical sensor are not exact enough in motion."
EXPERIMENTAL = "Experimental: made with ramp tests of fit people; nobody has shown that it works for you."
SENSOR_UNKNOWN = "The file does not say which sensor was worn; the rule works only with a chest strap."


def _limit(inputs: RuleInputs) -> Limit:
    if inputs.sensor is Sensor.OPTICAL:
        raise NoLimitError(NEEDS_STRAP)
    measurement = inputs.measurement(INDEX)
    if measurement is None:
        raise NoLimitError(NEEDS_COURSE)
    bpm, alpha1 = _course(measurement)
    if not bpm.size:
        raise NoLimitError(NEEDS_COURSE)
    try:
        result: ThresholdCrossing = threshold_crossing(bpm, alpha1, DFA_ALPHA1_AEROBIC.value)
    except NoCrossingError as refusal:
        raise NoLimitError(f"{refusal} {NEEDS_COURSE}") from refusal
    warnings = (*rhythm_cautions(inputs.person), EXPERIMENTAL)
    return Limit(
        result.bpm,
        "dfa_alpha1",
        result.half_width_bpm,
        MappingProxyType({"alpha1": DFA_ALPHA1_AEROBIC.value, "windows": float(result.points)}),
        SOURCES,
        warnings=warnings if inputs.sensor is Sensor.STRAP else (*warnings, SENSOR_UNKNOWN),
    )


def _course(measurement: Measurement) -> tuple[FloatArray, FloatArray]:
    """Heart rate [bpm] and alpha1 of each window with few enough artefacts, shape (n,) each."""
    pairs = []
    for name, bpm in measurement.parts.items():
        number = name.removeprefix(COURSE_BPM)
        alpha1 = measurement.parts.get(f"{COURSE_ALPHA1}{number}")
        artefacts = measurement.parts.get(f"{COURSE_ARTEFACT_SHARE}{number}", 0.0)
        if not isinstance(bpm, float) or not isinstance(alpha1, float):
            continue
        if isinstance(artefacts, float) and artefacts <= HRV_DFA_ARTEFACTS_NOTED.value:
            pairs.append((bpm, alpha1))
    return frozen([bpm for bpm, _ in pairs]), frozen([alpha1 for _, alpha1 in pairs])


RULE = Rule(
    title="DFA alpha1 at 0.75",
    definition="The heart rate at which the short-term scaling of beat-to-beat intervals falls to 0.75 (experimental).",
    formula="heart rate where the straight line of heart rate on alpha1 meets 0.75",
    sources=SOURCES,
    limit=_limit,
    experimental=True,
)
