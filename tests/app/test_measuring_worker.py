"""What is said of a dropped file that was refused: whole sentences, without what only a terminal knows."""

import pytest

from pacing.app.measuring_worker import _facts
from pacing.model.assessment import Refusal


@pytest.mark.parametrize(
    ("hint", "shown"),
    [
        ("`pacing formats` lists what can be read; a table needs a line of names.", "A table needs a line of names."),
        ("Export it again.", "Export it again."),
        ("Add it with --time-zone.", ""),
    ],
)
def test_what_is_left_of_a_hint_begins_as_a_sentence(hint: str, shown: str) -> None:
    assert _facts(Refusal("walk.csv", "ReadError", "It has no heart rate.", hint))[2] == shown
