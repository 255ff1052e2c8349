"""Own processes as an executor: a dead one costs its task alone, and none outlives who began it."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from pacing.cohort.processes import OwnProcesses, WorkerDiedError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture(scope="module")
def executor() -> Iterator[OwnProcesses]:
    with OwnProcesses(2) as pool:
        yield pool


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_results_and_errors_come_back_as_they_are(executor: OwnProcesses) -> None:
    futures = [executor.submit(divmod, 17, divisor) for divisor in (5, 0, 3)]
    assert futures[0].result() == (3, 2)
    with pytest.raises(ZeroDivisionError):
        futures[1].result()
    assert futures[2].result() == (5, 2)
    assert executor.submit(print).result() is None


def test_a_process_that_is_killed_costs_its_task_alone(executor: OwnProcesses) -> None:
    poisoned = executor.submit(signal.raise_signal, signal.SIGKILL)
    others = [executor.submit(abs, -number) for number in range(20)]
    with pytest.raises(WorkerDiedError, match="SIGKILL"):
        poisoned.result()
    assert [future.result() for future in others] == list(range(20))


def test_a_task_that_cannot_be_sent_fails_alone(executor: OwnProcesses) -> None:
    unsendable = executor.submit(lambda: 1)
    assert unsendable.exception() is not None
    assert executor.submit(abs, -3).result() == 3


def test_given_up_tasks_end_at_once_with_their_processes() -> None:
    pool = OwnProcesses(1)
    pid = pool.submit(os.getpid).result()
    at_work, waiting = pool.submit(time.sleep, 600), pool.submit(time.sleep, 600)
    while not at_work.running():
        time.sleep(0.01)
    assert pool.pids() == (pid,)
    pool.shutdown(cancel_futures=True)
    assert waiting.cancelled()
    assert isinstance(at_work.exception(), WorkerDiedError)
    assert not _is_there(pid)
    with pytest.raises(RuntimeError):
        pool.submit(abs, 1)
