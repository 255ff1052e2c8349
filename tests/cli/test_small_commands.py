"""Small decisions of single commands: where an answer goes, how many processes work, how it is said."""

import os
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

import pacing.cohort.engine
import pacing.cohort.people
import pacing.cohort.run
import pacing.keeping.own_profile
import pacing.pipeline
import pacing.report.render
from pacing.cli.commands import caseload, cohort, doctor, limit, report, trend
from pacing.cli.commands.day import _lines
from pacing.cli.commands.inspect import _day_lines
from pacing.cli.commands.trend import TrendForm
from pacing.cli.main import app
from pacing.judge.limits_table import LimitRow
from pacing.model.daily import DailyKind, DailyValue, ExertionDay
from pacing.model.exceedance import Limit
from tests.contracts.conftest import Runner
from tests.keeping.test_again import walk

DAY = date(2026, 5, 1)


@pytest.mark.parametrize(("cores", "jobs"), [(None, 1), (1, 1), (2, 2), (64, caseload.MOST_PROCESSES)])
def test_a_caseload_is_read_by_as_many_processes_as_there_are_cores(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, jobs: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert caseload._usual_jobs() == jobs


@pytest.mark.parametrize(
    ("sessions", "failure", "refused", "code"),
    [(2, "", (), 0), (2, "It is locked.", (), 1), (2, "", ("broken.fit",), 1), (0, "It is locked.", (), 3)],
)
def test_a_caseload_that_is_not_whole_says_so_by_its_exit_code(
    sessions: int, failure: str, refused: tuple[str, ...], code: int
) -> None:
    rows = [
        SimpleNamespace(sessions=n, failure=f, refused=r) for n, f, r in ((sessions, failure, refused), (0, "", ()))
    ]
    assert caseload._exit_code([SimpleNamespace(row=row) for row in rows]) == code  # type: ignore[misc]


@pytest.mark.parametrize(
    ("form", "out", "name"),
    [
        (TrendForm.TEXT, None, None),
        (TrendForm.JSON, None, None),
        (TrendForm.HTML, None, "pacing-season.html"),
        (TrendForm.JSON, "mine.json", "mine.json"),
        (TrendForm.TEXT, "mine.txt", "mine.txt"),
    ],
)
def test_lines_and_data_of_a_season_go_to_standard_output_unless_a_file_is_named(
    form: TrendForm, out: str | None, name: str | None
) -> None:
    target = trend._target(form, out)
    assert (None if target is None else target.name) == name


def test_lines_of_a_season_in_a_file_are_those_of_the_report(pacing: Runner, tmp_path: Path) -> None:
    done = pacing("trend", "--format", "text", "--out", "mine.txt")
    assert (done.code, done.out) == (0, "")
    assert "Written: mine.txt" in done.err
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8").strip()
    assert pacing("trend").out.strip()


@pytest.mark.parametrize(
    ("words", "there", "name"),
    [((), False, "pacing-demo.html"), ((), True, "pacing-demo-2.html"), (("--force",), True, "pacing-demo.html")],
)
def test_a_demo_is_left_to_open_and_written_over_only_if_asked(
    pacing: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], *, there: bool, name: str
) -> None:
    monkeypatch.setattr(pacing_report(), "render_report", lambda *_: b"demo")
    monkeypatch.setattr("pacing.pipeline.collect_outcome", lambda *_: None)
    if there:
        (tmp_path / "pacing-demo.html").write_text("mine", encoding="utf-8")
    done = pacing("demo", *words)
    assert done.code == 0, done.err
    assert (tmp_path / name).read_text(encoding="utf-8") == "demo"


def pacing_report() -> Any:
    return pacing.report.render


@pytest.mark.parametrize("wrong", [0, 1, 3])
def test_the_doctor_counts_the_cases_that_are_as_they_should_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: int
) -> None:
    case = SimpleNamespace(as_expected=True, title="t", expected="e", happened="h", elsewhere="x")
    other = SimpleNamespace(as_expected=False, title="t", expected="e", happened="h", elsewhere="x")
    monkeypatch.setattr(doctor, "run_cases", lambda: [case] * (4 - wrong) + [other] * wrong)
    done = CliRunner().invoke(app, ["doctor"])
    assert capsys.readouterr().err == ""
    assert done.output.splitlines()[-1] == f"{4 - wrong} of 4 cases as they should be."
    assert done.exit_code == (1 if wrong else 0)


@pytest.mark.parametrize(
    ("jobs", "cores", "count", "refused", "not_taken", "code"),
    [((), 3, 3, 0, 0, 0), ((), None, 1, 1, 0, 1), (("--jobs", "2"), 3, 2, 0, 1, 1)],
)
def test_a_cohort_is_read_by_every_core_and_says_by_its_exit_code_that_something_is_missing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    jobs: tuple[str, ...],
    cores: int | None,
    count: int,
    refused: int,
    not_taken: int,
    code: int,
) -> None:
    pytest.importorskip("pyarrow")
    asked = []
    lost = SimpleNamespace(where="person0", message="No profile.", hint="")
    outcome = SimpleNamespace(
        not_taken=[lost] * not_taken, summary=SimpleNamespace(files=2, people=1, sessions=2, refused=refused)
    )

    class Engine:
        def __enter__(self) -> None:
            return None

        def __exit__(self, *_: object) -> None:
            return None

    def engine_of(number: int, *_: object) -> Engine:
        asked.append(number)
        return Engine()

    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(pacing.cohort.people, "people_at", lambda *_: [])
    monkeypatch.setattr(pacing.cohort.engine, "engine_of", engine_of)
    monkeypatch.setattr(pacing.cohort.run, "run_cohort", lambda *_, **__: outcome)
    done = CliRunner().invoke(app, ["cohort", str(tmp_path), "--out", str(tmp_path / "out"), *jobs])
    assert (asked, done.exit_code) == ([count], code), done.output
    assert f"its summary is {tmp_path / 'out' / 'summary.html'}" in done.stderr.replace("\n", " ").replace("  ", " ")
    assert cohort.NEEDED == "pyarrow"


def test_a_day_names_its_own_time_above_and_its_own_sessions_only() -> None:
    days = (
        ExertionDay(DAY, 1, 120.0, flagged=True),
        ExertionDay(date(2026, 5, 2), 3, None, flagged=False),
        ExertionDay(date(2026, 5, 3), 2, 60.0, flagged=False),
    )
    said = {day.day: " ".join(" ".join(list(_lines(day.day, (), days))[1:]).split()) for day in days}
    assert list(said.values()) == [
        "Above your limit 2 minutes",
        "Sessions 3 (no limit chosen)",
        "Above your limit 1 minute",
    ]


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 day, 2026-05-01; ring"), (3, "3 days, 2026-05-01 to 2026-05-03; ring")]
)
def test_values_of_one_day_have_one_date(days: int, said: str) -> None:
    values = [DailyValue(date(2026, 5, n), DailyKind.RESTING_HR, 55.0, "ring", "its own") for n in range(1, days + 1)]
    _, line = _day_lines(values)
    assert said in line


@pytest.mark.parametrize(
    ("chosen", "since", "said"),
    [(True, DAY, " since 2026-05-01"), (True, None, ""), (False, DAY, ""), (False, None, "")],
)
def test_since_when_is_said_of_the_chosen_limit_where_it_is_known(chosen: bool, since: date | None, said: str) -> None:
    held = Limit(104.0, "fixed", 0.0, since=since, set_by="a doctor")
    row = LimitRow(rule="fixed", title="Fixed", limit=held, is_set=chosen, **rest_of_row())
    line = limit._row_line(row, held)
    assert line.endswith(f"set by a doctor{said}" if chosen else "bpm")


def rest_of_row() -> dict[str, Any]:
    wanted = {"advice": None, "minutes_above": None, "is_first": False, "experimental": False}
    return {name: value for name, value in wanted.items() if name in LimitRow.__dataclass_fields__}


def test_sessions_of_a_file_are_counted_from_one() -> None:
    source = SimpleNamespace(file_name="walks.fit", place=0)
    session = SimpleNamespace(recording=SimpleNamespace(source=source))
    assert limit._heading(session) == "walks.fit (session 1)"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("out", "form"),
    [
        (None, "html"),
        ("-", "html"),
        ("page.PDF", "pdf"),
        ("data.json", "json"),
        ("folder.json/page", "html"),
        ("noending", "html"),
    ],
)
def test_the_form_of_a_report_is_that_of_its_name(out: str | None, form: str) -> None:
    assert report._format_of(out) == form


def test_of_several_formats_one_that_fails_leaves_the_others_and_a_single_one_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def pieces(_outcome: object, name: str, *_: object) -> Any:
        if name == "csv":
            raise ZeroDivisionError
        return iter([b"{", no_more(name == "fhir"), b"}"])

    def no_more(fails: bool) -> bytes:
        if fails:
            raise ZeroDivisionError
        return b" "

    monkeypatch.setattr(pacing_report(), "render_pieces", pieces)
    monkeypatch.setattr("pacing.internal_errors.set_aside", lambda *_: None)
    places: dict[str, Path | None] = {name: tmp_path / f"page.{name}" for name in ("csv", "fhir", "json")}
    report._write(None, places, None, 1)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["page.json"]
    for name in ("csv", "fhir"):
        with pytest.raises(ZeroDivisionError):
            report._write(None, {name: tmp_path / "alone"}, None, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "at_terminal", "said"), [("html", True, True), ("html", False, False), ("json", True, False)]
)
def test_the_page_in_the_browser_is_named_to_a_person_who_makes_a_page(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    form: str,
    at_terminal: bool,
    said: bool,
) -> None:
    monkeypatch.setattr(pacing_report(), "render_pieces", lambda *_: iter([b"page"]))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: at_terminal)
    report._write(None, {form: tmp_path / "page"}, None, 1)  # type: ignore[arg-type]
    assert ("pacing app" in capsys.readouterr().err) is said


@pytest.mark.parametrize(("zone", "named"), [("Asia/Tokyo", "Asia/Tokyo"), (None, "Europe/Berlin")])
def test_files_without_a_zone_are_answered_with_the_zone_of_this_computer(
    pacing: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str | None, named: str
) -> None:
    monkeypatch.setattr("pacing.keeping.own_profile.local_time_zone", lambda: zone)
    assert f"add --timezone {named}." in " ".join(pacing("add", walk(tmp_path, 0)).err.split())


@pytest.mark.parametrize(("own", "asked"), [((), "usual"), (("--profile", "mine.toml"), "mine.toml")])
def test_at_a_terminal_the_zone_is_remembered_in_the_profile_that_is_used(
    pacing: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: tuple[str, ...], asked: str
) -> None:
    (tmp_path / "mine.toml").write_text("", encoding="utf-8")
    remembered: list[Path] = []
    monkeypatch.setattr("pacing.cli.commands.setup.remember_zone", remembered.append)
    monkeypatch.setattr("pacing.profile.usual_profile", lambda: tmp_path / "usual")
    monkeypatch.setattr("pacing.cli.commands.add.usual_profile", lambda: tmp_path / "usual", raising=False)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    pacing("add", walk(tmp_path, 0), *own)
    assert [path.name for path in remembered] == [asked]
