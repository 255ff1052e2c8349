"""A bound on the work of one piece of the program, where the system can measure and interrupt it."""

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LOOKS = 20  # design: a thread that may use 60 s is looked at every 3 s


class OutOfTimeError(BaseException):
    """The work has taken as long as it may; no ordinary `except` catches it on its way."""


@contextmanager
def at_most_seconds(seconds: float) -> Iterator[None]:
    """Let the block use this much time of the processor [s]; waiting does not count.

    In the main thread the system's timer ends it. Another thread, as the workers of a cluster use, is looked at from
    beside it, so it may use a twentieth more. Where the system measures neither, the block has no bound.

    Raises
    ------
    OutOfTimeError
        It has used it up.
    """
    if threading.current_thread() is not threading.main_thread():
        with _watched(seconds):
            yield
        return
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _out_of_time(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """The block of a thread that is not the main one, under the eyes of another."""
    if not hasattr(time, "pthread_getcpuclockid"):
        yield
        return
    thread = threading.get_ident()
    clock = time.pthread_getcpuclockid(thread)
    until_s = time.clock_gettime(clock) + seconds
    ended, interrupted, turn = threading.Event(), threading.Event(), threading.Lock()

    def watch() -> None:
        while not ended.wait(seconds / LOOKS):
            with turn:
                if not ended.is_set() and time.clock_gettime(clock) > until_s:
                    interrupted.set()
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(OutOfTimeError))
                    return

    watcher = threading.Thread(target=watch, name="pacing-time", daemon=True)
    watcher.start()
    arrived = False
    try:
        yield
    except OutOfTimeError:
        arrived = True
        raise
    finally:
        with turn:
            ended.set()
        while interrupted.is_set() and not arrived:  # it was on its way as the block ended, and comes up here
            time.sleep(0)
        watcher.join()
