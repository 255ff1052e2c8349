"""The diary on a clinician's sheet: only beside sessions that are surely the person's own."""

import json
from pathlib import Path

import pytest

from tests.contracts.conftest import Runner

SHEET = ("--format", "text", "--out", "-", "--audience", "clinician")
CAPTION = "Symptoms around the session"


@pytest.fixture
def kept(pacing: Runner, samples: Path) -> Runner:
    assert pacing("add", samples / "walk_exceeded.fit").code == 0
    for day, score in (("2026-05-10", 3), ("2026-05-12", 7)):
        assert pacing("diary", "add", f"fatigue={score}", "--day", day).code == 0
    return pacing


def test_the_days_around_a_kept_session_stand_on_its_sheet(kept: Runner, samples: Path) -> None:
    sheet = kept("report", samples / "walk_exceeded.fit", *SHEET).out
    row = next(line for line in sheet.splitlines() if line.startswith("fatigue"))
    assert row.split() == ["fatigue", "3", "no", "entry", "7", "no", "entry", "no", "entry"]


def test_a_session_the_history_does_not_keep_has_symptoms_only_where_the_history_is_named(
    kept: Runner, samples: Path, data_folder: Path
) -> None:
    shown = kept("history", "list", "--format", "json").out
    assert '"sessions"' in shown
    (history,) = data_folder.rglob("history.sqlite")
    assert kept("history", "remove", json.loads(shown)["sessions"][0]["id"]).code == 0
    assert CAPTION not in kept("report", samples / "walk_exceeded.fit", *SHEET).out
    assert CAPTION in kept("report", samples / "walk_exceeded.fit", *SHEET, "--history", history).out


def test_the_persons_own_page_leaves_the_diary_out(kept: Runner, samples: Path) -> None:
    assert CAPTION not in kept("report", samples / "walk_exceeded.fit", "--format", "text", "--out", "-").out


def test_no_history_is_made_by_a_report(pacing: Runner, samples: Path, data_folder: Path) -> None:
    assert CAPTION not in pacing("report", samples / "walk_exceeded.fit", *SHEET).out
    assert list(data_folder.rglob("*")) == []
