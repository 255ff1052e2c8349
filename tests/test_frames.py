"""Tables, PDF, standard input and the schema for scripts: the same numbers as the pages and the documents."""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import pacing as package
from pacing.api import SESSION_COLUMNS, _day_row, _session_row
from pacing.errors import HistoryError, UsageError
from pacing.model.exceedance import Day, NightLevel
from tests.contracts.conftest import Runner, pacing
from tests.keeping.test_again import walk
from tests.report.conftest import assessment_of

__all__ = ["pacing"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> package.Result:
    return package.assess(walk(tmp_path_factory.mktemp("files"), 0), limit=90, age=45, resting=65)


def test_a_row_a_session_says_what_the_document_says(found: package.Result) -> None:
    (document,) = found.to_dict()["sessions"]
    (row,) = found.sessions_frame().to_dict("records")
    assert row["session"] == document["id"]
    assert row["verdict"] == document["exceedance"]["verdict"]
    assert row["time_above_s"] == document["exceedance"]["time_above_s"]["value"]
    assert row["measured_share"] == document["coverage"]["measured_share"]
    assert str(row["start"]).startswith("2026-05-01 10:00")


def test_a_row_a_stretch_a_day_and_a_second(found: package.Result, samples: Path) -> None:
    stretches = found.excursions_frame()
    document = found.to_dict()["sessions"][0]["exceedance"]["excursions"]
    assert stretches[["start_s", "stop_s"]].to_dict("records") == [
        {"start_s": e["start_s"], "stop_s": e["stop_s"]} for e in document
    ]
    seconds = found.heart_rate_frame()
    assert len(seconds) == 1200
    assert set(seconds["state"]) == {"measured"}
    assert found.days_frame().empty
    day = package.assess(samples / "whole_day.csv", limit=100).days_frame()
    assert len(day) >= 1
    assert day["night_bpm"].notna().any()


def test_nothing_found_still_has_its_columns() -> None:
    nothing = package.assess("no such file.fit")
    assert list(nothing.sessions_frame()) == list(package.assess("no such file.fit").sessions_frame())
    for frame in (nothing.excursions_frame(), nothing.days_frame(), nothing.heart_rate_frame()):
        assert frame.empty
        assert "session" in frame


def test_the_report_as_pdf_is_given_and_written(found: package.Result, tmp_path: Path) -> None:
    data = found.to_pdf(tmp_path / "sheet.pdf")
    assert data.startswith(b"%PDF")
    assert (tmp_path / "sheet.pdf").read_bytes() == data
    with pytest.raises(UsageError, match="doctor"):
        found.to_pdf(audience="doctor")


def test_history_trends_payback_and_limits_from_python(pacing: Runner, tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite"
    pacing("add", walk(tmp_path, 0), walk(tmp_path, 1), "--limit", "90", "--history", path)
    kept = package.kept_sessions(path)
    assert list(kept["verdict"]) == ["sustained", "sustained"]
    assert package.payback(path).answer == "not_enough"
    assert isinstance(package.trends(path), tuple)
    with pytest.raises(HistoryError):
        package.trends(tmp_path / "none.sqlite")
    assert package.kept_sessions().empty
    rules = package.limits(age=45, resting=65).set_index("rule")
    assert rules.loc["resting_plus_15", "bpm"] == 80
    assert "age" in str(package.limits(resting=65).set_index("rule").loc["gulati_60", "needs"])


def test_a_recording_comes_on_standard_input(pacing: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = walk(tmp_path, 0)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    piped = json.loads(pacing("report", "-", "--limit", "90", "--format", "json", "--out", "-").out)
    named = json.loads(pacing("report", path, "--limit", "90", "--format", "json", "--out", "-").out)
    assert piped["sessions"][0]["id"] == named["sessions"][0]["id"]
    assert piped["sessions"][0]["exceedance"] == named["sessions"][0]["exceedance"]


def test_the_schema_is_printed_as_it_is_published(pacing: Runner, project: Path) -> None:
    printed = json.loads(pacing("schema").out)
    assert printed == json.loads((project / "pacing/report/schema/pacing-1.schema.json").read_text(encoding="utf-8"))


def test_a_session_without_a_limit_and_a_day_without_a_night_have_every_column() -> None:
    session = assessment_of()
    rows = [_session_row(one) for one in (session, replace(session, limit=None, exceedance=None))]
    assert [len(row) for row in rows] == [len(SESSION_COLUMNS)] * 2
    assert rows[1][-7:] == (None,) * 7
    day = Day(None, 0.0, 86_400.0, 86_400.0, 0.0, None, None, None, ())
    night = NightLevel(58.2, 57.6, 58.9, 14_400.0)
    nights = [_day_row(session, one)[-3:] for one in (day, replace(day, night=night))]
    assert nights == [(None, None, None), (58.2, 57.6, 58.9)]
