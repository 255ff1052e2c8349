"""The first minutes of a session, when skin is cold and dry and sensors err most."""

from pacing.clean.dropouts import abrupt_edges
from pacing.model.arrays import FloatArray
from pacing.reference import FIRST_MINUTES_S

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
