import numpy as np
import pytest

from pacing.measure.index import Inputs
from pacing.model.measurement import Reason
from pacing.model.person import Person
from tests.measure.exertion_inputs import EXERCISE, REST, channel, make_inputs, measure, phase

REST_AND_WALK = (phase(REST, 0, 120), phase(EXERCISE, 120, 720))


def walk(speed_m_s: float = 1.25, bpm: float = 105.0, *, sport: str | None = "walking", rest: float = 75.0) -> Inputs:
    speeds = np.concatenate([np.zeros(120), np.full(600, speed_m_s)])
    rates = np.concatenate([np.full(120, rest), np.full(600, bpm)])
    return make_inputs(rates, REST_AND_WALK, channels=[channel("speed", "m/s", speeds)], sport=sport)


def test_the_cost_index_is_beats_above_rest_per_metre() -> None:
    found = measure("physiological_cost_index", walk())
    assert found.value == pytest.approx((105 - 75) / 75.0)  # 0.40: 75 m/min at 30 beats above rest
    assert found.low is not None
    assert found.high is not None
    assert 0.3 < found.low < 0.4 < found.high < 0.5


def test_the_rising_first_minutes_do_not_count() -> None:
    inputs = walk()
    bpm = inputs.cleaned.heart_rate.bpm.copy()
    bpm[120:240] = 200.0
    changed = make_inputs(bpm, REST_AND_WALK, channels=inputs.recording.channels, sport="walking")
    assert measure("physiological_cost_index", changed).value == pytest.approx(0.4)


def test_the_walking_speed_is_the_median_of_the_middle() -> None:
    speeds = np.concatenate([np.zeros(120), np.full(60, 0.5), np.full(480, 1.3), np.full(60, 2.0)])
    inputs = make_inputs(
        np.full(720, 100.0), REST_AND_WALK, channels=[channel("speed", "m/s", speeds)], sport="walking"
    )
    assert measure("walking_speed_self_selected", inputs).value == pytest.approx(1.3)


@pytest.mark.parametrize("index_id", ["walking_speed_self_selected", "physiological_cost_index"])
def test_without_speed_or_without_a_walk_it_says_so(index_id: str) -> None:
    no_speed = make_inputs(np.full(720, 100.0), REST_AND_WALK, sport="walking", person=Person(resting_bpm=70))
    assert measure(index_id, no_speed).unavailable is Reason.NEEDS_MOVEMENT_DATA
    for not_a_walk in (walk(sport="running"), walk(sport="cycling"), walk(3.5, sport=None), walk(0.1)):
        assert measure(index_id, not_a_walk).unavailable is Reason.NEEDS_MOVEMENT_DATA
    nothing = make_inputs(np.full(720, 100.0), channels=walk().recording.channels, sport="walking")
    assert measure(index_id, nothing).unavailable is Reason.NEEDS_EXERCISE_END


def test_a_walk_without_a_told_sport_is_known_by_its_speed() -> None:
    assert measure("walking_speed_self_selected", walk(sport=None)).value == pytest.approx(1.25)


def test_a_short_walk_is_too_short_and_a_torn_one_has_too_many_gaps() -> None:
    speeds = np.full(200, 1.2)
    short = make_inputs(
        np.full(200, 100.0),
        [phase(EXERCISE, 0, 100)],
        channels=[channel("speed", "m/s", speeds)],
        person=Person(resting_bpm=70),
    )
    assert measure("walking_speed_self_selected", short).unavailable is Reason.TOO_SHORT
    assert measure("physiological_cost_index", short).unavailable is Reason.TOO_SHORT
    bpm = np.full(720, 100.0)
    bpm[300:600] = np.nan
    torn = make_inputs(bpm, REST_AND_WALK, channels=walk().recording.channels, person=Person(resting_bpm=70))
    assert measure("physiological_cost_index", torn).unavailable is Reason.TOO_MANY_GAPS


def test_a_walk_without_rest_needs_a_resting_rate() -> None:
    inputs = make_inputs(np.full(720, 100.0), [phase(EXERCISE, 120, 720)], channels=walk().recording.channels)
    assert measure("physiological_cost_index", inputs).unavailable is Reason.NEEDS_RESTING_HR


def test_a_walk_that_was_mostly_standing_has_no_cost() -> None:
    speeds = np.concatenate([np.zeros(120), np.full(120, 1.2), np.full(200, 0.3)])
    phases = [phase(REST, 0, 120), phase(EXERCISE, 120, 440)]
    inputs = make_inputs(np.full(440, 90.0), phases, channels=[channel("speed", "m/s", speeds)], sport="walking")
    found = measure("physiological_cost_index", inputs)
    assert found.unavailable is Reason.OUT_OF_RANGE
    assert "standing" in str(found.advice)


def test_the_longest_walk_is_the_one_with_most_speed_recorded() -> None:
    speeds = np.concatenate([np.full(300, 1.2), np.full(900, np.nan)])
    speeds[900:1100] = 0.9
    phases = [phase(EXERCISE, 0, 300), phase(EXERCISE, 400, 1200)]
    inputs = make_inputs(np.full(1200, 90.0), phases, channels=[channel("speed", "m/s", speeds)], sport="walking")
    assert measure("walking_speed_self_selected", inputs).value == pytest.approx(1.2)
