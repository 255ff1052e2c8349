"""The time axis counts as people count."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pacing.model.assessment import Assessment
from pacing.report.plot_data import MOST_TICKS, time_axis

Cases = Mapping[str, Callable[[], Assessment]]


def lasting(session: Assessment, duration_s: float, start: datetime | None = None) -> Assessment:
    start = start or session.recording.start
    return replace(session, recording=replace(session.recording, duration_s=duration_s, start=start))


@pytest.mark.parametrize(
    ("duration_s", "title", "words"),
    [
        (90.0, "seconds since the start", ["0", "15", "30", "45", "60", "75", "90"]),
        (1900.0, "minutes since the start", ["0", "5", "10", "15", "20", "25", "30"]),
        (4 * 3600.0, "hours since the start", ["0", "1", "2", "3", "4"]),
        (400 * 3600.0, "hours since the start", ["0", "72", "144", "216", "288", "360"]),
    ],
)
def test_a_session_is_counted_in_round_steps(cases: Cases, duration_s: float, title: str, words: list[str]) -> None:
    axis = time_axis(lasting(cases["within"](), duration_s))
    places, said = axis.ticks(0.0, duration_s)
    assert (axis.title, said) == (title, words)
    assert len(places) <= MOST_TICKS + 1


def test_a_day_is_counted_by_its_clock(cases: Cases) -> None:
    axis = time_axis(cases["whole_day"]())
    assert axis.title == "hour of the day"
    assert axis.ticks(0.0, 86400.0)[1] == ["0", "6", "12", "18", "24"]


def test_several_days_are_counted_by_dates_at_midnight(cases: Cases) -> None:
    began = datetime(2026, 4, 29, 12, 0, tzinfo=UTC)
    axis = time_axis(lasting(cases["whole_day"](), 3.5 * 86400.0, start=began))
    places, words = axis.ticks(0.0, 3.5 * 86400.0)
    assert words == ["30 Apr", "1 May", "2 May", "3 May"]
    assert axis.place(12 * 3600.0) == places[0] == 1.0, "the first midnight is half a day after the start"


def test_a_night_over_midnight_is_counted_in_hours(cases: Cases) -> None:
    began = datetime(2026, 4, 29, 20, 0, tzinfo=UTC)
    axis = time_axis(lasting(cases["whole_day"](), 12 * 3600.0, start=began))
    assert axis.title == "hours since the first midnight"
    assert axis.ticks(0.0, 12 * 3600.0)[1][0] == "20"


def test_minutes_and_the_time_of_day_stand_together_where_the_recording_has_the_local_clock(cases: Cases) -> None:
    session = lasting(cases["within"](), 1900.0, datetime(2026, 5, 1, 16, 5, tzinfo=timezone(timedelta(hours=2))))
    axis = time_axis(session, with_clock=True)
    assert axis.title == "minutes since the start, and the time of day"
    assert axis.ticks(0.0, 700.0)[1][:2] == ["0\n16:05", "2\n16:07"]
    elsewhere = lasting(session, 1900.0, datetime(2026, 5, 1, 14, 5, tzinfo=UTC))
    assert time_axis(elsewhere, with_clock=True).title == "minutes since the start"
