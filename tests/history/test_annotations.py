"""What the person says of a session stays with it."""

from datetime import timedelta
from pathlib import Path

import pytest

from pacing.errors import HistoryError
from pacing.history.annotations import answer, answers_of, felt_near, flare_days, flare_followed, mark, past_sessions
from pacing.history.diary import add_entries, add_note
from pacing.history.store import History
from pacing.model.longitudinal import Felt, SymptomScore
from tests.history.test_store import START, made_session


def test_a_mark_is_kept_and_what_is_not_told_again_stays(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite")
    history.add("a" * 64, "a.fit", [made_session(start=START)])
    history.add("b" * 64, "b.fit", [made_session("b" * 64, start=START + timedelta(days=1))])
    mark(history, "a", comfortable=True, flare_after=None)
    mark(history, "a", comfortable=None, flare_after=False)
    told, silent = past_sessions(history)
    assert (told.comfortable, told.flare_after, told.tolerated) == (True, False, True)
    assert (silent.comfortable, silent.flare_after, silent.tolerated) == (None, None, False)
    assert told.recorded_s == 60
    assert told.median_bpm == pytest.approx(91.5, abs=0.1)
    with pytest.raises(HistoryError):
        mark(history, "zzz", comfortable=True, flare_after=True)


def test_a_flare_in_the_diary_counts_where_the_person_did_not_say(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite")
    days = [START + timedelta(days=10 * number) for number in range(3)]
    for number, day in enumerate(days):
        sha256 = f"{number}" * 64
        history.add(sha256, f"{number}.fit", [made_session(sha256, start=day)])
    first = START.date() - timedelta(days=5)
    scores = {first + timedelta(days=n): 3.0 for n in range(22)}
    scores[days[0].date() + timedelta(days=2)] = 9.0
    add_entries(history, [SymptomScore(day, "fatigue", score) for day, score in scores.items()], "told")
    assert [session.flare_after for session in past_sessions(history)] == [True, False, None]
    mark(history, past_sessions(history)[0].session_id, comfortable=None, flare_after=False)
    assert past_sessions(history)[0].flare_after is False


def test_a_short_diary_says_nothing_of_flares() -> None:
    assert flare_days({"pain": {START.date(): 9.0}}) == (frozenset(), frozenset())


def test_an_answer_can_be_taken_back(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite")
    session = made_session(start=START)
    history.add("a" * 64, "a.fit", [session])
    mark(history, session.session_id, comfortable=True, flare_after=True)
    answer(history, session.session_id, comfortable=None, flare_after=True)
    assert answers_of(history, session.session_id) == (None, True)
    answer(history, session.session_id, comfortable=None, flare_after=None)
    assert answers_of(history, session.session_id) == (None, None)
    assert history.rows("SELECT count(*) FROM mark")[0][0] == 0


def test_notes_around_a_session_are_those_from_the_day_before_to_three_days_after(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite")
    session = made_session(start=START)
    history.add("a" * 64, "a.fit", [session])
    for days in (-2, -1, 0, 3, 4):
        add_note(history, START.date() + timedelta(days=days), "other", f"{days}")
    felt = felt_near(history, session.session_id, session.recording)
    assert [text for *_, text in felt.notes] == ["-1", "0", "3"]
    assert felt == Felt(None, None, felt.notes)


@pytest.mark.parametrize(
    ("written", "flares", "followed"),
    [((1, 2), (), False), ((1,), (), None), ((3,), (3,), True), ((1, 2, 3), (4,), False), ((), (), None)],
)
def test_two_of_three_days_in_the_diary_tell_that_no_flare_followed(
    written: tuple[int, ...], flares: tuple[int, ...], followed: bool | None
) -> None:
    day = START.date()
    flare, known = (frozenset(day + timedelta(days=lag) for lag in lags) for lags in (flares, written))
    assert flare_followed(day, flare, known) is followed
