"""The diary at the command line: what is kept, listed and left out, and how it is said."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import pacing.cli.commands.diary as command
from pacing.history.diary_import import ReadDiary
from pacing.model.longitudinal import SymptomScore
from tests.contracts.conftest import Runner


def test_scores_and_notes_are_listed_by_their_days_and_an_empty_diary_says_so(pacing: Runner) -> None:
    assert "The diary is empty" in pacing("diary", "list").err
    assert pacing("diary", "add", "fatigue=4", "pain=2.5", "--day", "2026-05-01").err.startswith("2 scores kept")
    assert "The diary is empty" not in pacing("diary", "list").err
    pacing("diary", "note", "half", "--kind", "dose", "--day", "2026-05-02")
    pacing("diary", "add", "fatigue=5", "--day", "2026-05-03")
    assert pacing("diary", "list").out.splitlines() == [
        "2026-05-01  fatigue 4, pain 2.5",
        "2026-05-02  dose: half",
        "2026-05-03  fatigue 5",
    ]


def test_a_diary_of_notes_alone_is_not_empty(pacing: Runner) -> None:
    pacing("diary", "note", "half", "--kind", "dose", "--day", "2026-05-02")
    done = pacing("diary", "list")
    assert (done.out, done.err) == ("2026-05-02  dose: half\n", "")


def test_a_score_without_a_day_is_of_today(pacing: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Clock":
            return cls(2026, 5, 4, 23, 30, tzinfo=UTC if tz else None)

    monkeypatch.setattr(command, "datetime", Clock)
    pacing("diary", "add", "fatigue=4")
    pacing("diary", "note", "rested")
    assert pacing("diary", "list").out == "2026-05-04  fatigue 4, other: rested\n"


def test_a_diary_without_scores_is_nothing_read_and_one_with_them_is_counted(pacing: Runner, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("date,fatigue\n2026-05-01,\n", encoding="utf-8")
    done = pacing("diary", "import", path)
    assert (done.code, "mine.csv has no scores from 0 to 10 with a day." in done.err) == (3, True)
    path.write_text("date,fatigue,pain\n2026-05-01,4,3\n2026-05-02,5,\n", encoding="utf-8")
    done = pacing("diary", "import", path)
    assert (done.code, "3 scores of 2 symptoms kept." in done.err) == (0, True)


@pytest.mark.parametrize(("beyond", "more"), [(0, ""), (-1, ""), (1, " and 1 more"), (3, " and 3 more")])
def test_scores_outside_the_scale_are_named_the_first_of_them_one_by_one(
    capsys: pytest.CaptureFixture[str], beyond: int, more: str
) -> None:
    outside = [
        SymptomScore(date(2026, 5, day), "pain", 20.0 + day) for day in range(1, command.MOST_NAMED + beyond + 1)
    ]
    command._say_left_out(ReadDiary((), tuple(outside)))
    said = capsys.readouterr().err.replace("\n", " ").strip()
    assert said.startswith(f"Left out: {len(outside)} score")
    assert said.count("pain 2") == min(len(outside), command.MOST_NAMED)
    assert said.endswith(f"{more}.")
    assert (" more" in said) is bool(more)
