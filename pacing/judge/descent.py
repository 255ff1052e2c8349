"""How the heart came down after each stretch above a limit."""

from dataclasses import dataclass

import numpy as np

from pacing.judge.excursions import Stretches
from pacing.judge.timeline import Timeline
from pacing.model.arrays import FloatArray
from pacing.reference import LIMIT_MERGE_S, LIMIT_REST_AGAIN_BPM


@dataclass(frozen=True, slots=True)
class Descent:
    """Seconds until the heart rate was within 10 bpm of resting [s], and whether it was (None: not known)."""

    after_s: float | None
    reached: bool | None


UNKNOWN = Descent(None, None)


def descents(timeline: Timeline, found: Stretches, resting_bpm: float | None) -> tuple[Descent, ...]:
    """For each stretch above: how long until the heart rate was at most resting + 10 bpm, before the next stretch.

    Ten unrecorded seconds in a row, before it is seen to be down, hide the moment: then nothing is said.
    """
    if resting_bpm is None:
        return (UNKNOWN,) * found.start_s.size
    down_s = timeline.start_s[timeline.bpm <= resting_bpm + LIMIT_REST_AGAIN_BPM.value]
    gaps = timeline.gaps()
    hidden_s = gaps.start_s[gaps.length_s >= LIMIT_MERGE_S.value]
    end_s = float(timeline.stop_s[-1])
    until_s = np.append(found.start_s[1:], end_s).tolist()
    return tuple(
        _descent(stop_s, limit_s, _first_from(down_s, stop_s), _first_from(hidden_s, stop_s))
        for stop_s, limit_s in zip(found.stop_s.tolist(), until_s, strict=True)
    )


def _descent(stop_s: float, until_s: float, down_s: float, hidden_s: float) -> Descent:
    if down_s < min(until_s, hidden_s):
        return Descent(down_s - stop_s, reached=True)
    return UNKNOWN if hidden_s < until_s or stop_s >= until_s else Descent(None, reached=False)


def _first_from(times_s: FloatArray, moment_s: float) -> float:
    place = int(np.searchsorted(times_s, moment_s))
    return float(times_s[place]) if place < times_s.size else float("inf")
