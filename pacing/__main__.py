"""`python -m pacing`, and the command `pacing`."""

import gc
import sys
from collections.abc import Callable

from pacing.cli.stopping import answer_signals, stop_at_once, stop_in_order


def start() -> None:
    """Load the program and run it; it can be stopped from the first moment."""
    answer_signals(stop_at_once)
    gc.disable()  # what is loaded stays: `run_in_words` lets garbage be looked for again
    run = _loaded(sys.argv[1:])
    answer_signals(stop_in_order)
    try:
        run()
    finally:
        gc.freeze()  # what is there goes with the process: to look for garbage in it at the end is a tenth of a page
        answer_signals(stop_at_once)


def _loaded(words: list[str]) -> Callable[[], None]:
    """The program that the words ask for; loading takes time, and may be stopped."""
    if words[:1] == ["app"]:
        from pacing.cli.page import plain_page  # noqa: PLC0415

        page = plain_page(words[1:])
        if page is not None:
            return page
    from pacing.cli.main import run  # noqa: PLC0415

    return run


if __name__ == "__main__":
    start()
