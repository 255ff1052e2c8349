from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.levels import _quiet_level
from pacing.model.measurement import Reason
from pacing.model.person import Person, RestingFrom
from pacing.model.recording import Channel, RecordingKind, Sensor
from tests.measure.exertion_inputs import EXERCISE, REST, channel, make_inputs, measure, phase


def test_a_good_rest_of_the_recording_is_used_and_the_given_rate_stands_beside() -> None:
    inputs = make_inputs(
        [65.0] * 200, [phase(REST, 0, 200)], person=Person(resting_bpm=62, resting_from=RestingFrom.MORNING)
    )
    found = measure("hr_rest", inputs)
    assert found.value == pytest.approx(65.0)
    assert found.parts["definition"] == "quiet_minutes"
    assert found.parts["given_rest_bpm"] == 62
    assert found.caveats == ()


def test_a_given_rate_that_contradicts_the_recording_is_said_once() -> None:
    inputs = make_inputs([88.0] * 200, [phase(REST, 0, 200)], person=Person(resting_bpm=55))
    (said,) = measure("hr_rest", inputs).caveats
    assert "55 bpm" in said
    assert "88 bpm" in said


def test_without_a_rest_the_given_rate_is_used_and_keeps_its_origin() -> None:
    person = Person(resting_bpm=62, resting_from=RestingFrom.MORNING)
    found = measure("hr_rest", make_inputs([110.0] * 200, [phase(EXERCISE, 0, 200)], person=person))
    assert found.value == 62
    assert found.parts["definition"] == "told:morning"
    assert (found.low, found.high) == pytest.approx((62 - 1.95996 * 6.2, 62 + 1.95996 * 6.2), abs=0.01)


def test_a_resting_rate_told_without_its_origin_says_only_that_it_was_told() -> None:
    assert measure("hr_rest", make_inputs([80.0] * 9, person=Person(resting_bpm=62))).parts["definition"] == "told"


def test_the_quiet_minutes_before_exercise_are_the_resting_level() -> None:
    inputs = make_inputs([66.0] * 120 + [110.0] * 300, [phase(REST, 0, 120), phase(EXERCISE, 120, 420)])
    found = measure("hr_rest", inputs)
    assert found.value == pytest.approx(66.0)
    assert found.parts["definition"] == "quiet_minutes"
    assert found.window == (0.0, 120.0)


def test_a_long_rest_counts_only_its_last_five_minutes() -> None:
    inputs = make_inputs([80.0] * 300 + [60.0] * 300, [phase(REST, 0, 600)])
    assert measure("hr_rest", inputs).value == pytest.approx(60.0)


def rested(first: float, second: float, first_s: int = 300) -> tuple[str, ...]:
    """Caveats of a rest of two levels [bpm], the second of 300 s, both going up and down by a beat."""
    bpm = np.concatenate((np.full(first_s, first), np.full(300, second))) + np.sin(np.arange(first_s + 300.0))
    return measure("hr_rest", make_inputs(bpm, [phase(REST, 0, first_s + 300)])).caveats


def test_a_rest_that_was_another_five_minutes_earlier_says_that_it_is_that_of_its_own_minutes() -> None:
    (said,) = rested(70.0, 78.0)
    assert "the rest of these five minutes alone" in said
    assert "70 bpm" in said
    assert rested(77.9, 78.0) == ()


def test_minutes_too_few_to_compare_with_say_nothing() -> None:
    assert rested(70.0, 78.0, first_s=299) == ()


@pytest.mark.parametrize(
    "phases",
    [
        [phase(EXERCISE, 0, 300)],
        [phase(REST, 0, 59), phase(EXERCISE, 59, 300)],
        [phase(EXERCISE, 0, 100), phase(REST, 100, 300)],
    ],
    ids=["none", "too short", "only after exercise"],
)
def test_a_resting_level_is_never_invented(phases: list[object]) -> None:
    found = measure("hr_rest", make_inputs([80.0] * 300, phases))  # type: ignore[arg-type]
    assert found.unavailable is Reason.NEEDS_REST_RECORDING
    assert "--resting" in str(found.advice)


@pytest.mark.parametrize(("given_bpm", "expected"), [(None, 70.0), (58.0, 58.0)])
def test_the_quiet_stretch_of_a_whole_day_is_its_rest_whatever_came_before(
    given_bpm: float | None, expected: float
) -> None:
    """Unless the person gave one: who sat quietly in the evening did not rest as in the morning."""
    bpm, phases = [110.0] * 300 + [70.0] * 2000, [phase(EXERCISE, 0, 300), phase(REST, 400, 2300)]
    inputs = make_inputs(bpm, phases, person=Person(resting_bpm=given_bpm))
    day = replace(inputs, recording=replace(inputs.recording, kind=RecordingKind.DAY))
    assert measure("hr_rest", day).value == pytest.approx(expected)
    if given_bpm is None:
        assert measure("hr_rest", make_inputs(bpm, phases)).unavailable is Reason.NEEDS_REST_RECORDING


def test_a_rest_that_was_mostly_lost_is_no_resting_level() -> None:
    bpm = np.full(200, 70.0)
    bpm[40:] = np.nan
    assert measure("hr_rest", make_inputs(bpm, [phase(REST, 0, 200)])).unavailable is Reason.NEEDS_REST_RECORDING


def test_the_peak_is_the_highest_half_minute() -> None:
    bpm = np.full(300, 100.0)
    bpm[100:130] = 120.0
    bpm[200] = 200.0
    found = measure("hr_peak", make_inputs(bpm))
    assert found.value == pytest.approx(120.0)
    assert found.window == (100.0, 130.0)


def test_one_value_a_minute_has_no_peak() -> None:
    inputs = make_inputs([100.0] * 20, time_s=np.arange(20.0) * 60.0, sampling_s=60.0)
    assert measure("hr_peak", inputs).unavailable is Reason.TOO_COARSE


def test_half_a_minute_is_needed_for_a_peak() -> None:
    assert measure("hr_peak", make_inputs([100.0] * 20)).unavailable is Reason.TOO_SHORT


def test_a_torn_recording_has_no_peak() -> None:
    bpm = np.where(np.arange(300) % 4 == 0, np.nan, 100.0)
    assert measure("hr_peak", make_inputs(bpm)).unavailable is Reason.TOO_MANY_GAPS


def test_the_mean_of_nothing_is_refused() -> None:
    assert measure("hr_mean", make_inputs([])).unavailable is Reason.TOO_MANY_GAPS


def test_missing_seconds_widen_the_interval_of_the_mean() -> None:
    full = 100.0 + 20.0 * np.sin(np.arange(1000.0) / 100.0)
    torn = full.copy()
    torn[300:700] = np.nan
    widths = [
        found.high - found.low
        for found in (measure("hr_mean", make_inputs(bpm)) for bpm in (full, torn))
        if found.high is not None and found.low is not None
    ]
    assert widths[1] > 3 * widths[0]


def test_an_optical_sensor_is_less_sure_of_the_mean_than_a_strap() -> None:
    strap, optical = (measure("hr_peak", make_inputs([100.0] * 90, sensor=s)) for s in (Sensor.STRAP, Sensor.OPTICAL))
    assert strap.high is not None
    assert optical.high is not None
    assert optical.high > strap.high


@pytest.mark.parametrize(
    ("sensor", "sport", "channels", "warned"),
    [
        (Sensor.OPTICAL, "walking", (), True),
        (Sensor.UNKNOWN, None, (), True),
        (Sensor.STRAP, "walking", (), False),
        (Sensor.OPTICAL, "cycling", (), False),
        (Sensor.UNKNOWN, None, (channel("cadence", "1/min", np.full(90, 55.0)),), False),
    ],
)
def test_a_peak_that_may_be_the_step_rate_says_so(
    sensor: Sensor, sport: str | None, channels: tuple[Channel, ...], warned: bool
) -> None:
    highest = measure("hr_peak", make_inputs([100.0] * 90, sensor=sensor, sport=sport, channels=channels))
    assert any("steps" in caveat for caveat in highest.caveats) == warned


@pytest.mark.parametrize(("sensor", "warned"), [(Sensor.OPTICAL, True), (Sensor.UNKNOWN, True), (Sensor.STRAP, False)])
def test_a_mean_that_may_be_off_throughout_says_so(sensor: Sensor, warned: bool) -> None:
    assert bool(measure("hr_mean", make_inputs([100.0] * 90, sensor=sensor)).caveats) == warned


@given(st.lists(st.floats(40, 200), min_size=30, max_size=200))
def test_peak_is_never_below_the_mean_of_a_whole_number_of_windows(bpm: list[float]) -> None:
    whole = bpm[: len(bpm) // 30 * 30]
    found = measure("hr_peak", make_inputs(whole))
    assert found.value is not None
    assert found.value >= np.mean(whole) - 1e-9


@pytest.mark.parametrize(
    ("length_s", "known_s", "is_level"), [(100, 54, True), (100, 53, False), (240, 120, True), (240, 119, False)]
)
def test_a_quiet_stretch_has_a_level_from_54_seconds_and_half_of_it_on(
    length_s: int, known_s: int, is_level: bool
) -> None:
    bpm = np.full(length_s, 64.0)
    bpm[known_s:] = np.nan
    assert (_quiet_level(make_inputs(bpm), 0.0, float(length_s)) is not None) is is_level
