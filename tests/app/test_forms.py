"""What the forms of the page take and refuse, asked of the tasks themselves; no page has to run for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pacing.app.changing import forget_note, keep_diary, name_symptoms
from pacing.app.limit_form import first_limit_form, limit_from_fields
from pacing.app.phases_form import phases_from_fields
from pacing.app.place import Place
from pacing.app.showing import show_diary, show_list, show_season, show_span
from pacing.app.tasks import FieldError, Job, Reply
from pacing.history.diary import notes, symptoms
from pacing.history.store import History
from pacing.judge.limits_table import limits_table_for_session
from pacing.model.person import LimitSetting, Person
from pacing.model.phases import PhaseKind
from tests.history.test_store import made_session
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
