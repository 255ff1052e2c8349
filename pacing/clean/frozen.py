"""A value that stays the same because the sensor lost the heart, not because the heart kept its pace."""

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.recording import Channel
from pacing.reference import WALK_SLOWEST_M_S

LONGEST_SPACING_S = 3.0  # design: only devices that write every second or two show that a value is held
HELD_S = 10.0  # design: hearts in steady exercise keep one whole number for half a minute, but ...
JUMP_BPM = 8.0  # design: ... do not leave it by so much in one step
STUCK_S = 120.0  # design: no heart keeps one whole number for so long ...
LARGEST_SHARE = 0.25  # design: where values are held for more of the time, holding them is this device's way
CHANGED_S = 30.0  # design: ... while the person moves for so long and stands still for so long
STILL_BELOW = {"speed": WALK_SLOWEST_M_S.value, "power": 10.0, "cadence": 20.0}  # m/s; design: W, 1/min


def frozen_values(time_s: FloatArray, bpm: FloatArray, channels: tuple[Channel, ...] = ()) -> BoolArray:
    """Whether each sample only repeats the last value before the sensor lost the heart.

    A stretch of one and the same value is frozen when it lasts at least 10 s and is left by a jump of 8 bpm or more, or
    when it lasts at least 120 s while speed, power or cadence shows at least 30 s of movement and 30 s without. Its
    first sample is kept: that one was measured. Where a quarter of all samples or more lie in such stretches, nothing
    is frozen: the device (or the hand that made the file) writes so.

    Parameters
    ----------
    time_s, bpm : shape (n,), [s], [bpm], finite
    channels : what else was recorded

    Examples
    --------
    >>> t = np.arange(200.0)
    >>> bpm = 120 + t % 7
    >>> bpm[100:115] = 126.0
    >>> bpm[115:] -= 25
    >>> frozen = frozen_values(t, bpm).nonzero()[0]
    >>> int(frozen[0]), int(frozen[-1])
    (101, 114)
    """
    found = np.zeros(bpm.size, dtype=np.bool_)
    if bpm.size < 2:
        return found
    starts = np.flatnonzero(np.concatenate(([True], (np.diff(bpm) != 0) | (np.diff(time_s) > LONGEST_SPACING_S))))
    last = np.append(starts[1:], bpm.size) - 1
    long = time_s[last] - time_s[starts] >= HELD_S
    if float((last - starts)[long].sum()) > LARGEST_SHARE * bpm.size:
        return found
    for first, end in zip(starts[long].tolist(), last[long].tolist(), strict=True):
        if _left_by_jump(time_s, bpm, end) or _stuck(time_s[first], time_s[end], channels):
            found[first + 1 : end + 1] = True
    return found


def _left_by_jump(time_s: FloatArray, bpm: FloatArray, end: int) -> bool:
    if end + 1 >= bpm.size or time_s[end + 1] - time_s[end] > LONGEST_SPACING_S:
        return False
    return bool(abs(bpm[end + 1] - bpm[end]) >= JUMP_BPM)


def _stuck(first_s: float, last_s: float, channels: tuple[Channel, ...]) -> bool:
    if last_s - first_s < STUCK_S:
        return False
    for channel in channels:
        if channel.name not in STILL_BELOW:
            continue
        inside = (channel.time_s >= first_s) & (channel.time_s <= last_s) & np.isfinite(channel.value)
        if int(inside.sum()) < 2:
            continue
        stands_s = np.minimum(np.diff(channel.time_s[inside], append=last_s), LONGEST_SPACING_S)
        still = channel.value[inside] < STILL_BELOW[channel.name]
        if min(float(stands_s[still].sum()), float(stands_s[~still].sum())) >= CHANGED_S:
            return True
    return False
