"""Sessions put away say the same when they are asked for, in whatever order, and a long run's memory stays flat."""

import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from pacing import put_away
from pacing.codec import outcome_text, session_document
from pacing.model.assessment import Assessment
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request, assess_file, assess_paths, collect_outcome
from pacing.put_away import PutAway

REQUEST = Request(Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", 110),)))


@pytest.fixture(scope="module")
def sessions(samples: Path) -> tuple[Assessment, ...]:
    return tuple(
        session
        for name in ("walk_paced.fit", "strap_rest_and_walk.fit", "heart_rate_only.csv")
        for session in assess_file(samples / name, REQUEST.person).sessions
    )


@pytest.mark.parametrize("in_memory_bytes", [1, put_away.IN_MEMORY_BYTES])
def test_each_is_the_same_again(
    sessions: tuple[Assessment, ...], in_memory_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(put_away, "IN_MEMORY_BYTES", in_memory_bytes)
    waiting = PutAway()
    for session in sessions:
        waiting.append(session)
    waiting[2], waiting[0] = sessions[2], sessions[0]
    assert [session_document(one) for one in waiting] == [session_document(one) for one in sessions]
    assert waiting[1] is sessions[1]
    assert waiting[0] is not sessions[0]
    assert waiting[-1].measurements[0].index is sessions[2].measurements[0].index
    assert [one.session_id for one in waiting[1:]] == [one.session_id for one in sessions[1:]]


def test_one_that_is_set_again_takes_the_place_of_the_earlier(sessions: tuple[Assessment, ...]) -> None:
    waiting = PutAway()
    waiting.append(sessions[0])
    waiting[0] = sessions[0]
    waiting[0] = replace(sessions[0], profile_name="hers")
    assert [one.profile_name for one in waiting] == ["hers"]


def test_those_left_out_are_gone_and_the_others_stay_in_order(sessions: tuple[Assessment, ...]) -> None:
    waiting = PutAway()
    for position, session in enumerate(sessions):
        waiting.append(session)
        waiting[position] = session
    assert [one.session_id for one in waiting.without({1})] == [sessions[0].session_id, sessions[2].session_id]
    assert len(waiting) == 2


def test_a_long_run_says_the_same_whether_or_not_its_sessions_wait_elsewhere(samples: Path, tmp_path: Path) -> None:
    files = sorted([*samples.glob("*.fit"), *samples.glob("*.csv")])
    twin = tmp_path / "a copy.fit"
    twin.write_bytes((samples / "walk_paced.fit").read_bytes())
    every = [*files, twin]
    held, waiting = (
        collect_outcome(assess_paths(every, REQUEST), REQUEST, most_with_samples=2, put_away=away)
        for away in (False, True)
    )
    assert isinstance(held.sessions, tuple)
    assert len(held.sessions) == len(files)
    assert "".join(outcome_text(waiting)) == "".join(outcome_text(held))


def _held_bytes(value: Any, seen: set[int]) -> int:
    """Bytes of all that a value alone holds, but for what it shares with the program."""
    if id(value) in seen or isinstance(value, type | str | int | float | bool | None):
        return 0
    seen.add(id(value))
    inner = (
        list(value.values())
        if isinstance(value, dict | MappingProxyType)
        else list(value)
        if isinstance(value, tuple | list)
        else [getattr(value, name) for name in getattr(value, "__slots__", ())]
    )
    return sys.getsizeof(value) + sum(_held_bytes(one, seen) for one in inner)


def test_what_waits_holds_almost_nothing(sessions: tuple[Assessment, ...]) -> None:
    waiting = PutAway()
    for position, session in enumerate(sessions * 20):
        waiting.append(session)
        waiting[position] = session
    assert _held_bytes(waiting._sessions, set()) < 20 * len(waiting)
    assert len(waiting._indices) <= len(sessions[0].measurements)
