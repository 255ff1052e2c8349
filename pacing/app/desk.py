"""Where the pages get their answers: two workers, the pages kept of them, and the files under way.

A third worker helps where many files are read.
"""

import asyncio
import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pacing.app.drops import Drops
from pacing.app.messages import Message
from pacing.app.page_cache import PageCache
from pacing.app.place import Place, forget_all
from pacing.app.worker import Answer, TaskRefusedError, Worker, WorkerDiedError, WorkerSilentError

ANSWER_S = 60.0  # design: the longest answer, a season as PDF, takes a few seconds
TRIES = 2
REST_AFTER_S = 1.0  # design: the page that was asked for comes first
NOT_KEPT = "NotKeptError"
AGAIN = "Try again; if it happens again, please report it."


class PageError(Exception):
    """What the person reads instead of a page: a status, a sentence, what to do, and where to go back to."""

    def __init__(self, status: int, message: str, hint: str = "", back: str = "/") -> None:
        super().__init__(message)
        self.status, self.message, self.hint, self.back = status, message, hint, back


class Desk:
    """What is asked here is answered by a worker, or from what one answered before.

    Parameters
    ----------
    place
        Where things lie.
    root
        What every path of a link begins with.
    """

    def __init__(self, index: Place, root: str) -> None:
        setting = {"history": str(index.history), "profile": str(index.profile), "run": index.run, "root": root}
        self.place = index
        self.draw, self.measure = Worker("draw", setting), Worker("measure", setting)
        self.helper = Worker("measure", setting) if (os.cpu_count() or 1) > 1 else None
        self.pages = PageCache((index.history, Path(f"{index.history}-wal"), index.profile))
        self.drops = Drops(self.measure, self._kept, helper=self.helper)
        self._judged_first = ""  # the one session that is judged by the newest limit, while the others still wait
        self._resting: asyncio.TimerHandle | None = None
        self._getting_ready: asyncio.TimerHandle | None = None
        self._rest: asyncio.Task[None] | None = None
        self._ready: asyncio.Task[Answer] | None = None

    def has_history(self) -> bool:
        """Whether anything was ever kept; no worker is needed to know that."""
        return self.place.history.exists()

    @property
    def readers(self) -> tuple[Worker, ...]:
        """Who reads where there is much to read."""
        return (self.measure,) if self.helper is None else (self.measure, self.helper)

    async def warm(self) -> None:
        """Let both workers load what they will need, before the first file comes."""
        with contextlib.suppress(WorkerDiedError, WorkerSilentError, TaskRefusedError):
            await asyncio.gather(*(one.ask("warm", silence_s=ANSWER_S) for one in (self.measure, self.draw)))

    async def page(self, task: str, what: Mapping[str, Any]) -> Answer:
        """An answer that stays the same until something is changed.

        Raises
        ------
        PageError
            It cannot be had.
        """
        kept = self.pages.get(task, what)
        if kept is not None:
            return kept
        signature = self.pages.signature()
        answer = await self.ask(task, what)
        self.pages.keep(task, what, answer, signature)
        return answer

    async def ask(self, task: str, what: Mapping[str, Any]) -> Answer:
        """An answer of the worker that shows; once more where it died.

        Raises
        ------
        PageError
            It cannot be had.
        """
        if not (task == "session" and what.get("id") == self._judged_first):
            await self._judge_rest()
        return await self._asked(task, what)

    async def _asked(self, task: str, what: Mapping[str, Any]) -> Answer:
        for _ in range(TRIES):
            try:
                return await self.draw.ask(task, what, silence_s=ANSWER_S)
            except WorkerDiedError:
                continue
            except WorkerSilentError as error:
                raise PageError(503, "This took too long.", AGAIN) from error
            except TaskRefusedError as refused:
                status = 404 if refused.kind == NOT_KEPT else 500 if refused.kind == "InternalError" else 422
                raise PageError(status, refused.message, refused.hint, _back(what)) from refused
        raise PageError(503, "The program could not make this page.", AGAIN)

    async def change(self, task: str, what: Mapping[str, Any]) -> Answer:
        """Let something be changed; asked once, for a change that was half done is not done at all.

        Raises
        ------
        PageError
            It was not changed.
        """
        answer = await self.ask(f"set-{task}", what)
        if answer.said.get("rest"):
            self._judged_first = str(what["id"])
            self._resting = asyncio.get_running_loop().call_later(REST_AFTER_S, self._begin_rest)
        return answer

    def _begin_rest(self) -> None:
        """Judge the sessions that wait for it, unless that is under way."""
        if self._rest is None or self._rest.done():
            self._rest = asyncio.create_task(self._judged())
            # who needs the rest gets the reason, and lets it be tried again
            self._rest.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _judged(self) -> None:
        await self._asked("judge", {})
        self._judged_first = ""

    async def _judge_rest(self) -> None:
        """Wait until every session is judged by the newest limit.

        Raises
        ------
        PageError
            That cannot be done.
        """
        if not self._judged_first:
            return
        if self._resting is not None:
            self._resting.cancel()
        self._begin_rest()
        if self._rest is not None:
            await asyncio.shield(self._rest)

    async def catch_up(self) -> None:
        """Hold the profile against what is kept: that may not have been done when the program last ended."""
        with contextlib.suppress(PageError):
            await self._asked("judge", {})

    def _kept(self, remarks: Message, payload: bytes) -> None:
        """A page that the measuring worker drew of what it has just kept; what may be said of it is got ready for."""
        drawn = remarks.get("page")
        if drawn is not None:
            self.pages.keep("session", {"id": drawn["id"]}, Answer(drawn["said"], payload), self.pages.signature())
            self._cancel_getting_ready()
            later = asyncio.get_running_loop().call_later
            self._getting_ready = later(REST_AFTER_S, self._get_ready, str(drawn["id"]))

    def _get_ready(self, session_id: str) -> None:
        """Let the worker that shows measure and draw a session too: a limit then changes only what depends on it."""
        self._ready = asyncio.create_task(self._asked("session", {"id": session_id}))
        self._ready.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody waits for it

    def _cancel_getting_ready(self) -> None:
        if self._getting_ready is not None:
            self._getting_ready.cancel()

    async def forget(self) -> None:
        """Delete everything that was ever kept here.

        Raises
        ------
        PageError
            Something could not be deleted.
        """
        await self.drops.cancel()
        await self.stop()
        try:
            await asyncio.to_thread(forget_all, self.place)
        except OSError as error:
            raise PageError(
                500, f"Something could not be deleted: {error.strerror}.", str(self.place.folder)
            ) from error
        asyncio.get_running_loop().create_task(self.warm()).add_done_callback(lambda _: None)

    async def stop(self) -> None:
        """End both workers; what is still to be judged is judged at the next start."""
        if self._resting is not None:
            self._resting.cancel()
        self._cancel_getting_ready()
        self._judged_first = ""
        await asyncio.gather(*(worker.stop() for worker in (self.draw, *self.readers)))


def _back(what: Mapping[str, Any]) -> str:
    return f"/session/{what['id']}" if "id" in what and "fields" in what else "/"
