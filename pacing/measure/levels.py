"""Levels of heart rate that several indices share: resting and highest; each with its error and its definition."""

from dataclasses import dataclass

import numpy as np

from pacing import reference
from pacing.measure.advice import in_words, written_too_rarely
from pacing.measure.heart_rate_noise import SHORTEST_BLOCK, block_mean_sd
from pacing.measure.index import Inputs, NotMeasurableError, once
from pacing.measure.uncertainty import sensor_error
from pacing.measure.windows import SECOND_S, highest_mean, part_between, usable_samples
from pacing.model.measurement import Reason
from pacing.model.phases import Phase, PhaseKind

LEAST_SHARE_OF_WINDOW = 0.9  # design: a level may miss a tenth of its window
LEAST_SHARE_OF_REST = 0.5  # design: half of a quiet stretch must be recorded
PERCENT = 100.0

ADVICE_REST = (
    "Sit or lie quietly for two to five minutes with the recording running before you begin, or give your resting "
    "heart rate with --resting."
)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of heart rate [bpm], the standard deviation of its error [bpm], how it was found, and its window [s]."""

    bpm: float
    sd_bpm: float
    definition: str
    window: tuple[float, float] | None


@once
def resting_level(inputs: Inputs) -> Level | None:
    """The resting level: as told by the person, else the quiet minutes before the exercise, else None.

    A value that stands for many seconds may hold the beginning of the exercise: the last one before it does not count.
    """
    person = inputs.person
    if person.resting_bpm is not None:
        how = "told" if person.resting_from is None else f"told:{person.resting_from.value}"
        sd_bpm = person.resting_bpm * reference.RESTING_TYPICAL_ERROR_PERCENT.value / PERCENT
        return Level(person.resting_bpm, sd_bpm, how, None)
    rest = _first_rest(inputs)
    if rest is None:
        return None
    spacing_s = inputs.cleaned.sampling_s
    sparse = spacing_s > reference.SAMPLING_SPARSE_S.value
    stop_s = rest.stop_s - (spacing_s if sparse else 0.0)
    start_s = max(rest.start_s, stop_s - reference.REST_LONGEST_S.value)
    time_s, bpm = part_between(*usable_samples(inputs.cleaned), start_s, stop_s)
    if time_s.size * SECOND_S < max(
        reference.REST_SHORTEST_S.value * LEAST_SHARE_OF_WINDOW, (stop_s - start_s) * LEAST_SHARE_OF_REST
    ):
        return None
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(time_s.size * SECOND_S)
    sd_bpm = max(sensor_sd, block_mean_sd(bpm, int(spacing_s) if sparse else SHORTEST_BLOCK))
    return Level(float(bpm.mean()), sd_bpm, "quiet_minutes", (start_s, stop_s))


def _first_rest(inputs: Inputs) -> Phase | None:
    """The first long enough rest that no exercise came before."""
    exercise = inputs.phases.exertion
    begins_s = exercise[0].start_s if exercise else np.inf
    shortest_s = reference.REST_SHORTEST_S.value
    return next(
        (p for p in inputs.phases.of(PhaseKind.REST) if p.stop_s - p.start_s >= shortest_s and p.start_s < begins_s),
        None,
    )


def require_resting_level(inputs: Inputs) -> Level:
    """The resting level, for indices that cannot do without it."""
    level = resting_level(inputs)
    if level is None:
        raise NotMeasurableError(Reason.NEEDS_RESTING_HR, ADVICE_REST)
    return level


@once
def peak_level(inputs: Inputs) -> Level:
    """The highest mean over 30 s anywhere in the session; windows that miss more than a tenth do not count."""
    time_s, bpm = usable_samples(inputs.cleaned)
    window_s = reference.PEAK_WINDOW_S.value
    if inputs.cleaned.sampling_s > window_s / 2:
        raise NotMeasurableError(
            Reason.TOO_COARSE,
            written_too_rarely(inputs.cleaned.sampling_s),
        )
    if time_s.size * SECOND_S < window_s * LEAST_SHARE_OF_WINDOW:
        raise NotMeasurableError(
            Reason.TOO_SHORT, f"The recording has less than {in_words(window_s)} of heart rate. Let it run longer."
        )
    found = highest_mean(time_s, bpm, window_s, LEAST_SHARE_OF_WINDOW)
    if found is None:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS,
            f"No stretch of {in_words(window_s)} was recorded well enough. Wear the sensor tighter, or use a strap.",
        )
    start_s, mean_bpm, _ = found
    sd_bpm = sensor_error(inputs.recording).level_sd_bpm(window_s)
    return Level(mean_bpm, sd_bpm, "highest_30_s_mean", (start_s, start_s + window_s))
