"""Small recordings for the cleaning tests."""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pytest

from pacing.model.recording import Beats, Channel, HeartRate, Recording, RecordingKind, Sensor, Source

MakeRecording = Callable[..., Recording]
UNITS = {"speed": "m/s", "power": "W", "cadence": "1/min"}


@pytest.fixture
def make_recording() -> MakeRecording:
    """A recording from times and heart rates, with whatever else a test needs."""

    def make(
        time_s: npt.ArrayLike,
        bpm: npt.ArrayLike,
        *,
        channels: Mapping[str, npt.ArrayLike] | None = None,
        beats: Beats | None = None,
        sensor: Sensor = Sensor.OPTICAL,
        sport: str | None = "walking",
    ) -> Recording:
        times = np.asarray(time_s, dtype=np.float64)
        made = tuple(Channel(n, UNITS[n], times, np.asarray(v, dtype=np.float64)) for n, v in (channels or {}).items())
        ends = [float(t[-1]) for t in (times, np.zeros(0) if beats is None else beats.time_s) if t.size]
        return Recording(
            RecordingKind.ACTIVITY,
            HeartRate(times, np.asarray(bpm, dtype=np.float64)),
            beats,
            made,
            (),
            None,
            max(ends, default=0.0),
            sport,
            Source("made.csv", "0" * 64, "test", sensor=sensor),
        )

    return make
