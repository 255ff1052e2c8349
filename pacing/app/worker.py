"""A worker process as the server sees it: ask it, hear its news, and start another when it dies or says nothing."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pacing.app.messages import Message, framed, receive_frame
from pacing.errors import PacingError

MOST_RESIDENT_BYTES = 600 << 20  # design: the compiler of PDFs never gives its memory back; a fresh worker does
FRAME_LIMIT = 1 << 20


class WorkerDiedError(Exception):
    """The worker's process ended before it answered."""


class WorkerSilentError(Exception):
    """The worker said nothing for too long and was ended."""


class TaskRefusedError(PacingError):
    """The worker says why it does not do what was asked: one sentence and a hint, for the person."""

    def __init__(self, kind: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker answered: plain data, and bytes such as a page."""

    said: Message
    payload: bytes = b""


@dataclass(slots=True)
class _Question:
    process: asyncio.subprocess.Process
    done: "asyncio.Future[Answer]"
    hears: Callable[[Message], None] | None
    heard: asyncio.Event = field(default_factory=asyncio.Event)


class Worker:
    """A worker process that is started when it is first needed, and again after it died.

    Parameters
    ----------
    role
        Which tasks it does: a key of `pacing.app.work.ROLES`.
    setting
        Plain data that it is started with.
    """

    def __init__(self, role: str, setting: Mapping[str, Any]) -> None:
        self._command = (sys.executable, "-m", "pacing.app.work", role, json.dumps(setting))
        self._process: asyncio.subprocess.Process | None = None
        self._listener: asyncio.Task[None] | None = None
        self._questions: dict[int, _Question] = {}
        self._asked = 0
        self._starting = asyncio.Lock()
        self._retiring: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """The process, where one runs."""
        return None if self._process is None else self._process.pid

    async def begin(self) -> None:
        """Start the process, which is soon asked something."""
        await self._running()

    async def ask(
        self,
        task: str,
        what: Mapping[str, Any] | None = None,
        *,
        silence_s: float,
        hears: Callable[[Message], None] | None = None,
    ) -> Answer:
        """Let the worker do a task.

        Parameters
        ----------
        task
            Its name.
        what
            Plain data it needs.
        silence_s
            After how long without a word of this task the worker is ended [s].
        hears
            Called with each piece of news before the answer.

        Raises
        ------
        WorkerDiedError, WorkerSilentError
            No answer came; the next question starts another process.
        TaskRefusedError
            The worker says why not.
        """
        process = await self._running()
        self._asked += 1
        number = self._asked
        question = _Question(process, asyncio.get_running_loop().create_future(), hears)
        self._questions[number] = question
        try:
            await self._send(process, {"id": number, "task": task, "what": dict(what or {})})
            return await self._heard_out(question, silence_s)
        finally:
            self._questions.pop(number, None)

    async def _heard_out(self, question: _Question, silence_s: float) -> Answer:
        while True:
            question.heard.clear()
            heard = asyncio.ensure_future(question.heard.wait())
            either: set[asyncio.Future[Any]] = {question.done, heard}
            done, _ = await asyncio.wait(either, timeout=silence_s, return_when=asyncio.FIRST_COMPLETED)
            heard.cancel()
            if question.done in done:
                return question.done.result()
            if not done:
                self.kill()
                raise WorkerSilentError

    async def _send(self, process: asyncio.subprocess.Process, message: Message) -> None:
        if process.stdin is None:
            raise WorkerDiedError
        with contextlib.suppress(ConnectionError):  # the listener sees the end and says so
            process.stdin.write(framed(message))
            await process.stdin.drain()

    async def tell(self, message: Message) -> None:
        """Send a message that has no answer, where a process runs."""
        if self._process is not None:
            await self._send(self._process, message)

    async def _running(self) -> asyncio.subprocess.Process:
        async with self._starting:
            if self._process is None or self._process.returncode is not None or self._listener is None:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    limit=FRAME_LIMIT,
                )
                self._listener = asyncio.create_task(self._listen(self._process))
            return self._process

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout is not None:
            while (frame := await receive_frame(process.stdout)) is not None:
                self._hear(*frame)
        if self._process is process:
            self._process = self._listener = None
        for question in list(self._questions.values()):
            if question.process is process and not question.done.done():
                question.done.set_exception(WorkerDiedError())
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    def _hear(self, message: Message, payload: bytes) -> None:
        question = self._questions.get(message.get("id", 0))
        if question is None or question.done.done():
            return
        question.heard.set()
        if "news" in message:
            if question.hears is not None:
                question.hears(message["news"])
        elif "refused" in message:
            refused = message["refused"]
            question.done.set_exception(
                TaskRefusedError(refused["kind"], refused["message"], hint=refused.get("hint", ""))
            )
        else:
            question.done.set_result(Answer(message["said"], payload))
            self._retire_if_large(message.get("resident", 0))

    def _retire_if_large(self, resident_bytes: int) -> None:
        """Let a worker that has grown too large end after what it was asked; the next question starts another."""
        if resident_bytes <= MOST_RESIDENT_BYTES or len(self._questions) > 1:
            return
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(framed({"leave": True}))  # without tidying: the server goes on
        self._let_go()

    def _let_go(self) -> None:
        """Leave the process to itself; it is still waited for when it ends."""
        if self._listener is not None:
            self._retiring.add(self._listener)
            self._listener.add_done_callback(self._retiring.discard)
        self._process = self._listener = None

    async def leave(self) -> None:
        """Let the process end, of which nothing is asked now; the next question starts another."""
        await self.tell({"leave": True})
        self._let_go()

    def kill(self) -> None:
        """End the process at once."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def stop(self) -> None:
        """End the process: it ends by itself when nobody speaks to it any more, at once when it has nothing to do."""
        process, listener = self._process, self._listener
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        if listener is not None:
            await listener
