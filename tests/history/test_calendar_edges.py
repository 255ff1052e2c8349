"""Odd days: the ends of the calendar, nights when clocks change, journeys, sessions over midnight."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pacing.history.annotations import flare_followed, past_sessions
from pacing.history.diary import add_entries, add_note
from pacing.history.post_exertion import exertion_days, payback
from pacing.history.season import season_of
from pacing.history.store import History
from pacing.model.assessment import Assessment, Outcome, Program
from pacing.model.longitudinal import PaybackAnswer, SymptomScore
from pacing.model.person import Person
from pacing.report.document import Audience
from pacing.report.render import render_report
from tests.history.test_duplicates import judged
from tests.longitudinal.made import made_session

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite")


def _at(number: int, start: datetime | None) -> Assessment:
    session = judged(made_session(number), 5.0, flagged=True)
    return replace(session, recording=replace(session.recording, start=start))


def _add(history: History, *starts: datetime | None) -> None:
    for number, start in enumerate(starts):
        session = _at(number, start)
        history.add(session.recording.source.sha256, "f", [session])


@pytest.mark.parametrize("first", [datetime(9999, 12, 20, 12, tzinfo=UTC), datetime(1, 1, 2, 12, tzinfo=UTC)])
def test_sessions_at_the_ends_of_the_calendar_stop_nothing(history: History, first: datetime) -> None:
    _add(history, *(first + timedelta(days=n) for n in range(10)))
    add_entries(history, [SymptomScore(date(2026, 1, 1) + timedelta(days=n), "pain", n % 4) for n in range(60)], "told")
    add_note(history, date(9999, 12, 31), "travel", "far")
    assert len(past_sessions(history)) == len(exertion_days(history)) == 10
    season, sessions = season_of(history)
    outcome = Outcome(sessions, (), Person(), Program("pacing", "0"), season)
    for form in ("html", "text"):
        assert render_report(outcome, form, Audience.PATIENT)


def test_a_flare_can_be_asked_for_after_the_last_day_there_is() -> None:
    assert flare_followed(date.max, frozenset(), frozenset()) is None
    assert flare_followed(date.max - timedelta(days=1), frozenset({date.max}), frozenset()) is True


def test_a_session_belongs_to_the_day_it_began_by_its_own_clock(history: History) -> None:
    over_midnight = datetime(2026, 5, 1, 23, 50, tzinfo=BERLIN)
    early_by_another_clock = datetime(2026, 5, 3, 0, 30, tzinfo=BERLIN)  # in UTC still the 2nd
    far_east = datetime(2026, 5, 6, 1, 0, tzinfo=timezone(timedelta(hours=12)))  # in Berlin still the 5th
    _add(history, over_midnight, early_by_another_clock, far_east)
    assert exertion_days(history) == [date(2026, 5, 1), date(2026, 5, 3), date(2026, 5, 6)]


def test_the_hour_that_comes_twice_holds_two_sessions_in_their_order(history: History) -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    _add(history, second, first)
    kept = [row.start for row in history.sessions()]
    assert [start.utcoffset() for start in kept if start] == [timedelta(hours=2), timedelta(hours=1)]
    assert exertion_days(history) == [date(2026, 10, 25)]


def test_days_after_exertion_are_calendar_days_whatever_the_clocks_do() -> None:
    """Exertion now and then over the change of clocks in spring, and worse symptoms on exactly the day after."""
    first = date(2026, 2, 1)
    days = [first + timedelta(days=n) for n in range(115)]
    events = [days[n] for n in (4, 13, 19, 31, 44, 53, 57, 70, 82, 97)]
    scores = {day: 2.0 + (day - timedelta(days=1) in events) * 4.0 for day in days}
    found = payback({"pain": scores}, events)
    assert found.answer is PaybackAnswer.LINK_SEEN
    shifted = payback({"pain": scores}, [day + timedelta(days=1) for day in events])
    assert shifted.change is not None
    assert found.change is not None
    assert shifted.change < found.change


def test_a_rhythm_as_regular_as_the_week_is_said_to_hide_what_follows_it() -> None:
    first = date(2026, 2, 1)
    days = [first + timedelta(days=n) for n in range(112)]
    scores = {day: 2.0 + (day.weekday() == 0) * 4.0 for day in days}
    found = payback({"pain": scores}, [day for day in days if day.weekday() == 6])
    assert found.answer is PaybackAnswer.NO_LINK_SEEN
    assert "so regular a rhythm" in found.words


def test_sessions_without_a_date_are_counted_and_in_no_trend(history: History) -> None:
    _add(history, None, datetime(2026, 5, 1, 10, tzinfo=BERLIN), None)
    season, sessions = season_of(history)
    assert (season.undated, len(sessions)) == (2, 1)
    text = render_report(
        Outcome(sessions, (), Person(), Program("pacing", "0"), season), "text", Audience.PATIENT
    ).decode()
    assert "2 sessions more have no date and could not be placed here." in " ".join(text.split())
