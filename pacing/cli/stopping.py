"""Being stopped by Ctrl-C, by a terminal that closes, or by another program: one word, at any moment.

Loads nothing that takes time: it must stand before the rest of the program is loaded.
"""

import os
import signal
import sys
import time
from types import FrameType
from typing import Any

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
BY_SIGNAL = 128  # exit codes beyond tell by which signal a program was ended
IMPATIENT_S = 1.0  # design: who asks again after this long does not want to wait for clearing up

_received: list[tuple[int, float]] = []


class Stopped(KeyboardInterrupt):
    """The program shall stop; what is under way is cleared up on the way out."""


def stop_at_once(number: int, _frame: FrameType | None = None) -> None:
    """Say the word and end, while there is nothing to clear up: the program is still loading, or already done."""
    try:
        os.write(2, b"Stopped.\n")
    finally:
        os._exit(BY_SIGNAL + number)


def stop_in_order(number: int, frame: FrameType | None = None) -> None:
    """Stop what is under way; when asked again after a while, end at once.

    Raises
    ------
    Stopped
        At the first request.
    """
    now_s = time.monotonic()
    if not _received:
        _received.append((number, now_s))
        raise Stopped
    if now_s - _received[0][1] > IMPATIENT_S:
        stop_at_once(number, frame)


def exit_code(code: int) -> int:
    """The exit code after a signal: of that signal, whatever the code would be otherwise."""
    return BY_SIGNAL + _received[0][0] if _received else code


def was_stopped() -> bool:
    """Whether a signal asked the program to stop."""
    return bool(_received)


def answer_signals(handler: Any) -> None:
    """Let `handler` answer all signals that stop a program; one that is ignored (as after `nohup`) stays so."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)
    sys.unraisablehook = _unraisable


def _unraisable(info: Any) -> None:
    """A stop that arrives where Python can raise nothing, as while an object is let go, ends the program too."""
    if isinstance(info.exc_value, Stopped):
        stop_at_once(_received[0][0])
    sys.__unraisablehook__(info)
