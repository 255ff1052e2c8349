"""What is asked at the desk: of whom, how often, in which order, and what a person reads where it cannot be had."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pacing.app.desk import TRIES, Desk, PageError, _back
from pacing.app.place import Place
from pacing.app.worker import Answer, TaskRefusedError, WorkerDiedError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Place(tmp_path / "history.sqlite", tmp_path / "profile.toml"), "/x")


def answering(monkeypatch: pytest.MonkeyPatch, desk: Desk, error: Exception | None = None) -> list[str]:
    """What is asked of the worker that shows, which answers at once."""
    asked: list[str] = []

    async def ask(task: str, what: Mapping[str, Any] | None = None, **_: object) -> Answer:
        asked.append(f"{task} {(what or {}).get('id', '')}".strip())
        await asyncio.sleep(0)
        if error is not None:
            raise error
        return Answer({"rest": task == "set-limit"}, task.encode())

    monkeypatch.setattr(desk.draw, "ask", ask)
    return asked


@pytest.mark.parametrize(("cores", "readers"), [(None, 1), (1, 1), (2, 2), (8, 2)])
def test_a_second_reader_helps_where_there_is_a_core_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cores: int | None, readers: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert len(Desk(Place(tmp_path / "h.sqlite", tmp_path / "p.toml"), "/x").readers) == readers


@pytest.mark.parametrize(
    ("what", "back"),
    [({"id": "a", "fields": {}}, "/session/a"), ({"id": "a"}, "/"), ({"fields": {}}, "/"), ({}, "/")],
)
def test_a_form_of_a_session_leads_back_to_it_and_all_else_to_the_list(what: Mapping[str, Any], back: str) -> None:
    assert _back(what) == back


@pytest.mark.parametrize(
    ("kind", "status"), [("NotKeptError", 404), ("InternalError", 500), ("FieldError", 422), ("HistoryError", 422)]
)
def test_what_a_worker_refuses_is_said_with_its_status(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, kind: str, status: int
) -> None:
    asked = answering(monkeypatch, desk, refused(kind))
    with pytest.raises(PageError, match="Not so") as told:
        asyncio.run(desk.ask("session", {"id": "a"}))
    assert (told.value.status, told.value.hint, len(asked)) == (status, "But so.", 1)


def refused(kind: str) -> TaskRefusedError:
    return TaskRefusedError(kind, "Not so.", hint="But so.")


def test_a_worker_that_died_is_asked_once_more(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    asked = answering(monkeypatch, desk, WorkerDiedError("it died"))
    with pytest.raises(PageError, match="could not make this page") as told:
        asyncio.run(desk.ask("list", {}))
    assert (told.value.status, len(asked)) == (503, TRIES)


def test_a_page_is_asked_for_once_until_something_changes(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    asked = answering(monkeypatch, desk)

    async def twice() -> None:
        for _ in range(2):
            assert (await desk.page("list", {})).payload == b"list"
        desk.place.profile.write_text("[person]\n", encoding="utf-8")
        await desk.page("list", {})

    asyncio.run(twice())
    assert asked == ["list", "list"]


@pytest.mark.parametrize(
    ("task", "what", "waits"),
    [
        ("session", {"id": "a"}, False),
        ("session", {"id": "b"}, True),
        ("list", {}, True),
        ("season", {"id": "a"}, True),
    ],
)
def test_after_a_new_limit_its_own_session_is_shown_before_the_others_are_judged(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, task: str, what: Mapping[str, Any], *, waits: bool
) -> None:
    asked = answering(monkeypatch, desk)

    async def asked_after_a_change() -> None:
        await desk.change("limit", {"id": "a"})
        await desk.ask(task, what)
        await desk.ask("diary", {})

    asyncio.run(asked_after_a_change())
    shown = f"{task} {what.get('id', '')}".strip()
    assert asked == ["set-limit a", *(["judge", shown] if waits else [shown, "judge"]), "diary"]
