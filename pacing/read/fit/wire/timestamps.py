"""Times of messages that carry only the low bits of their time."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.columns import GroupRows
from pacing.read.fit.wire.definition import TIMESTAMP_FIELD, UINT32_BASE, FieldProfile
from pacing.read.fit.wire.table import IntArray

COMPRESSED_BIT = 0x80
COMPRESSED_BITS = 5
TIMESTAMP = FieldProfile(TIMESTAMP_FIELD, 1.0, 0.0, "s", UINT32_BASE)


def compressed_times(groups: list[GroupRows]) -> tuple[IntArray, FloatArray] | None:
    """Positions (rising) and times [FIT s] of all messages with a compressed timestamp header; None = there are none.

    The five bits of the header count on from the last time in the file, whichever message gave it; a message before
    any full time has none (NaN).

    Parameters
    ----------
    groups
        Where the messages of each kind stand.

    Returns
    -------
    tuple[IntArray, FloatArray] | None
    """
    if not any(rows.group.short_times for rows in groups):
        return None
    at: list[IntArray] = []
    seconds: list[FloatArray] = []
    short: list[np.ndarray] = []
    for rows in groups:
        headers = np.frombuffer(rows.data, dtype=np.uint8)[rows.positions]
        is_short = headers >= COMPRESSED_BIT
        layout = rows.group.definition.field(TIMESTAMP_FIELD)
        none = np.full(headers.size, np.nan)
        full = none if layout is None else rows.number(layout, TIMESTAMP)[:, 0]
        keep = is_short | np.isfinite(full)
        at.append(rows.positions[keep])
        seconds.append(np.where(is_short, headers & 31, full)[keep])
        short.append(is_short[keep])
    order = np.argsort(np.concatenate(at), kind="stable")
    positions = np.concatenate(at)[order]
    is_compressed = np.concatenate(short)[order]
    times = counted_on(np.concatenate(seconds)[order], is_compressed, COMPRESSED_BITS)
    if not is_compressed.any():
        return None
    return positions[is_compressed], times[is_compressed]


def counted_on(values: FloatArray, short: np.ndarray, bits: int) -> FloatArray:
    """Whole times [s] from a mixture of whole times and times of which only the low `bits` are known (`short`).

    Each short time is the first one at or after the time before it with these low bits. Short times before the first
    whole one are NaN.

    Parameters
    ----------
    values
        Shape (n,), times [s], whole or with only their low bits.
    short
        Shape (n,), which of them hold only the low bits.
    bits
        How many bits these are.

    Returns
    -------
    Shape (n,), [s], NaN before the first whole time.

    Examples
    --------
    >>> counted_on(np.array([100.0, 5, 4, 200, 31]), np.array([False, True, True, False, True]), 5)
    array([100., 101., 132., 200., 223.])
    """
    if not values.size:
        return values
    modulus = 1 << bits
    low = np.mod(values, modulus)
    before = np.concatenate(([0.0], low[:-1]))
    step = np.where(short, np.mod(low - before, modulus), 0.0)
    gone = np.cumsum(step)
    anchor = np.maximum.accumulate(np.where(short, -1, np.arange(values.size)))
    times = values[anchor] + gone - gone[anchor]
    return np.where(anchor < 0, np.nan, times)
