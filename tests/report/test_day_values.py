"""The figure of days, and its place on the page of a season."""

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from pacing.longitudinal.daily_range import daily_series
from pacing.model.assessment import Outcome, Program
from pacing.model.daily import DailyKind, DailySeries, DailyValue
from pacing.model.longitudinal import DatedNote, Payback, PaybackAnswer, Season
from pacing.model.person import Person
from pacing.report.canvas import svg_text
from pacing.report.day_values import LEAST_POINTS, MOST_MARKERS, MOST_PANELS, day_picture, draw, shown_series
from pacing.report.document import Audience
from pacing.report.render import render_report

FIRST = date(2026, 3, 1)


def made(days: int, level: float, source: str, kind: DailyKind = DailyKind.RESTING_HR) -> tuple[DailySeries, ...]:
    return daily_series(
        DailyValue(FIRST + timedelta(days=n), kind, level + n * 7 % 5, source, "its own") for n in range(days)
    )


def page(daily: tuple[DailySeries, ...], form: str = "html") -> str:
    answer = Payback(PaybackAnswer.NOT_ENOUGH, 0, 0, None, None, None, "Not enough yet.")
    note = DatedNote(FIRST + timedelta(days=10), "dose", "half")
    season = Season((), answer, notes=(note,), daily=daily)
    outcome = Outcome((), (), Person(), Program("pacing", "0"), season)
    return render_report(outcome, form, Audience.PATIENT).decode()


def test_of_two_sources_of_one_kind_the_longer_is_shown_and_never_both_in_one() -> None:
    (shown,) = shown_series((*made(40, 55.0, "ring"), *made(20, 70.0, "watch")))
    assert shown.source == "ring"
    assert len(shown.points) == 40


def test_the_page_names_the_source_it_has_no_room_for() -> None:
    text = page((*made(40, 55.0, "ring"), *made(20, 70.0, "watch")), "text")
    assert "Resting heart rate, watch" in " ".join(text.split())
    assert "Kept as well" not in page(made(40, 55.0, "ring"), "text")


def test_at_most_three_kinds_are_shown_and_clocks_never() -> None:
    every = [one for kind in DailyKind for one in made(30, 30.0 if kind.unit != "h" else 7.0, "watch", kind)]
    assert len(shown_series(every)) == MOST_PANELS
    assert all(one.kind.unit in ("bpm", "ms") for one in shown_series(every))


def test_each_kind_more_makes_the_figure_taller_by_one_panel() -> None:
    kinds = (DailyKind.RESTING_HR, DailyKind.NIGHT_RMSSD, DailyKind.NIGHT_HR)
    every = [one for kind in kinds for one in made(30, 55.0, "watch", kind)]
    heights = [float(draw(tuple(every[:count]), ()).get_size_inches()[1]) for count in (1, 2, 3)]
    assert heights[2] - heights[1] == pytest.approx(heights[1] - heights[0])
    assert heights[1] - heights[0] > 0.5


def test_a_few_days_are_no_course() -> None:
    assert day_picture(shown_series(made(5, 55.0, "ring"))) is None


def test_the_figure_is_the_same_bytes_twice_and_says_its_numbers_in_words() -> None:
    series = made(40, 55.0, "ring")
    first = svg_text(draw(series, ()), "a", themed=True)
    assert first == svg_text(draw(series, ()), "a", themed=True)
    picture = day_picture(series)
    assert picture is not None
    assert "40 days, from 55 bpm to 59 bpm; usual range" in picture.alternative


def test_the_page_of_a_season_holds_days_with_whose_they_are() -> None:
    html = page(made(40, 55.0, "ring"))
    assert "Your days and nights" in html
    assert "ring: its own (40 days)." in html
    assert "the usual" in html
    assert re.search(r"<svg[^>]*>.*Resting heart rate \(bpm\)", html, re.DOTALL)
    assert "Dotted: a day with a note." in html


def test_without_values_of_days_the_page_says_nothing_of_them() -> None:
    assert "days and nights" not in page(())
    assert "days and nights" in page(made(40, 55.0, "ring"), "text").lower()


def many(days: int, level: float = 55.0, kind: DailyKind = DailyKind.RESTING_HR) -> DailySeries:
    return made(days, level, "ring", kind)[0]


@pytest.mark.parametrize(("days", "shown"), [(LEAST_POINTS - 1, 0), (LEAST_POINTS, 1)])
def test_a_week_of_days_is_shown(days: int, shown: int) -> None:
    assert len(shown_series((many(days),))) == shown


def test_every_value_and_range_has_room() -> None:
    series = (many(60), many(60, 58.0, DailyKind.NIGHT_HR), many(60, 30.0, DailyKind.NIGHT_RMSSD))
    figure = draw(series, ())
    for axes, one in zip(figure.axes, series, strict=True):
        ends = [end for point in one.points for end in (point.value, point.low, point.high) if end is not None]
        low, high = axes.get_ylim()
        assert min(ends) - low == pytest.approx(high - max(ends)) == pytest.approx(0.12 * (max(ends) - min(ends)))
    assert figure.get_size_inches()[1] > 3 * 1.5, "no panel is squeezed"


def test_the_usual_range_is_shaded_on_the_days_that_have_one_from_its_low_to_its_high_end() -> None:
    series = many(40)
    known = [point for point in series.points if point.low is not None]
    assert 0 < len(known) < 40
    (band,) = draw((series,), ()).axes[0].collections
    corners = np.asarray(band.get_paths()[0].vertices)
    ends = [end for point in known for end in (point.low, point.high) if end is not None]
    days = [(point.day - date(1970, 1, 1)).days for point in known]
    assert (corners[:, 0].min(), corners[:, 0].max()) == (days[0], days[-1])
    assert (corners[:, 1].min(), corners[:, 1].max()) == (min(ends), max(ends))


@pytest.mark.parametrize(("low", "high", "ranges"), [(50.0, 60.0, 1), (None, 60.0, 0), (50.0, None, 0)])
def test_a_range_of_which_an_end_is_missing_is_neither_drawn_nor_said(
    low: float | None, high: float | None, ranges: int
) -> None:
    base = many(9)
    *before, last = (replace(point, low=None, high=None) for point in base.points)
    series = replace(base, points=(*before, replace(last, low=low, high=high)))
    assert len(draw((series,), ()).axes[0].collections) == ranges
    picture = day_picture((series,))
    assert picture is not None
    assert picture.alternative.count("usual range") == ranges


@pytest.mark.parametrize(("days", "marks"), [(MOST_MARKERS, 1), (MOST_MARKERS + 1, 0)])
def test_very_many_days_are_dots_of_one_path(days: int, marks: int) -> None:
    axes = draw((many(days),), ()).axes[0]
    assert len(axes.lines) == marks
    assert len(axes.patches) == 1 - marks
