"""Exactly at a bound, and just beyond it: which beats, differences and frequencies count in heart-rate variability."""

from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

from pacing.measure.hrv.confidence import interval_of_root, sums_by_block, whole
from pacing.measure.hrv.dfa_threshold import course_of
from pacing.measure.hrv.frequency_domain import Band
from pacing.measure.hrv.series import REQUIREMENTS, nn_series, require
from pacing.measure.hrv.spectrum import Spectrum, trapezoid_power, welch
from pacing.measure.hrv.window import window_of
from pacing.measure.index import NotMeasurableError
from pacing.model.measurement import Reason
from pacing.model.phases import PhaseKind, Phases
from pacing.model.recording import Beats, Sensor
from tests.measure.exertion_inputs import phase
from tests.measure.hrv_sessions import beats_of, session, sinus


@pytest.mark.parametrize(
    ("step_ms", "closed", "wide", "narrow"),
    [
        (19.0, True, 0, 0),
        (20.0, False, 0, 0),
        (20.0, True, 0, 1),
        (21.0, False, 0, 1),
        (50.0, False, 0, 1),
        (50.0, True, 1, 1),
        (51.0, False, 1, 1),
    ],
)
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_differences_of_just_50_and_20_ms_count_only_where_the_bound_is_closed(
    sign: float, step_ms: float, closed: bool, wide: int, narrow: int
) -> None:
    nn_ms = np.array([800.0, 800.0 + sign * step_ms])
    found = whole(sums_by_block(nn_ms, np.array([False, True]), np.array([0]), closed=closed))
    assert (float(found.wide), float(found.narrow)) == (wide, narrow)


def test_the_trapezoid_begins_at_the_lower_edge_and_ends_below_the_upper() -> None:
    flat = Spectrum(np.array([0.0, 0.25, 0.5, 0.75, 1.0]), np.full(5, 8.0), 2.0, 4.0)
    assert trapezoid_power(flat, 0.25, 0.75) == 2.0
    assert trapezoid_power(flat, 0.25, 0.76) == 4.0


@pytest.mark.parametrize("asked", [(0.0, 20.0), (320.0, 400.0)], ids=["ends with the first", "begins with the last"])
def test_a_window_that_only_touches_the_beats_holds_none(asked: tuple[float, float]) -> None:
    beats = beats_of(np.full(300, 1000.0))
    shifted = Beats(beats.time_s + 20.0, beats.rr_ms)
    with pytest.raises(NotMeasurableError) as raised:
        window_of(session(shifted, window=asked))
    assert raised.value.reason is Reason.NOT_RECORDED
    wider = window_of(session(shifted, window=(asked[0] - 1.0, asked[1] + 1.0)))
    assert wider.stop_s - wider.start_s == 1.0


@pytest.mark.parametrize(
    ("exercise_s", "refused"), [((300.0, 600.0), None), ((0.0, 60.0), None), ((299.0, 600.0), Reason.OPTICAL_SENSOR)]
)
def test_optical_beats_are_trusted_unless_exercise_reaches_into_their_window(
    exercise_s: tuple[float, float], refused: Reason | None
) -> None:
    phases = Phases((phase(PhaseKind.EXERCISE, *exercise_s),))
    inputs = session(beats_of(sinus(700)), window=(60.0, 300.0), phases=phases, sensor=Sensor.OPTICAL)
    if refused is None:
        assert not any("exercise" in caveat for caveat in nn_series(inputs).caveats)
        return
    with pytest.raises(NotMeasurableError) as raised:
        nn_series(inputs)
    assert raised.value.reason is refused


def test_nothing_that_varies_is_surely_nothing() -> None:
    assert Band(0.0, 0.0).interval == (0.0, 0.0)
    assert Band(0.0, 0.0).log_variance == 0.0
    assert interval_of_root(5.0, 0.0, np.full(6, 5.0)) == (5.0, 5.0)


@pytest.mark.parametrize(
    ("wrong_over", "early", "refused"),
    [(0.0, 0.0, False), (0.001, 0.0, True), (-0.01, 0.0, False), (-0.01, 0.02, True)],
)
def test_wrong_and_early_beats_are_counted_together(wrong_over: float, early: float, refused: bool) -> None:
    most = REQUIREMENTS["time"].most
    made = replace(nn_series(session(beats_of(sinus(330)))), artefact_share=most + wrong_over, early_share=early)
    with pytest.raises(NotMeasurableError) if refused else nullcontext():
        require(made, "time")


@pytest.mark.parametrize(
    ("segments", "freedom"), [(1, 2.0), (2, 4.0 / (1.0 + 1.0 / 36.0)), (3, 6.0 / (1.0 + 4.0 / 108))]
)
def test_segments_that_overlap_by_half_tell_less_than_those_apart(segments: int, freedom: float) -> None:
    """Of Hann windows that overlap by half, the square of their product's share is one in thirty-six."""
    values = np.random.default_rng(1).standard_normal(512 + 256 * (segments - 1))
    assert welch(values, 4.0, 512).freedom == pytest.approx(freedom, rel=1e-6)


@pytest.mark.parametrize(("rr_ms", "beats", "known"), [(1500.0, 80, True), (1519.0, 78, False)])
def test_eighty_beats_in_two_minutes_have_a_scaling(rr_ms: float, beats: int, known: bool) -> None:
    values = rr_ms + np.tile([8.0, -8.0, -3.0, 3.0], 40)
    course = course_of(beats_of(values), np.zeros(values.size, dtype=np.uint8))
    assert round(course.bpm[0] * 2.0) == round(60_000.0 / rr_ms * 2.0)
    assert beats == int(120_000.0 / rr_ms + 1e-9) or not known
    assert bool(np.isfinite(course.alpha1[0])) is known


@pytest.mark.parametrize(
    ("unbroken_s", "covered_s", "refused"),
    [
        (None, 57.0, None),  # whole beats fill 95 %
        (None, 60.2, None),
        (None, 56.9, Reason.TOO_SHORT),
        (60.2, 300.0, None),
        (40.0, 57.0, Reason.TOO_MANY_GAPS),  # beats enough, but broken
        (40.0, 60.2, Reason.TOO_MANY_GAPS),
        (40.0, 56.9, Reason.TOO_SHORT),
    ],
)
def test_a_minute_is_one_from_95_percent_on_and_broken_minutes_are_called_so(
    unbroken_s: float | None, covered_s: float, refused: Reason | None
) -> None:
    made = replace(nn_series(session(beats_of(sinus(330)))), covered_s=covered_s)
    if refused is None:
        require(made, "time", covered_s=unbroken_s)
        return
    with pytest.raises(NotMeasurableError) as raised:
        require(made, "time", covered_s=unbroken_s)
    assert raised.value.reason is refused
