"""How sure the level of a real rest is: as sure as its interval says of the minutes it is of, not of others."""

from pathlib import Path

import numpy as np
import pytest

from pacing.numerics.quantiles import NORMAL_95
from tests.oracles.real_rests import neighbouring_rests

pytestmark = pytest.mark.corpus


def test_neighbouring_rests_agree_as_their_intervals_say_but_just_after_sitting_down_and_before_getting_up(
    corpus: Path,
) -> None:
    pairs = neighbouring_rests(corpus)

    def held(beside: str) -> tuple[int, int]:
        here = [abs(apart) <= allowed for where, apart, allowed in pairs if where == beside]
        return sum(here), len(here)

    assert held("between") == (13, 13)
    assert held("sat down") == (8, 11)
    assert held("gets up") == (9, 13)
    # In the middle of a rest the intervals are as wide as real hearts need, not narrower: one would be held in 95 %.
    spread = np.std([NORMAL_95 * apart / allowed for where, apart, allowed in pairs if where == "between"])
    assert 0.6 <= spread <= 1.0
    # Before getting up the heart is quicker than five minutes earlier in most.
    assert sum(apart > 0 for where, apart, _ in pairs if where == "gets up") == 11
