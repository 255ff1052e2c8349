"""Levels of heart rate that several indices share, each with its definition: the resting and the highest level.

And what makes a level unsure: how much of the exercise was set aside, and that values resemble their neighbours.
"""

from dataclasses import dataclass, replace

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, in_words, once, written_too_rarely
from pacing.measure.uncertainty import (
    SECOND_S,
    STRAP_ERROR,
    highest_mean_of,
    sensor_error,
    usable_between,
)
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import SampleState
from pacing.model.measurement import Part, Reason
from pacing.model.phases import Phase, PhaseKind
from pacing.model.recording import RecordingKind, Sensor
from pacing.numerics.quantiles import NORMAL_95, student_95

LEAST_SHARE_OF_WINDOW = 0.9  # design: a level may miss a tenth of its window
LEAST_SHARE_OF_REST = 0.5  # design: half of a quiet stretch must be recorded
MOST_SET_ASIDE = 0.5  # design: where more of the exercise was set aside, a session's levels are those of its rest
NOTED_SET_ASIDE = 0.1  # design: where less was, nothing is said
PERCENT = 100.0

ADVICE_WORN = "Wear the sensor tighter and higher on the arm, or use a chest strap."
ADVICE_REST = (
    "Sit or lie quietly for two to five minutes with the recording running before you begin, or give your resting "
    "heart rate with --resting."
)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of heart rate [bpm], the standard deviation of its error [bpm], how it was found, and its window [s].

    `given_bpm`: what the person gave, where this recording shows its own. `before_bpm`: the level of as long a stretch
    of the same rest just before the window, where the two differ by more than both their errors.
    """

    bpm: float
    sd_bpm: float
    definition: str
    window: tuple[float, float] | None
    given_bpm: float | None = None
    before_bpm: float | None = None

    @property
    def origin_parts(self) -> dict[str, Part]:
        """The level the person gave, beside the one used."""
        return {} if self.given_bpm is None else {"given_rest_bpm": self.given_bpm}

    @property
    def caveats(self) -> tuple[str, ...]:
        """A sentence where the minutes before show another level, and one where the person's own number does."""
        remarks: list[str] = []
        if self.before_bpm is not None and self.window is not None:
            length = in_words(self.window[1] - self.window[0])
            remarks.append(
                f"This is the rest of these {length} alone: in the {length} before them heart rate was "
                f"{self.before_bpm:.0f} bpm."
            )
        given_bpm = self.given_bpm
        if given_bpm is not None and differ(self.bpm, given_bpm, self.sd_bpm, given_error_bpm(given_bpm)):
            remarks.append(
                f"You gave a resting heart rate of {given_bpm:.0f} bpm, but the quiet minutes of this recording "
                f"show {self.bpm:.0f} bpm; this session is measured against the latter."
            )
        return tuple(remarks)


def differ(one_bpm: float, other_bpm: float, one_sd_bpm: float, other_sd_bpm: float) -> bool:
    """Whether two levels [bpm] lie further apart than the 95 % range of their difference.

    Parameters
    ----------
    one_bpm, other_bpm, one_sd_bpm, other_sd_bpm
        The levels and the standard deviations of their errors [bpm].

    Returns
    -------
    bool

    Examples
    --------
    >>> differ(70.0, 75.0, 1.0, 2.0), differ(70.0, 74.0, 1.0, 2.0)
    (True, False)
    """
    return abs(one_bpm - other_bpm) > NORMAL_95 * float(np.hypot(one_sd_bpm, other_sd_bpm))


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
    level = _quiet_level(inputs, start_s, stop_s)
    before_s = start_s - reference.REST_LONGEST_S.value
    before = _quiet_level(inputs, before_s, start_s) if level is not None and before_s >= rest.start_s else None
    if level is None or before is None or not differ(level.bpm, before.bpm, level.sd_bpm, before.sd_bpm):
        return level
    return replace(level, before_bpm=before.bpm)


def _quiet_level(inputs: Inputs, start_s: float, stop_s: float) -> Level | None:
    """The mean of a quiet stretch [s]; None where it is too short or too little of it was recorded."""
    time_s, bpm = usable_between(inputs.cleaned, start_s, stop_s)
    if time_s.size * SECOND_S < max(
        reference.REST_SHORTEST_S.value * LEAST_SHARE_OF_WINDOW, (stop_s - start_s) * LEAST_SHARE_OF_REST
    ):
        return None
    error = sensor_error(inputs.recording)
    if inputs.recording.source.sensor is Sensor.UNKNOWN:  # what lasts longer shows in how the blocks differ
        error = replace(error, memory_s=STRAP_ERROR.memory_s)
    spacing_s = inputs.cleaned.sampling_s
    block = int(spacing_s) if spacing_s > reference.SAMPLING_SPARSE_S.value else SHORTEST_BLOCK
    sd_bpm = max(error.level_sd_bpm(time_s.size * SECOND_S), correlated_mean_sd(bpm, block))
    return Level(float(bpm.mean()), sd_bpm, "quiet_minutes", (start_s, stop_s))


def _first_rest(inputs: Inputs) -> Phase | None:
    """The first long enough rest that no exercise came before; of a whole day any, where the person gave no other."""
    exercise = inputs.phases.exertion
    anywhere = inputs.recording.kind is RecordingKind.DAY and inputs.person.resting_bpm is None
    begins_s = exercise[0].start_s if exercise and not anywhere else np.inf
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


def set_aside_share(inputs: Inputs) -> float:
    """The share of the exercise's seconds whose heart rate the device gave and cleaning set aside; 0 without exercise.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    float
        0 to 1.
    """
    series, total, aside = inputs.cleaned.heart_rate, 0, 0
    for bout in inputs.phases.of(PhaseKind.EXERCISE):
        first, stop = series.row_at(bout.start_s), series.row_at(bout.stop_s)
        total += stop - first
        aside += int(np.count_nonzero(inputs.cleaned.state[first:stop] == SampleState.REJECTED))
    return aside / total if total else 0.0


def require_exercise_believed(inputs: Inputs) -> None:
    """Raise where most of the exercise's heart rate was set aside, as where a sensor followed the steps.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Raises
    ------
    NotMeasurableError
        TOO_MANY_GAPS.
    """
    if set_aside_share(inputs) > MOST_SET_ASIDE:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS,
            f"Most of the heart rate during the exercise could not be the heart's and was set aside. {ADVICE_WORN}",
        )


def set_aside_caveats(inputs: Inputs) -> tuple[str, ...]:
    """One sentence where a part of the exercise's heart rate was set aside.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    tuple[str, ...]
        Empty where less than a tenth was.
    """
    share = set_aside_share(inputs)
    if share < NOTED_SET_ASIDE:
        return ()
    remark = f"Of the heart rate during the exercise {PERCENT * share:.0f} % could not be the heart's and was set aside"
    return (f"{remark}; the highest may have been there.",)


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
    require_exercise_believed(inputs)
    series, window_s = inputs.cleaned.heart_rate, reference.PEAK_WINDOW_S.value
    if inputs.cleaned.sampling_s > window_s / 2:
        raise NotMeasurableError(Reason.TOO_COARSE, written_too_rarely(inputs.cleaned.sampling_s))
    if np.count_nonzero(inputs.cleaned.state <= SampleState.FILLED) * SECOND_S < window_s * LEAST_SHARE_OF_WINDOW:
        raise NotMeasurableError(
            Reason.TOO_SHORT, f"The recording has less than {in_words(window_s)} of heart rate. Let it run longer."
        )
    result = highest_mean_of(series, window_s, LEAST_SHARE_OF_WINDOW)
    if result is None:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS,
            f"No stretch of {in_words(window_s)} was recorded well enough. Wear the sensor tighter, or use a strap.",
        )
    start_s, mean_bpm, _ = result
    sd_bpm = sensor_error(inputs.recording).level_sd_bpm(window_s)
    return Level(mean_bpm, sd_bpm, "highest_30_s_mean", (start_s, start_s + window_s))


BLOCKS = 10  # design
SHORTEST_BLOCK = 10  # design
FEWEST_BLOCKS = 3


def block_mean_sd(values: FloatArray, shortest: int = SHORTEST_BLOCK) -> float:
    """Standard error of the mean of a series whose values resemble their neighbours: from the means of long blocks.

    The series is cut into blocks a tenth as long as itself, but of at least `shortest` values; 0 with fewer than three
    blocks.

    Parameters
    ----------
    values
        The series, shape (n,).
    shortest
        Fewest values of a block.

    Returns
    -------
    float
    """
    means = _block_means(values, shortest)
    if means.size < FEWEST_BLOCKS:
        return 0.0
    return float(means.std(ddof=1) / np.sqrt(means.size) * student_95(means.size - 1) / NORMAL_95)


def correlated_mean_sd(values: FloatArray, shortest: int = SHORTEST_BLOCK) -> float:
    """`block_mean_sd`, widened by what neighbouring blocks share: for a mean that is held against the true one.

    The lag-one autocorrelation of so few blocks is too low by about one over their number, which is put back. On
    hearts made with a second-order autoregression the mean of a rest was held in 91 % without this, in 94 % with it.

    Parameters
    ----------
    values
        The series, shape (n,).
    shortest
        Fewest values of a block.

    Returns
    -------
    float
    """
    means = _block_means(values, shortest)
    apart = means - means.mean() if means.size else means
    squares = float(apart @ apart)
    if means.size < FEWEST_BLOCKS or squares <= 0:
        return block_mean_sd(values, shortest)
    shared = float(apart[1:] @ apart[:-1]) / squares + 1.0 / means.size
    return float(block_mean_sd(values, shortest) * np.sqrt(1.0 + 2.0 * max(shared, 0.0)))


def _block_means(values: FloatArray, shortest: int) -> FloatArray:
    length = max(shortest, values.size // BLOCKS)
    count = values.size // length
    means: FloatArray = values[: count * length].reshape(count, length).mean(axis=1)
    return means
