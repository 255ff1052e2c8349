"""Movement that a file does not state as such: cadence from counted steps, speed from positions."""

import numpy as np
import pytest

from pacing.read.assembly.derived_movement import cadence_from_steps, speed_from_positions
from pacing.read.assembly.series import Series

MINUTES = np.arange(4.0) * 60.0


@pytest.mark.parametrize(
    ("counts", "cadence"),
    [
        ([100.0, 100.0, 100.0, 100.0], [50.0, 50.0, 50.0, 50.0]),  # of each minute, all alike
        ([10.0, 30.0, 20.0, 40.0], [5.0, 15.0, 10.0, 20.0]),  # of each minute: a count since the beginning never falls
        ([0.0, 100.0, 200.0, 260.0], [50.0, 50.0, 30.0]),  # since the beginning
    ],
)
def test_only_a_count_that_never_falls_and_grows_counts_since_the_beginning(
    counts: list[float], cadence: list[float]
) -> None:
    found = cadence_from_steps(Series(MINUTES, np.array(counts)))
    assert found is not None
    assert found.value.tolist() == pytest.approx(cadence)


@pytest.mark.parametrize("longitude_deg", [0.0, 11.0, 151.0, -179.999])
@pytest.mark.parametrize("every_s", [1.0, 60.0])
def test_speed_between_positions_is_that_of_the_way_wherever_and_however_rarely_they_are_written(
    every_s: float, longitude_deg: float
) -> None:
    time_s = np.arange(0.0, 600.0, every_s)
    along = np.degrees(2.0 * time_s / 6_371_000.0)
    still = np.zeros(time_s.size)
    for north, east in ((along, still), (still, -along / np.cos(np.radians(48.0)))):
        found = speed_from_positions(time_s, 48.0 + north, (longitude_deg + east + 180.0) % 360.0 - 180.0)
        assert found is not None
        assert found.value[:-1].tolist() == pytest.approx([2.0] * (time_s.size - 1), rel=0.001)
