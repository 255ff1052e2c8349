"""Lists, spans and the diary: how much is shown, what stands beyond, and of which day it is."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pacing.app.place import Place
from pacing.app.showing import NEWEST, _newest_day, show_diary, show_list, show_span
from pacing.app.tasks import Job, Reply
from pacing.history.diary import add_entries, add_note
from pacing.history.store import History
from pacing.model.longitudinal import SymptomScore
from tests.history.test_store import made_session
from tests.report.conftest import assessment_of

TODAY = datetime.now().astimezone().date()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "history.sqlite", tmp_path / "profile.toml")


def reply(task: Callable[[Job], Reply], place: Place, **what: object) -> tuple[dict[str, object], str]:
    said, drawn = task(Job(place, "/x", what, lambda _: None, lambda: False))
    return dict(said), drawn.decode()


@pytest.mark.parametrize(("kept", "more"), [(NEWEST, 0), (NEWEST + 1, 1), (NEWEST + 5, 5)])
def test_the_newest_sessions_are_listed_and_the_others_counted(place: Place, kept: int, more: int) -> None:
    with History(place.history) as history:
        for number in range(kept):
            start = datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(days=number)
            history.add(f"{number:02d}" * 32, f"{number}.fit", [made_session(f"{number:02d}" * 32, start=start)])
    _, page = reply(show_list, place)
    links = set(re.findall(r"/x/session/[\w-]+", page))
    assert len(links) == NEWEST
    assert ("?all=yes" in page) is bool(more)
    assert (f"All {kept} sessions" in page) is bool(more)
    _, page = reply(show_list, place, all=True)
    assert len(set(re.findall(r"/x/session/[\w-]+", page))) == kept


@pytest.mark.parametrize("what", ["nothing", "score", "note", "profile", "session"])
def test_a_list_without_a_session_says_whether_anything_else_is_kept(place: Place, what: str) -> None:
    with History(place.history) as history:
        if what == "score":
            add_entries(history, [SymptomScore(date(2026, 5, 1), "pain", 3.0)], "told")
        elif what == "note":
            add_note(history, date(2026, 5, 1), "dose", "half")
        elif what == "session":
            history.add("a" * 64, "a.fit", [made_session(start=datetime(2026, 5, 1, 9, tzinfo=UTC))])
    if what in ("profile", "session"):
        place.profile.write_text("[person]\n", encoding="utf-8")
    said, _ = reply(show_list, place)
    assert said["more"] is (what in ("score", "note", "profile"))


@pytest.mark.parametrize(
    ("began", "newest"),
    [([], ""), ([10], ""), ([10, 20], ""), ([9], "2026-05-09"), ([2, 8], "2026-05-08"), ([17], "2026-05-17")],
)
def test_the_newest_session_is_named_where_none_lies_within_the_days_shown(began: list[int], newest: str) -> None:
    sessions = tuple(assessment_of(start=datetime(2026, 5, day, 9, tzinfo=UTC)) for day in began)
    assert _newest_day(sessions, date(2026, 5, 10), date(2026, 5, 16)) == newest


@pytest.mark.parametrize(("days_ago", "leads_on"), [(0, False), (1, True), (30, True)])
def test_a_week_leads_on_to_the_one_after_it_unless_it_ends_today(place: Place, days_ago: int, leads_on: bool) -> None:
    with History(place.history):
        pass
    last = TODAY - timedelta(days=days_ago)
    _, page = reply(show_span, place, name="week", to=last.isoformat())
    assert ((last + timedelta(days=7)).isoformat() in page) is leads_on
    assert (last - timedelta(days=7)).isoformat() in page


def test_the_diary_of_a_day_has_its_own_notes_and_every_score(place: Place) -> None:
    yesterday = TODAY - timedelta(days=1)
    with History(place.history) as history:
        add_note(history, TODAY, "dose", "half a tablet")
        add_note(history, yesterday, "travel", "a long journey")
    for day, noted, absent in (
        (TODAY, "half a tablet", "a long journey"),
        (yesterday, "a long journey", "half a tablet"),
    ):
        _, page = reply(show_diary, place, day=day.isoformat())
        assert noted in page
        assert absent not in page
        assert ("today, " in page) is (day == TODAY)
        assert {str(score) for score in range(11)} <= set(re.findall(r">\s*(\d+)\s*<", page))
