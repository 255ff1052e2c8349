"""Which index or rule a word means."""

import pytest

from pacing.cli.commands.why import _criteria, _meant
from pacing.reference import CRITERIA

TITLES = {
    "hrv_rmssd": "RMSSD",
    "hrv_ln_rmssd": "Ln RMSSD",
    "hr_recovery_60": "Fall in the first minute",
    "hr_rest": "Rest",
}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("hrv_rmssd", ["hrv_rmssd"]),
        ("RMSSD", ["hrv_rmssd"]),
        ("ln", ["hrv_ln_rmssd"]),
        ("recovery", ["hr_recovery_60"]),
        ("60", ["hr_recovery_60"]),
        ("minute", ["hr_recovery_60"]),
        ("hr", ["hr_recovery_60", "hr_rest"]),
        ("nothing", []),
    ],
)
def test_a_word_is_a_part_of_a_name_or_of_a_title(word: str, meant: list[str]) -> None:
    assert _meant(word, TITLES) == meant


def test_published_limits_are_those_of_the_index() -> None:
    index_id = CRITERIA[0].index_id
    own = [criterion for criterion in CRITERIA if criterion.index_id == index_id]
    lines = list(_criteria(index_id))
    assert sum("Published limit" in line for line in lines) == len(own)
    assert list(_criteria("no_index")) == []
