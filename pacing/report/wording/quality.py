"""How good the data are, in words."""

import math

from pacing.model.assessment import Assessment
from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import RecordingKind, Sensor
from pacing.report.rounding import share_text
from pacing.report.wording.moments import MINUTE_S, length_text

SENSOR_WORDS = {
    Sensor.STRAP: "a chest strap",
    Sensor.OPTICAL: "an optical sensor (on the wrist or arm)",
    Sensor.UNKNOWN: "a sensor the file does not name",
}
SENSOR_SENTENCES = {
    Sensor.STRAP: "It was sensed by a chest strap.",
    Sensor.OPTICAL: (
        "It was sensed by an optical sensor (on the wrist or arm), which can lag behind and can mistake the rhythm of "
        "steps for a pulse."
    ),
    Sensor.UNKNOWN: "The file does not name the sensor.",
}
ORIGIN_WORDS = {
    PhaseOrigin.GIVEN: "as told",
    PhaseOrigin.MARKER: "from marks in the file",
    PhaseOrigin.MOVEMENT: "from movement in the file",
    PhaseOrigin.HEART_RATE: "from heart rate alone",
}
NEARLY_ALL = 0.95  # design: words only; every number stands beside them
MOST = 0.80  # design: the share below which a limit is not judged


def completeness_word(share: float) -> str:
    """How complete a recording is, as the end of a sentence."""
    if share >= NEARLY_ALL:
        return "is nearly complete" if share < 1 else "is complete"
    return "has gaps" if share >= MOST else "has large gaps"


def rhythm_text(sampling_s: float) -> str:
    """How often the device wrote a value.

    Examples
    --------
    >>> rhythm_text(60.0), rhythm_text(300.0)
    ('one value a minute', 'one value about every 5 minutes')
    """
    if round(sampling_s) == round(MINUTE_S):
        return "one value a minute"
    return f"one value about every {length_text(sampling_s)}"


def quality_sentences(assessment: Assessment) -> tuple[str, ...]:
    """Coverage, rhythm, sensor and heartbeats in plain sentences."""
    cleaned, source = assessment.cleaned, assessment.recording.source
    coverage = cleaned.coverage
    sentences = [
        f"The recording {completeness_word(coverage.measured_share)}: heart rate is known for "
        f"{share_text(coverage.measured_share)} of the time"
        + (
            f", and the longest gap lasts {length_text(coverage.longest_gap_s)}."
            if coverage.longest_gap_s >= 1
            else "."
        )
    ]
    sentences.append(SENSOR_SENTENCES[source.sensor])
    if math.isfinite(cleaned.sampling_s) and cleaned.sampling_s >= MINUTE_S / 2:
        sentences.append(f"There is {rhythm_text(cleaned.sampling_s)}.")
    if coverage.beats:
        share = coverage.beat_artefact_share
        some = share_text(share) if share else "none"
        wrong = f"; {some} of them had to be corrected or left out" if share is not None else ""
        sentences.append(f"It holds {coverage.beats} times between heartbeats{wrong}.")
    elif cleaned.derived_from_beats:
        sentences.append("Heart rate was worked out from the times between heartbeats.")
    if source.damage is not None:
        sentences.append(f"The file is damaged: {source.damage}")
    return tuple(sentences)


def phases_sentence(assessment: Assessment) -> str:
    """Where the exercise ended, and how that is known."""
    exercise = assessment.phases.of(PhaseKind.EXERCISE)
    if assessment.recording.kind is RecordingKind.DAY:
        return "It is a recording of a whole day or longer, not of one exercise with its end."
    if not exercise:
        return "No exercise with a clear beginning and end was found."
    after = next((p for p in assessment.phases.items if p.start_s >= exercise[-1].stop_s), None)
    if after is None:
        return "The recording ends with the exercise."
    return (
        f"The end of the exercise is taken {ORIGIN_WORDS[after.origin]}, to within "
        f"{length_text(max(after.uncertainty_s, 1))}."
    )
