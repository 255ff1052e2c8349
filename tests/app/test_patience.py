"""What is slow, greedy or broken does not hold up the others: silent connections, locked histories, bombs, mistakes."""

import asyncio
import io
import os
import signal
import sqlite3
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pacing.app import serving as module
from pacing.app.base_site import BaseSite
from pacing.app.entrance import Entrance
from pacing.app.guard import Guard
from pacing.app.markup import refusal_note
from pacing.app.serving import Watch, _impatient
from pacing.model.assessment import internal_error
from tests.app.running import SAMPLES, Page, progress_of
from tests.app.test_survival import workers

PORT = 4711


async def answered(guard: Guard, path: str, method: str = "GET") -> list[dict[str, Any]]:
    """What a guard sends for a request under its own name."""
    sent: list[dict[str, Any]] = []
    headers = [(b"host", f"127.0.0.1:{PORT}".encode()), (b"origin", f"http://127.0.0.1:{PORT}".encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers, "query_string": b""}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await guard(scope, receive, send)
    return sent


def test_a_mistake_of_the_program_is_a_page_of_ours_with_every_header() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        message = "secret detail"
        raise ValueError(message)

    entrance = Entrance()
    sent = asyncio.run(answered(Guard(broken, entrance, PORT), f"{entrance.root}/"))
    assert sent[0]["status"] == 500
    assert b"default-src 'none'" in dict(sent[0]["headers"])[b"content-security-policy"]
    assert b"mistake of its own" in sent[1]["body"]
    assert b"secret detail" not in sent[1]["body"]


def test_a_mistake_in_answering_an_address_is_that_same_page() -> None:
    class Faulty(BaseSite):
        def routes(self) -> list[Route]:
            return [Route("/", self.answered(self.broken), methods=["GET"])]

        async def broken(self, _: Request) -> Response:
            raise ValueError

    entrance = Entrance()
    site = Faulty(entrance.root, lambda: None)
    sent = asyncio.run(answered(Guard(site.app(), entrance, PORT), f"{entrance.root}/"))
    assert sent[0]["status"] == 500
    assert b"mistake of its own" in sent[1]["body"]


def test_a_body_that_stops_coming_counts_as_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEADERS_S", 0.0)

    async def never() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def one() -> str:
        return str((await _impatient(never)())["type"])

    assert asyncio.run(one()) == "http.disconnect"


def test_a_connection_without_a_whole_request_is_closed_after_a_minute_and_others_are_not() -> None:
    closed: list[str] = []

    def connection(name: str, cycle: object) -> SimpleNamespace:
        return SimpleNamespace(cycle=cycle, transport=SimpleNamespace(close=lambda: closed.append(name)))

    silent, busy = connection("silent", None), connection("busy", object())
    server: Any = SimpleNamespace(server_state=SimpleNamespace(connections=[silent, busy]), should_exit=False)
    watch = Watch(server)
    watch._close_silent(100.0)
    watch._close_silent(100.0 + module.HEADERS_S)
    assert closed == []
    watch._close_silent(101.0 + module.HEADERS_S)
    assert closed == ["silent"]


def test_a_file_too_large_for_the_memory_is_said_so() -> None:
    refusal = internal_error("huge.csv", MemoryError())
    assert refusal.error == "TooLargeError"
    assert "memory" in refusal.message
    assert "PACING_DEBUG" not in refusal.hint


def test_of_very_many_refusals_the_rest_is_counted() -> None:
    note = refusal_note([(f"{number}.bin", "No.", "") for number in range(60)], 12)
    assert note is not None
    assert note.lines == ("60 files were not read:",)
    assert len(note.facts) == 13
    assert note.facts[-1][0] == "... and 48 more"


def test_a_zip_bomb_is_refused_by_its_name_and_what_lies_beside_it_is_read(page: Page) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", bytes(80 << 20))
        archive.write(SAMPLES / "walk_paced.fit", "walk_paced.fit")
    where = page.settled(page.drop(("bomb.zip", packed.getvalue())))
    told = page.get(where).text
    assert where.startswith("/session/")
    assert "bomb.zip/zeros.csv" in told
    assert "packed more tightly" in told
    page.post("/seen")


def test_a_history_that_another_program_holds_delays_an_entry_but_no_page(walk: tuple[Page, str]) -> None:
    page, _ = walk
    with sqlite3.connect(page.folder / "history.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        replies: list[int] = []
        fields = {"day": "2026-05-03", "name0": "fatigue", "score0": "6"}
        entry = threading.Thread(target=lambda: replies.append(page.post("/diary", fields).status))
        entry.start()
        for path in ("/", "/week?to=2026-05-04", "/season", "/diary?to=2026-05-03"):
            assert page.get(path).status == 200
        assert replies == []
        other.execute("COMMIT")
        entry.join()
    other.close()
    assert replies == [303]
    assert 'name="score0" value="6" checked' in page.get("/diary?to=2026-05-03").body.decode()


def test_pages_answer_while_files_are_read(page: Page) -> None:
    """A reader that gets no further holds up no page; here it is halted, so that none of this depends on speed."""
    page.drop_and_wait("walk_paced.fit")  # whoever reads is there
    (reader,) = [pid for pid in workers(page) if b"measure" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]
    os.kill(reader, signal.SIGSTOP)
    try:
        reply = page.drop(("walk.fit", (SAMPLES / "walk_stopped_early.fit").read_bytes()))
        assert [page.get(path).status for path in ("/week", "/season")] == [200, 200]
        assert progress_of(page)["running"]
    finally:
        os.kill(reader, signal.SIGCONT)
    assert page.settled(reply).startswith("/session/")
