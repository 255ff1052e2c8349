"""What a database that is used by others, or is none, is answered with."""

import sqlite3
from pathlib import Path

import pytest

from pacing.errors import HistoryError, LockedError
from pacing.history.migrations import BUSY_TIMEOUT_S, _write_ahead, translated


class Connection:
    """A database that refuses so many times, with these words."""

    def __init__(self, times: int, words: str = "database is locked") -> None:
        self.times, self.words, self.asked = times, words, 0

    def execute(self, _: str) -> None:
        """Refuse, or not any more."""
        self.asked += 1
        if self.asked <= self.times:
            raise sqlite3.OperationalError(self.words)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which goes on only while somebody waits."""
    now_s = [1000.0]
    monkeypatch.setattr("pacing.history.migrations.time.monotonic", lambda: now_s[0])
    monkeypatch.setattr("pacing.history.migrations.time.sleep", lambda s: now_s.__setitem__(0, now_s[0] + s))
    return now_s


def test_a_database_that_another_program_makes_is_waited_for(clock: list[float]) -> None:
    connection = Connection(3)
    _write_ahead(connection)  # type: ignore[arg-type]
    assert connection.asked == 4
    assert clock[0] > 1000.0


def test_but_not_for_ever_and_not_for_another_error(clock: list[float]) -> None:
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        _write_ahead(Connection(10**6))  # type: ignore[arg-type]
    assert BUSY_TIMEOUT_S <= clock[0] - 1000.0 < 2 * BUSY_TIMEOUT_S
    broken = Connection(10**6, "disk I/O error")
    with pytest.raises(sqlite3.OperationalError, match="disk"):
        _write_ahead(broken)  # type: ignore[arg-type]
    assert broken.asked == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (sqlite3.OperationalError("database is locked"), "Another program is using my.sqlite."),
        (sqlite3.OperationalError("database table is busy"), "Another program is using my.sqlite."),
        (OSError(16, "Device or resource busy"), "Another program is using my.sqlite."),
        (OSError("no room in the tree"), "no room in the tree"),
        (FileExistsError(17, "File exists"), "a file has the name of its folder"),
        (sqlite3.DatabaseError("file is not a database"), "is not a history, or it is damaged"),
        (sqlite3.IntegrityError("UNIQUE constraint failed"), "The data do not fit together"),
        (sqlite3.OperationalError("database or disk is full"), "the disk is full"),
    ],
)
def test_errors_of_the_database_are_said_in_words(error: Exception, words: str) -> None:
    told = translated(error, Path("my.sqlite"))
    assert words in str(told)
    assert isinstance(told, HistoryError)
    assert isinstance(told, LockedError) is words.startswith("Another program")
