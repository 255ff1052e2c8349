"""Databases of other programs: nothing is written, nothing of a stranger's is run, damaged ones are refused.

Oracle: rows written here by hand; counts of the made-up exports by the SQL that a person would ask.
"""

import hashlib
import io
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.model.daily import DailyKind
from pacing.model.recording import RecordingKind
from pacing.read.archive import find_sources
from pacing.read.database import connection as read_only
from pacing.read.database import samples as sample_rows
from pacing.read.database.connection import opened, unknown_database
from pacing.read.database.description import Join, Rows, Sessions, TimeForm
from pacing.read.database.samples import read_values
from pacing.read.database.sessions import read_sessions
from pacing.read.formats.database import READER, schemas
from pacing.read.read import read_daily, read_recordings
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

FORMATS = Path(__file__).parents[1] / "formats"
SECOND = 1_780_300_800  # 2026-06-01 08:00:00 UTC
HEALTH_CONNECT = FORMATS / "database_health_connect.db"


def made(path: Path, script: str, rows: Mapping[str, Sequence[tuple[object, ...]]] | None = None) -> Path:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    for table, values in (rows or {}).items():
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)
    connection.commit()
    connection.close()
    return path


def source_of(path: Path) -> SourceFile:
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    return source


def daily_of(path: Path, **options: Any) -> dict[tuple[DailyKind, str, str], float]:
    """(kind, source, day) -> value."""
    found = read_daily(source_of(path), ReadOptions(**options))
    return {(one.kind, one.source, one.day.isoformat()): round(one.value, 3) for one in found}


@pytest.mark.parametrize("path", sorted(FORMATS.glob("database_*.db")), ids=lambda p: p.stem)
def test_reading_a_database_changes_no_byte_and_leaves_nothing_beside_it(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    before = hashlib.sha256(copy.read_bytes()).hexdigest(), copy.stat().st_mtime_ns
    read_recordings(copy, ReadOptions())
    read_daily(source_of(copy), ReadOptions())
    assert (hashlib.sha256(copy.read_bytes()).hexdigest(), copy.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [copy]


def test_every_description_has_a_sample() -> None:
    assert {f"database_{name}" for name in schemas()} == {path.stem for path in FORMATS.glob("database_*.db")}


def test_health_connect_gives_each_app_by_itself_and_the_walk_with_its_local_time() -> None:
    day, walk = read_recordings(HEALTH_CONNECT, ReadOptions())
    assert (day.kind, day.source.device, day.heart_rate.bpm.size) == (RecordingKind.DAY, "Example watch", 3)
    assert day.start is not None
    assert day.start.isoformat() == "2026-06-01T10:00:00+02:00"
    assert any("single heart rate" in remark for remark in day.source.remarks)
    assert (walk.kind, walk.sport) == (RecordingKind.ACTIVITY, "walking")


def test_health_connect_gives_values_of_days_by_the_app_and_the_local_day() -> None:
    label = "Health Connect: Example watch"
    assert daily_of(HEALTH_CONNECT) == {
        (DailyKind.RESTING_HR, label, "2026-06-01"): 57.0,
        (DailyKind.NIGHT_RMSSD, label, "2026-06-01"): 32.0,
        (DailyKind.STEPS, label, "2026-06-01"): 100.0,
        (DailyKind.SLEEP_START, label, "2026-06-01"): 0.5,
        (DailyKind.SLEEP_END, label, "2026-06-01"): 8.0,
        (DailyKind.SLEEP_DURATION, label, "2026-06-01"): 7.5,
    }


def test_gadgetbridge_counts_minutes_in_seconds_and_the_rest_in_milliseconds() -> None:
    band, ring = read_recordings(FORMATS / "database_gadgetbridge.db", ReadOptions())
    assert band.heart_rate.bpm.tolist() == [68.0, 69.0]
    assert (band.source.device, ring.source.device) == ("Huami Band 5", "Colmi COLMI_R02")
    assert ring.heart_rate.time_s.tolist() == [0.0, 300.0]
    values = daily_of(FORMATS / "database_gadgetbridge.db")
    assert values[DailyKind.RESTING_HR, "Gadgetbridge: Huami Band 5", "2026-06-01"] == 56.0  # the last of the day
    assert values[DailyKind.NIGHT_RMSSD, "Gadgetbridge: Huami Band 5", "2026-06-01"] == 41.0
    assert values[DailyKind.STEPS, "Gadgetbridge: Huami Band 5", "2026-06-01"] == 47.0


def test_whole_fit_files_in_a_database_go_to_the_fit_reader(tmp_path: Path, samples: Path) -> None:
    walk = samples / "strap_rest_and_walk.fit"
    (alone,) = read_recordings(walk, ReadOptions())
    path = made(
        tmp_path / "Gadgetbridge",
        "CREATE TABLE GARMIN_FIT_FILE (_id INTEGER PRIMARY KEY, FILE_NUMBER INTEGER, FILE_DATA BLOB)",
        {
            "GARMIN_FIT_FILE": [
                (1, 5, walk.read_bytes()),
                (2, 6, b"no file"),
                (3, 7, None),
                (4, 8, "no file"),
                (5, 9, b""),
            ]
        },
    )
    (inside,) = read_recordings(path, ReadOptions())
    np.testing.assert_array_equal(inside.heart_rate.bpm, alone.heart_rate.bpm)
    assert inside.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert inside.source.reader == "database/fit"
    assert any("Of 2 files" in remark and "1 hold" in remark for remark in inside.source.remarks)


def test_several_fit_files_in_a_database_are_numbered_one_after_the_other(tmp_path: Path, samples: Path) -> None:
    data = [(n, 5, (samples / "strap_rest_and_walk.fit").read_bytes()) for n in range(3)]
    path = made(
        tmp_path / "gb.db",
        "CREATE TABLE GARMIN_FIT_FILE (_id INTEGER PRIMARY KEY, FILE_NUMBER INTEGER, FILE_DATA BLOB)",
        {"GARMIN_FIT_FILE": data},
    )
    assert [one.source.place for one in read_recordings(path, ReadOptions())] == [0, 1, 2]


def test_a_zip_of_a_folder_and_a_database_by_itself_read_the_same(tmp_path: Path) -> None:
    packed = tmp_path / "Health Connect.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(HEALTH_CONNECT, "health_connect_export.db")
    alone, inside = read_recordings(HEALTH_CONNECT, ReadOptions()), read_recordings(packed, ReadOptions())
    assert [one.source.sha256 for one in inside] == [one.source.sha256 for one in alone]
    assert all((one.heart_rate.bpm == two.heart_rate.bpm).all() for one, two in zip(alone, inside, strict=True))


@pytest.mark.parametrize("kept", [100, 600, 3000, 5000, 8000])
def test_a_database_that_is_cut_short_is_refused_in_a_sentence(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "cut.db"
    path.write_bytes(HEALTH_CONNECT.read_bytes()[:kept])
    with pytest.raises(DamagedFileError, match="broken or cut short"):
        read_recordings(path, ReadOptions())


@pytest.mark.parametrize("page", range(1, 17))
def test_a_database_with_a_page_of_rubbish_is_refused_or_reads_as_it_was(page: int, tmp_path: Path) -> None:
    data = bytearray(HEALTH_CONNECT.read_bytes())
    data[page * 512 : page * 512 + 512] = bytes((7 * byte + page) % 256 for byte in range(512))
    path = tmp_path / "rubbish.db"
    path.write_bytes(data)
    try:
        counts = [one.heart_rate.bpm.size for one in read_recordings(path, ReadOptions())]
    except DamagedFileError:
        counts = []
    assert counts in ([], [3, 3])


def test_a_database_locked_by_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.db"
    path.write_bytes(b"SQLite format 3\0" + bytes(np.random.default_rng(1).integers(0, 256, 4080, dtype=np.uint8)))
    with pytest.raises(DamagedFileError, match="broken"):
        read_recordings(path, ReadOptions())


def test_a_view_in_the_place_of_a_table_is_never_run(tmp_path: Path) -> None:
    path = made(
        tmp_path / "view.db",
        "CREATE VIEW monitoring_hr AS WITH RECURSIVE c(timestamp, heart_rate) AS (VALUES ('2026-06-01 08:00:00', 60)"
        " UNION ALL SELECT timestamp, heart_rate FROM c) SELECT * FROM c;",
    )
    with pytest.raises(NoHeartRateError, match="not known"):
        read_recordings(path, ReadOptions())


def test_a_generated_column_is_not_worked_out(tmp_path: Path) -> None:
    path = made(
        tmp_path / "generated.db",
        "CREATE TABLE monitoring_hr (timestamp TEXT, heart_rate INTEGER AS (length(timestamp)));"
        "INSERT INTO monitoring_hr VALUES ('2026-06-01 08:00:00');",
    )
    with pytest.raises(NoHeartRateError, match="not known"):
        read_recordings(path, ReadOptions())


def test_cells_of_another_type_than_the_column_says_are_left_out_and_counted(tmp_path: Path) -> None:
    path = made(
        tmp_path / "types.db",
        "CREATE TABLE HUAMI_EXTENDED_ACTIVITY_SAMPLE (TIMESTAMP, DEVICE_ID, HEART_RATE)",
        {
            "HUAMI_EXTENDED_ACTIVITY_SAMPLE": [
                (SECOND, 1, 60),
                ("yesterday", 1, 61),
                (SECOND + 60, 1, b"\x01"),
                (SECOND + 120, "x", 62),
                (9e300, 1, 63),
                (SECOND + 180, 1, 64),
            ]
        },
    )
    (day,) = read_recordings(path, ReadOptions())
    assert day.heart_rate.bpm.tolist() == [60.0, 64.0]
    assert day.source.damage is not None
    assert "left out: 2" in day.source.damage


def test_an_unknown_database_is_refused_by_its_tables_and_a_hint(tmp_path: Path) -> None:
    path = made(tmp_path / "wine.sqlite", "CREATE TABLE bottles (year INTEGER)")
    with pytest.raises(NoHeartRateError, match="bottles") as caught:
        read_recordings(path, ReadOptions())
    assert ".fit" in caught.value.hint


def test_our_own_history_is_called_what_it_is(tmp_path: Path) -> None:
    from pacing.history.store import History

    with History(tmp_path / "history.sqlite"):
        pass
    with pytest.raises(NoHeartRateError, match="history of this program"):
        read_recordings(tmp_path / "history.sqlite", ReadOptions())


def test_what_lies_unread_in_a_log_beside_the_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "strap.db"
    path.write_bytes((FORMATS / "database_straplog.db").read_bytes())
    (tmp_path / "strap.db-wal").write_bytes(b"x" * 100)
    (one,) = read_recordings(path, ReadOptions())
    assert any("strap.db-wal" in remark for remark in one.source.remarks)
    (found,) = find_sources(tmp_path)
    assert isinstance(found, SourceFile)
    assert found.name == "strap.db"


def test_a_store_of_small_pictures_called_db_is_passed_over_inside_a_folder(tmp_path: Path) -> None:
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert list(find_sources(tmp_path)) == []


def test_a_number_that_only_the_second_list_of_exercises_knows_decides_for_the_whole_file(tmp_path: Path) -> None:
    copy = tmp_path / "hc.db"
    copy.write_bytes(HEALTH_CONNECT.read_bytes())
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE exercise_session_record_table SET exercise_type = 56")
    later = (2, 1, (SECOND + 59) * 1000, 7200, (SECOND + 90) * 1000, 7200, 79, "")
    connection.execute("INSERT INTO exercise_session_record_table VALUES (?, ?, ?, ?, ?, ?, ?, ?)", later)
    connection.commit()
    connection.close()
    sports = [one.sport for one in read_recordings(copy, ReadOptions()) if one.kind is RecordingKind.ACTIVITY]
    assert sports == ["running"]  # of the platform's list 56 would be a wheelchair


def test_a_zone_that_the_person_told_holds_where_the_rows_tell_none() -> None:
    path = FORMATS / "database_gadgetbridge.db"
    band, _ = read_recordings(path, ReadOptions(time_zone="America/New_York"))
    assert band.start is not None
    assert band.start.isoformat() == "2026-06-01T04:01:00-04:00"


MADE_UP = {
    "health_connect/Health Connect.zip": [("day", 480), ("activity", 26)],
    "gadgetbridge/Gadgetbridge": [("day", 470)],
    "gadgetbridge/gadgetbridge_export.zip": [("day", 470)],
    "garmindb/garmin_monitoring.db": [("day", 480)],
    "straplog/strap.db": [("beats", 3676)],
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", MADE_UP)
def test_the_made_up_exports_read_to_their_counts(name: str, corpus: Path) -> None:
    found = read_recordings(corpus / "made_up" / name, ReadOptions())
    counts = [(str(one.kind), one.beats.rr_ms.size if one.beats else one.heart_rate.bpm.size) for one in found]
    assert counts == MADE_UP[name]


def test_only_what_begins_like_a_database_is_taken_for_one() -> None:
    source = SourceFile("x.db", lambda: io.BytesIO(b"SQLite format 2\0" + b"\0" * 100))
    assert not READER.matches(source.head)


STRAP = """
CREATE TABLE hr (id INTEGER, at INTEGER, bpm INTEGER, device INTEGER);
CREATE TABLE sessions (id INTEGER, start INTEGER, stop INTEGER, kind INTEGER);
"""
BPM = Rows("hr", "t.at", "t.bpm", form=TimeForm.SECONDS)


def test_rows_are_read_in_blocks_and_none_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(number, SECOND + number, 60 + number % 50, 1) for number in range(25)]
    path = made(tmp_path / "x.db", STRAP, {"hr": rows})
    monkeypatch.setattr(read_only, "ROWS_AT_ONCE", 5)
    for together in (5, 10, 12):
        monkeypatch.setattr(sample_rows, "ROWS_TOGETHER", together)
        with opened(source_of(path)) as database:
            assert read_values(database, "hr", BPM).value.tolist() == [bpm for _, _, bpm, _ in rows]


def test_without_a_column_of_values_a_table_has_none_and_without_a_joined_one_it_has_its_own(tmp_path: Path) -> None:
    path = made(tmp_path / "x.db", STRAP, {"hr": [(1, SECOND, 61, 1)]})
    with opened(source_of(path)) as database:
        for missing in (replace(BPM, value="t.rate"), replace(BPM, time="t.when")):
            assert read_values(database, "hr", missing).value.size == 0
        for join in (Join("devices", "d", "id", "t.device"), Join("sessions", "d", "id", "t.session")):
            assert read_values(database, "hr", replace(BPM, joins=(join,))).value.tolist() == [61.0]


def test_a_session_has_a_start_and_a_later_stop_and_a_kind_of_the_list(tmp_path: Path) -> None:
    listed = [(1, SECOND, SECOND + 9, 1), (2, SECOND, SECOND, 2), (3, None, SECOND, 1), (4, SECOND, SECOND - 1, 1)]
    path = made(tmp_path / "x.db", STRAP, {"sessions": [*listed, (5, SECOND + 20, SECOND + 30, 2)]})
    kinds, else_kinds = {1: "walking", 2: "running"}, {1: "rowing", 2: "skiing", 3: "yoga"}
    table = Sessions("sessions", "t.start", "t.stop", TimeForm.SECONDS, sport="t.kind", sports=kinds)
    with opened(source_of(path)) as database:
        found = read_sessions(database, replace(table, sports_else=else_kinds))
    assert [(one.start_s, one.sport) for one in found] == [(SECOND, "walking"), (SECOND + 20, "running")]


def test_a_database_that_contradicts_itself_is_damaged(tmp_path: Path) -> None:
    path = made(tmp_path / "x.db", STRAP, {"hr": [(1, SECOND, None, 1)]})
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA writable_schema = ON")
    writer.execute("UPDATE sqlite_master SET sql = replace(sql, 'bpm INTEGER', 'bpm INTEGER NOT NULL')")
    writer.commit()
    writer.close()
    with pytest.raises(DamagedFileError), opened(source_of(path)):
        pass


@pytest.mark.parametrize(
    ("tables", "held"), [(0, "its tables: none"), (1, "its tables: a0"), (40, "its tables are a0")]
)
def test_an_unknown_database_names_some_of_its_tables(tmp_path: Path, tables: int, held: str) -> None:
    path = made(
        tmp_path / "x.db", "".join(f"CREATE TABLE a{n} (x);" for n in range(tables)) + "PRAGMA user_version = 3;"
    )
    with opened(source_of(path)) as database:
        message = unknown_database(database).message
    assert held in message
    assert ("..." in message) is (tables > read_only.COLUMNS_SHOWN)
