import numpy as np
import pytest

from pacing.measure.index import Inputs, NotMeasurableError, once
from pacing.measure.recovery.exercise_end import recovery_bouts
from pacing.model.measurement import Reason
from tests.measure.exertion_inputs import make_inputs, measure, recovery_curve, three_phases

ASKED: list[float] = []


@once
def doubled(inputs: Inputs, number: float) -> float:
    ASKED.append(number)
    if number < 0:
        raise NotMeasurableError(Reason.OUT_OF_RANGE, "No.")
    return 2 * number * inputs.cleaned.heart_rate.bpm.size


def test_a_session_is_asked_once_for_each_question() -> None:
    ASKED.clear()
    inputs, other = make_inputs([80.0]), make_inputs([80.0, 81.0])
    assert [doubled(inputs, 3.0), doubled(inputs, 3.0), doubled(inputs, 4.0)] == [6.0, 6.0, 8.0]
    assert doubled(other, 3.0) == 12.0
    assert ASKED == [3.0, 4.0, 3.0]


def test_a_refusal_is_remembered_and_refused_again() -> None:
    ASKED.clear()
    inputs = make_inputs([80.0])
    for _ in range(2):
        with pytest.raises(NotMeasurableError) as refusal:
            doubled(inputs, -1.0)
        assert refusal.value.advice == "No."
    assert ASKED == [-1.0]


def test_every_recovery_index_works_from_the_same_bouts() -> None:
    inputs = make_inputs(recovery_curve(), three_phases())
    first = recovery_bouts(inputs)
    measure("hr_recovery_120", inputs)
    assert recovery_bouts(inputs) is first


def test_what_was_worked_out_for_one_index_does_not_change_another() -> None:
    shared = make_inputs(recovery_curve(), three_phases())
    ids = ("hr_recovery_120", "hr_recovery_share_120", "hr_recovery_slow", "hr_recovery_60", "hr_recovery_tau")
    for index_id in (*ids, *reversed(ids)):
        alone = measure(index_id, make_inputs(recovery_curve(), three_phases()))
        together = measure(index_id, shared)
        assert (together.value, together.low, together.high) == (alone.value, alone.low, alone.high)
        assert dict(together.parts) == dict(alone.parts)
        assert np.array_equal(together.caveats, alone.caveats)
