"""Single clock readings in text to seconds, one reading at a time but with the day worked out only once."""

from functools import lru_cache

import numpy as np

from pacing.read.text.rows import split_rows
from pacing.read.text.timestamps import parse_clock


@lru_cache(maxsize=4096)
def day_second(day: str, order: str = "ymd") -> float:
    """Seconds since 1970 at midnight of a written date; NaN when it is none."""
    return float(parse_clock(split_rows(day.encode() + b"\n", "\x1f").cells(0), order).second[0]) if day else np.nan


def read_instant(text: str) -> tuple[float, float | None]:
    """Seconds since 1970 of `2021-11-18 18:00:00 -0600` (or with T, Z, fractions), in UTC where an offset stands.

    The offset [s] is None where none is written; NaN when the text is no instant.

    Examples
    --------
    >>> read_instant("2021-11-18T18:00:00.5-06:00")
    (1637280000.5, -21600.0)
    """
    midnight = day_second(text[:10])
    try:
        second = int(text[11:13]) * 3600 + int(text[14:16]) * 60 + float(text[17:19] or 0)
        rest = text[19:].strip()
        if rest[:1] in (".", ","):
            digits = len(rest) - len(rest[1:].lstrip("0123456789"))
            second += float("0." + (rest[1:digits] or "0"))
            rest = rest[digits:].strip()
        offset = _offset_s(rest)
    except ValueError:
        return np.nan, None
    return midnight + second - (offset or 0.0), offset


@lru_cache(maxsize=256)
def _offset_s(text: str) -> float | None:
    """The offset a suffix writes [s]; None for no suffix.

    Raises
    ------
    ValueError
        The suffix is no offset.
    """
    if not text:
        return None
    if text in ("Z", "z", "UTC", "GMT"):
        return 0.0
    if text[0] not in "+-":
        raise ValueError(text)
    digits = text[1:].replace(":", "")
    sign = -1.0 if text[0] == "-" else 1.0
    return sign * (int(digits[:2]) * 3600.0 + (int(digits[2:4]) * 60.0 if len(digits) > 2 else 0.0))
