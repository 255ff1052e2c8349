"""Where an optical sensor is not to be believed: while it follows steps, not the heart, and while skin is cold."""

import numpy as np

from pacing.clean.artefacts import abrupt_edges
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.recording import Recording, Sensor
from pacing.numerics.runs import runs
from pacing.reference import CADENCE_LOCK_LONGER_THAN_S, CADENCE_LOCK_WITHIN_BPM, FIRST_MINUTES_S

WITHIN_BPM = CADENCE_LOCK_WITHIN_BPM.value  # heart rate so close to the step rate ...
LOCKED_S = CADENCE_LOCK_LONGER_THAN_S.value  # ... over a window of this length is suspect ...
LOCKED_SHARE = 0.6  # design: ... for this share of it: real locks let go for a second or two now and then
FEWEST_SAMPLES = 10  # design: in a window
MULTIPLES = (1.0, 0.5, 2.0)  # a sensor may follow every step, every other one, or the arm's swing
LEAST_STEPS_PER_MIN = 60.0  # design: nobody walks more slowly
CADENCE_AGE_S = 10.0  # design: a cadence sample stands for at most this long
EDGE_BPM = 10.0  # design: a lock that heart rate jumps into or out of is clear ...
BOTH_EDGES_BPM = 8.0  # design: or by this at both ends ...
EDGE_S = 5.0  # ... when it does so within this time ...
NEAR_EDGE_S = 12.5  # ... so near to where it begins or ends
TRACKED_S = 120.0  # design: so is one that follows the step rate's own changes for so long ...
TRACKED_SHARE = 0.15  # ... which the same steps at other moments of the stretch do by so much less
SHIFTS = (0.2, 0.35, 0.5, 0.65, 0.8)  # design: other moments, as shares of the stretch
DRIFT_BPM = 2.0  # design: a lock keeps its distance to the steps; a heart that drifts past their rate does not
ODD_S = 5.0  # design: so short an excursion inside a lock belongs to it
PER_CADENCE = {"cycling": 1.0}  # cadence counts turns of the pedals
STEPS_PER_CADENCE = 2.0  # on foot it counts steps of one foot, as FIT does


def cadence_lock(recording: Recording, time_s: FloatArray, bpm: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Where heart rate follows the cadence: (suspect, clear), each of shape (n,).

    Suspect: heart rate lies within 3 bpm of the step rate (cadence twice on foot, once on a bicycle), of its half or
    its double, for at least six tenths of a minute. A walker's heart may do that by chance, so these samples are only
    pointed out. Clear: it also jumps into or out of that stretch by 10 bpm or more within 5 s (8 bpm at both ends), or
    it follows the step rate's own changes for two minutes, always equally close. Straps do not follow steps and are
    never suspect.

    Parameters
    ----------
    recording : with its cadence channel, sport and sensor
    time_s, bpm : shape (n,), [s], [bpm], finite

    Returns
    -------
    suspect, clear : shape (n,)
    """
    suspect = np.zeros(bpm.size, dtype=np.bool_)
    clear = np.zeros(bpm.size, dtype=np.bool_)
    channel = recording.channel("cadence")
    if channel is None or recording.source.sensor is Sensor.STRAP or not bpm.size:
        return suspect, clear
    rate = _step_rate(channel.time_s, channel.value * PER_CADENCE.get(recording.sport or "", STEPS_PER_CADENCE), time_s)
    stepping = np.nan_to_num(rate) >= LEAST_STEPS_PER_MIN
    for multiple in MULTIPLES:
        followed = np.where(stepping, rate * multiple, np.nan)
        near = np.nan_to_num(np.abs(bpm - followed), nan=np.inf) <= WITHIN_BPM
        for first, stop in _stretches(time_s, near, stepping):
            held = _without_odd(time_s[first:stop], near[first:stop])
            suspect[first:stop] |= held
            edges = _jump_bpm(time_s, bpm, first), _jump_bpm(time_s, bpm, stop)
            abrupt = max(edges) >= EDGE_BPM or min(edges) >= BOTH_EDGES_BPM
            if abrupt or _tracks(time_s, bpm, followed, first, stop):
                clear[first:stop] |= held
    return suspect, clear


def _stretches(time_s: FloatArray, near: BoolArray, stepping: BoolArray) -> list[tuple[int, int]]:
    """[first, stop) of the stretches covered by windows of which most is near the step rate, edge to edge near."""
    nears, steps = (np.concatenate(([0], np.cumsum(yes))) for yes in (near & stepping, stepping))
    stop = np.searchsorted(time_s, time_s + LOCKED_S)
    whole = time_s[np.minimum(stop, time_s.size) - 1] - time_s >= LOCKED_S / 2.0
    walked = steps[stop] - steps[:-1]
    share = (nears[stop] - nears[:-1]) / np.maximum(stop - np.arange(time_s.size), 1)
    full = whole & (walked >= FEWEST_SAMPLES) & (share >= LOCKED_SHARE)
    covered = np.zeros(time_s.size + 1, dtype=np.int64)
    np.add.at(covered, np.flatnonzero(full), 1)
    np.add.at(covered, stop[full], -1)
    result = []
    for first, last in runs(np.cumsum(covered[:-1]) > 0):
        inside = np.flatnonzero(near[first:last])
        result.append((first + int(inside[0]), first + int(inside[-1]) + 1))
    return result


def _without_odd(time_s: FloatArray, near: BoolArray) -> BoolArray:
    """`near`, with the short excursions inside it counted in."""
    held = near.copy()
    for first, stop in runs(~near):
        if first > 0 and stop < near.size and time_s[stop] - time_s[first - 1] <= ODD_S:
            held[first:stop] = True
    return held


def _step_rate(cadence_s: FloatArray, steps_per_min: FloatArray, time_s: FloatArray) -> FloatArray:
    known = np.isfinite(steps_per_min)
    rate = np.full(time_s.size, np.nan)
    if known.any():
        index = np.searchsorted(cadence_s[known], time_s, side="right") - 1
        fresh = index >= 0
        fresh[fresh] &= time_s[fresh] - cadence_s[known][index[fresh]] <= CADENCE_AGE_S
        rate[fresh] = steps_per_min[known][index[fresh]]
    return rate


def _jump_bpm(time_s: FloatArray, bpm: FloatArray, index: int) -> float:
    """The largest change within 5 s around the edge before sample `index` [bpm]; 0 at the recording's own edges."""
    if not 0 < index < bpm.size:
        return 0.0
    middle_s = (time_s[index] + time_s[index - 1]) / 2.0
    first, stop = np.searchsorted(time_s, (middle_s - NEAR_EDGE_S, middle_s + NEAR_EDGE_S))
    later = np.minimum(np.searchsorted(time_s, time_s[first:stop] + EDGE_S, side="right") - 1, stop - 1)
    return float(np.abs(bpm[later] - bpm[first:stop]).max(initial=0.0))


def _tracks(time_s: FloatArray, bpm: FloatArray, followed: FloatArray, first: int, stop: int) -> bool:
    """Whether heart rate is nearer to the step rate of the same moment than to that of other moments, and as far from
    it in each third of the stretch: both of them rise through a run, and so cross by chance.
    """
    if time_s[stop - 1] - time_s[first] < TRACKED_S:
        return False
    heart, steps = bpm[first:stop], followed[first:stop]
    apart = (heart - steps)[np.isfinite(steps)]
    if apart.size < FEWEST_SAMPLES or np.ptp([np.median(third) for third in np.array_split(apart, 3)]) > DRIFT_BPM:
        return False
    share = _near_share(heart, steps)
    elsewhere = [_near_share(heart, np.roll(steps, int(shift * steps.size))) for shift in SHIFTS]
    return share - float(np.mean(elsewhere)) >= TRACKED_SHARE


def _near_share(heart: FloatArray, steps: FloatArray) -> float:
    known = np.isfinite(steps)
    return float((np.abs(heart - steps)[known] <= WITHIN_BPM).mean()) if known.any() else 0.0


FIRST_S = FIRST_MINUTES_S.value  # typical faults lie in the first two to five minutes


def unsure_until_s(time_s: FloatArray, bpm: FloatArray) -> float:
    """Until when the session's first minutes are in doubt [s after the first sample]; 0 when they are not.

    They are when heart rate changes faster than a heart within the first 300 s: up to the last such change. Nothing is
    removed, because nobody can tell which side of a single jump is right.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.

    Returns
    -------
    float
        [s].

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
