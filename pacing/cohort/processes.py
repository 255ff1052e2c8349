"""Own processes behind the interface of `concurrent.futures`: one that is killed costs only the task it was at.

The library's own pool gives up all tasks when one process dies. Here each process has a thread of this one that hands
it a task at a time: where the process ends, its task alone fails, and the next task gets a new process.
They begin with nothing of this process but what they are sent, as on a cluster, and end when this process ends.
"""

import multiprocessing
import queue
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

from pacing.workers import end_process, how_ended, serve, signals_wait

P = ParamSpec("P")
T = TypeVar("T")
PRELOADED = ["pacing.cohort.batch", "pacing.cohort.within_person"]


class WorkerDiedError(BrokenExecutor):
    """The process that was at a task ended; says how."""


@dataclass(frozen=True, slots=True)
class Call:
    """A task as it is sent to a process."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]


def answer_call(call: Call) -> tuple[Any]:
    """Do a task; in a tuple, for None is a result too."""
    return (call.function(*call.arguments, **call.named),)


class OwnProcesses(Executor):
    """Processes of this machine, each at one task at a time.

    Parameters
    ----------
    count
        How many.
    memory_bytes
        How much more memory than at its start each may use, where the system can hold it to that; None: any.
    """

    def __init__(self, count: int, memory_bytes: int | None = None) -> None:
        self.count, self._memory_bytes = count, memory_bytes
        self._tasks: queue.SimpleQueue[tuple[Future[Any], Call] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._processes: dict[threading.Thread, BaseProcess] = {}
        self._lock = threading.Lock()
        self._is_ending = False
        # the end of this process closes the pipe's writing end, by whatever it came; the others wait for nothing else
        self._life, self._life_end = multiprocessing.Pipe(duplex=False)
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context: Any = multiprocessing.get_context(method)  # a fork of a process with threads may never wake up
        if method == "forkserver":
            self._context.set_forkserver_preload(PRELOADED)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand in a task; its future fails with `WorkerDiedError` where its process ends."""
        future: Future[T] = Future()
        with self._lock:
            if self._is_ending:
                message = "no task can be handed in any more"
                raise RuntimeError(message)
            self._tasks.put((future, Call(fn, args, kwargs)))
            if len(self._threads) < self.count:
                thread = threading.Thread(target=self._attend, daemon=True)
                self._threads.append(thread)
                thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - of the library
        """End the processes; those at work at once where tasks are given up."""
        with self._lock:
            self._is_ending = True
            if cancel_futures:
                while not self._tasks.empty():
                    task = self._tasks.get()
                    if task is not None:
                        task[0].cancel()
                for process in self._processes.values():
                    process.terminate()
            for _ in self._threads:
                self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            for end in (self._life, self._life_end):
                if not end.closed:
                    end.close()

    def pids(self) -> tuple[int, ...]:
        """The processes that are there now."""
        with self._lock:
            return tuple(one.pid for one in self._processes.values() if one.pid is not None)

    def _attend(self) -> None:
        """The life of a thread: a process, a new one whenever it ends, and one task after the other."""
        there: tuple[BaseProcess, Connection[Any, Any]] | None = None
        while (task := self._tasks.get()) is not None:
            future, call = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                there = there or self._started()
            except (OSError, EOFError, ValueError) as error:  # the system gives no more processes
                future.set_exception(error)
                continue
            process, connection = there
            try:
                connection.send((call,))
                result, failure = connection.recv()
            except (EOFError, OSError):
                end_process(process, connection)
                there = None
                future.set_exception(WorkerDiedError(how_ended(process)))
            except Exception as unsent:  # noqa: BLE001 - what cannot be sent fails where it is waited for
                future.set_exception(unsent)
            else:
                if failure is not None:
                    future.set_exception(failure)
                else:
                    future.set_result(result[0])
        if there is not None:
            with self._lock:
                self._processes.pop(threading.current_thread(), None)
            with suppress(OSError):  # it has ended already
                there[1].send(None)
            end_process(*there)

    def _started(self) -> "tuple[BaseProcess, Connection[Any, Any]]":
        ours, theirs = self._context.Pipe()
        arguments = (answer_call, theirs, self._life, self._life_end, self._memory_bytes)
        process = self._context.Process(target=serve, args=arguments, daemon=True)
        with self._lock, signals_wait():
            process.start()
            self._processes[threading.current_thread()] = process
        theirs.close()
        return process, ours
