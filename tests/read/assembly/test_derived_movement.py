"""Movement that a file does not state as such: cadence from counted steps, speed from positions."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.read.assembly.derived_movement import (
    cadence_from_steps,
    cadence_of_one_foot,
    derived_movement,
    speed_from_distance,
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


def speed_of(time_s: FloatArray, metres: FloatArray) -> FloatArray:
    found = speed_from_distance(Series(time_s, metres))
    assert found is not None
    return found.value


@pytest.mark.parametrize(("late_s", "spread_s"), [(15, 15), (16, 10)])
def test_a_distance_that_grew_late_after_a_halt_was_gone_in_the_usual_time(late_s: int, spread_s: int) -> None:
    """A watch that writes every second and adds to the distance every ten; once it comes later."""
    time_s = np.arange(200.0 + late_s)
    grown_s = np.concatenate((np.arange(10.0, 101.0, 10.0), np.arange(100.0 + late_s, 200.0 + late_s, 10.0)))
    metres: FloatArray = 20.0 * np.searchsorted(grown_s, time_s, side="right").astype(np.float64)
    speed = speed_of(time_s, metres)[100 : 100 + late_s]
    assert speed.tolist() == pytest.approx([0.0] * (late_s - spread_s) + [20.0 / spread_s] * spread_s)


@pytest.mark.parametrize(("every_s", "moving_s"), [(30, 30), (31, 1)])
def test_a_distance_that_stood_still_for_over_half_a_minute_is_a_person_who_stood(every_s: int, moving_s: int) -> None:
    time_s = np.arange(10.0 * every_s + 1.0)
    speed = speed_of(time_s, np.repeat(15.0 * np.arange(11.0), every_s)[: time_s.size])
    assert int((speed[:every_s] > 0).sum()) == moving_s


@pytest.mark.parametrize(("pace", "known"), [(30.0, True), (30.1, False)])
def test_faster_than_thirty_metres_a_second_is_a_jump(pace: float, known: bool) -> None:
    time_s = np.arange(10.0)
    assert bool(np.isfinite(speed_of(time_s, pace * time_s)).all()) is known


def test_a_distance_that_falls_has_begun_anew() -> None:
    speed = speed_of(np.arange(6.0), np.array([0.0, 2.0, 4.0, 0.0, 2.0, 4.0]))
    assert speed[[0, 1, 2, 4]].tolist() == pytest.approx([2.0, 2.0, np.nan, 2.0], nan_ok=True)
    assert speed_from_distance(Series(np.arange(3.0), np.full(3, 7.0))) is None
    assert speed_from_distance(Series(np.arange(1.0), np.ones(1))) is None


@pytest.mark.parametrize(("hole_s", "filled"), [(10.0, False), (10.5, True)])
def test_a_speed_is_silent_after_ten_seconds(hole_s: float, filled: bool) -> None:
    speed = Series(np.array([0.0, 1.0, 1.0 + hole_s, 2.0 + hole_s]), np.full(4, 3.0))
    way_s = np.arange(0.0, 12.0)
    assert (speed_where_silent(speed, Series(way_s, 3.0 * way_s)) is not None) is filled


@pytest.mark.parametrize(("pace", "shown"), [(0.51, 0.51), (0.49, 0.0), (29.9, 29.9), (30.1, np.nan)])
def test_positions_show_a_walk_and_neither_jitter_nor_jumps(pace: float, shown: float) -> None:
    time_s = np.arange(60.0)
    found = speed_from_positions(time_s, np.degrees(pace * time_s / 6_371_000.0), np.zeros(60))
    assert found is not None
    assert found.value == pytest.approx(np.full(60, shown), rel=1e-6, nan_ok=True)
    assert speed_from_positions(np.full(60, 5.0), np.zeros(60), np.zeros(60)) is None
    assert speed_from_positions(np.zeros(1), np.zeros(1), np.zeros(1)) is None


@pytest.mark.parametrize(
    ("written", "sport", "factor"),
    [
        (115.0, "running", 1.0),
        (115.1, "running", 0.5),
        (32.0, "walking", 1.0),
        (31.9, "walking", 2.0),
        (20.0, "walking", 2.0),
        (19.9, "walking", 1.0),  # nobody stepped
        (160.0, "cycling", 1.0),
        (25.0, "mountain_biking", 1.0),
        (160.0, None, 0.5),
    ],
)
def test_a_foot_touches_the_ground_32_to_115_times_a_minute(written: float, sport: str | None, factor: float) -> None:
    cadence = Series(np.arange(5.0), np.array([written, written, 0.0, np.nan, written]))
    found, remark = cadence_of_one_foot(cadence, sport)
    assert found.value.tolist() == pytest.approx((cadence.value * factor).tolist(), nan_ok=True)
    assert (remark is None) is (factor == 1.0)


@pytest.mark.parametrize(
    ("counts", "cadence"),
    [
        ([0.0, 100.0, 100.0, 200.0], [50.0, 0.0, 50.0]),  # since the beginning, with a minute of standing
        ([5.0, 5.0, 5.0, 5.0], [2.5] * 4),
        ([0.0, 0.0, 0.0, 0.0], None),
        ([10.0], None),
    ],
)
def test_steps_of_a_minute_are_twice_its_cadence(counts: list[float], cadence: list[float] | None) -> None:
    found = cadence_from_steps(Series(MINUTES[: len(counts)], np.array(counts)))
    assert (None if found is None else found.value.tolist()) == cadence


@pytest.mark.parametrize(
    ("first_s", "last_s", "filled_s"),
    [
        (9.0, 91.0, []),  # ten seconds from before the first sample of the way, and to after its last
        (9.5, 91.0, [*range(10)]),
        (9.0, 90.5, [*range(91, 100)]),
    ],
)
def test_before_the_first_speed_and_after_the_last_the_distance_is_asked_too(
    first_s: float, last_s: float, filled_s: list[float]
) -> None:
    speed_s = np.array([first_s, *np.arange(10.0, 91.0, 5.0), last_s])
    way = Series(np.arange(101.0), 2.0 * np.arange(101.0))
    both = speed_where_silent(Series(np.unique(speed_s), np.full(np.unique(speed_s).size, 3.0)), way)
    assert (both is None) is (not filled_s)
    assert both is None or both.time_s[both.value == 2.0].tolist() == filled_s


def test_without_any_speed_or_any_distance_nothing_is_silent() -> None:
    nothing, way = Series(np.zeros(0), np.zeros(0)), Series(np.arange(60.0), np.arange(60.0))
    assert speed_where_silent(nothing, way) is None
    assert speed_where_silent(way, nothing) is None
