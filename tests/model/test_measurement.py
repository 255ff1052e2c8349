import math
from typing import Any

import pytest

from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Measurement, Reason

INFO = IndexInfo("hr_mean", "Mean", "bpm", IndexGroup.LEVEL, 0, Evidence.ESTABLISHED, "d", "f", "n", "l", ())
PURE = IndexInfo("hrv_lf_hf", "Ratio", "", IndexGroup.VARIABILITY, 1, Evidence.LIMITED, "d", "f", "n", "l", ())


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"value": 1.0, "low": 1.0, "high": 1.0, "unavailable": Reason.TOO_SHORT, "advice": "x"},
        {"value": 1.0},
        {"value": 1.0, "low": 0.0},
        {"value": math.nan, "low": 0.0, "high": 2.0},
        {"value": 1.0, "low": -math.inf, "high": 2.0},
        {"value": 1.0, "low": 1.1, "high": 2.0},
        {"value": 2.1, "low": 1.1, "high": 2.0},
        {"unavailable": Reason.TOO_SHORT},
        {"unavailable": Reason.TOO_SHORT, "advice": ""},
    ],
)
def test_a_measurement_says_one_thing_and_all_of_it(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="hr_mean"):
        Measurement(INFO, **said)


def test_a_measurement_shows_itself_in_a_line() -> None:
    assert repr(Measurement(INFO, 88.25, 87.0, 90.0)) == "<hr_mean: 88.25 (87 to 90) bpm>"
    assert repr(Measurement(PURE, 1.5, 1.0, 2.0)) == "<hrv_lf_hf: 1.5 (1 to 2)>"
    refused = Measurement(INFO, unavailable=Reason.TOO_SHORT, advice="Record longer.")
    assert repr(refused) == "<hr_mean: unavailable (too_short)>"
