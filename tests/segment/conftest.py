"""Small recordings for the segmentation tests."""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pytest

from pacing.clean.clean import clean_recording
from pacing.model.phases import Phases
from pacing.model.recording import Beats, Channel, HeartRate, Marker, Recording, RecordingKind, Sensor, Source
from pacing.segment.phases import find_phases

Found = Callable[..., Phases]
UNITS = {"speed": "m/s", "power": "W", "cadence": "1/min", "distance": "m"}


def made_recording(
    time_s: npt.ArrayLike,
    bpm: npt.ArrayLike,
    *,
    channels: Mapping[str, npt.ArrayLike] | None = None,
    markers: tuple[Marker, ...] = (),
    beats: Beats | None = None,
    kind: RecordingKind = RecordingKind.ACTIVITY,
    sensor: Sensor = Sensor.STRAP,
    sport: str | None = "walking",
) -> Recording:
    """A recording from times and heart rates, with whatever else a test needs."""
    times = np.asarray(time_s, dtype=np.float64)
    made = tuple(Channel(n, UNITS[n], times, np.asarray(v, dtype=np.float64)) for n, v in (channels or {}).items())
    ends = [float(t[-1]) for t in (times, np.zeros(0) if beats is None else beats.time_s) if t.size]
    return Recording(
        kind,
        HeartRate(times, np.asarray(bpm, dtype=np.float64)),
        beats,
        made,
        markers,
        None,
        max(ends + [m.time_s for m in markers], default=0.0),
        sport,
        Source("made.csv", "0" * 64, "test", sensor=sensor),
    )


@pytest.fixture
def found() -> Found:
    """The phases that cleaning and segmentation find in a made recording."""

    def find(time_s: npt.ArrayLike, bpm: npt.ArrayLike, given: Phases | None = None, **more: object) -> Phases:
        recording = made_recording(time_s, bpm, **more)  # type: ignore[arg-type]
        return find_phases(recording, clean_recording(recording), given)

    return find
