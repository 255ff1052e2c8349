"""What the forms of the page take and refuse, asked of the tasks themselves; no page has to run for it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pacing.app.changing import (
    change_limit,
    change_profile,
    forget_note,
    hold_here,
    hold_then,
    keep_diary,
    name_symptoms,
    remove_session,
)
from pacing.app.limit_form import first_limit_form, limit_again, limit_from_fields
from pacing.app.markup import framed_page, last_page
from pacing.app.phases_form import phases_from_fields
from pacing.app.place import Place
from pacing.app.showing import show_diary, show_list, show_season, show_session, show_span, show_you
from pacing.app.tasks import FieldError, Job, Reply
from pacing.app.template import OURS
from pacing.history.diary import notes, symptoms
from pacing.history.store import History
from pacing.judge.limits_table import limits_table_for_session
from pacing.keeping.adding import add_paths
from pacing.model.person import LimitSetting, Person
from pacing.model.phases import PhaseKind
from pacing.pipeline import Request
from tests.history.test_store import made_session
from tests.keeping.test_again import walk
from tests.report.conftest import assessment_of

REST, EXERCISE, RECOVERY = PhaseKind.REST, PhaseKind.EXERCISE, PhaseKind.RECOVERY
DAY = date(2026, 5, 1)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "history.sqlite", tmp_path / "profile.toml")


def done(task: Callable[[Job], Reply], place: Place, **what: object) -> str:
    """What a task says or draws."""
    news, drawn = task(Job(place, "/x", what, lambda _: None, lambda: False))
    return drawn.decode() or str(news.get("told", ""))


@pytest.mark.parametrize(("typed", "bpm"), [("30", 30.0), ("240", 240.0), ("104,5", 104.5)])
def test_a_limit_is_a_number_within_what_hearts_do(typed: str, bpm: float) -> None:
    assert limit_from_fields({"bpm": typed}, None).bpm == bpm


@pytest.mark.parametrize("typed", ["29.9", "240.1", "nan", "fast", ""])
def test_a_limit_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(FieldError):
        limit_from_fields({"bpm": typed}, None)


@pytest.mark.parametrize(
    ("said", "newest", "kept"),
    [
        ("me", None, "the person"),
        ("as-before", LimitSetting("fixed", bpm=100, set_by="my aunt"), "my aunt"),
        ("as-before", None, None),
        ("doctor", LimitSetting("fixed", bpm=100, set_by="my aunt"), "a doctor"),
        ("", LimitSetting("fixed", bpm=100, set_by="my aunt"), None),
    ],
)
def test_who_set_a_limit_stays_only_where_it_is_said_to(
    said: str, newest: LimitSetting | None, kept: str | None
) -> None:
    assert limit_from_fields({"bpm": "104", "set_by": said}, newest).set_by == kept


def test_a_rule_is_offered_where_it_gives_a_limit_and_named_with_what_it_lacks_where_not() -> None:
    session = replace(assessment_of(), person=Person(resting_bpm=60))
    rows = limits_table_for_session(session.recording, session.cleaned, session.measurements, session.person).rows
    form = first_limit_form(session, "/x", "/x/session/1")
    offered, _, lacking = form.partition("the other rules need")
    for row in rows:
        takes = row.limit is not None or row.rule == "measured_threshold"  # its number is typed in beside it
        assert (f'value="{row.rule}"' in offered) is (takes and row.rule != "fixed"), row.rule
        assert (row.title in lacking) is (not takes and row.rule != "fixed"), row.rule


@pytest.mark.parametrize(
    ("began", "stopped", "spans"),
    [
        ("5:00", "25:00", [(REST, 0.0, 300.0), (EXERCISE, 300.0, 1500.0), (RECOVERY, 1500.0, 1800.0)]),
        ("0:00", "25:00", [(EXERCISE, 0.0, 1500.0), (RECOVERY, 1500.0, 1800.0)]),
        ("5:00", "30:00", [(REST, 0.0, 300.0), (EXERCISE, 300.0, 1800.0)]),
        ("5:00", "45:00", [(REST, 0.0, 300.0), (EXERCISE, 300.0, 1800.0)]),
    ],
    ids=["in between", "from the first second", "to the last", "beyond it"],
)
def test_two_moments_part_a_recording_of_half_an_hour(
    began: str, stopped: str, spans: list[tuple[PhaseKind, float, float]]
) -> None:
    phases = phases_from_fields({"began": began, "stopped": stopped}, 1800.0)
    assert [(one.kind, one.start_s, one.stop_s) for one in phases.items] == spans


@pytest.mark.parametrize(
    ("began", "stopped"), [("5:00", "5:00"), ("6:00", "5:00"), ("31:00", "32:00"), ("", "5:00"), ("5:00", "soon")]
)
def test_moments_that_part_nothing_are_refused(began: str, stopped: str) -> None:
    with pytest.raises(FieldError):
        phases_from_fields({"began": began, "stopped": stopped}, 1800.0)


def test_a_day_is_scored_by_pairs_of_name_and_score_and_taken_back_by_one_without(place: Place) -> None:
    scored = {"day": "2026-05-01", "name0": "pain", "score0": "4", "name1": "fatigue", "score1": "10", "name2": "fog"}
    assert done(keep_diary, place, fields=scored) == "Kept."
    assert done(keep_diary, place, fields={"day": "2026-05-01", "name0": "pain", "score0": "none"}) == "Kept."
    assert done(keep_diary, place, fields={"day": "2026-05-01", "name0": "pain"}).startswith("Nothing was chosen")
    with History(place.history) as history:
        assert symptoms(history) == {"fatigue": {DAY: 10.0}}


def test_a_note_is_kept_once_and_only_the_one_that_is_meant_is_removed(place: Place) -> None:
    for text in ("half a tablet", "a new shoe"):
        assert done(keep_diary, place, fields={"day": "2026-05-01", "kind": "dose", "text": text}) == "Kept."
    gone = {"day": "2026-05-01", "kind": "dose", "text": "a new shoe"}
    assert [done(forget_note, place, fields=gone) for _ in range(2)] == ["The note is removed.", "Nothing was changed."]
    with History(place.history) as history:
        assert notes(history) == [(DAY, "dose", "half a tablet")]


@pytest.mark.parametrize("fields", [{"day": "soon"}, {"day": "2026-05-01", "name0": "pain", "score0": "much"}])
def test_a_day_or_a_score_that_is_none_is_refused(place: Place, fields: dict[str, str]) -> None:
    with pytest.raises(FieldError):
        done(keep_diary, place, fields=fields)


def test_the_diary_leads_to_the_days_around_it_but_not_beyond_today(place: Place) -> None:
    done(name_symptoms, place, fields={"word0": "Heavy  legs", "word1": "pain"})
    page = done(show_diary, place, day="2026-05-01")
    assert "2026-04-30" in page
    assert "2026-05-02" in page
    assert "heavy legs" in page
    today = datetime.now().astimezone().date()
    assert (today + timedelta(days=1)).isoformat() not in done(show_diary, place)


@pytest.mark.parametrize(("name", "first"), [("week", "2026-04-25"), ("month", "2026-04-04")])
def test_seven_days_and_four_weeks_end_with_the_day_that_is_asked_for(place: Place, name: str, first: str) -> None:
    with History(place.history) as history:
        history.add("a" * 64, "a.fit", [made_session(start=datetime(2026, 3, 1, 9, tzinfo=UTC))])
    page = done(show_span, place, name=name, to="2026-05-01")
    assert (date.fromisoformat(first) - timedelta(days=1)).isoformat() in page
    assert "2026-03-01" in page, "nothing falls on these days, so the newest session's is named"
    assert done(show_season, place)


def test_the_list_counts_sessions_with_and_without_a_date(place: Place) -> None:
    def counted() -> object:
        return show_list(Job(place, "/x", {}, lambda _: None, lambda: False))[0]["count"]

    assert counted() == 0
    with History(place.history) as history:
        for number, start in enumerate((datetime(2026, 3, 1, 9, tzinfo=UTC), None, None)):
            sha256 = f"{number}" * 64
            history.add(sha256, f"{number}.fit", [made_session(sha256, start=start)])
    assert counted() == 3


@pytest.fixture
def walks(place: Place, tmp_path: Path) -> tuple[str, str]:
    """Two walks a week apart, the older one first, kept without a limit."""
    with History(place.history) as kept:
        add_paths(kept, [walk(tmp_path, 0), walk(tmp_path, 7)], Request())
        older, newer = (row.id for row in kept.sessions())
    return older, newer


def chosen_setters(page: str) -> list[str]:
    """What each form of a page says of who set the limit, in their order."""
    forms = [form for form in page.split("<form") if 'name="set_by"' in form]
    return [next(iter(re.findall(r'value="([^"]*)" selected', form)), "") for form in forms]


def test_a_later_limit_is_named_and_can_be_held_against_one_session_alone(place: Place, walks: tuple[str, str]) -> None:
    older, newer = walks
    done(change_limit, place, id=newer, fields={"bpm": "85", "set_by": "physiotherapist"})
    news = done(change_limit, place, id=newer, fields={"bpm": "90", "set_by": "physiotherapist"})
    assert news == "90 bpm holds from today. This session of 8 May 2026 keeps 85 bpm, the limit of its time."
    page = done(show_session, place, id=newer)
    assert "Change your limit (90 bpm)" in page
    assert "Your limit is 90 bpm, set by a physiotherapist, since" in page
    assert "This session keeps 85 bpm." in page
    assert 'required value="90"' in page
    done(hold_here, place, id=newer)
    done(change_profile, place, fields={"birth_year": "1980"})  # judges again whatever the profile reaches
    assert "(90 bpm)" in done(show_session, place, id=newer)
    assert "(85 bpm)" in done(show_session, place, id=older)
    assert "chosen for it alone" in done(change_limit, place, id=newer, fields={"bpm": "95"})
    done(hold_then, place, id=newer)
    assert "This session keeps 85 bpm." in done(show_session, place, id=newer)


def test_who_set_a_number_is_not_said_of_a_rule(place: Place, walks: tuple[str, str]) -> None:
    done(change_profile, place, fields={"birth_year": "1980", "resting_bpm": "65"})
    done(change_limit, place, id=walks[1], fields={"bpm": "85", "set_by": "physiotherapist"})
    number, *rules = chosen_setters(done(show_session, place, id=walks[1]))
    assert (number, set(rules)) == ("physiotherapist", {""})
    rule = {"rule": "share_of_reserve", "share_percent": "40", "set_by": "doctor"}
    done(change_limit, place, id=walks[1], fields=rule)
    older = done(show_session, place, id=walks[1])
    assert "Change your limit (Share of heart-rate reserve (40 %))" in older
    assert "Use the newest limit for this session too" in older
    done(hold_here, place, id=walks[1])
    number, *rules = chosen_setters(done(show_session, place, id=walks[1]))
    assert (number, sorted(filter(None, rules))) == ("", ["doctor"])


def test_the_limit_of_now_stands_under_you_with_the_way_to_its_form(place: Place, walks: tuple[str, str]) -> None:
    assert "You have not set a limit yet." in done(show_you, place)
    done(change_limit, place, id=walks[1], fields={"bpm": "85", "set_by": "me"})
    page = done(show_you, place)
    assert "85 bpm, set by you." in page
    assert f"/x/session/{walks[1]}#limit" in page


def test_a_session_leads_to_the_one_of_its_kind_before_it(place: Place, walks: tuple[str, str]) -> None:
    older, newer = walks
    assert f'href="/x/session/{older}"' in done(show_session, place, id=newer)
    assert "Compare with earlier" not in done(show_session, place, id=older)
    season = done(show_season, place)
    assert season.count("that takes eight similar sessions") == 1
    assert all(f"/x/session/{one}" in season for one in walks)


def test_a_line_of_the_list_says_above_what(place: Place, walks: tuple[str, str]) -> None:
    done(change_limit, place, id=walks[1], fields={"bpm": "85"})
    assert done(show_list, place).count("above your limit for") == 2


def test_the_week_opens_where_a_session_is_and_shows_an_empty_one_where_that_is_asked_for(
    place: Place, walks: tuple[str, str]
) -> None:
    assert f"/x/session/{walks[1]}" in done(show_span, place, name="week")
    assert "Nothing was recorded or noted in the last seven days." in done(show_span, place, name="week")
    today = datetime.now().astimezone().date().isoformat()
    assert "Nothing was recorded or noted in these days." in done(show_span, place, name="week", to=today)
    assert 'href="/x/month?to=2026-05-08"' in done(show_span, place, name="week")


@pytest.mark.parametrize("fields", [{"bpm": "10"}, {"rule": "share_of_reserve", "share_percent": "400"}])
def test_a_refused_number_stays_in_its_form_with_who_set_it(place: Place, fields: dict[str, str]) -> None:
    page = done(limit_again, place, id="a", fields={**fields, "set_by": "doctor"})
    assert f'required value="{list(fields.values())[-1]}"' in page
    assert "novalidate" in page
    assert chosen_setters(page) == ["doctor"]


def test_after_a_removal_only_what_is_true_is_said(place: Place, walks: tuple[str, str]) -> None:
    assert "“Delete everything” under “You” deletes all that is kept here." in done(remove_session, place, id=walks[0])
    assert "<summary>Delete everything</summary>" in done(show_you, place)


def test_paper_opens_in_a_tab_of_its_own() -> None:
    links = [link for path in OURS.glob("*.jinja") for link in re.findall(r"<a [^>]*\.pdf[^>]*>", path.read_text())]
    assert len(links) >= 7
    assert [link for link in links if 'target="_blank" rel="noopener"' not in link] == []


def test_a_program_that_has_stopped_cannot_be_stopped_again() -> None:
    assert b"Stop the program" not in last_page("/x", "Stopped", "")
    assert b"Stop the program" in framed_page("/x", "A page", "", links=())
