"""Where the work is done: own processes, a local Dask cluster, or one that runs already; all behind one interface.

The interface is `concurrent.futures.Executor`. Dask brings its own; nothing here knows how it spreads tasks.
"""

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from pacing.cohort.processes import OwnProcesses
from pacing.errors import CohortError, UsageError

AHEAD = (
    3  # design: tasks under way for each worker: enough that none waits for this process, few enough to keep it small
)
TRIM, TRIMMED_BYTES = "MALLOC_TRIM_THRESHOLD_", 1 << 27  # design: what glibc itself goes up to is half of it
RESTARTED_S = 30.0  # design: Dask begins a worker anew within some seconds
SETTLED_S = 1.0  # design: Dask gives up a worker that dies while it is still beginning
CONNECT_S = 20.0  # design: a scheduler that has not answered by then is another one, or gone
LOGGING = ("distributed", "tornado", "asyncio")
INSTALL = 'Install it with: pip install "hr-pacing[cohort]".'


@dataclass(frozen=True, slots=True)
class Engine:
    """An executor, how many tasks to have under way now, and which errors mean that a worker died at a task.

    `has_workers`: whether any is there. `settle`: wait for what a death leaves behind. `tries_together`, `tries_alone`:
    how often a batch that died is done whole, and a file of it alone.
    """

    executor: Executor
    under_way: Callable[[], int]
    died: tuple[type[BaseException], ...]
    has_workers: Callable[[], bool] = lambda: True
    settle: Callable[[], None] = lambda: None
    tries_together: int = 2  # design: a worker may be ended for no fault of what it does
    tries_alone: int = 3  # design: nothing else is under way then; what ends three processes ends every one


@contextlib.contextmanager
def engine_of(
    jobs: int, workers: int | None = None, scheduler: str | None = None, memory_bytes: int | None = None
) -> Iterator[Engine]:
    """Where the work shall be done.

    Parameters
    ----------
    jobs
        How many own processes, where no Dask is asked for.
    workers
        How many workers of a local Dask cluster.
    scheduler
        The address of a running cluster's scheduler.
    memory_bytes
        How much more memory each own process may use.

    Raises
    ------
    UsageError
        Both were asked for, or Dask is not installed.
    CohortError
        The scheduler cannot be reached.
    """
    if workers is not None and scheduler is not None:
        message = "--workers begins a cluster on this machine, and --scheduler joins one that runs already."
        raise UsageError(message, hint="Give one of the two.")
    if workers is None and scheduler is None:
        with _begun_once(), _own(jobs, memory_bytes) as engine:
            yield engine
        return
    if find_spec("distributed") is None:
        raise UsageError("Dask is not installed.", hint=INSTALL)
    with _begun_once(), _dask(workers, scheduler) as engine:
        yield engine


@contextlib.contextmanager
def _begun_once() -> Iterator[None]:
    """Let no new process run the script again that began this one, as the library does; a script may have no guard."""
    main = sys.modules["__main__"]
    before = {name: getattr(main, name) for name in ("__spec__", "__file__") if hasattr(main, name)}
    main.__spec__ = None
    main.__dict__.pop("__file__", None)
    try:
        yield
    finally:
        main.__dict__.update(before)


@contextlib.contextmanager
def _own(jobs: int, memory_bytes: int | None) -> Iterator[Engine]:
    executor = OwnProcesses(jobs, memory_bytes)
    try:
        yield Engine(executor, lambda: jobs * AHEAD, (BrokenExecutor,))
    except BaseException:
        executor.shutdown(cancel_futures=True)
        raise
    executor.shutdown()


@contextlib.contextmanager
def _dask(workers: int | None, scheduler: str | None) -> Iterator[Engine]:
    import logging

    import dask
    from distributed import Client, KilledWorker, LocalCluster

    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in LOGGING]:
        logging.getLogger(name).setLevel(
            logging.CRITICAL
        )  # what they have to say of workers is said here, in a sentence
    with contextlib.ExitStack() as stack:
        # the low threshold that Dask sets for its workers lets many small arrays cost ten thousand page faults a file
        environ = {**dask.config.get("distributed.nanny.pre-spawn-environ"), TRIM: TRIMMED_BYTES}
        stack.enter_context(dask.config.set({"distributed.nanny.pre-spawn-environ": environ}))
        # of our own cluster we hear of each death; one that runs already has tried several workers before it says so
        stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 0}))
        address: Any = scheduler
        if scheduler is None:
            spill = stack.enter_context(tempfile.TemporaryDirectory(prefix="pacing-"))
            address = stack.enter_context(
                LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=workers,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address=None,
                    local_directory=spill,
                    silence_logs=logging.CRITICAL,
                )
            )
        try:
            client = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
            stack.enter_context(client)
        except (OSError, TimeoutError, ValueError) as error:
            message = f"No scheduler of Dask answers at {scheduler}."
            raise CohortError(message, hint="Check the address, such as tcp://host:8786, and that it runs.") from error

        def threads() -> int:
            try:
                return sum(client.nthreads().values())  # type: ignore[no-untyped-call]
            except OSError:  # the scheduler does not answer
                return 0

        def settle() -> None:
            end_s = time.monotonic() + RESTARTED_S
            while threads() < (workers or 1) and time.monotonic() < end_s:
                time.sleep(SETTLED_S / 4)
            time.sleep(SETTLED_S)

        executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        tries = (2, 3) if workers is not None else (1, 1)
        yield Engine(
            executor, lambda: max(threads(), 1) * AHEAD, (KilledWorker,), lambda: threads() > 0, settle, *tries
        )
