"""Movement that a file does not state as such: cadence from counted steps, speed from positions."""

import numpy as np
import pytest

from pacing.read.assembly.derived_movement import (
    cadence_from_steps,
    derived_movement,
    speed_from_positions,
    speed_where_silent,
)
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


RUN = Series(np.concatenate((np.arange(60.0), np.arange(120.0, 180.0))), np.full(120, 3.0))


def test_who_walks_on_while_speed_is_silent_is_known_to_walk() -> None:
    way_s = np.concatenate((np.arange(0.0, 60.0, 5.0), np.arange(60.0, 120.0, 3.0)))
    walked = speed_where_silent(
        RUN, Series(way_s, np.concatenate((3.0 * way_s[:12], 180.0 + 1.2 * (way_s[12:] - 60.0))))
    )
    assert walked is not None
    assert np.array_equal(walked.value[walked.time_s < 60], np.full(60, 3.0))
    between = walked.value[(walked.time_s > 63) & (walked.time_s < 117)]
    assert between.size == 17
    assert np.allclose(between, 1.2)


@pytest.mark.parametrize("hole_s", [9.0, 11.0])
def test_a_speed_that_was_written_within_ten_seconds_stays_alone(hole_s: float) -> None:
    speed = Series(np.array([0.0, 1.0, 1.0 + hole_s, 2.0 + hole_s]), np.full(4, 3.0))
    way_s = np.arange(0.0, 15.0)
    assert (speed_where_silent(speed, Series(way_s, 3.0 * way_s)) is None) == (hole_s < 10.0)


def test_a_distance_with_no_samples_where_speed_is_silent_adds_nothing() -> None:
    way = Series(RUN.time_s, np.concatenate((3.0 * np.arange(60.0), 200.0 + 3.0 * np.arange(60.0))))
    assert derived_movement({"speed": RUN, "distance": way}) == ()


def test_what_distance_added_is_said() -> None:
    way_s = np.arange(0.0, 180.0, 5.0)
    (made,) = derived_movement({"speed": RUN, "distance": Series(way_s, way_s)})
    assert (made.name, made.unit, made.remark) == (
        "speed",
        "m/s",
        "Where the file holds no speed, it was worked out from the distance.",
    )
