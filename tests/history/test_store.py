"""The history keeps each file once, whole or not at all."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from pacing.errors import HistoryError, NewerSchemaError
from pacing.history.schema import MIGRATIONS
from pacing.history.series import packed, unpacked
from pacing.history.store import Added, History
from pacing.model.assessment import Assessment, Program
from pacing.model.cleaned import Cleaned, Coverage, SampleState
from pacing.model.conditions import Conditions
from pacing.model.person import Person
from pacing.model.phases import Phases
from pacing.model.recording import HeartRate, Recording, RecordingKind, Source


def made_session(sha256: str = "a" * 64, place: int = 0, bpm: float = 90.0) -> Assessment:
    """A small assessment without measurements."""
    series = HeartRate(np.arange(60.0), np.full(60, bpm))
    source = Source("made.csv", sha256, "csv/plain", place=place)
    recording = Recording(RecordingKind.ACTIVITY, series, None, (), (), None, 60.0, "walking", source)
    cleaned = Cleaned(series, np.zeros(60, np.uint8), 1.0, False, None, None, (), Coverage(1.0, 0.0, 60, None, None))
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


def test_a_session_is_kept_as_it_was_and_found_by_the_beginning_of_its_id(history: History) -> None:
    session = made_session()
    history.add("a" * 64, "made.csv", [session])
    row = history.session(session.session_id[:6])
    assert (row.id, row.sport, row.document["coverage"]["hr_samples"]) == (session.session_id, "walking", 60)
    with pytest.raises(HistoryError, match="No session"):
        history.session("zzz")
    with pytest.raises(HistoryError):
        history.session("")


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
    times, values, back = unpacked(packed(cleaned))
    assert times.tolist() == time_s.tolist()
    np.testing.assert_allclose(values, bpm, atol=0.05)
    assert back.tolist() == states.tolist()
