"""What was dropped, read file by file: progress, refusals, and what to do when a worker dies.

A file that kills its worker or keeps it for too long is refused by its name, and the others go on. Two workers share
many files.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pacing.app.messages import Message
from pacing.app.worker import TaskRefusedError, Worker, WorkerDiedError, WorkerSilentError

FILE_S = 60.0  # design: a whole year in one file takes a tenth of it
WHOLE_DROP_S = 1800.0  # design: a decade's export is read in minutes; a bomb of many members is not let go on
SPELT_OUT = 12  # design: of more refusals, the count is said
MANY = 8  # design: a second worker takes as long to begin as a dozen files to be read

DIED = ("The program could not finish this file and was started again without it.", "Please report it.")
SILENT = (f"Reading this file took longer than {FILE_S:.0f} seconds, so it was left out.", "Bring it in smaller parts.")
TOO_LONG = ("The whole drop took too long; this and what follows was left out.", "Bring it again in smaller parts.")
STOPPED = ("You stopped before this file was read.", "Drop it again to read it.")


@dataclass(frozen=True, slots=True)
class Dropped:
    """What is to be read, and the name it is shown by: a file among the incoming ones, deleted when it is done.

    Or, with `at`, the folder of a person of a caseload, which is only read; `at` tells the worker whose history it is.
    """

    path: Path
    name: str
    at: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not read, or only in part: its name, one sentence, and what to do."""

    name: str
    message: str
    hint: str = ""


@dataclass(slots=True)
class Result:
    """What became of a drop: ids of the sessions it brought, and what was refused.

    `known`: files that were there already. `days`: values of days and nights that were new.
    """

    sessions: list[str] = field(default_factory=list)
    known: int = 0
    days: int = 0
    added: int = 0
    refused: list[Refused] = field(default_factory=list)

    @property
    def files(self) -> int:
        """How many files are done."""
        return self.added + self.known + len(self.refused)


@dataclass(slots=True)
class _Reading:
    """How far one dropped file is read, and by which worker: the place and name of what is under way inside it.

    `inside`, `done`: how many files are inside it, as far as is known, and how many of them are done.
    """

    file: Dropped
    worker: Worker
    place: int = 0
    under_way: str | None = None
    died_at: int | None = None
    inside: int = 1
    done: int = 0

    def start_again(self) -> None:
        """Nothing inside is under way: the worker is asked for what follows."""
        self.under_way = None


class Drops:
    """The files that wait, the workers that read them, and what came out.

    Parameters
    ----------
    worker
        Does the tasks `add`, `order` and `finish`.
    on_kept
        Called whenever something was kept, with the message of the worker and a drawn page where it drew one.
    helper
        Reads beside it where many files wait, unless it matters in which order they are read; ended after the drop.
    """

    def __init__(
        self,
        worker: Worker,
        on_kept: Callable[[Message, bytes], None],
        clock_s: Callable[[], float] = time.monotonic,
        *,
        helper: Worker | None = None,
    ) -> None:
        self._worker, self._on_kept, self._clock_s, self._helper = worker, on_kept, clock_s, helper
        self._waiting: deque[Dropped] = deque()
        self._running: asyncio.Task[None] | None = None
        self._under_way: list[_Reading] = []
        self._cancelled = False
        self._started_s = 0.0
        self._at: Mapping[str, str] | None = None
        self.now = ""
        self.result = Result()

    @property
    def running(self) -> bool:
        """Whether something is being read."""
        return self._running is not None and not self._running.done()

    @property
    def total(self) -> int:
        """How many files there are, as far as is known: those inside the archive under way counted too."""
        inside = sum(max(0, reading.inside - reading.done) for reading in self._under_way)
        return self.result.files + len(self._waiting) + inside

    def start(self, files: list[Dropped]) -> None:
        """Read these files, after those that wait already."""
        if not self.running:
            self.result, self._cancelled, self._started_s = Result(), False, self._clock_s()
        self._waiting.extend(files)
        if not self.running:
            self._running = asyncio.create_task(self._read_all())

    async def done_within(self, seconds: float) -> bool:
        """Wait for the end of the drop, but not longer; whether it ended."""
        if self._running is None:
            return True
        done, _ = await asyncio.wait({self._running}, timeout=seconds)
        return bool(done)

    async def cancel(self) -> None:
        """Read no more; what was read stays."""
        self._cancelled = True
        if self.running:
            for worker in {self._worker, *(reading.worker for reading in self._under_way)}:
                worker.kill()
            await self.done_within(FILE_S)

    async def _read_all(self) -> None:
        try:
            while self._waiting:
                async with asyncio.TaskGroup() as readers:
                    for worker in await self._workers():
                        readers.create_task(self._read_some(worker))
                await self._finish()
        finally:
            self.now = ""

    async def _workers(self) -> list[Worker]:
        """Who reads what waits now."""
        if self._helper is None or len(self._waiting) < MANY:
            return [self._worker]
        with contextlib.suppress(WorkerDiedError, WorkerSilentError, TaskRefusedError):
            if not (await self._worker.ask("order", {}, silence_s=FILE_S)).said["matters"]:
                return [self._worker, self._helper]
        return [self._worker]

    async def _read_some(self, worker: Worker) -> None:
        """Read one file after the other until none waits."""
        while self._waiting:
            reading = _Reading(self._waiting.popleft(), worker)
            self._under_way.append(reading)
            try:
                await self._read(reading)
                self._at = reading.file.at
            finally:
                self._under_way.remove(reading)
                _delete(reading.file)

    async def _finish(self) -> None:
        """What is done once a drop: recordings of one session by two devices are linked, the history is closed."""
        if self._helper is not None and self._helper.pid is not None:
            with contextlib.suppress(WorkerDiedError, WorkerSilentError, TaskRefusedError):
                await self._helper.ask("finish", {"only": None, "added": 0}, silence_s=FILE_S)
            await self._helper.leave()
        what = {"only": self._only_session(), "added": self.result.added, **_at(self._at)}
        with contextlib.suppress(WorkerDiedError, WorkerSilentError, TaskRefusedError):
            answer = await self._worker.ask("finish", what, silence_s=FILE_S)
            self._on_kept(answer.said, answer.payload)

    def _only_session(self) -> str | None:
        """The one session of this drop, whose page is wanted at once."""
        return self.result.sessions[0] if len(self.result.sessions) == 1 else None

    async def _read(self, reading: _Reading) -> None:
        """One dropped file; from the next file inside it on after each that was too much."""
        while True:
            refusal = self._why_not()
            if refusal is not None:
                self._refuse(reading.under_way or reading.file.name, refusal)
                return
            reading.start_again()
            why = await self._asked(reading)
            if why is None:
                return
            if why is DIED and reading.died_at != reading.place and not self._cancelled:
                reading.died_at = reading.place  # it may have been the computer and not the file: once more
                continue
            self._refuse(reading.under_way or reading.file.name, STOPPED if self._cancelled else why)
            if self._cancelled or reading.under_way is None:
                return  # stopped, or it did not even come as far as the first file inside
            reading.place += 1
            reading.done += 1

    async def _asked(self, reading: _Reading) -> tuple[str, str] | None:
        """Let the worker read; why it did not come to the end, or None where it did."""
        file = reading.file
        what = {"path": str(file.path), "name": file.name, "skip": reading.place, **_at(file.at)}
        try:
            answer = await reading.worker.ask(
                "add", what, silence_s=FILE_S, hears=lambda news: self._hear(reading, news)
            )
        except WorkerDiedError:
            return DIED
        except WorkerSilentError:
            return SILENT
        except TaskRefusedError as refused:
            return refused.message, refused.hint
        self._on_kept(answer.said, answer.payload)
        return None

    def _why_not(self) -> tuple[str, str] | None:
        if self._cancelled:
            return STOPPED
        return TOO_LONG if self._clock_s() - self._started_s > WHOLE_DROP_S else None

    def _hear(self, reading: _Reading, news: Message) -> None:
        """Take in one piece of news of the worker."""
        if "inside" in news:
            reading.inside = int(news["inside"])
        elif "begins" in news:
            reading.place, reading.under_way = int(news["place"]), str(news["begins"])
            self.now = reading.under_way
        elif "done" in news:
            reading.done += 1
            done = news["done"]
            self.result.sessions.extend(s for s in done["sessions"] if s not in self.result.sessions)
            self.result.added += done["became"] == "added"
            self.result.known += done["became"] == "known"
            self.result.days += done.get("days", 0)
            self.result.refused.extend(Refused(*refusal) for refusal in done["refused"])
        if self._clock_s() - self._started_s > WHOLE_DROP_S:
            reading.worker.kill()

    def _refuse(self, name: str, why: tuple[str, str]) -> None:
        self.result.refused.append(Refused(name, *why))


def _at(at: Mapping[str, str] | None) -> dict[str, dict[str, str]]:
    return {} if at is None else {"at": dict(at)}


def _delete(file: Dropped) -> None:
    if file.at is None:
        with contextlib.suppress(OSError):
            file.path.unlink()
