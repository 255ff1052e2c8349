"""Sessions in a history are judged and measured again when something else is told; what stood before is kept.

The oracle is the file itself: a kept session judged again must be what a fresh reading with the same words gives.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pacing.errors import HistoryError
from pacing.history.export import export_to, import_from
from pacing.history.store import History
from pacing.keeping.adding import add_paths
from pacing.keeping.again import hold_all, judge_again, whole_session
from pacing.keeping.what_holds import settings_then
from pacing.model.assessment import Assessment
from pacing.model.person import Conditions, LimitSetting, Medication, Person, Posture
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.pipeline import Request

FIRST_DAY = date(2026, 5, 1)
MINUTES = 20


def walk(folder: Path, day: int, bpm: float = 95.0) -> Path:
    """A file of twenty minutes at rest and at `bpm`, one value a second, on a day after the first."""
    start = datetime(2026, 5, 1, 10) + timedelta(days=day)  # noqa: DTZ001 - a clock without zone
    path = folder / f"walk_{day:02d}.csv"
    rows = [
        f"{start + timedelta(seconds=second)},{70 + (bpm - 70) * (300 <= second < 900) + second % 3 / 10:.1f}"
        for second in range(MINUTES * 60)
    ]
    path.write_text("\n".join(["Time,Heart Rate", *rows]) + "\n", encoding="utf-8")
    return path


def told(bpm: float | None = None, since: date | None = None, **more: object) -> Request:
    limits = () if bpm is None else (LimitSetting("fixed", bpm=bpm, since=since),)
    return Request(person=replace(Person(limits=limits), **more))  # type: ignore[arg-type]


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "history.sqlite") as kept:
        yield kept


def verdicts(history: History) -> list[str | None]:
    return [row.verdict for row in history.sessions()]


def limits(history: History) -> list[float | None]:
    documents = [history.document(row.id) for row in history.sessions()]
    return [None if document["limit"] is None else document["limit"]["bpm"] for document in documents]


def test_the_first_limit_reaches_what_was_added_without_one(history: History, tmp_path: Path) -> None:
    add_paths(history, [walk(tmp_path, 0), walk(tmp_path, 1)], Request())
    assert verdicts(history) == [None, None]
    added = add_paths(history, [walk(tmp_path, 2)], told(90.0))
    assert verdicts(history) == ["sustained"] * 3
    assert (added.new, added.again.judged, added.again.changed) == (1, 2, 2)


def test_a_later_limit_leaves_each_session_the_limit_of_its_time_and_says_so_once(
    history: History, tmp_path: Path
) -> None:
    add_paths(history, [walk(tmp_path, 0)], told(90.0))
    first = add_paths(history, [walk(tmp_path, 7)], told(100.0))
    second = add_paths(history, [walk(tmp_path, 14)], told(100.0))
    assert limits(history) == [90.0, 100.0, 100.0]
    assert verdicts(history) == ["sustained", "within", "within"]
    assert (first.again.kept_limit, second.again.kept_limit) == (1, 0)


def test_a_limit_with_a_day_of_its_own_holds_for_all_sessions_from_that_day_on(
    history: History, tmp_path: Path
) -> None:
    add_paths(history, [walk(tmp_path, day) for day in (0, 7, 14)], told(90.0))
    dated = Person(
        limits=(LimitSetting("fixed", bpm=90.0), LimitSetting("fixed", bpm=100.0, since=FIRST_DAY + timedelta(days=7)))
    )
    again = judge_again(history, Request(person=dated))
    assert limits(history) == [90.0, 100.0, 100.0]
    assert again.changed == 2


def test_remeasuring_holds_what_is_told_now_against_every_session_and_keeps_the_earlier_verdict_with_its_date(
    history: History, tmp_path: Path
) -> None:
    add_paths(history, [walk(tmp_path, 0), walk(tmp_path, 1)], told(90.0))
    again = judge_again(history, told(100.0), all_of_it=True, since=FIRST_DAY + timedelta(days=1))
    assert limits(history) == [90.0, 100.0]
    assert (again.measured, again.changed) == (1, 1)
    ((until, earlier),) = history.earlier_judgements(history.sessions()[1].id)
    assert (earlier["limit"]["bpm"], earlier["exceedance"]["verdict"]) == (90.0, "sustained")
    assert until.tzinfo is not None
    assert history.earlier_judgements(history.sessions()[0].id) == []


def test_a_limit_is_judged_from_the_kept_series_as_from_the_file(history: History, tmp_path: Path) -> None:
    path = walk(tmp_path, 0)
    add_paths(history, [path], Request())
    judge_again(history, told(90.0))
    with History(tmp_path / "fresh.sqlite") as fresh:
        add_paths(fresh, [path], told(90.0))
        (row,) = fresh.sessions()
        assert history.document(row.id) == fresh.document(row.id)


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.long)])
def test_every_real_recording_is_judged_from_its_kept_series_as_from_its_file(
    corpus: Path, tmp_path: Path, every: int
) -> None:
    """Pauses, optical smoothing, heart rate made from beats and whole days included."""
    files = [path for kind in ("fit", "rr", "csv") for path in sorted((corpus / kind).rglob("*")) if path.is_file()]
    small = [path for path in files if path.stat().st_size < 500_000][::every]
    with History(tmp_path / "later.sqlite") as later, History(tmp_path / "at_once.sqlite") as at_once:
        add_paths(later, small, Request())
        add_paths(at_once, small, told(100.0))
        judge_again(later, told(100.0))
        assert len(later.sessions()) > 40 / every
        for row in later.sessions():
            assert later.document(row.id) == at_once.document(row.id), row.file_name


def test_age_told_later_is_measured_from_the_kept_file_though_the_file_itself_is_gone(
    history: History, tmp_path: Path
) -> None:
    path = walk(tmp_path, 0)
    add_paths(history, [path], told(90.0))
    path.unlink()
    (row,) = history.sessions()
    before = history.document(row.id)["measurements"]["hr_max_predicted"]
    again = judge_again(history, told(age_years=45.0))
    after = history.document(row.id)["measurements"]["hr_max_predicted"]
    assert (before["unavailable"], again.measured) == ("needs_age", 1)
    assert after["value"] == pytest.approx(180, abs=8)
    assert limits(history) == [90.0]


def test_a_medicine_of_now_is_not_taken_for_one_of_then(history: History, tmp_path: Path) -> None:
    without = told(90.0, medication=Medication(beta_blocker=False))
    add_paths(history, [walk(tmp_path, 0)], without)
    add_paths(history, [walk(tmp_path, 30)], told(90.0, medication=Medication(beta_blocker=True)))
    assert [context.person.medication.beta_blocker for context in history.contexts()] == [False, True]


def test_what_is_said_of_one_file_changes_no_other(history: History, tmp_path: Path) -> None:
    one, other = walk(tmp_path, 0), walk(tmp_path, 1)
    add_paths(history, [one, other], Request())
    said = Conditions(recovery_posture=Posture.SITTING)
    added = add_paths(history, [one], Request(conditions=said), conditions=said)
    assert [context.conditions.recovery_posture for context in history.contexts()] == [Posture.SITTING, None]
    assert (added.known, added.again.measured) == (1, 1)


def test_given_phases_are_kept_and_can_be_given_later(history: History, tmp_path: Path) -> None:
    add_paths(history, [walk(tmp_path, 0)], Request())
    (context,) = history.contexts()
    phases = Phases((Phase(PhaseKind.EXERCISE, 300.0, 900.0, PhaseOrigin.GIVEN, 0.0),))
    hold_all(history, [(context, replace(settings_then(context), given_phases=phases))])
    (context,) = history.contexts()
    assert settings_then(context).given_phases == phases
    assert history.document(context.session_id)["phases"][0]["origin"] == "given"
    judge_again(history, told(90.0))
    assert history.document(context.session_id)["phases"][0]["origin"] == "given"


def test_nothing_new_told_changes_nothing(history: History, tmp_path: Path) -> None:
    files = [walk(tmp_path, 0), walk(tmp_path, 1)]
    add_paths(history, files, told(90.0, age_years=45.0))
    before = {row.id: history.document(row.id) for row in history.sessions()}
    for request in (Request(), told(90.0), told(90.0, age_years=45.0)):
        added = add_paths(history, files, request)
        assert (added.again.judged, added.again.measured) == (0, 0)
    assert {row.id: history.document(row.id) for row in history.sessions()} == before


def test_a_kept_session_is_shown_whole_from_its_file_and_with_its_heart_rate_where_that_is_not_kept(
    history: History, tmp_path: Path
) -> None:
    add_paths(history, [walk(tmp_path, 0)], told(90.0))
    (row,) = history.sessions()
    whole = whole_session(history, row.id)
    assert whole.recording.heart_rate.bpm.size == MINUTES * 60
    with history.change() as connection:
        connection.execute("DELETE FROM original")
    light = whole_session(history, row.id)
    np.testing.assert_array_equal(light.cleaned.heart_rate.bpm, whole.cleaned.heart_rate.bpm)
    assert light.exceedance == whole.exceedance
    again = judge_again(history, told(age_years=45.0))
    assert (again.without_original, again.measured) == (1, 0)


def test_sessions_of_an_older_version_are_judged_by_a_new_limit_too(history: History, tmp_path: Path) -> None:
    add_paths(history, [walk(tmp_path, 0)], told(90.0))
    with history.change() as connection:
        connection.execute("DELETE FROM context")
        connection.execute("DELETE FROM original")
    judge_again(history, told(80.0))
    assert limits(history) == [90.0]
    judge_again(history, told(80.0), all_of_it=True)
    assert limits(history) == [80.0]


def test_a_damaged_original_leaves_the_session_as_it_was(history: History, tmp_path: Path) -> None:
    add_paths(history, [walk(tmp_path, 0)], told(90.0))
    with history.change() as connection:
        connection.execute("UPDATE original SET packed = x'1f8b00'")
    before = history.document(history.sessions()[0].id)
    assert judge_again(history, told(age_years=45.0)).failed == 1
    assert history.document(history.sessions()[0].id) == before


def test_originals_and_earlier_verdicts_are_exported_and_restored(history: History, tmp_path: Path) -> None:
    add_paths(history, [walk(tmp_path, 0)], told(90.0))
    judge_again(history, told(100.0), all_of_it=True)
    export_to(history, tmp_path / "out")
    with History(tmp_path / "other.sqlite") as restored:
        import_from(restored, tmp_path / "out")
        (row,) = restored.sessions()
        assert restored.earlier_judgements(row.id) == history.earlier_judgements(row.id)
        assert whole_session(restored, row.id).recording.heart_rate.bpm.size == MINUTES * 60
    (packed,) = (tmp_path / "out" / "originals").iterdir()
    packed.write_bytes(packed.read_bytes()[:-9])
    with History(tmp_path / "third.sqlite") as third, pytest.raises(HistoryError, match="originals"):
        import_from(third, tmp_path / "out")


def test_a_removed_session_leaves_no_file_behind(history: History, tmp_path: Path) -> None:
    add_paths(history, [walk(tmp_path, 0)], told(90.0))
    history.remove(history.sessions()[0].id)
    for table in ("original", "context", "judged", "series"):
        assert history.rows(f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_context_is_plain_json_that_reads_back(history: History, tmp_path: Path) -> None:
    add_paths(history, [walk(tmp_path, 0)], told(90.0, age_years=45.0))
    ((text,),) = history.rows("SELECT document FROM context")
    assert json.loads(text)["person"]["age_years"] == 45.0
    assert history.contexts()[0].day == FIRST_DAY


def test_sessions_judged_again_together_are_all_written_or_none(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_paths(history, [walk(tmp_path, 0), walk(tmp_path, 1), walk(tmp_path, 2)], Request())
    real, written = History.replace_judgement, []

    def fails_at_the_third(kept: History, session: Assessment, how: Mapping[str, object]) -> bool:
        written.append(session.session_id)
        if len(written) == 3:
            message = "the disk is full"
            raise OSError(message)
        return real(kept, session, how)

    monkeypatch.setattr(History, "replace_judgement", fails_at_the_third)
    with pytest.raises(OSError, match="disk is full"):
        judge_again(history, told(90.0))
    assert verdicts(history) == [None] * 3
    monkeypatch.undo()
    assert judge_again(history, told(90.0)).changed == 3
    assert history.check() == []


def test_a_first_limit_waits_for_the_disk_once_for_many_sessions(history: History, tmp_path: Path) -> None:
    add_paths(history, [walk(tmp_path, day) for day in range(3)], Request())
    commits = []
    history._connection.set_trace_callback(lambda said: commits.append(said) if said == "COMMIT" else None)
    judge_again(history, told(90.0))
    assert len(commits) == 1


def test_a_limit_chosen_for_one_session_alone_stays_until_one_is_held_against_all(
    history: History, tmp_path: Path
) -> None:
    add_paths(history, [walk(tmp_path, 0), walk(tmp_path, 7)], told(90.0))
    (context,) = history.contexts(history.sessions()[1].id)
    then = settings_then(context)
    own = replace(then, person=told(100.0).person, own_limit=True)
    hold_all(history, [(context, own)])
    dated = (LimitSetting("fixed", bpm=90.0), LimitSetting("fixed", bpm=95.0, since=FIRST_DAY))
    judge_again(history, Request(person=Person(limits=dated)))
    assert limits(history) == [95.0, 100.0]
    judge_again(history, told(92.0), all_of_it=True)
    assert limits(history) == [92.0, 92.0]
    assert not settings_then(history.contexts(history.sessions()[1].id)[0]).own_limit
