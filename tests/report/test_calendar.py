"""Where months begin below a calendar and which of them carries the year; its marks and their words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from pacing.model.assessment import Assessment
from pacing.model.exceedance import ExceedanceVerdict
from pacing.report.canvas import svg_text
from pacing.report.drawing import load_figure
from pacing.report.figures.calendar import HEIGHT_IN, LINE_IN, SUSTAINED, _month_ticks

Cases = Mapping[str, Callable[[], Assessment]]
CALENDAR = load_figure("calendar")


@pytest.mark.parametrize(
    ("first", "weeks", "ticks", "names"),
    [
        (date(2026, 2, 2), 25, [0, 4, 9, 13, 17, 22], ["Feb 2026", "Mar", "Apr", "May", "Jun", "Jul"]),  # just room
        (date(2026, 2, 2), 26, [4, 9, 13, 17, 22], ["Mar 2026", "Apr", "May", "Jun", "Jul"]),
        (date(2025, 12, 1), 12, [0, 5, 9], ["Dec", "Jan 2026", "Feb"]),
        (date(2025, 12, 15), 26, [3, 7, 11, 16, 20, 24], ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]),  # no room for it
        (date(2026, 6, 1), 3, [0], ["Jun 2026"]),
        (date(2026, 6, 29), 2, [1], ["Jul 2026"]),
    ],
)
def test_months_are_named_where_they_begin(first: date, weeks: int, ticks: list[int], names: list[str]) -> None:
    assert _month_ticks(first, weeks) == (ticks, names)


FIRST = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def days_of(
    session: Assessment, *shown: tuple[int, ExceedanceVerdict], first: datetime = FIRST
) -> tuple[Assessment, ...]:
    """A session on each of some days after the first of June, or another, with its verdict."""
    assert session.exceedance is not None
    return tuple(
        replace(
            session,
            recording=replace(session.recording, start=first + timedelta(days=day)),
            exceedance=replace(session.exceedance, verdict=verdict),
        )
        for day, verdict in shown
    )


VERDICTS = (ExceedanceVerdict.WITHIN, ExceedanceVerdict.BRIEF, ExceedanceVerdict.SUSTAINED)


@pytest.mark.parametrize(("days", "shown"), [((0, 0), False), ((0, 1), True)])
def test_sessions_of_two_days_make_a_calendar(cases: Cases, days: tuple[int, ...], shown: bool) -> None:
    sessions = days_of(cases["within"](), *((day, VERDICTS[0]) for day in days))
    assert CALENDAR.applies(sessions) is shown


@pytest.mark.parametrize(("last_day", "newest"), [(25 * 7 + 6, False), (26 * 7, True)])
def test_of_more_than_half_a_year_the_newest_weeks_are_shown_and_it_is_said(
    cases: Cases, last_day: int, newest: bool
) -> None:
    sessions = days_of(cases["within"](), (0, VERDICTS[0]), (8, VERDICTS[2]), (last_day, VERDICTS[0]))
    said = CALENDAR.describe(sessions)
    assert ("Only the newest half year is drawn." in said) is newest
    assert f"{2 if newest else 3} days with a session" in said
    assert f"stayed under on {1 if newest else 2}, " in said
    assert f"{SUSTAINED} on 1." in said


@pytest.mark.parametrize(("last_week", "mark_pt"), [(0, 10.0), (9, 10.0), (25, 8.0)])
def test_every_mark_lies_within_the_calendar_and_apart_from_the_next_week(
    cases: Cases, last_week: int, mark_pt: float
) -> None:
    sessions = days_of(cases["within"](), (0, VERDICTS[0]), (7 * last_week + 6, VERDICTS[0]))
    axes = CALENDAR.draw(sessions).axes[0]
    low, high = axes.get_xlim()
    (marks,) = axes.lines
    weeks = np.asarray(marks.get_xdata(), dtype=float)
    assert weeks.tolist() == [0.0, float(last_week)]
    assert low + 0.5 < 0.0 <= last_week < high - 0.5
    assert marks.get_markersize() == pytest.approx(mark_pt)


def test_up_to_two_words_stand_on_a_line_and_more_below_each_other_without_taking_the_days_room(cases: Cases) -> None:
    heights, days_heights, lines = [], [], []
    for count in (1, 2, 3):
        figure = CALENDAR.draw(days_of(cases["within"](), *enumerate(VERDICTS[:count])))
        figure.draw_without_rendering()
        (legend,) = figure.legends
        lines.append(len({round(text.get_window_extent().y0) for text in legend.get_texts()}))
        heights.append(figure.get_figheight())
        days_heights.append(figure.axes[0].get_position().height * heights[-1])
    assert lines == [1, 1, 3]
    assert heights == pytest.approx([HEIGHT_IN, HEIGHT_IN, HEIGHT_IN + 2 * LINE_IN])
    assert days_heights == pytest.approx([days_heights[0]] * 3)


@pytest.mark.parametrize(("verdicts", "last_day"), [(VERDICTS[:1], 0), (VERDICTS, 100), ((*ExceedanceVerdict,), 180)])
@pytest.mark.parametrize("first", [FIRST, datetime(2025, 7, 10, 10, tzinfo=UTC)])
def test_names_of_days_and_months_and_the_words_below_lie_in_the_picture_and_apart(
    cases: Cases, verdicts: tuple[ExceedanceVerdict, ...], last_day: int, first: datetime
) -> None:
    """From the second first day on half a year ends in January, whose name with its year stands at the right end."""
    figure = CALENDAR.draw(days_of(cases["within"](), *enumerate(verdicts), (last_day, verdicts[0]), first=first))
    svg_text(figure, "a", themed=True)
    inside = figure.transFigure.inverted()
    boxes = [inside.transform_bbox(text.get_window_extent()) for text in figure.texts if text.get_text()]
    assert len(boxes) > 7
    (legend,) = figure.legends
    below = inside.transform_bbox(legend.get_window_extent())
    assert 0.0 < below.y0 < below.y1 < min(box.y0 for box in boxes)
    for box in (*boxes, below):
        assert 0.0 < box.x0 < box.x1 < 1.0
        assert box.y1 < 1.0
    (axes,) = figure.axes
    assert not axes.patches, "no marks and no grid"
    assert not any(line.get_visible() for line in axes.spines.values())
