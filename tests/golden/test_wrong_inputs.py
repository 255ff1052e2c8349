"""The eight inputs that go wrong elsewhere, as files through the whole program."""

from pathlib import Path

import pytest

from pacing.model.person import Conditions
from pacing.pipeline import assess_file
from pacing.synthetic.wrong_inputs import WrongInput, wrong_inputs

CASES = {case.id: case for case in wrong_inputs()}


@pytest.mark.parametrize("window", ["standard", "whole"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_gives_the_right_value_or_a_refusal_that_names_the_cause(
    case: WrongInput, window: str, tmp_path: Path
) -> None:
    path = tmp_path / case.file_name
    path.write_text(case.text, encoding="utf-8")
    outcome = assess_file(path, conditions=Conditions(hrv_window=window))
    if outcome.refused:
        assert case.right.accepts(None, outcome.refused[0].error), outcome.refused[0].message
        return
    found = outcome.sessions[0].measurement("hrv_rmssd")
    assert found is not None
    refusal = None if found.unavailable is None else found.unavailable.value
    right_ms, part = case.right.rmssd_ms, window == "standard"  # five minutes of six have a value of their own
    near = part and None not in (found.value, right_ms) and found.value == pytest.approx(right_ms, rel=0.03)
    assert near or case.right.accepts(found.value, refusal), f"{found.value} {refusal} {found.advice}"
