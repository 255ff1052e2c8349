"""Intervals on a clean strap, named by its file or not, in sessions made in another way than the program's own."""

import pytest

from pacing.model.recording import Sensor
from tests.oracles.independent_sessions import Width, widths

SEEDS = range(60)
LEAST_HELD = 0.93
MOST_TIMES_AS_WIDE = 1.7  # of 60 sessions; over 200 the falls, T30 and rest are 0.9 to 1.5 times as wide


@pytest.fixture(scope="module")
def found() -> dict[str, Width]:
    return widths(SEEDS)


@pytest.mark.slow
@pytest.mark.parametrize("index_id", ["hr_recovery_60", "hr_recovery_120", "hr_recovery_t30", "hr_rest"])
def test_an_interval_holds_the_truth_and_is_not_much_wider_than_its_error(
    found: dict[str, Width], index_id: str
) -> None:
    assert found[index_id].sessions >= 0.9 * len(SEEDS)
    assert found[index_id].held >= LEAST_HELD
    assert found[index_id].ratio <= MOST_TIMES_AS_WIDE


@pytest.mark.slow
def test_a_named_strap_is_as_quick_as_it_likes_and_its_falls_hold() -> None:
    straps = widths(range(80), Sensor.STRAP)
    for index_id in ("hr_recovery_60", "hr_recovery_120"):
        assert straps[index_id].held >= LEAST_HELD
        assert straps[index_id].ratio <= 1.2
