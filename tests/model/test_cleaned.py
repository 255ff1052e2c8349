from typing import Any

import pytest

from pacing.model.cleaned import Cleaned, Coverage, SampleState
from pacing.model.recording import Beats, HeartRate

COVERAGE = Coverage(1.0, 0.0, 2, None, None)
HEART_RATE = HeartRate([0.0, 1.0], [60.0, float("nan")])  # type: ignore[arg-type]
BEATS = Beats([1.0], [800.0])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "beats", "beat_state", "words"),
    [
        ([0], None, None, "differ in length"),
        ([SampleState.MEASURED, SampleState.FILLED], None, None, "NaN exactly where"),
        ([SampleState.REJECTED, SampleState.MISSING], None, None, "NaN exactly where"),
        ([SampleState.MEASURED, SampleState.MISSING], BEATS, None, "go together"),
        ([SampleState.MEASURED, SampleState.MISSING], None, [0], "go together"),
        ([SampleState.MEASURED, SampleState.MISSING], BEATS, [0, 0], "differ in length"),
    ],
)
def test_states_fit_the_samples_and_beats_they_are_of(state: Any, beats: Any, beat_state: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Cleaned(HEART_RATE, state, 1.0, False, beats, beat_state, (), COVERAGE)
