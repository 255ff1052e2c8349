"""Exports are whole, damage is found, nonsense is not taken in, reading changes nothing, files are the owner's only."""

import json
import os
import random
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pacing.errors import HistoryError
from pacing.history.annotations import mark
from pacing.history.checksums import reseal
from pacing.history.diary import add_entries, add_note, notes
from pacing.history.export import TABLES, export_to, import_from
from pacing.history.integrity import MOST_OF_A_KIND
from pacing.history.migrations import APPLICATION_ID, MIGRATIONS
from pacing.history.row_checks import document_problem, row_problem
from pacing.history.store import History
from pacing.model.assessment import Refusal
from pacing.model.longitudinal import SymptomScore
from pacing.pipeline import assess_file
from tests.history.test_store import made_session

START = datetime(2026, 5, 1, 10, tzinfo=UTC)
SEALED = 5
"""The schema number since which rows have checksums."""
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def _sha(number: int) -> str:
    return f"{number:064x}"[::-1]


def _filled(path: Path, samples: Path, count: int = 3) -> Path:
    """A history with something in every table, real documents among it."""
    with History(path) as history:
        for name in ("walk_paced.fit", "stand_test.fit"):
            for session in assess_file(samples / name).sessions:
                history.add(session.recording.source.sha256, name, [session])
        for number in range(count):
            sha256 = _sha(number)
            history.add(sha256, f"{number}.fit", [made_session(sha256, start=START)])
        mark(history, made_session(_sha(0)).session_id, comfortable=True, flare_after=False)
        add_entries(history, [SymptomScore(START.date(), "fatigue", 3), SymptomScore(START.date(), "pain", 4)], "told")
        add_note(history, START.date(), "dose", "half")
        history.keep_refusal("b" * 64, Refusal("bad.fit", "UnknownFormatError", "No.", "Other."), "1")
    return path


@pytest.fixture(scope="module")
def filled(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _filled(tmp_path_factory.mktemp("filled") / "history.sqlite", samples)


@pytest.fixture
def copy(filled: Path, tmp_path: Path) -> Path:
    path = tmp_path / "history.sqlite"
    path.write_bytes(filled.read_bytes())
    return path


def _all(path: Path) -> Any:
    """Everything that can be read, or that it cannot be."""
    try:
        with History(path, read_only=True) as history:
            history._connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
            return {table: history.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}
    except HistoryError:
        return None


def _found(path: Path) -> list[str]:
    """What `pacing history check` finds."""
    try:
        with History(path, read_only=True) as history:
            return history.check()
    except HistoryError as error:
        return [error.message]


# Exports


def test_an_export_while_another_program_adds_is_one_moment_and_can_be_restored(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    path.write_bytes(filled.read_bytes())
    stop = threading.Event()

    def add() -> None:
        with History(path) as writer:
            for number in range(100, 2000):
                if stop.is_set():
                    return
                sha256 = _sha(number)
                writer.add(sha256, f"{number}.fit", [made_session(sha256), made_session(sha256, place=1)])

    adding = threading.Thread(target=add)
    adding.start()
    try:
        for number in range(3):
            folder = tmp_path / f"out{number}"
            with History(path, read_only=True) as reader:
                count = export_to(reader, folder)
            with History(tmp_path / f"restored{number}.sqlite") as restored:
                assert import_from(restored, folder) == count
                assert restored.check() == []
                files = restored.rows("SELECT count(*) FROM file")[0][0]
            listed = (folder / "sessions.csv").read_text(encoding="utf-8").splitlines()
            assert len(listed) - 1 == count
            assert count == 5 + 2 * (files - 5)  # every added file whole, with both its sessions
    finally:
        stop.set()
        adding.join()


def test_an_export_that_cannot_be_finished_leaves_nothing(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def full(number: int) -> None:
        written.append(number)
        if len(written) > 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with History(filled, read_only=True) as history, pytest.raises(HistoryError, match="No space left"):
        export_to(history, tmp_path / "deep" / "out")
    assert list((tmp_path / "deep").iterdir()) == []


def test_an_export_may_go_into_an_empty_folder_and_clears_away_what_a_killed_one_left(
    filled: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    left = tmp_path / ".out.unfinished-999999999-abc"
    running = tmp_path / f".out.unfinished-{os.getpid()}-abc"
    for folder in (left, running):
        folder.mkdir()
    with History(filled, read_only=True) as history:
        assert export_to(history, tmp_path / "out") == 5
    assert not left.exists()
    assert running.exists()


@pytest.mark.parametrize("inside", [None, "older.json"], ids=["a file", "a folder that holds something"])
def test_an_export_never_goes_over_what_is_there(filled: Path, tmp_path: Path, inside: str | None) -> None:
    out = tmp_path / "out"
    if inside is not None:
        out.mkdir()
    (out / inside if inside is not None else out).write_text("mine")
    with History(filled, read_only=True) as history, pytest.raises(HistoryError, match="is not empty"):
        export_to(history, out)
    assert (out / inside if inside is not None else out).read_text() == "mine"


# What is for the owner only


def test_the_history_and_its_exports_are_for_their_owner_only(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        path = tmp_path / "own" / "deep" / "history.sqlite"
        with History(path) as history:
            history.add("a" * 64, "a.fit", [made_session()])
            beside = [p for p in path.parent.iterdir() if p != path]
            assert beside  # changes that wait to be taken in
            export_to(history, tmp_path / "out")
            files = [path, *beside, *(tmp_path / "out").iterdir()]
            assert {stat.S_IMODE(p.stat().st_mode) for p in files} == {0o600}
        folders = [tmp_path / "own", path.parent, tmp_path / "out"]
        assert {stat.S_IMODE(p.stat().st_mode) for p in folders} == {0o700}
    finally:
        os.umask(mask)


def test_a_history_that_others_could_read_is_closed_to_them(copy: Path) -> None:
    copy.chmod(0o644)
    History(copy).__exit__(None, None, None)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


# Reading changes nothing


def test_reading_makes_no_file_and_changes_none(copy: Path) -> None:
    before = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in copy.parent.iterdir()}
    with History(copy, read_only=True) as history:
        assert len(history.sessions()) == 5
        assert history.check() == []
        with pytest.raises(HistoryError), history.change() as connection:
            connection.execute("DELETE FROM session")
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in copy.parent.iterdir()} == before


def test_reading_where_there_is_none_gives_an_empty_history_and_makes_nothing(tmp_path: Path) -> None:
    with History(tmp_path / "deep" / "none.sqlite", read_only=True) as history:
        assert history.sessions() == []
        assert history.check() == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("waiting", [False, True])
def test_a_history_in_a_folder_that_cannot_be_written_is_read(
    copy: Path, monkeypatch: pytest.MonkeyPatch, waiting: bool
) -> None:
    writer = History(copy)
    if waiting:  # what was written last stands beside the file still, as after a power cut
        add_note(writer, date(2026, 6, 1), "travel", "far")
        kept = {p.name: p.read_bytes() for p in copy.parent.iterdir()}
    writer.__exit__(None, None, None)
    if waiting:
        for name, data in kept.items():
            (copy.parent / name).write_bytes(data)
        (copy.parent / f"{copy.name}-shm").unlink()
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = sorted(p.name for p in copy.parent.iterdir())
    with History(copy, read_only=True) as history:
        assert [text for _, _, text in notes(history)] == ["half"] + ["far"] * waiting
        assert history.check() == []
    assert sorted(p.name for p in copy.parent.iterdir()) == before


@pytest.mark.parametrize("there", [True, False])
def test_who_reads_writes_nothing_elsewhere_either(copy: Path, tmp_path: Path, there: bool) -> None:
    """What is sorted stays in memory, however much it is, and is not put into a file among those of all programs."""
    with History(copy if there else tmp_path / "none.sqlite", read_only=True) as history:
        assert history.rows("PRAGMA temp_store") == [(2,)], "2 means in memory"


@pytest.mark.skipif(ROOT or os.name != "posix", reason="the superuser may write everywhere")
def test_a_folder_closed_for_writing_is_read_too(copy: Path) -> None:
    copy.parent.chmod(0o500)
    try:
        with History(copy, read_only=True) as history:
            assert len(history.sessions()) == 5
    finally:
        copy.parent.chmod(0o700)


# Older histories


def _of_schema(path: Path, number: int) -> None:
    """An older history, as versions before the checksums wrote it."""
    with closing(sqlite3.connect(path)) as connection:
        for script in MIGRATIONS[:number]:
            connection.executescript(script)
        connection.execute("INSERT INTO note (day, kind, text) VALUES ('2026-05-01', 'dose', 'half')")
        connection.execute("INSERT INTO symptom VALUES ('2026-05-01', 'pain', 4, 'told')")
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.commit()


@pytest.mark.parametrize("number", range(1, SEALED))
def test_an_older_history_is_read_as_it_is_and_sealed_once_it_is_written(tmp_path: Path, number: int) -> None:
    path = tmp_path / "old.sqlite"
    _of_schema(path, number)
    before = path.read_bytes()
    with History(path, read_only=True) as history:
        assert [text for _, _, text in notes(history)] == ["half"]
        assert history.check() == []
    assert path.read_bytes() == before
    with History(path) as history:
        add_note(history, date(2026, 5, 2), "travel", "far")
        assert history.check() == []
        assert history.rows("PRAGMA user_version") == [(len(MIGRATIONS),)]
        sealed = {row[0] for row in history.rows("SELECT DISTINCT table_name FROM seal")}
    assert sealed == {"note", "symptom"}


# Damage


def _changed(path: Path, *statements: str, checksums_too: bool = False) -> None:
    """Change a history as another program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
        if checksums_too:
            reseal(connection)


DAMAGES = {
    "a digit of a document": "UPDATE session SET document = replace(document, 's\": 6', 's\": 7')",
    "a number": "UPDATE measurement SET value = value + 0.5, high = high + 0.5 WHERE index_id = 'hr_peak'",
    "a byte of a series": "UPDATE series SET packed = CAST(substr(packed, 1, 20) || x'00' AS BLOB)",
    "a mark": "UPDATE mark SET comfortable = 0",
    "a day": "UPDATE symptom SET day = '2026-05-02'",
    "a note": "UPDATE note SET text = 'whole'",
    "a refusal": "UPDATE refusal SET message = 'Yes.'",
    "a file": "UPDATE file SET file_name = 'other.fit'",
    "a missing row": "DELETE FROM symptom WHERE name = 'pain'",
    "a row too many": "INSERT INTO symptom VALUES ('2026-05-03', 'pain', 1, 'told')",
    "a table": "DROP TABLE note",
}


@pytest.mark.parametrize("statement", DAMAGES.values(), ids=DAMAGES)
def test_check_finds_what_was_not_written_by_the_program(copy: Path, statement: str) -> None:
    before = _all(copy)
    _changed(copy, statement)
    assert _all(copy) != before
    assert _found(copy)


NONSENSE = {
    "a document that is none": "UPDATE session SET document = '{'",
    "a document of another shape": "UPDATE session SET document = '[]'",
    "a document without its coverage": "UPDATE session SET document = json_remove(document, '$.coverage')",
    "a number as text": "UPDATE session SET document = json_set(document, '$.duration_s', 'long')",
    "a word in a number's place": "UPDATE session SET document = json_set(document, '$.coverage.hr_samples', 'x')",
    "a number outside its interval": "UPDATE measurement SET value = high + 1 WHERE value IS NOT NULL",
    "a start that is no date": "UPDATE session SET start = 'yesterday' WHERE start IS NOT NULL",
    "an unknown kind": "UPDATE session SET kind = 'dream'",
    "an unknown verdict": "UPDATE session SET verdict = 'good'",
    "a series that is none": "UPDATE series SET packed = x'0102'",
    "a day that is none": "UPDATE symptom SET day = '2026-02-30' WHERE name = 'pain'",
    "a score beyond the scale": "UPDATE symptom SET score = 11",
    "a note of no kind": "UPDATE note SET kind = 'gossip'",
    "a mark that is neither": "UPDATE mark SET comfortable = 7",
}


@pytest.mark.parametrize("statement", NONSENSE.values(), ids=NONSENSE)
def test_check_finds_what_makes_no_sense_even_where_its_checksum_fits(copy: Path, statement: str) -> None:
    _changed(copy, statement, checksums_too=True)
    assert _found(copy)


@pytest.mark.parametrize("statement", NONSENSE.values(), ids=NONSENSE)
def test_nothing_is_taken_from_an_export_with_a_row_that_makes_no_sense(
    copy: Path, tmp_path: Path, statement: str
) -> None:
    _changed(copy, statement)
    with History(copy, read_only=True) as history:
        export_to(history, tmp_path / "out")
    with History(tmp_path / "other.sqlite") as other:
        with pytest.raises(HistoryError, match="that makes sense"):
            import_from(other, tmp_path / "out")
        assert all(not other.rows(f"SELECT 1 FROM {table}") for table in TABLES)


def test_an_export_nested_deeper_than_any_is_refused(tmp_path: Path) -> None:
    (tmp_path / "history.json").write_text("[" * 100_000, encoding="utf-8")
    with History(tmp_path / "h.sqlite") as history, pytest.raises(HistoryError, match="no exported history"):
        import_from(history, tmp_path)


def test_a_document_nested_deeper_than_any_is_no_document() -> None:
    assert document_problem("[" * 100_000) == "its document cannot be read"


def test_check_names_the_first_of_many_and_how_many_more(copy: Path) -> None:
    with History(copy) as history:
        for number in range(200, 200 + MOST_OF_A_KIND + 4):
            sha256 = _sha(number)
            history.add(sha256, f"{number}.fit", [made_session(sha256)])
    _changed(copy, "UPDATE file SET file_name = 'other.fit' WHERE file_name > '200'")
    found = _found(copy)
    assert len(found) == MOST_OF_A_KIND + 1
    assert "more rows" in found[-1]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    bit = rng.randrange(len(data) * 8)
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


@pytest.mark.parametrize("damage", [_flipped, _cut])
def test_check_finds_a_flipped_bit_or_a_missing_end_wherever_it_changes_what_is_read(
    copy: Path, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    rng, data, before = random.Random(3), copy.read_bytes(), _all(copy)
    changed = 0
    for _ in range(40):
        copy.write_bytes(damage(data, rng))
        if _all(copy) != before:
            changed += 1
            assert _found(copy)
    assert changed >= 10


def test_a_damaged_history_is_said_to_be_and_is_no_mistake_of_the_program(copy: Path) -> None:
    _changed(copy, "UPDATE session SET document = '[1]'")
    with pytest.raises(HistoryError, match="is damaged"), History(copy, read_only=True) as history:
        json.loads(history.rows("SELECT document FROM session")[0][0])["source"]
    with pytest.raises(ZeroDivisionError), History(copy.with_name("sound.sqlite")):
        _ = 1 / 0


@pytest.mark.parametrize("read_only", [True, False])
def test_an_empty_file_and_a_pipe_are_no_history(tmp_path: Path, read_only: bool) -> None:
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    with pytest.raises(HistoryError, match="empty"):
        History(empty, read_only=read_only)
    assert empty.stat().st_size == 0
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(HistoryError, match="not an ordinary file"):
        History(pipe, read_only=read_only)


def test_every_change_keeps_the_checksums(copy: Path) -> None:
    """Removing, replacing, linking, marking and cascades."""
    with History(copy) as history:
        first = history.sessions()[0].id
        mark(history, first, comfortable=False, flare_after=None)
        add_entries(history, [SymptomScore(START.date(), "fatigue", 9)], "told")
        add_note(history, START.date(), "dose", "half")
        history.remove(first)
        with history.change() as connection:
            connection.execute("UPDATE session SET same_as = (SELECT max(id) FROM session) WHERE id = ("
                               "SELECT min(id) FROM session)")  # fmt: skip
            connection.execute("DELETE FROM session WHERE id = (SELECT max(id) FROM session)")
        assert history.check() == []
        for table in ("symptom", "note", "refusal", "file"):
            with history.change() as connection:
                connection.execute(f"DELETE FROM {table}")
        assert history.check() == []
        assert history.rows("SELECT count(*) FROM seal") == [(0,)]


CONTEXT: dict[str, Any] = {"person": {}, "conditions": {}, "markers": [], "how": {}}


@pytest.mark.parametrize(
    ("table", "document", "sound"),
    [
        ("context", CONTEXT, True),
        ("context", {**CONTEXT, "person": {"age_years": "old"}}, False),
        ("context", {**CONTEXT, "person": [1]}, False),
        ("context", {**CONTEXT, "markers": [{"time_s": 1.0, "kind": "dream"}]}, False),
        ("context", {**CONTEXT, "how": 3}, False),
        ("context", {}, False),
        ("judged", {"limit": None, "exceedance": None}, True),
        ("judged", {"limit": {"bpm": "fast"}, "exceedance": None}, False),
        ("judged", [1], False),
    ],
)
def test_what_a_session_was_judged_with_is_looked_into_as_well(table: str, document: object, sound: bool) -> None:
    row = {"session_id": "a", "until": "2026-05-01T10:00:00+00:00", "document": json.dumps(document)}
    assert (row_problem(table, row) is None) == sound
