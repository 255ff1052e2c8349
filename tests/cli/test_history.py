"""Kept sessions at the command line: which are listed, what is said of one, and whether the file is intact."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pacing.history.store import History
from pacing.keeping.history_file import usual_history
from tests.contracts.conftest import Runner
from tests.history.test_store import made_session

START = datetime(2026, 5, 1, 10, tzinfo=UTC)


@pytest.fixture
def kept(data_folder: Path) -> Path:
    """A history of three walks of ten minutes, of 1, 2 and 3 May, and one without a date."""
    path = usual_history()
    path.parent.mkdir(parents=True, exist_ok=True)
    with History(path) as history:
        for day in range(4):
            start = None if day == 3 else START + timedelta(days=day)
            history.add(f"{day}" * 64, f"{day}.fit", [made_session(f"{day}" * 64, start=start, length=600)])
    return path


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(("since", "days"), [((), 4), (("--since", "2026-05-02"), 2), (("--since", "2026-05-03"), 1)])
def test_sessions_are_listed_from_a_day_on_with_their_numbers_and_lengths(
    pacing: Runner, since: tuple[str, ...], days: int
) -> None:
    _, *lines = pacing("history", "list", *since).out.splitlines()
    assert len(lines) == days
    assert all(line[24:].split()[:2] == ["10", "min"] for line in lines), lines
    assert ("no date" in "".join(lines)) is (not since)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--comfortable",), "comfortable"),
        (("--flare",), "flare"),
        (("--not-comfortable", "--no-flare"), "comfortable"),
    ],
)
def test_one_answer_alone_is_kept_and_can_be_taken_out(pacing: Runner, words: tuple[str, ...], said: str) -> None:
    done = pacing("history", "mark", "0", *words)
    assert (done.code, done.err.startswith("Kept for 0")) == (0, True), said
    assert "of 2026-05-01 10:00" in done.err
    done = pacing("history", "mark", "0", "--forget")
    assert "is taken out" in done.err
    assert "Kept for" not in done.err


@pytest.mark.usefixtures("kept")
def test_a_mark_that_says_nothing_is_wrong_usage(pacing: Runner) -> None:
    done = pacing("history", "mark", "0")
    assert (done.code, "Nothing is said of the session." in done.err) == (2, True)


def test_an_intact_history_says_so_and_a_damaged_one_what_is_wrong(
    pacing: Runner, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept.exists()
    done = pacing("history", "check")
    assert (done.code, done.out) == (0, "Everything is in order.\n")
    monkeypatch.setattr(History, "check", lambda _: ["A row is torn.", "Another is."])
    done = pacing("history", "check")
    assert (done.code, done.out) == (1, "A row is torn.\nAnother is.\n")
