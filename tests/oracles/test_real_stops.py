"""Real stops, known apart from heart rate: the counts that stand, so that no change makes them worse unseen."""

from pathlib import Path

import pytest

from tests.oracles.real_stops import (
    Judged,
    ends_of_exercise,
    judge_stops,
    known_stops,
    never_stopping,
    recorded_stands,
)

pytestmark = pytest.mark.corpus
WRIST_GROUPS = ("walk_jog_sprint_fitbit_wrist", "stairs_fitbit_wrist")


@pytest.fixture(scope="module")
def all_channels(corpus: Path) -> dict[str, Judged]:
    return judge_stops(known_stops(corpus), alone=False)


@pytest.fixture(scope="module")
def heart_rate_only(corpus: Path) -> dict[str, Judged]:
    return judge_stops(known_stops(corpus), alone=True)


def test_on_wrists_every_stop_is_found_and_every_end_and_recovery_holds(
    all_channels: dict[str, Judged],
) -> None:
    wrists = all_channels[WRIST_GROUPS[0]] + all_channels[WRIST_GROUPS[1]]
    # Four of the stops end efforts of 35 to 54 s.
    assert (wrists.found, wrists.stops) == (29, 29)
    assert (wrists.held, wrists.ends) == (29, 29)
    assert (wrists.at_a_stop, wrists.recoveries) == (11, 11)


def test_on_wrists_the_stated_range_of_an_end_alone_holds_it(all_channels: dict[str, Judged]) -> None:
    """Half the range is 2.5 s in most; a stop is known to 3 s itself."""
    wrists = all_channels[WRIST_GROUPS[0]] + all_channels[WRIST_GROUPS[1]]
    assert (wrists.held_alone, wrists.ends) == (29, 29)


def test_where_the_wrist_showed_a_stop_too_late_its_recovery_is_refused_for_that(
    all_channels: dict[str, Judged],
) -> None:
    wrists = all_channels[WRIST_GROUPS[0]] + all_channels[WRIST_GROUPS[1]]
    assert (wrists.sensor_late, wrists.with_recovery, wrists.sessions) == (20, 6, 25)


def test_cadence_shows_every_stop_of_the_shirts(all_channels: dict[str, Judged]) -> None:
    shirts = all_channels["shirts"]
    assert (shirts.found, shirts.stops, shirts.held, shirts.ends) == (13, 13, 13, 13)
    assert shirts.at_a_stop == shirts.recoveries


def test_a_free_ride_with_long_halts_has_the_known_ones_among_its_ends(all_channels: dict[str, Judged]) -> None:
    # The list of known stops is silent of the other three.
    ride = all_channels["free_living_cycling_unknown"]
    assert (ride.found, ride.stops, ride.held, ride.ends) == (2, 2, 2, 5)


def test_the_other_ends_of_the_ride_are_halts_by_its_positions_or_said_to_be_unknown(corpus: Path) -> None:
    (ride,) = (known for known in known_stops(corpus) if known.group == "free_living_cycling_unknown")
    ends = ends_of_exercise(ride)
    stands = recorded_stands(ride.path)

    def stood_s(end_s: float) -> float:
        """Seconds of standing that positions show in the minute before and the three after an end."""
        return sum(max(min(stop, end_s + 180.0) - max(start, end_s - 60.0), 0.0) for start, stop in stands)

    # Two of the list; a halt of 166 s with a few steps in it; a halt up to a press of the timer, which then rested for
    # 682 s; and a press at 6.4 m/s, resumed 580 m further on: as unsure as that pause is long.
    assert list(ends) == [3255.0, 4315.0, 6508.0, 10656.0, 11921.0]
    assert [round(stood_s(end_s)) for end_s in ends] == [135, 177, 166, 16, 0]
    assert [round(unsure_s) for unsure_s in ends.values()] == [4, 5, 4, 17, 527]


def test_heart_rate_alone_tells_no_end_of_an_easy_effort(heart_rate_only: dict[str, Judged]) -> None:
    assert sum(group.ends for group in heart_rate_only.values()) == 0
    assert sum(group.recoveries for group in heart_rate_only.values()) == 0


def test_no_session_that_never_stops_is_given_a_recovery_by_heart_rate_alone(corpus: Path) -> None:
    sessions = judge_stops(never_stopping(corpus), alone=True)["never stops"]
    assert (sessions.with_recovery, sessions.sessions) == (0, 20)


def test_sessions_that_never_stop_have_no_recovery_where_movement_is_known(corpus: Path) -> None:
    assert judge_stops(never_stopping(corpus), alone=False)["never stops"].with_recovery == 0
