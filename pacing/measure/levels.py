"""Levels of heart rate that several indices share: resting and highest; each with its error and its definition."""

from dataclasses import dataclass, replace

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, in_words, once, written_too_rarely
from pacing.measure.uncertainty import (
    SECOND_S,
    SHORTEST_BLOCK,
    STRAP_ERROR,
    correlated_mean_sd,
    highest_mean,
    sensor_error,
    usable_between,
    usable_samples,
)
from pacing.model.measurement import Part, Reason
from pacing.model.phases import Phase, PhaseKind
from pacing.model.recording import Sensor
from pacing.numerics.quantiles import NORMAL_95

LEAST_SHARE_OF_WINDOW = 0.9  # design: a level may miss a tenth of its window
LEAST_SHARE_OF_REST = 0.5  # design: half of a quiet stretch must be recorded
PERCENT = 100.0

ADVICE_REST = (
    "Sit or lie quietly for two to five minutes with the recording running before you begin, or give your resting "
    "heart rate with --resting."
)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of heart rate [bpm], the standard deviation of its error [bpm], how it was found, and its window [s].

    `given_bpm`: what the person gave, where this recording shows its own.
    """

    bpm: float
    sd_bpm: float
    definition: str
    window: tuple[float, float] | None
    given_bpm: float | None = None

    @property
    def origin_parts(self) -> dict[str, Part]:
        """The level the person gave, beside the one used."""
        return {} if self.given_bpm is None else {"given_rest_bpm": self.given_bpm}

    @property
    def caveats(self) -> tuple[str, ...]:
        """One sentence where the person's own number and this recording cannot both be right."""
        if self.given_bpm is None:
            return ()
        error_bpm = float(np.hypot(self.sd_bpm, given_error_bpm(self.given_bpm)))
        if abs(self.bpm - self.given_bpm) <= NORMAL_95 * error_bpm:
            return ()
        remarks = (
            f"You gave a resting heart rate of {self.given_bpm:.0f} bpm, but the quiet minutes of this recording show "
            f"{self.bpm:.0f} bpm; this session is measured against the latter."
        )
        return (remarks,)


def given_error_bpm(bpm: float) -> float:
    """One standard error [bpm] of a resting heart rate a person gives: how far it varies from day to day.

    Parameters
    ----------
    bpm
        Heart rate [bpm].

    Returns
    -------
    float
        [bpm].
    """
    return bpm * reference.RESTING_TYPICAL_ERROR_PERCENT.value / PERCENT


@once
def resting_level(inputs: Inputs) -> Level | None:
    """The resting level: the quiet minutes before the exercise, else as given by the person, else None.

    What happened in a recording is held against its own rest, which is known to a beat or less; a number the person
    gives is good for any day and known to a tenth. It stands beside.

    Parameters
    ----------
    inputs : the session

    Returns
    -------
    Level or None
        In bpm, with its error and its window [s].
    """
    given_bpm = inputs.person.resting_bpm
    result = _quiet_minutes(inputs)
    if result is not None or given_bpm is None:
        return result if result is None else replace(result, given_bpm=given_bpm)
    origin = inputs.person.resting_from
    how = "told" if origin is None else f"told:{origin.value}"
    return Level(given_bpm, given_error_bpm(given_bpm), how, None)


def _quiet_minutes(inputs: Inputs) -> Level | None:
    """The mean of up to the last five quiet minutes before the exercise; None where they are too few or were lost.

    A value that stands for many seconds may hold the beginning of the exercise: the last one before it does not count.
    """
    rest = _first_rest(inputs)
    if rest is None:
        return None
    spacing_s = inputs.cleaned.sampling_s
    sparse = spacing_s > reference.SAMPLING_SPARSE_S.value
    stop_s = rest.stop_s - (spacing_s if sparse else 0.0)
    start_s = max(rest.start_s, stop_s - reference.REST_LONGEST_S.value)
    time_s, bpm = usable_between(inputs.cleaned, start_s, stop_s)
    if time_s.size * SECOND_S < max(
        reference.REST_SHORTEST_S.value * LEAST_SHARE_OF_WINDOW, (stop_s - start_s) * LEAST_SHARE_OF_REST
    ):
        return None
    error = sensor_error(inputs.recording)
    if inputs.recording.source.sensor is Sensor.UNKNOWN:  # what lasts longer shows in how the blocks differ
        error = replace(error, memory_s=STRAP_ERROR.memory_s)
    sensor_sd = error.level_sd_bpm(time_s.size * SECOND_S)
    sd_bpm = max(sensor_sd, correlated_mean_sd(bpm, int(spacing_s) if sparse else SHORTEST_BLOCK))
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
    """The resting level, for indices that cannot do without it.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Level
        With its standard error and window.

    Raises
    ------
    NotMeasurableError
        NEEDS_RESTING_HR.
    """
    level = resting_level(inputs)
    if level is None:
        raise NotMeasurableError(Reason.NEEDS_RESTING_HR, ADVICE_REST)
    return level


@once
def peak_level(inputs: Inputs) -> Level:
    """The highest mean over 30 s anywhere in the session; windows that miss more than a tenth do not count.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Level
        With its standard error and window.

    Raises
    ------
    NotMeasurableError
        TOO_COARSE, TOO_SHORT, TOO_MANY_GAPS.
    """
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
    result = highest_mean(time_s, bpm, window_s, LEAST_SHARE_OF_WINDOW)
    if result is None:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS,
            f"No stretch of {in_words(window_s)} was recorded well enough. Wear the sensor tighter, or use a strap.",
        )
    start_s, mean_bpm, _ = result
    sd_bpm = sensor_error(inputs.recording).level_sd_bpm(window_s)
    return Level(mean_bpm, sd_bpm, "highest_30_s_mean", (start_s, start_s + window_s))
