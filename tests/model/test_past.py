from datetime import UTC, datetime

import pytest

from pacing.model.person import PastSession

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "median_bpm", "upper_bpm"),
    [(NOON.replace(tzinfo=None), 90.0, 100.0), (NOON, 0.0, 100.0), (NOON, 101.0, 100.0)],
)
def test_a_past_session_can_be_placed_and_its_levels_fit(start: datetime, median_bpm: float, upper_bpm: float) -> None:
    with pytest.raises(ValueError, match=r"time zone|does not go with"):
        PastSession(start, None, None, median_bpm, upper_bpm, 600.0)


@pytest.mark.parametrize(
    ("comfortable", "flare_after", "tolerated"),
    [(True, False, True), (True, None, False), (None, False, False), (True, True, False), (False, False, False)],
)
def test_only_what_was_said_to_be_well_tolerated_is(
    comfortable: bool | None, flare_after: bool | None, tolerated: bool
) -> None:
    assert PastSession(NOON, comfortable, flare_after, 90.0, 100.0, 600.0).tolerated is tolerated
