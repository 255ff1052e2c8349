"""Processes that work for this one and end with it, whatever ends it; one that dies costs only the task it was at."""

import gc
import multiprocessing
import os
import signal
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")

TASKS_EACH = 2  # design: one at work and one waiting, so that a process never idles while this one is busy
AHEAD = 8  # design: results under way for each process: enough to keep it busy, few enough to keep memory flat
COPIED_WITHIN_S = 1.0  # design: a first task that takes longer is not waited for; the others load what it has loaded
PATIENCE_S = 5.0  # design: how long a process that was asked to end may take before it is ended
LOOK_S = 0.01  # design: between two looks whether it has ended
INTERRUPT = signal.SIGINT
STOPPING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
Answer: TypeAlias = "tuple[Any, BaseException | None]"
Way: TypeAlias = "tuple[Connection[Any, Any], Connection[Any, Any]]"


@dataclass(slots=True, eq=False)
class _Slot(Generic[TaskT, ResultT]):
    """A task in its place; `result` is set once it is done, `error` where it raised."""

    task: TaskT
    result: ResultT | None = None
    error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return self.result is not None or self.error is not None


@dataclass(slots=True, eq=False)
class _Worker(Generic[TaskT, ResultT]):
    """A process (None: a copy of the first, which began it), the way to it, and what it was given, in order."""

    process: "BaseProcess | None"
    connection: "Connection[Any, Any]"
    slots: deque[_Slot[TaskT, ResultT]] = field(default_factory=deque)


class Workers(Generic[TaskT, ResultT]):
    """Processes that each do one task after the other.

    Parameters
    ----------
    work
        What to do with a task; gives anything but None. What it raises is raised here, in the task's turn.
    count
        How many processes work at once.
    died
        The result of a task whose process ended twice, the second time with nothing else at work; gets how it ended.
    memory_bytes
        How much more memory than at its start each process may use, where the system can hold it to that; None: any.
    afresh
        Whether each process begins anew instead of as a copy of this one: a library whose threads this one has begun
        waits for them for ever in a copy.
    is_quick
        Whether a task takes no longer than loading what tasks need. Where the first is so, the other processes are
        copies of the one that did it, if the system can: what it has loaded they have.
    """

    def __init__(
        self,
        work: Callable[[TaskT], ResultT],
        count: int,
        died: Callable[[TaskT, str], ResultT],
        memory_bytes: int | None = None,
        *,
        afresh: bool = False,
        is_quick: Callable[[TaskT], bool] = lambda _: False,
    ) -> None:
        self._work, self._count, self._died, self._memory_bytes = work, count, died, memory_bytes
        self._context: Any = multiprocessing.get_context("spawn" if afresh else None)
        self._workers: list[_Worker[TaskT, ResultT]] = []
        self._begun: deque[_Slot[TaskT, ResultT]] = deque()  # and given to no process yet
        self._meanwhile: deque[Callable[[], object]] = deque()
        self._is_quick = is_quick if self._context.get_start_method() == "fork" else lambda _: False
        self._copies: list[Connection[Any, Any]] = []  # ways to copies of the first, until it has done its first task
        self._copied_by_s = 0.0
        # the end of this process closes the pipe's writing end, by whatever it came; the others wait for nothing else
        self._life, self._life_end = multiprocessing.Pipe(duplex=False)

    def in_order(
        self,
        tasks: Iterable[TaskT],
        at_once: Callable[[TaskT], ResultT | None] = lambda _: None,
        meanwhile: Iterable[Callable[[], object]] = (),
    ) -> Iterator[ResultT]:
        """The result of each task, in the tasks' order; tasks are asked for as they are needed.

        Parameters
        ----------
        tasks
            What to do; each can be sent to another process.
        at_once
            The result of a task that needs no process; None: it needs one.
        meanwhile
            What this process does while it would only wait for the others, piece by piece; pieces for which there is
            no time are left out.
        """
        self._meanwhile.extend(meanwhile)
        waiting: deque[_Slot[TaskT, ResultT]] = deque()
        try:
            for task in tasks:
                slot: _Slot[TaskT, ResultT] = _Slot(task, at_once(task))
                waiting.append(slot)
                if not slot.is_done:
                    self._give(slot)
                while waiting and (waiting[0].is_done or len(waiting) > self._count * AHEAD):
                    yield self._result(waiting.popleft())
            while waiting:
                yield self._result(waiting.popleft())
        finally:
            self.close()

    def begin(self, task: TaskT) -> Callable[[], ResultT]:
        """Let a task be done while this process goes on; gives what waits for its result. Waits for nothing itself.

        Who begins tasks ends the processes with `close`.
        """
        slot: _Slot[TaskT, ResultT] = _Slot(task)
        self._begun.append(slot)
        self._hand_out()
        while self._ready(0):
            self._receive()
            self._hand_out()
        return partial(self._result, slot)

    def _hand_out(self) -> None:
        """Give what was begun to processes that have room."""
        while self._begun and sum(len(worker.slots) for worker in self._workers) < self._count * TASKS_EACH:
            self._give(self._begun.popleft())

    def _result(self, slot: _Slot[TaskT, ResultT]) -> ResultT:
        """What came of a task, as soon as it is done; what it raised is raised here."""
        while not slot.is_done:
            self._receive()
            self._hand_out()
        if slot.error is not None:
            raise slot.error
        if slot.result is None:
            message = "a task was done without a result"
            raise ValueError(message)
        return slot.result

    def _give(self, slot: _Slot[TaskT, ResultT]) -> None:
        """Hand a task to a process, a new one while there may be more; waits until one has room."""
        while True:
            least = min(self._workers, key=lambda worker: len(worker.slots), default=None)
            if least is None:
                least = self._started(self._count - 1 if self._is_quick(slot.task) else 0)
                self._is_quick = lambda _: False  # only the very first is copied
            elif self._copies:
                self._receive()
                continue
            elif least.slots and len(self._workers) < self._count:
                least = self._started()
            if len(least.slots) < TASKS_EACH:
                break
            self._receive()
        _send(least, slot)

    def _started(self, copies: int = 0) -> _Worker[TaskT, ResultT]:
        ours, theirs = multiprocessing.Pipe()
        ways = [multiprocessing.Pipe() for _ in range(copies)]
        arguments = (self._work, theirs, self._life, self._life_end, self._memory_bytes, ways)
        process = self._context.Process(target=serve, args=arguments, daemon=True)
        worker: _Worker[TaskT, ResultT] = _Worker(process, ours)
        with signals_wait():  # until the new process is known here, and answers them its own way there
            process.start()
            self._workers.append(worker)
        theirs.close()
        for way in ways:
            way[1].close()
        self._copies = [way[0] for way in ways]
        self._copied_by_s = time.monotonic() + COPIED_WITHIN_S
        return worker

    def _ready(self, within_s: float | None = None) -> "list[_Worker[TaskT, ResultT]]":
        """Those that have a result, or have died; waits until there is one, as long as that takes or so long."""
        at_work = [worker for worker in self._workers if worker.slots]
        ready = wait([worker.connection for worker in at_work], within_s)
        return [worker for worker in at_work if worker.connection in ready]

    def _receive(self) -> None:
        """Wait until a process has a result, or has died; until then do what is to be done here."""
        while self._meanwhile and not self._ready(0):
            self._meanwhile.popleft()()
        ready = self._ready(max(0.0, self._copied_by_s - time.monotonic()) if self._copies else None)
        if not ready:  # the first task takes long
            self._without_copies()
        for worker in ready:
            if not _taken(worker):
                self._bury(worker)
                return  # others may have been heard meanwhile
            self._workers += [_Worker(None, way) for way in self._copies]  # the first has copied itself
            self._copies.clear()

    def _without_copies(self) -> None:
        for way in self._copies:
            way.close()
        self._copies.clear()

    def _bury(self, worker: _Worker[TaskT, ResultT]) -> None:
        """Go on without a process that died: the task it was at is tried once more with nothing else at work."""
        self._workers.remove(worker)
        _end(worker)
        self._without_copies()
        first, *others = worker.slots
        for slot in others:
            self._give(slot)
        while any(other.slots for other in self._workers):
            self._receive()
        alone = self._started()
        _send(alone, first)
        if not _taken(alone):
            self._workers.remove(alone)
            _end(alone)
            first.result = self._died(first.task, "" if alone.process is None else how_ended(alone.process))

    def close(self) -> None:
        """End all processes: those at work at once, for nobody waits for what they do."""
        self._life_end.close()  # by that each ends, the first after its copies, as soon as a step that it is at is done
        self._without_copies()
        for worker in self._workers:
            _end(worker)
        self._workers.clear()
        self._life.close()


@contextmanager
def signals_wait() -> Iterator[None]:
    """Let signals that stop a program wait until the end of this block, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (INTERRUPT, *STOPPING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _send(worker: _Worker[TaskT, ResultT], slot: _Slot[TaskT, ResultT]) -> None:
    worker.slots.append(slot)
    with suppress(OSError):  # it has died; who waits for the result learns it
        worker.connection.send((slot.task,))


def _taken(worker: _Worker[TaskT, ResultT]) -> bool:
    """Take the next result of a process, waiting for it; False where the process has died."""
    try:
        answer: Answer = worker.connection.recv()
    except (EOFError, OSError):
        return False
    slot = worker.slots.popleft()
    slot.result, slot.error = answer
    return True


def _end(worker: _Worker[TaskT, ResultT]) -> None:
    if worker.process is None:
        worker.connection.close()  # the first ends its copies
    else:
        end_process(worker.process, worker.connection)


def end_process(process: "BaseProcess", connection: "Connection[Any, Any]") -> None:
    """Wait for a process that was asked to end, or lost its way to this one; kill it when it takes too long."""
    connection.close()
    until_s = time.monotonic() + PATIENCE_S
    while process.is_alive() and time.monotonic() < until_s:
        process.join(LOOK_S)  # alone it waits for copies of that process too
    if process.is_alive():
        process.kill()
        process.join()


def how_ended(process: "BaseProcess") -> str:
    """How a process ended, in a few words."""
    code = process.exitcode or 0
    if code >= 0:
        return f"it ended with {code}"
    try:
        return f"the system ended it by {signal.Signals(-code).name}"
    except ValueError:
        return f"the system ended it by signal {-code}"


def serve(
    work: Callable[[TaskT], ResultT],
    connection: "Connection[Any, Any]",
    life: "Connection[Any, Any]",
    life_end: "Connection[Any, Any]",
    memory_bytes: int | None,
    ways: "Sequence[Way]" = (),
) -> None:
    """The life of a process: one task after the other, until there are no more or who gives them is gone.

    After the first it makes a copy of itself for each of `ways`, which are pipes with both ends.
    """
    signal.signal(INTERRUPT, signal.SIG_IGN)  # Ctrl-C reaches every process; the one that was started answers
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (INTERRUPT, *STOPPING))
    life_end.close()
    gc.freeze()  # what came with the copy is never searched for garbage here, so its memory stays shared
    for other_end, _ in ways:
        other_end.close()
    copies: list[int] = []
    threading.Thread(target=_end_with, args=(life, copies), daemon=True).start()
    if memory_bytes is not None:
        _hold_to(memory_bytes)
    while True:
        try:
            given: Any = connection.recv()
        except (EOFError, OSError):
            return
        if given is None:
            return
        answer: Answer
        try:
            answer = work(given[0]), None
        except Exception as error:  # noqa: BLE001 - raised again where the result is waited for
            answer = None, error
        copied = _copied(connection, [way for _, way in ways], life, copies)
        ways = ()
        if copied is None:
            connection.send(answer)
        else:
            connection = copied  # the answer is given by the one that did the task


def _copied(
    connection: "Connection[Any, Any]",
    ways: "Sequence[Connection[Any, Any]]",
    life: "Connection[Any, Any]",
    copies: list[int],
) -> "Connection[Any, Any] | None":
    """Make a copy of this process for each way; in a copy, its own."""
    for way in ways:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the other thread waits for the end and holds nothing
            copy = os.fork()
        if copy == 0:
            for other in (connection, *ways):
                if other is not way:
                    other.close()
            copies.clear()  # not its own
            threading.Thread(target=_end_with, args=(life, []), daemon=True).start()
            return way
        copies.append(copy)
    for way in ways:
        way.close()
    return None


def _end_with(life: "Connection[Any, Any]", copies: list[int]) -> None:
    """End this process, and its copies, as soon as the one that started it is gone."""
    with suppress(EOFError, OSError):
        life.recv()
    for copy in copies:
        with suppress(OSError):
            os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)
    os._exit(1)


def _hold_to(memory_bytes: int) -> None:
    """Let this process use at most so much more memory; beyond, Python raises `MemoryError`."""
    try:
        import resource  # noqa: PLC0415 - not every system has it

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a file of the system
            now = int(file.read().split()[0]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (now + memory_bytes, most))
    except (ImportError, OSError, ValueError):
        return  # this system has no such limit
