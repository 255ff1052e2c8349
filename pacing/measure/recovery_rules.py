"""When a recovery may be given: the sensor and its sampling, and enough of a rise to fall from."""

from dataclasses import dataclass
from enum import Enum

from pacing import reference
from pacing.measure.index import NotMeasurableError
from pacing.measure.levels import ADVICE_REST, LEAST_SHARE_OF_WINDOW, Level
from pacing.measure.recovery_level import Track
from pacing.measure.time_words import values_come_every, written_too_rarely
from pacing.measure.windows import highest_mean
from pacing.model.measurement import Reason


class Rule(Enum):
    """What a kind of recording is good for."""

    GIVEN = "given"
    CAUTION = "caution"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SensorRules:
    """Whether an index is given from an optical sensor, and from one value every few seconds."""

    optical: Rule
    sparse: Rule


def require_sensor(track: Track, rules: SensorRules) -> None:
    """Raise where a sensor or its sampling cannot carry the index."""
    if track.optical and rules.optical is Rule.REFUSED:
        raise NotMeasurableError(
            Reason.OPTICAL_SENSOR,
            "An optical sensor shows the heart too late for the first half minute. Wear a chest strap for this number.",
        )
    too_sparse = track.sampling_s > reference.SAMPLING_SPARSE_S.value
    if too_sparse or (track.sparse and rules.sparse is Rule.REFUSED):
        raise NotMeasurableError(
            Reason.TOO_COARSE,
            written_too_rarely(track.sampling_s),
            {"sampling_s": track.sampling_s},
        )


def sensor_caveats(track: Track, rules: SensorRules) -> tuple[str, ...]:
    """What a reader must know where a sensor or its sampling can just carry the index."""
    said = []
    if track.optical and rules.optical is Rule.CAUTION:
        said.append("An optical sensor lags behind the heart, so this number is rough; the fall in 120 s is surer.")
    if track.sparse and rules.sparse is Rule.CAUTION:
        said.append(f"{values_come_every(track.sampling_s)}, so this number is rough.")
    return tuple(said)


def require_rise(track: Track, end_bpm: float, rest: Level | None) -> None:
    """Raise unless heart rate had risen enough for its fall to say something.

    Without a resting level the lowest half minute of the session stands in: resting heart rate is not above it.
    """
    smallest_bpm = reference.RECOVERY_SMALLEST_RISE_BPM.value
    if rest is not None:
        rise_bpm = end_bpm - rest.bpm
        if rise_bpm >= smallest_bpm:
            return
        raise NotMeasurableError(
            Reason.TOO_LITTLE_RISE,
            f"Heart rate was less than {smallest_bpm:.0f} bpm above resting when you stopped. A quiet session simply "
            "has no recovery to measure.",
            {"end_bpm": end_bpm, "rest_bpm": rest.bpm, "rest_definition": rest.definition},
        )
    lowest = highest_mean(track.time_s, -track.bpm, reference.PEAK_WINDOW_S.value, LEAST_SHARE_OF_WINDOW)
    if lowest is None or end_bpm + lowest[1] < smallest_bpm:
        raise NotMeasurableError(Reason.NEEDS_RESTING_HR, ADVICE_REST, {"end_bpm": end_bpm})
