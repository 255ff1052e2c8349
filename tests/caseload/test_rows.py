"""What a row says, counted by hand over a history made for it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pacing.caseload.people import HISTORY_NAME, Patient, initials, people_below
from pacing.caseload.person_rows import kept_row, row_of
from pacing.errors import UsageError
from pacing.history.diary import add_entries, add_note
from pacing.history.store import History
from pacing.keeping.adding import add_paths
from pacing.model.caseload import DiaryDays, NewestDays
from pacing.model.longitudinal import SymptomScore
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request
from pacing.report.pages.caseload import COLUMNS, facts_of
from tests.keeping.test_again import FIRST_DAY, walk

UNTIL = FIRST_DAY + timedelta(days=27)
ABOVE_S = 600.0


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """Ten minutes at 95 bpm on days 0, 21, 27 and 28; at 80 bpm on day 22."""
    files = [walk(tmp_path, day) for day in (0, 21, 27, 28)] + [walk(tmp_path, 22, bpm=80.0)]
    with History(tmp_path / "history.sqlite") as kept:
        add_paths(kept, files, Request(person=Person(limits=(LimitSetting("fixed", bpm=90.0),))))
        yield kept


def test_the_newest_days_end_with_the_day_that_is_looked_at(history: History) -> None:
    row = row_of(history, "A", UNTIL)
    week, month = row.spans
    assert (week.sessions, week.judged, week.flagged) == (3, 3, 2)
    assert (month.sessions, month.judged, month.flagged) == (4, 4, 3)
    assert week.above_s == pytest.approx(2 * ABOVE_S, abs=6.0)
    assert month.above_s == pytest.approx(3 * ABOVE_S, abs=9.0)
    assert row.last is not None
    assert row.last.recording.began is not None
    assert row.last.recording.began.date() == UNTIL
    assert row.sessions == 5


def test_days_without_a_session_are_no_minutes(history: History) -> None:
    week, month = row_of(history, "A", FIRST_DAY + timedelta(days=60)).spans
    assert week == NewestDays(7, 0, 0, 0, None)
    assert month == NewestDays(28, 0, 0, 0, None)


@pytest.mark.parametrize(
    ("scored", "diary"),
    [
        ((), None),
        (range(28), DiaryDays(28, 28, UNTIL, 0)),
        ((0, 1, 2, 9, 10, 20, 27), DiaryDays(28, 7, UNTIL, 9)),
        ((0, 10), DiaryDays(28, 2, FIRST_DAY + timedelta(days=10), 17)),
        ((20, 27), DiaryDays(28, 2, UNTIL, 6)),  # days before the diary began are no gap
        ((-40, -35), DiaryDays(28, 0, FIRST_DAY - timedelta(days=35), 28)),
        ((27, 30), DiaryDays(28, 1, UNTIL, 0)),  # what is newer is not known yet
    ],
)
def test_gaps_of_the_diary(history: History, scored: range | tuple[int, ...], diary: DiaryDays | None) -> None:
    add_entries(history, [SymptomScore(FIRST_DAY + timedelta(days=day), "pain", 4.0) for day in scored], "told")
    assert row_of(history, "A", UNTIL).diary == diary


def test_the_newest_note_is_the_one_that_is_shown(history: History) -> None:
    for day, text in ((3, "old"), (27, "a journey"), (28, "later")):
        add_note(history, FIRST_DAY + timedelta(days=day), "travel", text)
    row = row_of(history, "A", UNTIL)
    assert row.note == (UNTIL, "travel", "a journey")
    assert dict(zip(COLUMNS[1:], facts_of(row), strict=True)) == {
        "Last 7 days": "3 sessions; 20 minutes above; 2 of 3 above for longer",
        "Last 28 days": "4 sessions; 30 minutes above; 3 of 4 above for longer",
        "Last session": "28 May 2026: Session, 20 minutes; above for 10 minutes in all.",
        "Changes": "not enough similar sessions yet",
        "Newest note": "28 May 2026, travel: a journey",
        "Diary": "none kept",
    }


def test_a_history_that_cannot_be_read_is_a_row_with_the_reason(tmp_path: Path) -> None:
    broken = tmp_path / HISTORY_NAME
    broken.write_bytes(b"no database at all" * 40)
    row = kept_row(Patient("A", tmp_path, broken, tmp_path / "profile.toml"), UNTIL)
    assert row.failure
    assert facts_of(row) == ("",) * len(COLUMNS[1:])


def test_a_folder_that_cannot_be_written_keeps_its_history_in_the_program_s_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("open", "closed"):
        (tmp_path / "practice" / name).mkdir(parents=True)
    monkeypatch.setattr("os.access", lambda path, _: Path(path).name != "closed")
    closed, open_ = people_below(tmp_path / "practice", tmp_path / "data")
    assert open_.history == tmp_path / "practice" / "open" / HISTORY_NAME
    assert closed.history.parent == tmp_path / "data" / "caseload"
    again, _ = people_below(tmp_path / "practice" / "." / "", tmp_path / "data")
    assert again.history == closed.history


def test_a_folder_without_people_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    with pytest.raises(UsageError, match="no folders"):
        people_below(tmp_path, tmp_path)


def test_initials_of_names_that_are_none() -> None:
    assert [initials(name) for name in ("Anna Beck", "---", "7 of 9")] == ["AB", "---", "7O9"]
