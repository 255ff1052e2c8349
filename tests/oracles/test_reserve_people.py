"""The share of the reserve on made-up people: whichever published equation is true, its interval holds the truth."""

from functools import cache

import numpy as np
import pytest

from pacing.model.person import Person, Sex
from tests.measure.exertion_inputs import EXERCISE, REST, make_inputs, measure, phase
from tests.oracles.reserve_people import people, truths_of

COUNT, COUNT_LONG = 100, 250
PHASES = [phase(REST, 0, 120), phase(EXERCISE, 120, 240)]
CASES: list[tuple[Sex | None, str]] = [(sex, truth) for sex in Sex for truth in truths_of(sex.value)]
CASES += [(None, truth) for truth in truths_of("") if "Gulati" in truth or "CARDIA" in truth]


@cache
def misses(truth: str, sex: Sex | None, count: int) -> tuple[float, float]:
    """Share of people whose true share lies below and above the interval."""
    below, above = [], []
    for one in people(truth, count):
        bpm = [one.resting_bpm] * 120 + [one.peak_bpm] * 120
        found = measure("hr_reserve_share", make_inputs(bpm, PHASES, person=Person(age_years=one.age, sex=sex)))
        assert found.low is not None
        assert found.high is not None
        below.append(one.share_percent < found.low)
        above.append(one.share_percent > found.high)
    return float(np.mean(below)), float(np.mean(above))


@pytest.mark.parametrize("count", [COUNT, pytest.param(COUNT_LONG, marks=pytest.mark.long)])
@pytest.mark.parametrize(("sex", "truth"), CASES)
def test_under_every_published_equation_the_interval_holds_the_share(sex: Sex | None, truth: str, count: int) -> None:
    below, above = misses(truth, sex, count)
    assert below + above <= 0.05 + 2.0 * np.sqrt(0.05 * 0.95 / count)


def test_the_interval_is_no_wider_than_the_distance_of_equations_makes_it() -> None:
    """Some truth uses up what may be missed, on either side: the interval is not held by width alone."""
    missed = [misses(truth, sex, COUNT) for sex, truth in CASES if sex is Sex.FEMALE]
    assert max(below for below, _ in missed) >= 0.02
    assert max(above for _, above in missed) >= 0.02


@pytest.mark.parametrize("maximum_bpm", [172.0, None])
def test_a_measured_maximum_makes_it_narrow_again(maximum_bpm: float | None) -> None:
    somebody = Person(age_years=50.0, sex=Sex.FEMALE, maximum_bpm=maximum_bpm)
    found = measure("hr_reserve_share", make_inputs([60.0] * 120 + [120.0] * 120, PHASES, person=somebody))
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low < 8.0) == (maximum_bpm is not None)
