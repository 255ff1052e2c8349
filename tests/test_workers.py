"""Processes end with the one that started them, and one that dies costs only the task it was at."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from pacing.workers import AHEAD, Workers

POSIX = os.name == "posix"
pytestmark = pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="needs fork")
TASKS = [f"task {number}" for number in range(20)]


def _doubled(task: str) -> str:
    return f"{task} done"


def _named(task: str, how: str) -> str:
    return f"{task} died: {how}"


def _dies_at(task: str, bad: str, once: Path | None = None) -> str:
    """Do a task; at the bad one the process is killed, `once` or always."""
    if task == bad and (once is None or not once.exists()):
        if once is not None:
            once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return _doubled(task)


def _quick(task: str) -> bool:
    assert task == TASKS[0], "the first decides for all"
    return True


def _results(
    work: Callable[[str], str], count: int = 2, is_quick: Callable[[str], bool] = lambda _: False
) -> list[str]:
    return list(Workers(work, count, _named, is_quick=is_quick).in_order(TASKS))


@pytest.mark.parametrize("is_quick", [_quick, lambda _: False])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks_and_no_process_stays(
    count: int, is_quick: Callable[[str], bool]
) -> None:
    assert _results(_doubled, count, is_quick) == [f"{task} done" for task in TASKS]
    assert multiprocessing.active_children() == []


def test_a_task_that_needs_no_process_keeps_its_place() -> None:
    workers = Workers(_doubled, 2, _named)
    found = list(workers.in_order(TASKS, lambda task: "known" if task.endswith("3") else None))
    assert found == ["known" if task.endswith("3") else f"{task} done" for task in TASKS]


@pytest.mark.parametrize("is_quick", [_quick, lambda _: False])
@pytest.mark.parametrize("bad", [TASKS[0], TASKS[5], TASKS[-1]])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_task_that_always_kills_its_process_is_named_and_costs_no_other(
    bad: str, count: int, is_quick: Callable[[str], bool]
) -> None:
    found = _results(partial(_dies_at, bad=bad), count, is_quick)
    ended = f"{bad} died: the system ended it by SIGKILL"
    assert found == [ended if task == bad else f"{task} done" for task in TASKS]
    assert multiprocessing.active_children() == []


def test_a_task_whose_process_was_killed_once_is_done_at_the_second_try(tmp_path: Path) -> None:
    work = partial(_dies_at, bad=TASKS[4], once=tmp_path / "once")
    assert _results(work) == [f"{task} done" for task in TASKS]
    assert (tmp_path / "once").exists()


def _who(task: str) -> str:
    time.sleep(0.02)  # so that each process has its share
    _LOADED.append(task)
    return f"{os.getpid()} of {os.getppid()} with {len(_LOADED)}"


_LOADED: list[str] = []


def test_after_a_quick_first_task_the_others_are_copies_of_its_process_and_end_with_it() -> None:
    found = _results(_who, 3, _quick)
    first = found[0].partition(" ")[0]
    assert found[0] == f"{first} of {os.getpid()} with 1"
    at_work = {one.partition(" ")[0] for one in found}
    assert len(at_work) == 3
    for process in at_work - {first}:
        assert next(one for one in found if one.startswith(f"{process} ")) == f"{process} of {first} with 2"
    for process in at_work:
        with pytest.raises(ProcessLookupError):
            os.kill(int(process), 0)


def test_a_first_task_that_is_not_as_quick_as_it_looked_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pacing.workers.COPIED_WITHIN_S", 0.05)
    work = partial(_first_waits_for_another, path=tmp_path / "another")
    assert _results(work, 2, _quick) == [f"{task} done" for task in TASKS]
    assert multiprocessing.active_children() == []


def _first_waits_for_another(task: str, path: Path) -> str:
    if task == TASKS[0]:
        return _after(task, path)
    path.touch()
    return _doubled(task)


def test_tasks_are_done_while_this_process_goes_on_and_results_wait_to_be_asked_for() -> None:
    workers = Workers(_doubled, 2, _named)
    results = [workers.begin(task) for task in TASKS]
    assert [result() for result in reversed(results)] == [f"{task} done" for task in reversed(TASKS)]
    assert [result() for result in results] == [f"{task} done" for task in TASKS]
    workers.close()
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("bad", [TASKS[0], TASKS[5], TASKS[-1]])
def test_a_begun_task_that_always_kills_its_process_costs_no_other(bad: str) -> None:
    workers = Workers(partial(_dies_at, bad=bad), 2, _named)
    results = [workers.begin(task) for task in TASKS]
    ended = f"{bad} died: the system ended it by SIGKILL"
    assert [result() for result in results] == [ended if task == bad else f"{task} done" for task in TASKS]
    workers.close()


def test_what_is_to_be_done_meanwhile_is_done_while_others_work_in_order_and_once(tmp_path: Path) -> None:
    """The others wait for the last piece, so nothing has come when the first is begun."""
    pieces: list[int] = []
    paths = [tmp_path / str(number) for number in range(3)]
    meanwhile = [partial(_piece, pieces, number, path) for number, path in enumerate(paths)]
    work = partial(_after, path=paths[-1])
    assert list(Workers(work, 2, _named).in_order(TASKS, meanwhile=meanwhile)) == [f"{task} done" for task in TASKS]
    assert pieces == [0, 1, 2]


def _piece(pieces: list[int], number: int, path: Path) -> None:
    pieces.append(number)
    path.touch()


def _after(task: str, path: Path) -> str:
    while not path.exists():
        time.sleep(0.001)
    return _doubled(task)


def _raises(task: str) -> str:
    if task == TASKS[6]:
        raise ZeroDivisionError(task)
    return task


def test_what_a_task_raises_is_raised_in_its_turn_and_no_process_stays() -> None:
    results = Workers(_raises, 2, _named).in_order(TASKS)
    assert [next(results) for _ in range(6)] == TASKS[:6]
    with pytest.raises(ZeroDivisionError, match=TASKS[6]):
        next(results)
    assert multiprocessing.active_children() == []


def _hungry(task: str) -> str:
    try:
        return str(len(bytearray(1 << 30)))
    except MemoryError:
        return f"{task}: no memory"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system cannot hold a process to its memory")
def test_a_process_is_held_to_its_memory() -> None:
    assert list(Workers(_hungry, 1, _named, memory_bytes=1 << 28).in_order(["a"])) == ["a: no memory"]


PARENT = """
import os, sys, time
from pacing.workers import AHEAD, Workers

def work(task):
    if task == "quick":
        return task
    os.write(1, b"at work\\n")
    time.sleep(600)

workers = Workers(work, 2, lambda *_: "died", is_quick=lambda task: task == "quick")
for _ in workers.in_order([*sys.argv[1:], "a", "b", "c"]):
    pass
"""


@pytest.mark.skipif(not POSIX, reason="signals of POSIX")
@pytest.mark.parametrize("before", [[], ["quick"]])
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_no_process_outlives_the_one_that_started_it(name: str, before: list[str]) -> None:
    """The pipe ends only when the last process that could write into it is gone."""
    words = [sys.executable, "-c", PARENT, *before]
    parent = subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True)
    assert parent.stdout is not None
    assert [parent.stdout.readline(), parent.stdout.readline()] == [b"at work\n"] * 2
    parent.send_signal(getattr(signal, name))
    assert parent.communicate(timeout=600)[0] == b""
    assert parent.returncode == -getattr(signal, name)


@pytest.mark.parametrize("count", [1, 2])
def test_more_tasks_than_processes_are_given_out_before_the_first_result_and_not_all(count: int) -> None:
    taken: list[str] = []

    def tasks() -> Iterator[str]:
        for task in TASKS:
            taken.append(task)
            yield task

    results = Workers(_doubled, count, _named).in_order(tasks())
    assert next(results) == f"{TASKS[0]} done"
    assert count < len(taken) <= count * AHEAD + 1
    assert [*results] == [f"{task} done" for task in TASKS[1:]]
