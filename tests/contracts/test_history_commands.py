"""The history's commands from end to end: what they promise to people and to programs."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pacing.history.annotations import mark
from pacing.history.diary import add_entries, add_note
from pacing.history.store import History
from pacing.model.longitudinal import SymptomScore
from pacing.synthetic.csv_file import csv_text
from pacing.synthetic.plan import Bout, SessionPlan
from pacing.synthetic.session import make_session
from tests.contracts.conftest import Runner
from tests.longitudinal.made import START
from tests.longitudinal.made import made_session as made

TOLD = ("--limit", "110", "--age", "45", "--resting", "65")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A history of 24 sessions, 20 of one effort, with a diary and a dated note."""
    path = tmp_path / "kept.sqlite"
    with History(path) as history:
        for number in range(24):
            session = made(number, 30.0 + number % 3, end_bpm=110.0 if number % 6 else 140.0)
            history.add(session.recording.source.sha256, f"{number}.fit", [session])
        add_entries(
            history, [SymptomScore((START + timedelta(days=n)).date(), "fatigue", n % 5) for n in range(48)], "told"
        )
        add_note(history, (START + timedelta(days=24)).date(), "dose", "half")
    return path


def _errors(schema: Any, document: Any) -> list[str]:
    return [error.message for error in schema.iter_errors(document)]


def test_every_document_of_the_history_is_in_the_published_schema(
    pacing: Runner, schema: Any, kept: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.sqlite"
    History(empty).__exit__(None, None, None)
    for history in (kept, empty):
        for command in (("trend",), ("payback",), ("history", "list")):
            document = json.loads(pacing(*command, "--format", "json", "--history", history).out)
            assert _errors(schema, document) == []
    season = json.loads(pacing("trend", "--format", "json", "--history", kept).out)
    trend = next(t for t in season["trends"] if t["index"]["id"] == "hr_recovery_120")
    assert (trend["sessions"], trend["left_out"], trend["change"]) == (20, 4, "within_usual")
    assert trend["usual_range"]["low"] < trend["level"] < trend["usual_range"]["high"]
    assert trend["effort"] == "stopped at 110 bpm"
    (note,) = season["notes"]
    assert note["steps"][0]["step"]["low"] <= note["steps"][0]["step"]["high"]


@pytest.mark.parametrize(
    "broken",
    [
        lambda season: season.pop("trends"),
        lambda season: season["trends"][0].pop("usual_range"),
        lambda season: season["trends"][0].update(level=None),
        lambda season: season["trends"][0].update(change="better"),
        lambda season: season["payback"].update(chance=2),
        lambda season: season["notes"][0].update(day="yesterday"),
        lambda season: season.update(document="other"),
    ],
)
def test_the_published_schema_refuses_a_season_that_breaks_a_promise(
    pacing: Runner, schema: Any, kept: Path, broken: Any
) -> None:
    season = json.loads(pacing("trend", "--format", "json", "--history", kept).out)
    broken(season)
    assert _errors(schema, season)


@pytest.mark.parametrize("form", ["html", "pdf"])
@pytest.mark.parametrize("audience", ["patient", "clinician"])
def test_a_season_is_left_to_open_and_never_written_over(
    pacing: Runner, kept: Path, tmp_path: Path, form: str, audience: str
) -> None:
    asked = ("trend", "--format", form, "--audience", audience, "--history", kept)
    done = pacing(*asked)
    report = tmp_path / f"pacing-season.{form}"
    assert (done.code, done.out) == (0, "")
    assert report.name in done.err
    data = report.read_bytes()
    assert data.startswith(b"<!" if form == "html" else b"%PDF")
    if form == "html":
        text = data.decode()
        assert "Within the usual variation" in text
        assert "usual range" in text
        assert "http://" not in text.replace("http://www.w3.org", "")
    assert pacing(*asked).code == 2
    assert report.read_bytes() == data
    assert pacing(*asked, "--force").code == 0


def test_lines_say_which_efforts_were_not_held_together(pacing: Runner, kept: Path) -> None:
    said = " ".join(pacing("trend", "--history", kept).out.split())
    assert "20 similar sessions (walking, optical, sitting, kept still after stopping; stopped at 110 bpm)" in said
    assert "4 sessions at another effort left out" in said


def test_a_refused_file_is_reported_each_time_and_decoded_only_once(
    pacing: Runner, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    shutil.copy(samples / "walk_paced.fit", folder)
    (folder / "bad.fit").write_bytes(b"junk" * 50)
    kept = ("--history", tmp_path / "h.sqlite")
    first = pacing("add", folder, *TOLD, *kept)
    assert first.code == 1
    assert "bad.fit" in first.err
    assert "1 session added." in first.err

    def never(*_: object) -> None:
        raise AssertionError("a file that is known, or was refused, was read again")

    monkeypatch.setattr("pacing.pipeline.read_source", never)
    monkeypatch.setenv("PACING_DEBUG", "1")  # so that the above is not taken for one more refusal
    (folder / "bad.fit").rename(folder / "renamed.fit")
    again = pacing("add", folder, *TOLD, *kept)
    assert again.code == 1
    assert "renamed.fit" in again.err
    assert "0 sessions added.\n1 file was known already." in again.err
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    other_reader = pacing("add", folder, *TOLD, *kept, "--timezone", "Europe/Berlin")
    assert "renamed.fit" in other_reader.err  # read anew: another way of reading may succeed


def kept_value(path: Path, place: str) -> Any:
    with History(path) as history:
        return history.rows(f"SELECT json_extract(document, '{place}') FROM session")[0][0]


def test_what_a_person_tells_of_a_session_is_kept_with_it(pacing: Runner, samples: Path, tmp_path: Path) -> None:
    walk, path = samples / "walk_paced.fit", tmp_path / "h.sqlite"
    told = ("--phases", "exercise=300-1100", "--maximal-test", "--decoder", "fitparse")
    assert pacing("add", walk, *TOLD, *told, "--history", path).code == 0
    assert (kept_value(path, "$.phases[0].origin"), kept_value(path, "$.phases[0].stop_s")) == ("given", 1100.0)
    report = json.loads(pacing("report", walk, *TOLD, *told, "--format", "json", "--out", "-").out)
    numbers = {"hr_peak", "hr_mean", "hr_recovery_60"}
    for name in numbers:
        expected = report["sessions"][0]["measurements"][name]["value"]
        assert kept_value(path, f"$.measurements.{name}.value") == expected, name
    other = tmp_path / "other.sqlite"
    pacing("add", walk, *TOLD, "--history", other)
    assert kept_value(other, "$.phases[0].origin") != "given"


def test_phases_that_do_not_fit_are_wrong_usage_and_leave_the_file_to_be_added(
    pacing: Runner, samples: Path, tmp_path: Path
) -> None:
    walk, kept = samples / "walk_paced.fit", ("--history", tmp_path / "h.sqlite")
    done = pacing("add", walk, *TOLD, "--phases", "exercise=0-99999", *kept)
    assert done.code == 2
    assert "walk_paced.fit" in done.err
    assert "1 session added" in pacing("add", walk, *TOLD, *kept).err


@pytest.mark.parametrize("setting", [("--correction", "none"), ("--compat", "kubios"), ("--hrv-window", "whole")])
def test_sessions_of_a_history_are_all_measured_alike(
    pacing: Runner, samples: Path, tmp_path: Path, setting: tuple[str, str]
) -> None:
    done = pacing("add", samples / "walk_paced.fit", *setting, "--history", tmp_path / "h.sqlite")
    assert done.code == 2
    assert setting[0] in done.err


def test_a_session_without_a_zone_counts_by_its_own_clock_and_gets_its_instant_once_the_zone_is_told(
    pacing: Runner, tmp_path: Path
) -> None:
    table = csv_text(
        make_session(SessionPlan(rest_s=60, bouts=(Bout(360, recovery_s=180),)), 7).recording, "polar_flow"
    )
    (tmp_path / "app.csv").write_text(table, encoding="utf-8")
    kept = ("--history", tmp_path / "h.sqlite")
    assert "1 session added" in pacing("add", "app.csv", *kept).err
    (session,) = json.loads(pacing("history", "list", "--format", "json", *kept).out)["sessions"]
    assert session["start"] is None
    assert session["clock_start"].startswith("2026-")
    assert session["clock_start"][:10] in pacing("history", "list", *kept).out
    assert json.loads(pacing("trend", "--format", "json", *kept).out)["undated"] == 0
    assert "0 sessions added.\n1 file was known already." in pacing("add", "app.csv", *kept).err
    done = pacing("add", "app.csv", *kept, "--timezone", "Europe/Berlin")
    assert "1 session that waited for a time zone has its place now." in done.err
    (session,) = json.loads(pacing("history", "list", "--format", "json", *kept).out)["sessions"]
    assert session["start"].endswith("+02:00")
    assert json.loads(pacing("trend", "--format", "json", *kept).out)["undated"] == 0


def test_the_learning_rule_judges_what_is_added_by_what_was_kept(pacing: Runner, samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    with History(path) as history:
        for number in range(8):
            session = made(number, every_days=1.0)
            history.add(session.recording.source.sha256, f"{number}.fit", [session])
            mark(history, session.session_id, comfortable=True, flare_after=False)
    pacing("add", samples / "walk_paced.fit", "--rule", "learnt", "--history", path)
    rows = json.loads(pacing("history", "list", "--format", "json", "--history", path).out)["sessions"]
    shown = json.loads(pacing("history", "show", rows[-1]["id"], "--history", path).out)
    assert shown["limit"]["rule"] == "learnt"
    assert shown["limit"]["inputs"]["sessions_tolerated"] == 8
    assert shown["exceedance"]["verdict"] != "within"


def test_a_folder_of_refused_files_only_is_nothing_read(pacing: Runner, tmp_path: Path) -> None:
    (tmp_path / "bad.fit").write_bytes(b"junk" * 50)
    for _ in range(2):
        done = pacing("add", "bad.fit", "--history", tmp_path / "h.sqlite")
        assert done.code == 3
        assert "bad.fit" in done.err


def _in_the_way(folder: Path) -> Path:
    """A history whose folder cannot be made, because a file has its name."""
    (folder / "file").write_text("mine")
    return folder / "file" / "history.sqlite"


def _a_folder(folder: Path) -> Path:
    return folder


def _another_program(folder: Path) -> Path:
    path = folder / "theirs.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    return path


def _no_database(folder: Path) -> Path:
    path = folder / "words.txt"
    path.write_text("dear diary " * 500)
    return path


PLACES = [
    (_in_the_way, "a file has the name of its folder"),
    (_a_folder, "is a folder"),
    (_another_program, "another program's database"),
    (_no_database, "is not a history, or it is damaged"),
]
COMMANDS = [
    ("history", "list"),
    ("trend",),
    ("payback",),
    ("diary", "add", "fatigue=3"),
    ("diary", "list"),
    ("add", "x.fit"),
]


@pytest.mark.parametrize(("make", "said"), PLACES, ids=[make.__name__ for make, _ in PLACES])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_history_that_cannot_be_used_is_one_sentence_and_what_to_do(
    pacing: Runner, tmp_path: Path, make: Any, said: str, command: tuple[str, ...]
) -> None:
    path = make(tmp_path)
    before = path.read_bytes() if path.is_file() else None
    done = pacing(*command, "--history", path)
    assert done.code == 2
    assert said in done.err
    assert "--history" in done.err
    assert done.out == ""
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sqlite3.OperationalError("attempt to write a readonly database"), "may not be written"),
        (sqlite3.OperationalError("unable to open database file"), "cannot be opened"),
        (sqlite3.OperationalError("database or disk is full"), "disk is full"),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
        (sqlite3.OperationalError("database is locked"), "Another program is using"),
        (sqlite3.DatabaseError("database disk image is malformed"), "damaged"),
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (OSError(30, "Read-only file system"), "Read-only file system"),
    ],
)
def test_what_the_disk_refuses_is_said_in_words(
    pacing: Runner, kept: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("pacing.history.migrations.sqlite3.connect", refuse)
    done = pacing("diary", "add", "fatigue=3", "--history", kept)
    assert done.code == 2
    assert said in done.err
    assert len(done.err.strip().splitlines()) <= 3


def test_a_session_is_marked_by_the_beginning_of_its_id_and_a_mark_says_something(pacing: Runner, kept: Path) -> None:
    identity = json.loads(pacing("history", "list", "--format", "json", "--history", kept).out)["sessions"][0]["id"]
    done = pacing("history", "mark", identity[:5], "--comfortable", "--no-flare", "--history", kept)
    assert (done.code, done.err) == (0, f"Kept for {identity} of {START:%Y-%m-%d %H:%M}.\n")
    assert pacing("history", "mark", identity, "--history", kept).code == 2
    assert pacing("history", "mark", "zzz", "--flare", "--history", kept).code == 2


def test_two_programs_adding_one_folder_at_once_keep_each_file_once(samples: Path, tmp_path: Path) -> None:
    folder, path = tmp_path / "mine", tmp_path / "h.sqlite"
    folder.mkdir()
    for name in ("walk_paced.fit", "walk_exceeded.fit", "stand_test.fit"):
        shutil.copy(samples / name, folder)
    (folder / "bad.fit").write_bytes(b"junk" * 50)
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "pacing", "add", str(folder), "--history", str(path)],
            stderr=subprocess.PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        for _ in range(2)
    ]
    errs = [program.communicate(timeout=120)[1] for program in both]
    assert [program.returncode for program in both] == [1, 1], errs
    with History(path) as history:
        assert history.check() == []
        assert len(history.sessions()) == 3, errs
        assert history.rows("SELECT count(*) FROM refusal") == [(1,)]


def test_a_day_that_is_yet_to_come_is_no_entry(pacing: Runner, tmp_path: Path) -> None:
    kept = ("--history", tmp_path / "h.sqlite")
    later = (datetime.now() + timedelta(days=3)).date()  # noqa: DTZ005 - the person's own calendar
    done = pacing("diary", "add", "fatigue=3", "--day", later, *kept)
    assert done.code == 2
    assert "yet to come" in done.err
