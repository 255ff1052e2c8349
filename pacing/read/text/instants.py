"""Single clock readings in text to seconds, one reading at a time but with the day worked out only once."""

from functools import lru_cache

import numpy as np

from pacing.read.text.rows import split_rows
from pacing.read.text.timestamps import parse_clock


@lru_cache(maxsize=4096)
def day_second(day: str, order: str = "ymd") -> float:
    """Seconds since 1970 at midnight of a written date; NaN when it is none.

    Parameters
    ----------
    day
        Shape (n,), from 1.
    order
        Order of day, month and year where the cells do not tell it, such as `dmy`.

    Returns
    -------
    [s], or NaN.
    """
    if not day:
        return np.nan
    readings = parse_clock(split_rows(day.encode() + b"\n", "\x1f").cells(0), order)
    return float(readings.second[0]) if readings.dated[0] else np.nan


def read_instant(text: str) -> tuple[float, float | None]:
    """Seconds since 1970 of `2021-11-18 18:00:00 -0600` (or with T, Z, fractions), in UTC where an offset stands.

    The offset [s] is None where none is written; NaN when the text is no instant.

    Parameters
    ----------
    text
        The text as written.

    Returns
    -------
    [s] since 1970 in UTC where an offset stands, and the offset [s] or None.

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
        return _written_otherwise(text)
    return midnight + second - (offset or 0.0), offset


@lru_cache(maxsize=4096)
def _written_otherwise(text: str) -> tuple[float, float | None]:
    """An instant in another form: with a clock of twelve hours in any language, or hours of one digit."""
    cells = split_rows(" ".join(text.split()).encode() + b"\n", "\x1f").cells(0)
    if cells.length.size != 1:
        return np.nan, None
    readings = parse_clock(cells, "ymd")
    if not readings.dated[0]:
        return np.nan, None
    offset = None if readings.offset_s is None or np.isnan(readings.offset_s[0]) else float(readings.offset_s[0])
    return float(readings.second[0]) - (offset or 0.0), offset


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
    if text.upper() in ("UTC", "GMT", "Z", "ZZ"):
        return 0.0
    if text[0] not in "+-":
        raise ValueError(text)
    digits = text[1:].replace(":", "")
    sign = -1.0 if text[0] == "-" else 1.0
    return sign * (int(digits[:2]) * 3600.0 + (int(digits[2:4]) * 60.0 if len(digits) > 2 else 0.0))
