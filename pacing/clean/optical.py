"""Optical sensors that follow the steps instead of the heart.

The first minutes of a session, when skin is cold and dry and sensors err most.
"""

import numpy as np

from pacing.clean.artefacts import abrupt_edges
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.recording import Recording, Sensor
from pacing.reference import CADENCE_LOCK_LONGER_THAN_S, CADENCE_LOCK_WITHIN_BPM, FIRST_MINUTES_S

WITHIN_BPM = CADENCE_LOCK_WITHIN_BPM.value  # heart rate so close to the step rate ...
LOCKED_S = CADENCE_LOCK_LONGER_THAN_S.value  # ... for longer than this is suspect
LEAST_STEPS_PER_MIN = 60.0  # design: nobody walks more slowly
CADENCE_AGE_S = 10.0  # design: a cadence sample stands for at most this long
EDGE_BPM = 10.0  # design: a lock that heart rate jumps into or out of is clear ...
EDGE_S = 5.0  # ... when it does so within this time
PER_CADENCE = {"cycling": 1.0}  # cadence counts turns of the pedals
STEPS_PER_CADENCE = 2.0  # on foot it counts steps of one foot, as FIT does


def cadence_lock(recording: Recording, time_s: FloatArray, bpm: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Where heart rate follows the cadence: (suspect, clear), each of shape (n,).

    Suspect: heart rate stays within 3 bpm of the step rate (cadence twice on foot, once on a bicycle) for more than
    60 s. A walker's heart may do that by chance, so these samples are only pointed out. Clear: it also jumps into or
    out of that stretch by 10 bpm or more within 5 s. Straps do not follow steps and are never suspect.

    Parameters
    ----------
    time_s, bpm : shape (n,), [s], [bpm], finite
    """
    suspect = np.zeros(bpm.size, dtype=np.bool_)
    clear = np.zeros(bpm.size, dtype=np.bool_)
    channel = recording.channel("cadence")
    if channel is None or recording.source.sensor is Sensor.STRAP or not bpm.size:
        return suspect, clear
    rate = _step_rate(channel.time_s, channel.value * PER_CADENCE.get(recording.sport or "", STEPS_PER_CADENCE), time_s)
    near = np.nan_to_num(np.abs(bpm - rate), nan=np.inf) <= WITHIN_BPM
    near &= np.nan_to_num(rate) >= LEAST_STEPS_PER_MIN
    edges = np.flatnonzero(np.diff(np.concatenate(([False], near, [False])).astype(np.int8)))
    for first, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if time_s[stop - 1] - time_s[first] > LOCKED_S:
            suspect[first:stop] = True
            clear[first:stop] = _jumps(time_s, bpm, first) or _jumps(time_s, bpm, stop)
    return suspect, clear


def _step_rate(cadence_s: FloatArray, steps_per_min: FloatArray, time_s: FloatArray) -> FloatArray:
    known = np.isfinite(steps_per_min)
    rate = np.full(time_s.size, np.nan)
    if known.any():
        place = np.searchsorted(cadence_s[known], time_s, side="right") - 1
        fresh = place >= 0
        fresh[fresh] &= time_s[fresh] - cadence_s[known][place[fresh]] <= CADENCE_AGE_S
        rate[fresh] = steps_per_min[known][place[fresh]]
    return rate


def _jumps(time_s: FloatArray, bpm: FloatArray, place: int) -> bool:
    """Whether heart rate changes abruptly around the edge before sample `place`."""
    if not 0 < place < bpm.size:
        return False
    near = np.abs(time_s - (time_s[place] + time_s[place - 1]) / 2.0) <= EDGE_S / 2.0
    near[place - 1 : place + 1] |= time_s[place] - time_s[place - 1] <= EDGE_S
    return bool(near.any() and np.ptp(bpm[near]) >= EDGE_BPM)


FIRST_S = FIRST_MINUTES_S.value  # typical faults lie in the first two to five minutes


def unsure_until_s(time_s: FloatArray, bpm: FloatArray) -> float:
    """Until when the session's first minutes are in doubt [s after the first sample]; 0 when they are not.

    They are when heart rate changes faster than a heart within the first 300 s: up to the last such change. Nothing is
    removed, because nobody can tell which side of a single jump is right.

    Examples
    --------
    >>> import numpy as np
    >>> t = np.arange(600.0)
    >>> unsure_until_s(t, np.where(t < 90, 160.0, 100.0))
    90.0
    """
    early = time_s <= time_s[0] + FIRST_S if time_s.size else slice(0)
    edges = abrupt_edges(time_s[early], bpm[early])
    return float(time_s[edges[-1].after] - time_s[0]) if edges else 0.0
