"""A clock that was set forward while the timer ran, as when GPS gives the time: its hole is no time that passed."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.markers import STOPS
from pacing.read.fit.wire.definition import code
from pacing.read.fit.wire.table import Decoded

LEAST_JUMP_S = 600.0  # design: shorter holes can be anything
AGREES_S, AGREES_SHARE = 60.0, 0.03  # design: how well the timer's own time and the times without the hole agree


def without_clock_jump(times: FloatArray, decoded: Decoded) -> tuple[FloatArray, tuple[str, ...]]:
    """Times of the records [FIT s] with those before a jump of the clock moved on to it, and a remark.

    One hole is taken for a jump where the session's timer ran exactly as long as the records last without it, and the
    timer was not stopped between. The later clock is right: it was set from something better.

    Parameters
    ----------
    times
        Shape (n,), [FIT s], times of the records; NaN where none is.
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    Shape (n,), [FIT s]; and a remark where times were moved.
    """
    session = decoded.table("session")
    known = np.flatnonzero(np.isfinite(times))
    if len(session) != 1 or known.size < 2:
        return times, ()
    timer_s = float(session.number("total_timer_time")[0])
    steps = np.diff(times[known])
    place = int(np.argmax(steps))
    hole_s = float(steps[place])
    if not (timer_s > 0 and hole_s >= LEAST_JUMP_S) or (steps < 0).any():
        return times, ()
    rest_s = float(times[known[-1]] - times[known[0]]) - hole_s
    if abs(rest_s - timer_s) > max(AGREES_S, AGREES_SHARE * timer_s):
        return times, ()
    if _stopped_between(decoded, float(times[known[place]]), float(times[known[place + 1]])):
        return times, ()
    usual_s = float(np.median(steps))
    moved = times.copy()
    moved[known[: place + 1]] += hole_s - usual_s
    said = (
        f"the clock was set forward by {hole_s / 3600:.1f} hours while the timer ran on (as when GPS gives the time): "
        "the samples before were moved on to it"
    )
    return moved, (said,)


def _stopped_between(decoded: Decoded, before_s: float, after_s: float) -> bool:
    event = decoded.table("event")
    times = event.number("timestamp")
    stops = [code("event_type", name) for name in STOPS]
    stopped = (event.number("event") == code("event", "timer")) & np.isin(event.number("event_type"), stops)
    return bool((stopped & (times >= before_s) & (times < after_s)).any())
