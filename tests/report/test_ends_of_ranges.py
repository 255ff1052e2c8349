"""Exactly at a bound, and just beyond it: what a page says or draws, and what no more."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from pacing.model.assessment import Assessment
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Reason
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Beats, RecordingKind
from pacing.report.day_values import draw
from pacing.report.plot_data import TimeAxis, adjacent_pairs, broken_at_gaps, decimated, time_axis, usable_beats
from pacing.report.wording.format_times import day_clock_text
from pacing.report.wording.quality import (
    COMPLETE,
    COVERED,
    MOST,
    NEARLY_ALL,
    RAISED_SENTENCE,
    RAISED_STILL,
    coverage_sentences,
    phases_sentence,
    refusal_text,
)
from pacing.report.wording.verdict import lead_sentence, level_sentence
from tests.report.conftest import measured, refused
from tests.report.test_day_values import made
from tests.report.test_time_axis import lasting

Cases = Mapping[str, Callable[[], Assessment]]


@pytest.mark.parametrize(
    ("share", "how"),
    [(NEARLY_ALL, "nearly"), (NEARLY_ALL - 0.01, "gaps"), (MOST, "gaps"), (MOST - 0.01, "large"), (1.0, "")],
)
def test_how_complete_a_recording_is_changes_at_its_bounds(cases: Cases, share: float, how: str) -> None:
    session = cases["within"]()
    coverage = replace(session.cleaned.coverage, measured_share=share, longest_gap_s=0.9)
    (sentence,) = coverage_sentences(replace(session, cleaned=replace(session.cleaned, coverage=coverage)))
    assert sentence == COMPLETE if not how else sentence[:20] == COVERED[how][:20]


def test_a_number_that_is_there_is_not_said_to_be_refused() -> None:
    with pytest.raises(ValueError, match="is not unavailable"):
        refusal_text(measured("hr_mean", 90.0, 89.0, 91.0))


def test_how_high_heart_rate_was_takes_both_its_mean_and_its_peak(cases: Cases) -> None:
    mean, peak = measured("hr_mean", 90.0, 89.0, 91.0), measured("hr_peak", 120.0, 119.0, 121.0)
    no_mean, no_peak = (refused(name, Reason.NOT_RECORDED, "Record it.") for name in ("hr_mean", "hr_peak"))
    for numbers in ((), (mean,), (peak,), (mean, no_peak), (no_mean, peak)):
        assert level_sentence(replace(cases["within"](), measurements=numbers)) == ""
    assert "120" in level_sentence(replace(cases["within"](), measurements=(mean, peak)))


def test_a_raised_heart_rate_is_spoken_of_only_where_there_was_no_exercise(cases: Cases) -> None:
    session = cases["within"]()
    exercise = Phase(PhaseKind.EXERCISE, 300.0, 900.0, PhaseOrigin.HEART_RATE, 10.0)
    raised = Phase(PhaseKind.RAISED, 1200.0, 1500.0, PhaseOrigin.HEART_RATE, 10.0)
    for phases, said in (((raised,), True), ((exercise,), False), ((exercise, raised), False), ((), False)):
        sentence = phases_sentence(replace(session, phases=Phases(phases)))
        assert (sentence in (RAISED_SENTENCE, RAISED_STILL)) is said


@pytest.mark.parametrize(("unknown_s", "above_s"), [(59.0, 0.0), (60.0, 0.0), (59.0, 1.0), (60.0, 1.0)])
def test_a_minute_that_nobody_recorded_is_said_before_all(cases: Cases, unknown_s: float, above_s: float) -> None:
    session = cases["within"]()
    assert session.exceedance is not None
    exceedance = replace(session.exceedance, unknown_s=unknown_s, time_above_s=above_s)
    lead = lead_sentence(replace(session, exceedance=exceedance))
    assert ("recorded" in lead) is (unknown_s >= 60.0)
    assert ("second" in lead) is (unknown_s < 60.0 and above_s > 0.0)


@pytest.mark.parametrize(("step_s", "broken"), [(5.0, False), (5.1, True)])
def test_a_line_is_drawn_across_steps_up_to_the_longest(step_s: float, broken: bool) -> None:
    _, value = broken_at_gaps(np.array([0.0, step_s]), np.array([70.0, 71.0]), 5.0)
    assert bool(np.isnan(value).any()) is broken


def test_a_line_of_twice_as_many_values_as_stretches_is_not_thinned() -> None:
    assert decimated(np.arange(20.0), np.arange(20.0), 10)[0].size == 20
    assert decimated(np.arange(21.0), np.zeros(21), 10)[0].size < 21


def test_beats_at_both_ends_of_a_window_are_in_it_and_rejected_ones_never(cases: Cases) -> None:
    session = cases["within"]()
    beats = Beats(np.array([1.0, 2.0, 3.0, 4.0]), np.full(4, 1000.0))
    state = np.array([BeatState.NORMAL, BeatState.NORMAL, BeatState.REJECTED, BeatState.CORRECTED], dtype=np.uint8)
    made_up = replace(session, cleaned=replace(session.cleaned, beats=beats, beat_state=state))
    for window, expected in (((1.0, 4.0), [1.0, 2.0, 4.0]), ((1.1, 3.9), [2.0])):
        shown = usable_beats(made_up, window)
        assert shown is not None
        assert shown.time_s.tolist() == expected


@pytest.mark.parametrize(("apart_ms", "pairs"), [(1.25, 1), (-1.25, 1), (2.0, 0), (-2.0, 0)])
def test_intervals_that_touch_but_for_a_clocks_rounding_are_a_pair(apart_ms: float, pairs: int) -> None:
    beats = Beats(np.array([1.0, 1.9 + apart_ms / 1000.0]), np.array([1000.0, 900.0]))
    assert adjacent_pairs(beats)[0].size == pairs


@pytest.mark.parametrize(("duration_s", "unit_s"), [(179.0, 1.0), (180.0, 60.0), (10_800.0, 60.0), (10_801.0, 3600.0)])
def test_three_minutes_are_counted_in_minutes_and_over_three_hours_in_hours(
    cases: Cases, duration_s: float, unit_s: float
) -> None:
    assert time_axis(lasting(cases["within"](), duration_s)).unit_s == unit_s


@pytest.mark.parametrize(
    ("began_h", "hours", "title"),
    [
        (0, 24, "hour of the day"),
        (1, 24, "hours since the first midnight"),
        (0, 48, "hours since the first midnight"),
        (1, 48, "date, at midnight"),
    ],
)
def test_a_day_ends_at_midnight_and_two_of_them_too(cases: Cases, began_h: int, hours: int, title: str) -> None:
    start = datetime(2026, 4, 29, began_h, 0, tzinfo=UTC)
    session = lasting(cases["whole_day"](), hours * 3600.0, start=start)
    assert session.recording.kind is RecordingKind.DAY
    assert time_axis(session).title == title


@pytest.mark.parametrize(
    ("low_s", "high_s", "ticks"), [(0.0, 360.0, range(7)), (60.0, 420.0, range(1, 8)), (30.0, 490.0, range(2, 9, 2))]
)
def test_ticks_are_fewer_than_eight_and_lie_within_the_axis_with_its_ends(
    low_s: float, high_s: float, ticks: range
) -> None:
    assert TimeAxis(60.0, 0.0, "minutes").ticks(low_s, high_s) == ([*ticks], [str(at) for at in ticks])


@pytest.mark.parametrize("month", [1, 12])
def test_a_moment_of_a_long_recording_has_its_month(month: int) -> None:
    began = datetime(2026, month, 30, 23, 0, tzinfo=UTC)
    assert day_clock_text(began, 1800.0, dated=True) == f"30 {('Jan', 'Dec')[month // 12]}, 23:30"


@pytest.mark.parametrize(("days", "ticks"), [(16, 2), (17, 4), (60, 4)])
def test_days_over_two_weeks_have_four_dates_and_fewer_their_first_and_last(days: int, ticks: int) -> None:
    axes = draw(made(days, 55.0, "ring"), ()).axes[0]
    assert len(axes.get_xticks()) == ticks
    first = date(2026, 3, 1)
    assert axes.get_xticks()[0] == (first - date(1970, 1, 1)).days
    names = [label.get_text() for label in axes.get_xticklabels()]
    assert names[0] == "1 Mar 26"
    last = first + timedelta(days=days - 1)
    assert names[-1] == f"{last.day} {last:%b %y}"
