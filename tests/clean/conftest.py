"""Small recordings for the cleaning tests."""

from collections.abc import Callable
from functools import partial

import pytest

from pacing.model.recording import Recording, Sensor
from tests.segment.conftest import made_recording

MakeRecording = Callable[..., Recording]


@pytest.fixture
def make_recording() -> MakeRecording:
    """A recording of a watch from times and heart rates, with whatever else a test needs."""
    return partial(made_recording, sensor=Sensor.OPTICAL)
