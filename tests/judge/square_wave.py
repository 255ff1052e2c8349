"""Made sessions for the judge's tests."""

import numpy as np
import numpy.typing as npt

from pacing.judge.timeline import Timeline, timeline_of
from pacing.model.recording import Sensor

HIGH, LOW = 130.0, 100.0
LIMIT = 115.0


def pieces(*stretches: tuple[float, int]) -> npt.NDArray[np.float64]:
    """One value a second: (value, seconds) after each other."""
    return np.concatenate([np.full(seconds, value) for value, seconds in stretches])


def line(bpm: npt.NDArray[np.float64], *, sampling_s: float = 1.0, sensor: Sensor = Sensor.STRAP) -> Timeline:
    """The timeline of one value a second from time 0; NaN = not recorded."""
    return timeline_of(np.arange(float(bpm.size)), bpm, float(bpm.size), sampling_s, sensor)
