"""Numbers as files hold them: what is larger than anything a device writes is no number."""

import numpy as np

LARGEST = 1e20  # above the nanoseconds since 1970, the largest numbers that exports hold


def readable(value: float) -> float:
    """The number, NaN where it is infinite or larger than any device writes.

    Parameters
    ----------
    value
        A number in whatever unit it was written.

    Returns
    -------
    float

    Examples
    --------
    >>> readable(72.5), readable(1e308)
    (72.5, nan)
    """
    return value if abs(value) <= LARGEST else np.nan


def plain_number(text: str) -> float:
    """The number a text is, NaN where it is none.

    Parameters
    ----------
    text
        A cell, an attribute or an element as it was written, with a decimal point.

    Returns
    -------
    float

    Examples
    --------
    >>> plain_number(" 72.5 "), plain_number("72 bpm"), plain_number("1e400")
    (72.5, nan, nan)
    """
    try:
        return readable(float(text))
    except ValueError:
        return np.nan
