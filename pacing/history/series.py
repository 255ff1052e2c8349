"""A cleaned heart rate, small: whole seconds and tenths of a beat per minute, packed without loss of either."""

import zlib

import numpy as np

from pacing.model.arrays import FloatArray, StateArray
from pacing.model.cleaned import Cleaned

STEPS_PER_BPM = 10
MISSING = 0xFFFF
VERSION = b"\x01"
LONGEST_BYTES = 1 << 26  # design: 64 MiB hold over four months, a second each


def pack_series(cleaned: Cleaned) -> bytes:
    """The cleaned heart rate of a session as bytes; a 1 h session takes about 3 kB."""
    time_s = np.round(cleaned.heart_rate.time_s).astype("<i8")
    bpm = cleaned.heart_rate.bpm
    tenths = np.where(np.isfinite(bpm), np.round(np.nan_to_num(bpm) * STEPS_PER_BPM), MISSING).astype("<u2")
    parts = (np.diff(time_s, prepend=np.int64(0)).astype("<u4"), np.diff(tenths, prepend=np.uint16(0)), cleaned.state)
    head = np.array([time_s.size], dtype="<u4").tobytes()
    return VERSION + zlib.compress(head + b"".join(part.tobytes() for part in parts), 6)


def unpack_series(data: bytes) -> tuple[FloatArray, FloatArray, StateArray]:
    """Times [s], heart rate [bpm, NaN = none] and states from the bytes of `pack_series`.

    Raises
    ------
    ValueError
        The bytes were not made by `pack_series`.
    """
    message = "these bytes are no packed series"
    if data[:1] != VERSION:
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
    tenths = np.cumsum(np.frombuffer(raw, "<u2", size, 4 + 4 * size), dtype=np.uint16)
    states = np.frombuffer(raw, np.uint8, size, 4 + 6 * size)
    bpm = np.where(tenths == MISSING, np.nan, tenths / STEPS_PER_BPM)
    return np.cumsum(steps).astype(np.float64), bpm, states.copy()
