"""Every exertion index on input that holds nothing: a reason and an advice, never a crash."""

import re

import numpy as np
import pytest

from pacing.measure.session import all_indices
from pacing.model.person import Conditions, Person, Sex
from tests.measure.exertion_inputs import channel, make_inputs, measure, three_phases

EXERTION = sorted(i for i in all_indices() if not i.startswith("hrv_"))
TOLD = Person(age_years=46, sex=Sex.FEMALE, resting_bpm=70, weight_kg=60)
FORBIDDEN = re.compile(
    r"incompeten|abnormal|\bnormal|\bsafe\b|failed|over-did|may increase|blunted|impaired|/work|should not",
    re.IGNORECASE,
)


@pytest.mark.parametrize("index_id", EXERTION)
@pytest.mark.parametrize("person", [Person(), TOLD], ids=["untold", "told"])
@pytest.mark.parametrize("maximal", [False, True])
def test_poor_input_gives_a_reason_or_a_value_with_bounds(index_id: str, person: Person, maximal: bool) -> None:
    conditions = Conditions(maximal_test=maximal)
    for bpm in ([], [80.0], [np.nan] * 700, [90.0] * 721, [0.1] * 721):
        size = len(bpm)
        channels = [channel("speed", "m/s", np.ones(size)), channel("power", "W", np.zeros(size))] if size else []
        for phases in ((), three_phases()):
            inputs = make_inputs(bpm, phases, person=person, conditions=conditions, channels=channels, sport="walking")
            found = measure(index_id, inputs)
            assert (found.value is None) == (found.unavailable is not None)
            assert found.value is not None or found.advice


@pytest.mark.parametrize("index_id", EXERTION)
def test_no_word_of_an_index_judges(index_id: str) -> None:
    info = all_indices()[index_id].info
    for words in (info.title, info.definition, info.needs, info.limits, info.formula):
        assert not FORBIDDEN.search(words), words
