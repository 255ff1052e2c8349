"""What heart rate of one sample a minute can and cannot say."""

import numpy as np
import pytest

from pacing.judge.exceedance import judge_exceedance
from pacing.judge.timeline import Timeline, timeline_of
from pacing.model.exceedance import BorderlineReason, ExceedanceVerdict
from pacing.model.recording import Sensor
from tests.judge.square_wave import HIGH, LIMIT, LOW


def minutes(*bpm: float) -> Timeline:
    """One sample a minute, each standing until the next, as cleaning fills them."""
    held = np.repeat(np.array(bpm), 60)
    measured = np.arange(held.size) % 60 == 0
    return timeline_of(np.arange(float(held.size)), held, float(held.size), 60.0, Sensor.OPTICAL, measured)


@pytest.mark.parametrize(("above", "verdict"), [(2, ExceedanceVerdict.BRIEF), (3, ExceedanceVerdict.SUSTAINED)])
def test_two_samples_above_are_not_called_sustained_and_three_are(above: int, verdict: ExceedanceVerdict) -> None:
    found = judge_exceedance(minutes(*[LOW] * 40, *[HIGH] * above, *[LOW] * 40), LIMIT)
    assert found.verdict is verdict
    assert found.longest_s == above * 60.0
    assert found.resolution_s == 60.0


def test_two_samples_above_may_have_been_sustained_and_the_verdict_says_that_it_is_borderline() -> None:
    found = judge_exceedance(minutes(*[LOW] * 40, HIGH, HIGH, *[LOW] * 40), LIMIT)
    assert found.borderline_reasons == (BorderlineReason.RESOLUTION,)


def test_the_time_above_is_bounded_by_the_samples_around_each_crossing() -> None:
    found = judge_exceedance(minutes(*[LOW] * 40, *[HIGH] * 5, *[LOW] * 40), LIMIT)
    # Surely above: four whole minutes between samples above, and the moment of the fifth sample itself.
    assert (found.time_above_low_s, found.time_above_s, found.time_above_high_s) == (241.0, 300.0, 359.0)
    assert found.unknown_s == 0.0


def test_one_odd_minute_is_not_smoothed_away() -> None:
    found = judge_exceedance(minutes(*[LOW] * 40, HIGH, *[LOW] * 40), LIMIT)
    assert (found.time_above_s, found.verdict) == (60.0, ExceedanceVerdict.BRIEF)


@pytest.mark.parametrize(("sampling_s", "sparse"), [(1.0, False), (8.0, False), (8.1, True), (float("nan"), True)])
def test_samples_up_to_eight_seconds_apart_are_not_far_apart(sampling_s: float, sparse: bool) -> None:
    bpm = np.array([LOW] * 5 + [HIGH] + [LOW] * 5)
    found = timeline_of(np.arange(11.0), bpm, 11.0, sampling_s, Sensor.OPTICAL)
    assert found.is_sparse is sparse
    assert (HIGH in found.bpm) is sparse  # one odd value is smoothed away only where the samples are near


@pytest.mark.parametrize(("sampling_s", "wider"), [(4.0, False), (20.0, True)])
def test_only_between_samples_far_apart_a_second_may_have_been_as_low_or_high_as_either(
    sampling_s: float, wider: bool
) -> None:
    bpm = np.linspace(80.0, 100.0, 21)
    measured = np.arange(21) % 20 == 0
    found = timeline_of(np.arange(21.0), bpm, 21.0, sampling_s, Sensor.STRAP, measured)
    assert bool((found.low_bpm < found.bpm)[1:20].all()) is wider
    assert bool((found.high_bpm > found.bpm)[1:20].all()) is wider
    assert (found.low_bpm[0], found.high_bpm[20]) == (80.0, 100.0)
