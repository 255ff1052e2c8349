"""What of an outcome lies on a day or after it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from pacing.model.assessment import _from_day


@dataclass(frozen=True)
class Recorded:
    """A session as far as its days are concerned."""

    recording: Any
    days: tuple[Any, ...] = ()


def recorded(began: int | None, *days: int) -> Any:
    """A session that began on a day of May, and the days that an all-day recording covers."""
    began_at = None if began is None else datetime(2026, 5, began, 23, 59, tzinfo=UTC)
    covered = tuple(SimpleNamespace(day=date(2026, 5, day)) for day in days)
    return Recorded(SimpleNamespace(began=began_at), (*covered, *([SimpleNamespace(day=None)] if days else [])))


@pytest.mark.parametrize(("began", "counts"), [(9, False), (10, True), (11, True), (None, False)])
def test_a_session_counts_from_the_day_it_began_on(began: int | None, counts: bool) -> None:
    session = recorded(began)
    assert _from_day(session, date(2026, 5, 10)) is (session if counts else None)


def test_of_an_all_day_recording_the_days_from_then_on_count() -> None:
    session: Any = _from_day(recorded(8, 8, 9, 10, 11), date(2026, 5, 10))
    assert [day.day.day for day in session.days] == [10, 11]
    assert _from_day(recorded(8, 8, 9), date(2026, 5, 10)) is None
