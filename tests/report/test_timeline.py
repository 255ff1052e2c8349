"""Where the words of the timeline stand: off the curve, in the picture, at what they name, apart from each other."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from pacing.model.assessment import Assessment
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.report.canvas import new_axes, new_figure
from pacing.report.drawing import load_figure
from pacing.report.figures.timeline import (
    LETTER_SHARE,
    MOST_EDGES,
    SHOWN_GAP,
    WORD_HEIGHT,
    _least_span,
    _mark_standing,
    _word_place,
)
from pacing.report.plot_data import time_axis
from tests.report.conftest import cleaned_of

Cases = Mapping[str, Callable[[], Assessment]]
WIDTH, HEIGHT = LETTER_SHARE * len("limit 000") * 100.0, WORD_HEIGHT * 100.0
TIMELINE = load_figure("timeline")


@pytest.mark.parametrize(
    ("dip_at", "dip_bpm", "expected"),
    [
        ([], 0.0, (1.0, False)),
        ([195.0], 77.0, (0.85, False)),  # the curve goes through where the word would stand
        ([195.0], 80.0 - HEIGHT, (1.0, False)),  # just below the word
        ([195.0], 80.0, (1.0, False)),  # on the line itself
        ([165.0], 77.0, (1.0, False)),  # left of the word
        ([200.0], 77.0, (0.85, False)),  # the last moment is still under the word
        ([200.0 - WIDTH], 77.0, (0.85, False)),  # and the first
        ([195.0, 180.0, 165.0, 150.0, 135.0, 120.0, 110.0], 77.0, (1.0, True)),  # nowhere: at the end, above
    ],
)
def test_the_limits_word_stands_off_the_curve(
    dip_at: list[float], dip_bpm: float, expected: tuple[float, bool]
) -> None:
    at = np.unique(np.concatenate((np.arange(100.0, 201.0), dip_at)))
    bpm = np.where(np.isin(at, dip_at), dip_bpm, 100.0)
    assert _word_place(at, bpm, 80.0, (100.0, 200.0), (20.0, 120.0)) == expected


@pytest.mark.parametrize(("over_foot_bpm", "above"), [(HEIGHT, False), (HEIGHT - 0.5, True), (0.5, True)])
def test_the_limits_word_never_stands_below_the_axis(over_foot_bpm: float, above: bool) -> None:
    at, bpm = np.arange(100.0), np.full(100, 110.0)
    assert _word_place(at, bpm, 20.0 + over_foot_bpm, (0.0, 99.0), (20.0, 120.0)) == (1.0, above)


@pytest.mark.parametrize(("at", "side"), [(12.0, "left"), (19.0, "left"), (21.0, "right"), (28.0, "right")])
def test_the_words_at_standing_up_are_on_the_side_with_more_room(at: float, side: str) -> None:
    axes = new_axes(new_figure())
    axes.set_xlim(10.0, 30.0)
    _mark_standing(axes, at)
    (words,) = axes.texts
    assert (words.get_text(), words.get_horizontalalignment()) == ("stood up", side)
    assert words.get_position()[0] * (1 if side == "left" else -1) > 0, "beside the line, not on it"


def phases_of(*items: tuple[PhaseKind, float, float]) -> Phases:
    return Phases(tuple(Phase(kind, start, stop, PhaseOrigin.GIVEN, 0.0) for kind, start, stop in items))


def words_of(session: Assessment, *items: tuple[PhaseKind, float, float]) -> dict[str, list[tuple[float, float]]]:
    """Where the names of phases stand: across as the axis counts, and up as a share of the height."""
    axes = TIMELINE.draw((replace(session, phases=phases_of(*items)),)).axes[0]
    names = {str(kind) for kind in PhaseKind}
    return {
        name: [(float(t.get_position()[0]), float(t.get_position()[1])) for t in axes.texts if t.get_text() == name]
        for name in names
    }


def test_names_of_narrow_bands_stand_below_them_and_never_overlap(cases: Cases) -> None:
    session = cases["within"]()
    at = words_of(
        session,
        (PhaseKind.REST, 0.0, 20.0),
        (PhaseKind.EXERCISE, 600.0, 640.0),
        (PhaseKind.RAISED, 640.0, 680.0),
        (PhaseKind.RECOVERY, 1780.0, 1800.0),
    )
    assert at["raised"] == [], "its word would lie on that of the exercise"
    (rest, rest_up), (exercise, exercise_up), (recovery, recovery_up) = (
        at[name][0] for name in ("rest", "exercise", "recovery")
    )
    assert rest_up == exercise_up == recovery_up < 0.915, "below the band"
    assert exercise == pytest.approx(620.0 / 60.0)
    assert rest == pytest.approx(30.0 * _least_span(PhaseKind.REST) / 2), "as far left as the whole word is seen"
    assert recovery == pytest.approx(30.0 * (1.0 - _least_span(PhaseKind.RECOVERY) / 2))


def test_a_word_that_just_fits_stands_in_its_band_and_once(cases: Cases) -> None:
    session, needed = cases["within"](), _least_span(PhaseKind.REST)
    axis = time_axis(session)
    for share, in_band in ((needed, True), (0.99 * needed, False)):
        ((at, up),) = words_of(session, (PhaseKind.REST, 0.0, share * 1800.0))["rest"]
        assert (up > 0.915) is in_band
        assert at == pytest.approx(axis.place(max(share, needed) * 900.0))
        shown = replace(session, phases=phases_of((PhaseKind.REST, 0.0, share * 1800.0)))
        assert ("band on top" not in TIMELINE.key((shown,))) is in_band


def test_a_band_late_in_a_session_is_as_narrow_as_an_early_one(cases: Cases) -> None:
    late = replace(cases["within"](), phases=phases_of((PhaseKind.EXERCISE, 1500.0, 1520.0)))
    assert "The band on top: sandy exercise." in TIMELINE.key((late,))


def test_up_to_eight_phases_are_told_one_by_one_and_named_below_their_bands(cases: Cases) -> None:
    session = cases["within"]()
    for count in (MOST_EDGES, MOST_EDGES + 1):
        edges = np.linspace(300.0, 800.0, count + 1)
        items = [(PhaseKind.EXERCISE, float(start), float(stop)) for start, stop in pairwise(edges)]
        words = words_of(session, *items)["exercise"]
        said = TIMELINE.describe((replace(session, phases=phases_of(*items)),))
        assert len(words) == (count == MOST_EDGES)
        assert said.count("exercise from") == (count if count == MOST_EDGES else 0)
        assert (f"{count} phases ({count} of exercise)" in said) is (count > MOST_EDGES)


@pytest.mark.parametrize(("gap_s", "named"), [(0.9, False), (1.0, True)])
def test_a_gap_of_a_second_is_named(cases: Cases, gap_s: float, named: bool) -> None:
    assert ("The longest gap" in TIMELINE.describe((with_gap(cases["within"](), gap_s),))) is named


@pytest.mark.parametrize(("share", "explained"), [(SHOWN_GAP, True), (0.9 * SHOWN_GAP, False)])
def test_a_break_that_can_be_seen_is_explained(cases: Cases, share: float, explained: bool) -> None:
    session = cases["within"]()
    shown = with_gap(session, share * session.recording.duration_s)
    assert ("Where the line breaks" in TIMELINE.key((shown,))) is explained


def with_gap(session: Assessment, gap_s: float) -> Assessment:
    coverage = replace(session.cleaned.coverage, longest_gap_s=gap_s)
    return replace(session, cleaned=replace(session.cleaned, coverage=coverage))


@pytest.mark.parametrize("above_s", [0.0, 4.0])
def test_hatching_is_explained_where_there_is_any(cases: Cases, above_s: float) -> None:
    session = cases["within"]()
    assert session.exceedance is not None
    shown = replace(session, exceedance=replace(session.exceedance, excursions=(), time_above_s=above_s))
    assert ("Hatching marks the time above the limit." in TIMELINE.key((shown,))) is (above_s > 0)


def test_a_single_stretch_is_as_long_as_the_time_above_and_of_several_the_longest_is_named(cases: Cases) -> None:
    session = replace(cases["no_limit"](), exceedance=cases["exceeded"]().exceedance)
    assert session.exceedance is not None
    one = replace(session.exceedance.excursions[0], start_s=360.0, stop_s=600.0)
    for stretches, until in (((one,), "minute 9"), ((one, replace(one, start_s=700.0, stop_s=760.0)), "minute 10")):
        exceedance = replace(session.exceedance, excursions=stretches, time_above_s=185.0, longest_s=240.0)
        said = TIMELINE.describe((replace(session, exceedance=exceedance),))
        assert f"between minute 6 and {until}" in said


def test_a_stretch_is_marked_where_it_is_highest_be_it_its_first_moment(cases: Cases) -> None:
    session = cases["exceeded"]()
    assert session.exceedance is not None
    heart_rate = session.cleaned.heart_rate
    bpm = np.full(heart_rate.time_s.size, 90.0)
    bpm[600:660] = np.linspace(140.0, 120.0, 60)
    one = replace(session.exceedance.excursions[0], start_s=600.0, stop_s=660.0)
    made = replace(
        session,
        cleaned=cleaned_of(heart_rate.time_s, bpm),
        exceedance=replace(session.exceedance, excursions=(one,)),
    )
    lines = TIMELINE.draw((made,)).axes[0].lines
    marks = [np.asarray(line.get_xydata()) for line in lines if line.get_marker() == "v"]
    assert [mark.tolist() for mark in marks] == [[[10.0, 142.5]]], "over the highest moment"
