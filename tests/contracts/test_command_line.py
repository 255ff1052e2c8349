"""The promises of the command line: exit codes, where words go, and that no input ends in a traceback."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.conftest import Runner

TOLD = ("--limit", "110", "--age", "45", "--resting", "65")


@pytest.fixture
def walk(samples: Path) -> Path:
    """The sample of the README."""
    return samples / "walk_paced.fit"


def test_a_report_is_left_to_open_and_never_written_over(pacing: Runner, walk: Path, tmp_path: Path) -> None:
    assert pacing("report", walk, *TOLD).code == 0
    report = tmp_path / "pacing-report.html"
    first = report.read_bytes()
    again = pacing("report", walk, *TOLD, "--out", report.name)
    assert again.code == 2
    assert "--force" in again.err
    assert pacing("report", walk, *TOLD, "--force").code == 0
    assert report.read_bytes() == first
    assert list(tmp_path.iterdir()) == [report]


def test_data_go_to_standard_output_and_words_to_standard_error(pacing: Runner, walk: Path) -> None:
    done = pacing("report", walk, *TOLD, "--format", "json", "--out", "-")
    assert json.loads(done.out)["schema"] == "pacing/1"
    assert done.err == ""


def test_several_formats_are_written_beside_each_other(pacing: Runner, walk: Path, tmp_path: Path) -> None:
    assert pacing("report", walk, *TOLD, "--format", "json", "--format", "text").code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pacing-report.json", "pacing-report.txt"]
    assert pacing("report", walk, "--format", "json", "--format", "text", "--out", "-").code == 2


@pytest.mark.parametrize(
    ("name", "begins"),
    [("mine.pdf", b"%PDF"), ("mine.JSON", b"{"), ("mine.fhir.json", b"{"), ("mine.html", b"<!"), ("mine", b"<!")],
)
def test_a_report_is_what_the_end_of_its_name_asks_for(
    pacing: Runner, walk: Path, tmp_path: Path, name: str, begins: bytes
) -> None:
    assert pacing("report", walk, *TOLD, "--out", name).code == 0
    written = (tmp_path / name).read_bytes()
    assert written.lstrip().startswith(begins)
    assert (b"resourceType" in written) == (name == "mine.fhir.json")


def test_a_format_that_was_named_wins_over_the_end_of_the_name(pacing: Runner, walk: Path, tmp_path: Path) -> None:
    assert pacing("report", walk, *TOLD, "--format", "text", "--out", "mine.html").code == 0
    assert not (tmp_path / "mine.html").read_text().startswith("<!")


def test_one_bad_file_never_stops_the_others(pacing: Runner, walk: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    shutil.copy(walk, folder)
    (folder / "bad.fit").write_bytes(b"junk")
    done = pacing("report", folder, *TOLD, "--format", "json", "--out", "-")
    document = json.loads(done.out)
    assert done.code == 1
    assert len(document["sessions"]) == 1
    assert document["refused"][0]["file_name"].endswith("bad.fit")
    assert "bad.fit" in done.err
    assert document["refused"][0]["hint"]


@pytest.mark.parametrize("name", ["none.fit", "empty.fit", "junk.csv"])
def test_nothing_readable_is_exit_code_3_with_the_files_name(pacing: Runner, tmp_path: Path, name: str) -> None:
    if name != "none.fit":
        (tmp_path / name).write_bytes(b"" if name == "empty.fit" else b"hello\nworld\n")
    done = pacing("report", name, "--format", "json", "--out", "-")
    assert done.code == 3
    assert name in done.err
    assert json.loads(done.out)["sessions"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        ("--limit", "1000"),
        ("--limit", "100", "--rule", "resting_plus_15"),
        ("--rule", "nonsense"),
        ("--age", "4000"),
        ("--sex", "x"),
        ("--phases", "exercise=9-3"),
        ("--phases", "exercise=0-99999"),
        ("--timezone", "Mars/Phobos"),
        ("--decoder", "other"),
        ("--compat", "other"),
        ("--hrv-window", "x"),
        ("--format", "docx"),
        ("--dialect", "nobody"),
        ("--profile", "none.toml"),
        ("--jobs", "0"),
        ("--nonsense",),
    ],
)
def test_wrong_usage_is_exit_code_2_in_a_sentence(pacing: Runner, walk: Path, wrong: tuple[str, ...]) -> None:
    done = pacing("report", walk, *wrong)
    assert done.code == 2
    assert done.err.strip()


def test_fail_on_tells_by_exit_code_4(pacing: Runner, samples: Path, walk: Path) -> None:
    above = samples / "walk_exceeded.fit"
    out = ("--format", "text", "--out", "-")
    assert pacing("report", above, *TOLD, *out, "--fail-on", "sustained").code == 4
    assert pacing("report", above, *TOLD, *out, "--fail-on", "brief").code == 4
    assert pacing("report", walk, *TOLD, *out, "--fail-on", "brief").code == 0


def test_two_processes_find_the_same_as_one(pacing: Runner, samples: Path) -> None:
    arguments = ("report", samples, *TOLD, "--format", "json", "--out", "-")
    assert pacing(*arguments, "--jobs", "2").out == pacing(*arguments).out


def test_no_limit_told_is_said_and_none_is_invented(pacing: Runner, walk: Path) -> None:
    done = pacing("report", walk, "--format", "json", "--out", "-")
    session = json.loads(done.out)["sessions"][0]
    assert done.err.strip() == session["limit_advice"]
    assert session["limit"] is None
    assert session["exceedance"] is None
    assert "--limit" in session["limit_advice"]
    assert session["measurements"]["hr_max_predicted"]["unavailable"] == "needs_age"


@pytest.mark.parametrize("audience", ["patient", "clinician"])
def test_a_page_says_how_to_tell_a_limit_without_words_of_the_command_line(
    pacing: Runner, walk: Path, audience: str
) -> None:
    page = pacing("report", walk, "--format", "text", "--audience", audience, "--out", "-")
    assert "--limit" in page.err
    assert " --" not in page.out.replace(" ---", "")
    assert "`" not in page.out


def test_inspect_gives_the_document_of_the_contract(pacing: Runner, walk: Path) -> None:
    document = json.loads(pacing("inspect", walk, "--format", "json").out)
    assert document["document"] == "inspection"
    assert "person" not in document
    assert set(document["sessions"][0]) == {"id", "source", "kind", "start", "duration_s", "sport", "coverage"}
    assert document["refused"] == []
    assert "samples" in pacing("inspect", walk).out


def test_an_inspection_is_in_the_published_schema(pacing: Runner, schema: Any, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.fit").write_bytes(b"junk")
    days = Path(__file__).parents[1] / "read" / "formats" / "fitbit_daily_json.sample"
    document = json.loads(pacing("inspect", samples, tmp_path, days, "--format", "json").out)
    assert len(document["sessions"]) > 5
    assert [one["kind"] for one in document["daily"]] == ["resting_hr"]
    assert "bad.fit" in {refused["file_name"] for refused in document["refused"]}
    assert [error.message for error in schema.iter_errors(document)] == []


@pytest.mark.parametrize(
    "broken",
    [
        lambda found: found.pop("document"),
        lambda found: found.pop("program"),
        lambda found: found["sessions"][0].pop("coverage"),
        lambda found: found["sessions"][0].update(kind="walk"),
        lambda found: found["sessions"][0]["source"].update(sensor="watch"),
        lambda found: found["refused"].append({"file_name": "bad.fit"}),
    ],
)
def test_the_published_schema_refuses_an_inspection_that_breaks_a_promise(
    pacing: Runner, schema: Any, walk: Path, broken: Any
) -> None:
    found = json.loads(pacing("inspect", walk, "--format", "json").out)
    assert schema.is_valid(found)
    broken(found)
    assert not schema.is_valid(found)


@pytest.mark.parametrize("word", ["hr_recovery_120", "resting_plus_15", "list"])
def test_why_explains_an_index_or_a_rule(pacing: Runner, word: str) -> None:
    done = pacing("why", word)
    assert done.code == 0
    assert len(done.out) > 300


def test_why_names_the_nearest_word(pacing: Runner) -> None:
    done = pacing("why", "hr_recovery120")
    assert done.code == 2
    assert "hr_recovery_120" in done.err


def test_formats_and_limit_list_what_there_is(pacing: Runner) -> None:
    assert "polar_flow" in pacing("formats").out
    assert "resting_plus_15" in pacing("limit", "--age", "45", "--resting", "65").out


def test_the_doctor_finds_everything_as_it_should_be(pacing: Runner) -> None:
    done = pacing("doctor")
    assert done.code == 0, done.out


def test_the_demo_says_that_it_is_synthetic(pacing: Runner, tmp_path: Path) -> None:
    done = pacing("demo")
    assert done.code == 0
    assert "synthetic" in done.err
    assert (tmp_path / "pacing-demo.html").stat().st_size > 10_000


def test_the_same_file_twice_changes_nothing_in_the_history(pacing: Runner, samples: Path, tmp_path: Path) -> None:
    kept = ("--history", tmp_path / "h.sqlite")
    pacing("add", samples / "walk_paced.fit", *TOLD, *kept)
    first = pacing("history", "list", "--format", "json", *kept).out
    done = pacing("add", samples / "walk_paced.fit", *TOLD, *kept)
    assert "1 file was known already" in done.err
    assert pacing("history", "list", "--format", "json", *kept).out == first
    row = json.loads(first)["sessions"][0]
    assert {"id", "start", "sport", "duration_s", "verdict"} <= set(row)


def test_diary_payback_and_trend_answer_calmly_when_there_is_not_enough(pacing: Runner, tmp_path: Path) -> None:
    kept = ("--history", tmp_path / "h.sqlite")
    assert pacing("diary", "add", "fatigue=6", "--day", "2026-05-01", *kept).code == 0
    assert "fatigue 6" in pacing("diary", "list", *kept).out
    assert "Too early to say" in pacing("payback", *kept).out
    assert pacing("trend", *kept).code == 0
    assert pacing("diary", "add", "fatigue", *kept).code == 2


def test_the_help_waits_for_no_numerical_library() -> None:
    code = "import sys, pacing.cli.main; print([m for m in ('numpy', 'pandas', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_name_that_cannot_be_written_or_shown_does_not_stop_a_report(
    pacing: Runner, walk: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "new\nline \U0001f600.fit"
    shutil.copy(walk, odd)
    done = pacing("report", odd, *TOLD, "--format", "json", "--out", "-")
    assert done.code == 0
    (session,) = json.loads(done.out)["sessions"]
    assert session["source"]["file_name"] == "new?line \U0001f600.fit"


def test_a_device_is_written_into_and_never_replaced(pacing: Runner, walk: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert pacing("report", walk, *TOLD, "--format", "fhir", "--out", pipe, "--force").code == 0
        assert os.read(reader, 1) == b"{"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_an_empty_folder_and_a_folder_that_is_not_there_are_said(pacing: Runner, walk: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.fit").mkdir()
    for command in ("report", "inspect"):
        done = pacing(command, tmp_path / "empty.fit")
        assert done.code == 3
        assert "no file to read in empty.fit" in done.err
    done = pacing("report", walk, *TOLD, "--out", f"{tmp_path}/nowhere/")
    assert done.code == 2
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("command", [("report",), ("demo",), ("trend", "--format", "html")])
def test_a_missing_folder_is_said_before_anything_is_read(
    pacing: Runner, monkeypatch: pytest.MonkeyPatch, walk: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    for reads in ("pacing.pipeline.assess_paths", "pacing.history.season.season_of"):
        monkeypatch.setattr(reads, lambda *_, **__: pytest.fail("read before the place of the report was looked at"))
    done = pacing(*command, *([walk] if command == ("report",) else []), "--out", f"{tmp_path}/nowhere/x.html")
    assert done.code == 2
    assert f"There is no folder {tmp_path}/nowhere." in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x.patient", "x"])
def test_a_report_is_in_the_file_that_was_named(pacing: Runner, walk: Path, tmp_path: Path, name: str) -> None:
    assert pacing("report", walk, *TOLD, "--out", name).code == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes().startswith(b"<!DOCTYPE html")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs a device that is always full")
def test_a_full_disk_is_one_sentence(walk: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = _apart("inspect", walk, stdout=full)
    assert done.returncode == 2
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_a_terminal_without_unicode_still_gets_its_words(walk: Path, tmp_path: Path) -> None:
    odd = tmp_path / "\U0001f600.fit"
    shutil.copy(walk, odd)
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = _apart("inspect", odd, environment=plain)
    assert done.returncode == 0
    assert b"session 1" in done.stdout
    done = _apart("inspect", "--format", "json", odd, environment=plain)
    assert json.loads(done.stdout)["sessions"]


def test_nobody_reading_any_more_ends_quietly(walk: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as nobody:
        done = _apart("inspect", walk, stdout=nobody)
    assert (done.returncode, done.stderr) == (0, b"")


def _apart(
    *arguments: object, stdout: Any = subprocess.PIPE, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pacing", *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        check=False,
        timeout=600,
    )
