"""A bound on the work of one piece of the program, where the system can measure and interrupt it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTimeError(BaseException):
    """The work has taken as long as it may; no ordinary `except` catches it on its way."""


@contextmanager
def at_most_seconds(seconds: float) -> Iterator[None]:
    """Let the block use this much time of the processor [s]; waiting does not count.

    Only in the main thread of a system with timers; elsewhere the block may take as long as it likes.

    Raises
    ------
    OutOfTimeError
        It has used it up.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
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
