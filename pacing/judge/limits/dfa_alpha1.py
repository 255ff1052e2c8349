"""The heart rate at which DFA alpha1 crosses 0.75: experimental, from beat-to-beat recordings of a chest strap."""

from types import MappingProxyType

from pacing.judge.cautions import rhythm_cautions
from pacing.judge.crossing import Crossing, NoCrossingError, crossing_of
from pacing.judge.rule import NoLimitError, Rule, RuleInputs
from pacing.model.arrays import FloatArray, frozen
from pacing.model.exceedance import Limit
from pacing.model.measurement import Measurement
from pacing.model.recording import Sensor
from pacing.reference import DFA_ALPHA1_AEROBIC, HRV_DFA_ARTEFACTS_NOTED

INDEX = "hrv_dfa_alpha1"
COURSE_BPM, COURSE_ALPHA1, COURSE_ARTEFACT_SHARE = "course_bpm_", "course_alpha1_", "course_artefact_share_"
"""The measurement's parts that hold the course: these names with a number behind each, from 1."""
SOURCES = ("rogers_2021",)
NEEDS_COURSE = (
    "This rule needs DFA alpha1 over the course of a session that grows slowly harder, from the RR intervals of a "
    "chest strap; this session has no such course."
)
NEEDS_STRAP = "This rule needs a chest strap: intervals of an optical sensor are not exact enough in motion."
EXPERIMENTAL = "Experimental: made with ramp tests of fit people; nobody has shown that it holds for you."
SENSOR_UNKNOWN = "The file does not say which sensor was worn; the rule holds only for a chest strap."


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
        found: Crossing = crossing_of(bpm, alpha1, DFA_ALPHA1_AEROBIC.value)
    except NoCrossingError as refusal:
        raise NoLimitError(f"{refusal} {NEEDS_COURSE}") from refusal
    warnings = (*rhythm_cautions(inputs.person), EXPERIMENTAL)
    return Limit(
        found.bpm,
        "dfa_alpha1",
        found.half_width_bpm,
        MappingProxyType({"alpha1": DFA_ALPHA1_AEROBIC.value, "windows": float(found.points)}),
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
        if name == number or not isinstance(bpm, float) or not isinstance(alpha1, float):
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
