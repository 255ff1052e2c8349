"""The history keeps each file once, whole or not at all."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from pacing.errors import HistoryError, NewerSchemaError
from pacing.history.annotations import mark, past_sessions
from pacing.history.diary import add_entries, add_note, notes
from pacing.history.export import TABLES, export_to, import_from
from pacing.history.migrations import APPLICATION_ID, MIGRATIONS
from pacing.history.packed_series import pack_series, unpack_series
from pacing.history.store import Added, History
from pacing.model.assessment import Assessment, Program, Refusal
from pacing.model.cleaned import Cleaned, Coverage, SampleState
from pacing.model.longitudinal import SymptomScore
from pacing.model.person import Conditions, Person
from pacing.model.phases import Phases
from pacing.model.recording import HeartRate, Recording, RecordingKind, Source


def made_session(
    sha256: str = "a" * 64, place: int = 0, bpm: float = 90.0, start: datetime | None = None, length: int = 60
) -> Assessment:
    """A small assessment without measurements; its heart rate rises slowly from `bpm`."""
    series = HeartRate(np.arange(float(length)), bpm + np.arange(length) / 20)
    source = Source("made.csv", sha256, "csv/plain", place=place)
    recording = Recording(RecordingKind.ACTIVITY, series, None, (), (), start, float(length), "walking", source)
    cleaned = Cleaned(
        series, np.zeros(length, np.uint8), 1.0, False, None, None, (), Coverage(1.0, 0.0, 60, None, None)
    )
    return Assessment(
        recording, cleaned, Phases(), Person(), Conditions(), (), None, "none told", None, (), Program("pacing", "0")
    )


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "deep" / "history.sqlite")


def test_the_same_file_twice_changes_nothing(history: History) -> None:
    session = made_session()
    assert history.add("a" * 64, "made.csv", [session]) is Added.NEW
    before = history.sessions()
    assert history.knows("a" * 64)
    assert history.add("a" * 64, "renamed.csv", [session]) is Added.KNOWN
    assert history.sessions() == before
    assert history.check() == []


def test_sessions_that_wait_for_their_zone_are_placed_once_it_is_told_and_keep_what_was_said(history: History) -> None:
    waiting = made_session()
    clock = replace(waiting.recording, clock_start=datetime(2026, 5, 1, 10))  # noqa: DTZ001 - a clock without zone
    history.add("a" * 64, "made.csv", [replace(waiting, recording=clock)])
    mark(history, waiting.session_id, comfortable=True, flare_after=None)
    assert history.passes_over("a" * 64, "1")
    assert not history.passes_over("a" * 64, "1", zone_given=True)
    assert history.add("a" * 64, "made.csv", [replace(waiting, recording=clock)]) is Added.KNOWN
    assert history.add("a" * 64, "made.csv", [made_session(start=START)]) is Added.DATED
    assert history.passes_over("a" * 64, "1", zone_given=True)
    (past,) = past_sessions(history)
    assert (past.start, past.comfortable) == (START, True)
    assert history.add("a" * 64, "made.csv", [made_session(start=START)]) is Added.KNOWN


def test_a_session_is_kept_as_it_was_and_found_by_the_beginning_of_its_id(history: History) -> None:
    session = made_session()
    history.add("a" * 64, "made.csv", [session])
    row = history.session(session.session_id[:6])
    assert (row.id, row.sport) == (session.session_id, "walking")
    assert history.document(session.session_id[:6])["coverage"]["hr_samples"] == 60
    with pytest.raises(HistoryError, match="No session"):
        history.session("zzz")
    with pytest.raises(HistoryError):
        history.session("")
    for wild in ("%", "_", "a%"):
        with pytest.raises(HistoryError, match="No session"):
            history.session(wild)


def test_a_removed_session_may_come_back(history: History) -> None:
    history.add("a" * 64, "made.csv", [made_session(), made_session(place=1)])
    history.remove(made_session().session_id)
    assert [row.id for row in history.sessions()] == [made_session(place=1).session_id]
    assert history.knows("a" * 64)
    history.remove(made_session(place=1).session_id)
    assert not history.knows("a" * 64)
    assert history.add("a" * 64, "made.csv", [made_session()]) is Added.NEW


def test_a_failure_in_the_middle_leaves_nothing_of_the_file(history: History) -> None:
    with pytest.raises(HistoryError):
        history.add("a" * 64, "made.csv", [made_session(), made_session()])  # the same id twice
    assert history.sessions() == []
    assert not history.knows("a" * 64)


def test_a_newer_history_and_a_strangers_database_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    History(path).__exit__(None, None, None)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(NewerSchemaError):
        History(path)
    connection.close()
    stranger = tmp_path / "stranger.sqlite"
    with sqlite3.connect(stranger) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    with pytest.raises(HistoryError, match="another program"):
        History(stranger)
    junk = tmp_path / "junk.sqlite"
    junk.write_bytes(b"not a database" * 100)
    with pytest.raises(HistoryError, match=r"junk\.sqlite"):
        History(junk)


def test_a_packed_series_comes_back_with_its_gaps_and_states() -> None:
    time_s = np.array([0.0, 1, 2, 900, 901])
    bpm = np.array([60.0, 61.5, np.nan, 100.0, 99.9])
    states = np.array([0, 1, SampleState.MISSING, 0, 0], np.uint8)
    cleaned = Cleaned(HeartRate(time_s, bpm), states, 1.0, False, None, None, (), Coverage(0.1, 898, 4, None, None))
    times, values, back = unpack_series(pack_series(cleaned))
    assert times.tolist() == time_s.tolist()
    np.testing.assert_allclose(values, bpm, atol=0.05)
    assert back.tolist() == states.tolist()


START = datetime(2026, 5, 1, 10, tzinfo=UTC)


def test_an_exported_history_restores_to_the_same(history: History, tmp_path: Path) -> None:
    history.add("a" * 64, "one.fit", [made_session("a" * 64, start=START), made_session("a" * 64, place=1)])
    folder = tmp_path / "out"
    assert export_to(history, folder) == 2
    with pytest.raises(HistoryError, match="not empty"):
        export_to(history, folder)
    restored = History(tmp_path / "other.sqlite")
    assert import_from(restored, folder) == 2
    assert import_from(restored, folder) == 0
    assert restored.sessions() == history.sessions()
    again = tmp_path / "again"
    export_to(restored, again)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {p.name: p.read_bytes() for p in again.iterdir()}


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "not json",
        '{"format": "other/1", "tables": {}}',
        '{"format": "pacing-history/1"}',
        '{"format": "pacing-history/1", "tables": {"note": [1]}}',
        '{"format": "pacing-history/1", "tables": {"series": [{"session_id": "a", "packed": {"base64": "%%"}}]}}',
        '{"format": "pacing-history/1", "tables": {"series": [{"session_id": "a", "packed": {"base64": "AAAA"}}]}}',
        '{"format": "pacing-history/1", "tables": {"session": [{"document": "{"}]}}',
    ],
)
def test_a_folder_that_is_no_export_is_refused_and_nothing_is_taken_from_it(
    history: History, tmp_path: Path, text: str
) -> None:
    (tmp_path / "history.json").write_text(text, encoding="utf-8")
    with pytest.raises(HistoryError, match="no exported history"):
        import_from(history, tmp_path)
    assert all(not history.rows(f"SELECT 1 FROM {table}") for table in TABLES)


def test_rows_that_do_not_fit_are_refused_as_a_whole(history: History, tmp_path: Path) -> None:
    """A session without its file."""
    history.add("a" * 64, "one.fit", [made_session(start=START)])
    export_to(history, tmp_path / "out")
    path = tmp_path / "out" / "history.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["tables"]["file"] = []
    path.write_text(json.dumps(document), encoding="utf-8")
    other = History(tmp_path / "other.sqlite")
    with pytest.raises(HistoryError, match="do not fit together"):
        import_from(other, tmp_path / "out")
    assert other.sessions() == []


def test_the_notes_of_two_histories_are_all_there_once_they_are_one(history: History, tmp_path: Path) -> None:
    add_note(history, START.date(), "dose", "half")
    other = History(tmp_path / "other.sqlite")
    add_note(other, START.date(), "travel", "=far")
    export_to(other, tmp_path / "out")
    import_from(history, tmp_path / "out")
    assert [text for _, _, text in notes(history)] == ["half", "=far"]
    assert "'=far" in (tmp_path / "out" / "notes.csv").read_text(encoding="utf-8")


REFUSAL = Refusal("bad.fit", "UnknownFormatError", "No.", "Use another.")


def test_a_refused_file_is_remembered_for_the_same_reader_only_and_forgotten_once_added(history: History) -> None:
    history.keep_refusal("a" * 64, REFUSAL, "1 None columns None")
    assert history.passes_over("a" * 64, "1 None columns None")
    assert not history.passes_over("a" * 64, "2 None columns None")
    assert history.refusal("a" * 64, "1 None columns None", "renamed.fit") == replace(REFUSAL, file_name="renamed.fit")
    history.add("a" * 64, "bad.fit", [made_session()])
    assert history.refusal("a" * 64, "1 None columns None", "bad.fit") is None
    assert history.passes_over("a" * 64, "3")


def test_marks_symptoms_notes_and_refusals_are_restored_too(history: History, tmp_path: Path) -> None:
    session = made_session(start=START)
    history.add("a" * 64, "one.fit", [session])
    mark(history, session.session_id, comfortable=True, flare_after=False)
    add_entries(history, [SymptomScore(START.date(), "fatigue", 3)], "told")
    add_note(history, START.date(), "dose", "half")
    history.keep_refusal("b" * 64, REFUSAL, "1")
    export_to(history, tmp_path / "out")
    restored = History(tmp_path / "other.sqlite")
    import_from(restored, tmp_path / "out")
    for table in TABLES:
        query = f"SELECT * FROM {table} ORDER BY 1, 2"
        assert restored.rows(query) == history.rows(query), table
        assert history.rows(query) or table in ("measurement", "judged", "daily"), table


def test_a_history_of_the_first_schema_is_brought_up_to_date_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(MIGRATIONS[0])
        connection.execute("INSERT INTO note (day, kind, text) VALUES ('2026-05-01', 'dose', 'half')")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.commit()
    with History(path) as history:
        assert history.rows("PRAGMA user_version") == [(len(MIGRATIONS),)]
        assert history.rows("SELECT text FROM note") == [("half",)]
        history.keep_refusal("b" * 64, REFUSAL, "1")
