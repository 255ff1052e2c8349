"""The interval of a rest is no wider than real rests need, though made-up hearts are held in 99 of 100."""

from pathlib import Path

import pytest

from tests.oracles.real_rests import neighbouring_rests

pytestmark = pytest.mark.corpus


def test_neighbouring_rests_differ_by_more_than_their_intervals_allow(corpus: Path) -> None:
    pairs = neighbouring_rests(corpus)
    held = sum(abs(apart) <= allowed for apart, allowed in pairs)
    assert (held, len(pairs)) == (30, 37)
