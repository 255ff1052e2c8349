"""How much of the exercise has a heart rate that was set aside: what is known may have missed the hardest."""

import numpy as np

from pacing.measure.index import Inputs, NotMeasurableError
from pacing.model.cleaned import SampleState
from pacing.model.measurement import Reason
from pacing.model.phases import PhaseKind

MOST_SHARE = 0.5  # design: where more of the exercise was set aside, a session's levels are those of its rest
NOTED_SHARE = 0.1  # design: where less was, nothing is said

PERCENT = 100.0

ADVICE_WORN = "Wear the sensor tighter and higher on the arm, or use a chest strap."


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
    if set_aside_share(inputs) > MOST_SHARE:
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
    if share < NOTED_SHARE:
        return ()
    remark = f"Of the heart rate during the exercise {PERCENT * share:.0f} % could not be the heart's and was set aside"
    return (f"{remark}; the highest may have been there.",)
