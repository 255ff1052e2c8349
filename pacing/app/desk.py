"""Where the pages get their answers: two workers, the pages kept of them, and the files under way."""

import asyncio
import contextlib
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
NOT_KEPT = "NotKeptError"
AGAIN = "Try again; if it happens again, please report it."


class PageError(Exception):
    """What the person is told instead of a page: a status, a sentence, what to do, and where to go back to."""

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
        self.pages = PageCache((index.history, Path(f"{index.history}-wal"), index.profile))
        self.drops = Drops(self.measure, self._kept)

    def has_history(self) -> bool:
        """Whether anything was ever kept; no worker is needed to know that."""
        return self.place.history.exists()

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
        return await self.ask(f"set-{task}", what)

    def _kept(self, remarks: Message, payload: bytes) -> None:
        """A page that the measuring worker drew of what it has just kept."""
        drawn = remarks.get("page")
        if drawn is not None:
            self.pages.keep("session", {"id": drawn["id"]}, Answer(drawn["said"], payload), self.pages.signature())

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
        """End both workers."""
        await asyncio.gather(self.draw.stop(), self.measure.stop())


def _back(what: Mapping[str, Any]) -> str:
    return f"/session/{what['id']}" if "id" in what and "fields" in what else "/"
