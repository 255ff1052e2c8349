"""A cleaned heart rate, small: packed without loss, so that a kept session is judged again as its file would be."""

import zlib

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray, StateArray
from pacing.model.cleaned import Cleaned

STEPS_PER_BPM = 10
MISSING = 0xFFFF
TENTHS, EXACT = b"\x01", b"\x02"
"""The first byte: heart rate in tenths of a beat per minute, or as it is where tenths would lose something."""
LONGEST_BYTES = 1 << 28  # design: 256 MiB hold over six months, a second each


def pack_series(cleaned: Cleaned) -> bytes:
    """The cleaned heart rate of a session as bytes; a 1 h session takes about 3 kB, one made from beats about 20 kB."""
    time_s = np.round(cleaned.heart_rate.time_s).astype("<i8")
    bpm = cleaned.heart_rate.bpm
    tenths = np.where(np.isfinite(bpm), np.round(np.nan_to_num(bpm) * STEPS_PER_BPM), MISSING).astype("<u2")
    exact = not np.array_equal(_from_tenths(tenths), bpm, equal_nan=True)
    values = bpm.astype("<f8") if exact else np.diff(tenths, prepend=np.uint16(0))
    parts = (np.diff(time_s, prepend=np.int64(0)).astype("<u4"), values, cleaned.state)
    head = np.array([time_s.size], dtype="<u4").tobytes()
    return (EXACT if exact else TENTHS) + zlib.compress(head + b"".join(part.tobytes() for part in parts), 6)


def _from_tenths(tenths: npt.NDArray[np.uint16]) -> FloatArray:
    return np.where(tenths == MISSING, np.nan, tenths / STEPS_PER_BPM)


def unpack_series(data: bytes) -> tuple[FloatArray, FloatArray, StateArray]:
    """Times [s], heart rate [bpm, NaN = none] and states from the bytes of `pack_series`.

    Raises
    ------
    ValueError
        The bytes were not made by `pack_series`.
    """
    message = "these bytes are no packed series"
    if data[:1] not in (TENTHS, EXACT):
        raise ValueError(message)
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(data[1:], LONGEST_BYTES)
    except zlib.error as error:
        raise ValueError(message) from error
    if not unpacking.eof:
        raise ValueError(message)
    size = int(np.frombuffer(raw, "<u4", 1)[0])
    steps = np.frombuffer(raw, "<u4", size, 4)
    if data[:1] == EXACT:
        bpm, width = np.frombuffer(raw, "<f8", size, 4 + 4 * size).astype(np.float64), 8
    else:
        bpm, width = _from_tenths(np.cumsum(np.frombuffer(raw, "<u2", size, 4 + 4 * size), dtype=np.uint16)), 2
    states = np.frombuffer(raw, np.uint8, size, 4 + (4 + width) * size)
    return np.cumsum(steps).astype(np.float64), bpm, states.copy()
