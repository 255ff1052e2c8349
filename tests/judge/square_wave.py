"""Made sessions for the judge's tests."""

from datetime import datetime

import numpy as np
import numpy.typing as npt

from pacing.judge.timeline import Timeline, timeline_of
from pacing.model.cleaned import Cleaned, Coverage, SampleState
from pacing.model.recording import HeartRate, Recording, RecordingKind, Sensor, Source

HIGH, LOW = 130.0, 100.0
LIMIT = 115.0


def pieces(*stretches: tuple[float, int]) -> npt.NDArray[np.float64]:
    """One value a second: (value, seconds) after each other."""
    return np.concatenate([np.full(seconds, value) for value, seconds in stretches])


def line(bpm: npt.NDArray[np.float64], *, sampling_s: float = 1.0, sensor: Sensor = Sensor.STRAP) -> Timeline:
    """The timeline of one value a second from time 0; NaN = not recorded."""
    return timeline_of(np.arange(float(bpm.size)), bpm, float(bpm.size), sampling_s, sensor)


def recording(start: datetime | None, bpm: np.ndarray | None = None) -> tuple[Recording, Cleaned]:
    """A strap's recording, one value a second, and what cleaning leaves of it: all."""
    values = pieces((LOW, 600), (HIGH, 120), (LOW, 600)) if bpm is None else bpm
    heart_rate = HeartRate(np.arange(float(values.size)), values)
    source = Source("walk.fit", "0" * 64, "fit", sensor=Sensor.STRAP)
    states = np.where(np.isfinite(values), SampleState.MEASURED, SampleState.MISSING)
    coverage = Coverage(1.0, 0.0, values.size, None, None)
    made = Recording(RecordingKind.ACTIVITY, heart_rate, None, (), (), start, float(values.size), "walking", source)
    return made, Cleaned(heart_rate, states, 1.0, False, None, None, (), coverage)
