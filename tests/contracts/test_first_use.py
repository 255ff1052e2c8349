"""What stopped people on their first page and in their third month: each input gives what it should now."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.conftest import Runner

TOLD = ("--limit", "100")


@pytest.fixture(scope="module")
def inputs(corpus: Path) -> Path:
    folder = corpus / "made_up" / "first_use"
    if not folder.is_dir():
        pytest.skip("the inputs of the first use are not here")
    return folder


def page_of(pacing: Runner, *arguments: object) -> str:
    return " ".join(pacing("report", *arguments, *TOLD, "--format", "text", "--out", "-").out.split())


def document_of(pacing: Runner, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pacing("report", *arguments, *TOLD, "--format", "json", "--out", "-").out)[
        "sessions"
    ][0]
    return found


def test_a_strap_lost_before_the_stop_is_missing_everywhere_alike(pacing: Runner, inputs: Path) -> None:
    path = inputs / "strap_lost_then_stop.fit"
    session = document_of(pacing, path)
    share = session["coverage"]["measured_share"]
    assert session["exceedance"]["verdict"] == "cannot_judge"
    assert share == pytest.approx(1 - session["exceedance"]["unknown_s"] / session["duration_s"], abs=0.01)
    assert "37 % of it is missing" in page_of(pacing, path)
    assert f"{share:.1%} of the time" in pacing("inspect", path).out


@pytest.mark.parametrize(
    ("name", "said"),
    [("short_peaks.csv", "a few seconds at a time"), ("short_peaks_one_long.csv", "the longest lasted 12 seconds")],
)
def test_minutes_above_and_stretches_are_one_story(pacing: Runner, inputs: Path, name: str, said: str) -> None:
    page = page_of(pacing, inputs / name)
    assert said in page
    assert "No stretch" not in page
    assert "in one stretch" not in page


def test_what_lies_between_values_is_not_called_missing_where_nothing_is(pacing: Runner, inputs: Path) -> None:
    page = page_of(pacing, inputs / "tiny.csv")
    assert "100 % of the time" in page or "complete" in page
    assert "not recorded" not in page.split("How sure")[0]


def test_a_table_of_training_is_no_diary_and_a_german_one_is_read(pacing: Runner, inputs: Path, tmp_path: Path) -> None:
    kept = ("--history", tmp_path / "h.sqlite")
    refused = pacing("diary", "import", inputs / "training_summary_as_diary.csv", *kept)
    assert (refused.code, "table of training" in refused.err) == (2, True)
    assert pacing("diary", "import", inputs / "diary_german.csv", *kept).code == 0
    steps = pacing("diary", "import", inputs / "diary_with_steps.csv", *kept)
    assert "steps" in steps.err
    assert "fatigue 12 on 2026-05-02" in steps.err
    days = pacing("diary", "list", *kept).out
    assert re.findall(r"2026-05-\d\d", days) == ["2026-05-01", "2026-05-02", "2026-05-13"]


def test_a_profile_beside_recordings_is_no_file_to_be_refused(pacing: Runner, inputs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("tiny.csv", "profile.toml"):
        (folder / name).write_bytes((inputs / name).read_bytes())
    done = pacing("report", folder, "--format", "json", "--out", "-")
    assert (done.code, json.loads(done.out)["refused"]) == (0, [])


@pytest.mark.slow
def test_two_weeks_of_minutes_are_told_in_days(pacing: Runner, tmp_path: Path) -> None:
    rows = ["datetime,heart_rate"]
    for minute in range(14 * 1440):
        hour = minute % 1440 / 60
        bpm = (105 if 10 <= hour < 10.5 else 56 if hour < 7 or hour > 23 else 72) + minute % 5 - 2
        rows.append(f"2026-05-{1 + minute // 1440:02d} {minute % 1440 // 60:02d}:{minute % 60:02d}:00,{bpm}")
    (tmp_path / "weeks.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    page = page_of(pacing, tmp_path / "weeks.csv")
    assert page.startswith("14 days, 1 to 14 May 2026")
    assert "14 of 14 days" in page or "On 14 of 14" in page
    assert page.index("Thu 14 May") < page.index("Wed 13 May")
    since = page_of(pacing, tmp_path / "weeks.csv", "--since", "2026-05-12")
    assert "3 of 3 days" in since


def test_a_phone_diary_without_scores_is_said_and_no_mistake_of_the_program(pacing: Runner, tmp_path: Path) -> None:
    (tmp_path / "export.json").write_text('{"data": {"symptoms": [], "metrics": []}}', encoding="utf-8")
    done = pacing("diary", "import", "export.json", "--history", tmp_path / "h.sqlite")
    assert done.code in (2, 3)
    assert "mistake" not in done.err
