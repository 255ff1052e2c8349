"""`python -m pacing`, and the command `pacing`."""

from pacing.cli.stopping import answer_signals, stop_at_once, stop_in_order


def start() -> None:
    """Load the program and run it; it can be stopped from the first moment."""
    answer_signals(stop_at_once)
    from pacing.cli.main import run  # noqa: PLC0415 - loading takes time, and may be stopped

    answer_signals(stop_in_order)
    try:
        run()
    finally:
        answer_signals(stop_at_once)


if __name__ == "__main__":
    start()
