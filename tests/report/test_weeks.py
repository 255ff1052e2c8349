"""Weeks and months: the days of an all-day recording tell it, an axis is made for the values, a span says its days."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pacing.cli.options import parse_since
from pacing.errors import UsageError
from pacing.model.assessment import Assessment, Outcome, Program
from pacing.model.longitudinal import PaybackAnswer, Season, SymptomScore
from pacing.model.person import Person
from pacing.report.canvas import new_axes, new_figure
from pacing.report.document import Audience
from pacing.report.drawing import load_figure
from pacing.report.figures.calendar import _month_ticks
from pacing.report.figures.trend import _draw_series, _Series
from pacing.report.render import render_report
from pacing.report.wording.season import PAYBACK_SEEN, season_lead
from pacing.report.wording.verdict import days_lead
from tests.report.test_season import SILENT_PAYBACK

pytestmark = pytest.mark.usefixtures("figures_drawn_once")

Cases = Mapping[str, Callable[[], Assessment]]


def many_days(cases: Cases, count: int) -> Any:
    base = cases["whole_day"]()
    (day,) = base.days
    assert day.day is not None
    days = tuple(replace(day, day=day.day + timedelta(days=n)) for n in range(count))
    return replace(base, days=days, recording=replace(base.recording, duration_s=count * 86400.0))


def outcome_of(*sessions: Any, **more: Any) -> Outcome:
    return Outcome(sessions, (), Person(), Program("pacing", "0"), **more)


def test_months_of_days_are_told_by_their_days_under_a_title_with_their_span(cases: Cases) -> None:
    months = many_days(cases, 96)
    assert "96 days" in days_lead(months)
    page = render_report(outcome_of(months), "html", Audience.PATIENT).decode("utf-8")
    first = months.days[0].day
    assert f"96 days, {first.day} " in page
    assert "Days with a recording" in page
    assert "Lowest half hour of the night" in page
    assert page.count("<svg") == 2


def test_a_single_day_keeps_its_curve(cases: Cases) -> None:
    page = render_report(outcome_of(cases["whole_day"]()), "text", Audience.PATIENT).decode("utf-8")
    assert "Heart rate over time" in page


def test_a_range_that_is_hardly_known_does_not_rule_the_axis(cases: Cases) -> None:
    months = many_days(cases, 12)
    held = months.days[5].exceedance
    wide = replace(held, time_above_high_s=20 * 3600.0, reading_high_s=20 * 3600.0)
    days = tuple(replace(day, exceedance=wide if n == 5 else held) for n, day in enumerate(months.days))
    canvas = load_figure("trend").draw((replace(months, days=days),))
    top = canvas.axes[0].get_ylim()[1]
    assert top < 3 * max(held.time_above_s / 60.0, 1.0)


@pytest.mark.parametrize("first", [date(2026, 1, 5) + timedelta(weeks=n) for n in range(0, 52, 3)])
@pytest.mark.parametrize("weeks", [2, 5, 9, 14, 26])
def test_names_of_months_never_overlap(first: date, weeks: int) -> None:
    places, names = _month_ticks(first, weeks)
    assert len(places) == len(names)
    assert any(str(first.year) in name or str(first.year + 1) in name for name in names) or weeks > 20
    shares = [place / max(weeks, 7) for place in places]
    for here, there, name in zip(shares, shares[1:], names, strict=False):
        assert there - here >= (0.15 if " " in name else 0.09)


def test_the_scores_of_a_diary_stand_beside_what_was_done(cases: Cases) -> None:
    months = many_days(cases, 12)
    scores = tuple(SymptomScore(day.day, "fatigue", float(n % 5)) for n, day in enumerate(months.days))
    described = load_figure("trend").describe((replace(months, symptoms=scores),))
    assert "Fatigue, from 0 to 10, on days around sessions: 12 days" in described
    planes = load_figure("trend").draw((replace(months, symptoms=scores),)).axes
    (scored,) = (plane for plane in planes if plane.get_title(loc="left").startswith("Fatigue"))
    assert scored.get_ylim() == (0.0, 10.0)


def test_a_season_says_what_has_no_date_and_names_what_was_seen_after_exertion(cases: Cases) -> None:
    season = Season((), SILENT_PAYBACK, undated=2)
    page = render_report(outcome_of(cases["strap"](), season=season), "text", Audience.PATIENT).decode("utf-8")
    assert "2 sessions more have no date" in " ".join(page.split())
    seen = replace(SILENT_PAYBACK, answer=PaybackAnswer.LINK_SEEN)
    assert PAYBACK_SEEN in season_lead(replace(season, payback=seen), (cases["strap"](),))
    assert PAYBACK_SEEN not in season_lead(season, (cases["strap"](),))


def test_a_span_is_counted_back_from_today_or_begins_on_a_day() -> None:
    today = date(2026, 5, 14)
    assert parse_since("30d", today) == date(2026, 4, 15)
    for wrong in ("0d", "week", "2026-13-01", "d", "99999999d"):
        with pytest.raises(UsageError, match="--since"):
            parse_since(wrong, today)


def test_only_sessions_and_days_of_the_span_are_left_and_the_first_sentence_says_since_when(cases: Cases) -> None:
    months = many_days(cases, 12)
    since = months.days[9].day
    undated = replace(cases["strap"](), recording=replace(cases["strap"]().recording, start=None, clock_start=None))
    left = outcome_of(months, undated).from_day(since)
    assert [len(session.days) for session in left.sessions] == [3]
    assert outcome_of(months, undated).from_day(None).sessions == (months, undated)


def test_an_axis_of_minutes_on_which_all_are_zero_counts_whole_minutes() -> None:
    at = tuple(datetime(2026, 5, day, tzinfo=UTC) for day in (1, 2, 3))
    zeros = (0.0, 0.0, 0.0)
    axes = new_axes(new_figure(1.5), (1, 1, 1))
    _draw_series(axes, _Series("Minutes above the limit", "", 0, at, zeros, zeros, zeros, None, from_zero=True))
    assert axes.get_ylim() == (0.0, 2.0)
