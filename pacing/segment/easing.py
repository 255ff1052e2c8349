"""Exercise that did not stop but eased off: the person walked or pedalled on, and heart rate recovered."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.segment.bouts import Boundary, Bout, hr_drop_after
from pacing.segment.movement import ExternalLoad

EASED_SHARE = 0.6  # design: at most this share of the load of the minute before
MINUTE_S = 60  # design: compared are the medians of a minute on both sides
EARLIER_S, LATER_S = 60.0, 30.0  # design: heart rate shows an easing at most so much too late or too early
LEAST_FALL_BPM = 8.0  # design: heart rate as the sensor gave it must be lower by so much after an easing
SHORTEST_S = 60.0  # design: less on either side is no bout and no recovery
WORTH_S = 120.0  # design: a real stop with so much recorded after it is the better end
UNCERTAINTY_S = 8.0  # design: people slow down over several seconds


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """What an easing is looked for in: the grid [s], heart rate [bpm] and load on it."""

    seconds: FloatArray
    bpm: FloatArray
    load: ExternalLoad


def with_soft_stops(bouts: tuple[Bout, ...], by_heart: tuple[Bout, ...], session: Session) -> tuple[Bout, ...]:
    """The bouts from movement, ended (and begun again) where load and heart rate together show an active recovery.

    Inside a bout, an end that heart rate alone shows is an easing when the load's median over the 60 s after some
    moment near it is at most 60 % of that over the 60 s before, and heart rate is lower by 8 bpm or more afterwards.
    Exercise ends at that moment and goes on where heart rate shows its next beginning. An easing that only leads up to
    a real stop with at least 120 s recorded after it is left alone: then the stop is the end.

    Parameters
    ----------
    bouts : from movement
    by_heart : from heart rate alone, in the same session
    session : seconds, heart rate and load
    """
    end_s = float(session.seconds[-1])
    nexts_s = [bout.start.time_s for bout in bouts[1:]] + [end_s]
    made: list[Bout] = []
    for bout, next_s in zip(bouts, nexts_s, strict=True):
        stop_s = end_s if bout.stop is None else bout.stop.time_s
        worth = bout.stop is not None and next_s - stop_s >= WORTH_S
        made += _eased(bout, by_heart, session, stop_s, worth=worth)
    return tuple(made)


def _eased(bout: Bout, by_heart: tuple[Bout, ...], session: Session, stop_s: float, *, worth: bool) -> list[Bout]:
    """One bout from movement, in parts; `worth`: its own stop is worth more than an easing before it."""
    parts: list[Bout] = []
    first = bisect_left(by_heart, bout.start.time_s, key=lambda shown: shown.start.time_s)
    for place in range(max(first - 1, 0), len(by_heart)):
        shown = by_heart[place]
        if shown.start.time_s >= stop_s:
            break
        if shown.stop is None or not bout.start.time_s < shown.stop.time_s < stop_s:
            continue
        again = by_heart[place + 1].start if place + 1 < len(by_heart) else None
        if again is not None and again.time_s >= stop_s - SHORTEST_S:
            again = None
        if worth and again is None:
            break
        at_s = _easing(session, shown.stop.time_s)
        until_s = stop_s if again is None else again.time_s
        if at_s is None or min(at_s - bout.start.time_s, until_s - at_s) < SHORTEST_S:
            continue
        unsure_s = UNCERTAINTY_S + session.load.spacing_s / 2.0
        parts.append(Bout(bout.start, Boundary(at_s, PhaseOrigin.MOVEMENT, unsure_s)))
        if again is None:
            return parts
        bout = Bout(again, bout.stop)
    return [*parts, bout]


def _easing(session: Session, near_s: float) -> float | None:
    """The second near `near_s` at which the load steps down most clearly; None when it, or heart rate, does not."""
    seconds, value = session.seconds, session.load.value
    first, stop = np.searchsorted(seconds, (near_s - EARLIER_S, near_s + LATER_S))
    first, stop = max(int(first), MINUTE_S), min(int(stop), seconds.size - MINUTE_S)
    if stop <= first:
        return None
    minutes = np.lib.stride_tricks.sliding_window_view(
        np.nan_to_num(value[first - MINUTE_S : stop + MINUTE_S]), MINUTE_S
    )
    before, after = minutes[: stop - first], minutes[MINUTE_S : MINUTE_S + stop - first]
    eased = np.median(after, axis=1) <= EASED_SHARE * np.median(before, axis=1)
    if not eased.any():
        return None
    spread = before.var(axis=1) + after.var(axis=1)
    at_s = float(seconds[first + int(np.argmin(np.where(eased, spread, np.inf)))])
    fall_bpm = hr_drop_after(seconds, session.bpm, at_s)
    return at_s if fall_bpm is not None and fall_bpm >= LEAST_FALL_BPM else None
