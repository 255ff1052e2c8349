"""Days side by side: every session stands under its day once, and a sum counts nothing twice."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from pacing.longitudinal.daily_range import daily_series
from pacing.model.assessment import Assessment
from pacing.model.daily import DailyKind, DailyValue, ExertionDay
from pacing.model.longitudinal import Felt
from pacing.report.document import Audience, Block, Cell, Heading, Paragraph, Table
from pacing.report.pages.span import EMPTY, SpanFacts, span_blocks
from pacing.report.wording.fixed import RED_FLAGS_BRIEFLY

Cases = Mapping[str, Callable[[], Assessment]]
MONDAY = date(2026, 5, 4)
SUNDAY = MONDAY + timedelta(days=6)


def on(session: Assessment, day: date, hour: int = 10) -> Assessment:
    """The session as if it had begun on a day."""
    start = datetime(day.year, day.month, day.day, hour).astimezone()
    return replace(session, recording=replace(session.recording, start=start, clock_start=None))


def table(blocks: tuple[Block, ...]) -> Table:
    """The only table."""
    (found,) = (block for block in blocks if isinstance(block, Table))
    return found


def lead(blocks: tuple[Block, ...]) -> str:
    """The sentence to read first."""
    return next(block.text for block in blocks if isinstance(block, Paragraph))


def text(cell: str | Cell) -> str:
    """What a cell says."""
    return cell.text if isinstance(cell, Cell) else cell


def test_a_week_has_a_row_for_each_of_its_days_and_leads_to_the_session(cases: Cases) -> None:
    walk = on(cases["exceeded"](), MONDAY + timedelta(days=2))
    blocks = span_blocks(SpanFacts((walk,)), MONDAY, SUNDAY, Audience.PATIENT)
    assert isinstance(blocks[0], Heading)
    assert blocks[0].text == "4 to 10 May 2026"
    rows = table(blocks).rows
    assert [text(row[0]).split()[1] for row in rows] == [str(day) for day in range(4, 11)]
    cell = rows[2][1]
    assert isinstance(cell, Cell)
    assert cell.session == walk.session_id


def test_two_sessions_of_a_day_have_a_row_each_and_their_sum_stands_once(cases: Cases) -> None:
    one, two = on(cases["exceeded"](), MONDAY), on(cases["exceeded"](), MONDAY, 16)
    exertion = (ExertionDay(MONDAY, 2, 840.0, True),)
    blocks = span_blocks(SpanFacts((one, two), exertion), MONDAY, SUNDAY, Audience.PATIENT)
    assert [text(row[0]) for row in table(blocks).rows][:2] == ["Monday 4 May", "Monday 4 May, later"]
    assert text(table(blocks).rows[0][2]) == "14 minutes"
    assert lead(blocks) == "2 sessions; heart rate was above the limit for about 14 minutes in all."


def test_a_day_inside_a_long_recording_has_its_minutes_too() -> None:
    exertion = (ExertionDay(MONDAY + timedelta(days=1), 0, 300.0, False),)
    rows = table(span_blocks(SpanFacts((), exertion), MONDAY, SUNDAY, Audience.PATIENT)).rows
    assert [text(cell) for cell in rows[1][:3]] == ["Tuesday 5 May", "recorded all day", "5 minutes"]


def test_without_a_limit_nothing_is_summed(cases: Cases) -> None:
    walk = on(cases["no_limit"](), MONDAY)
    blocks = span_blocks(SpanFacts((walk,), (ExertionDay(MONDAY, 1, None, False),)), MONDAY, SUNDAY, Audience.PATIENT)
    assert lead(blocks) == "One session; no limit to compare with."


def test_nights_and_symptoms_stand_in_columns_of_their_own() -> None:
    values = [
        DailyValue(MONDAY + timedelta(days=n), DailyKind.RESTING_HR, 55.0 + n, "watch", "its own") for n in (0, 3)
    ]
    facts = SpanFacts((), (), daily_series(values), {"fatigue": {MONDAY: 6.0}, "pain": {date(2020, 1, 1): 3.0}})
    found = table(span_blocks(facts, MONDAY, SUNDAY, Audience.PATIENT))
    assert found.columns == ("Day", "Sessions", "Above the limit", "Resting rate", "Fatigue")
    assert [text(cell) for cell in found.rows[0]] == ["Monday 4 May", "", "", "55 bpm", "6"]
    assert text(found.rows[3][3]) == "58 bpm"


def test_days_with_nothing_are_said_to_be_so() -> None:
    assert lead(span_blocks(SpanFacts(()), MONDAY, SUNDAY, Audience.PATIENT)) == EMPTY


@pytest.mark.parametrize("audience", list(Audience))
def test_four_weeks_leave_out_days_with_nothing(cases: Cases, audience: Audience) -> None:
    walk = on(cases["exceeded"](), MONDAY)
    found = table(span_blocks(SpanFacts((walk,)), MONDAY, MONDAY + timedelta(days=27), audience))
    assert len(found.rows) == 1


def test_what_was_answered_and_noted_of_a_session_stands_in_its_row(cases: Cases) -> None:
    walk = on(cases["exceeded"](), MONDAY)
    assert "How it felt" not in table(span_blocks(SpanFacts((walk,)), MONDAY, SUNDAY, Audience.PATIENT)).columns
    notes = ((MONDAY, "other", "Hot day."), (SUNDAY, "other", "Not of this day."))
    walk = replace(walk, felt=Felt(flare_after=True, notes=notes))
    shown = table(span_blocks(SpanFacts((walk,)), MONDAY, SUNDAY, Audience.PATIENT))
    assert shown.columns[-2:] == ("How it felt", "Noted that day")
    assert shown.rows[0][-2:] == ("worse in the days after", "Hot day.")
    assert shown.rows[1][-2:] == ("", "")


def test_the_warning_signs_stand_in_one_sentence_below_the_days(cases: Cases) -> None:
    blocks = span_blocks(SpanFacts((on(cases["exceeded"](), MONDAY),)), MONDAY, SUNDAY, Audience.PATIENT)
    assert isinstance(blocks[-1], Paragraph)
    assert blocks[-1].text.endswith(RED_FLAGS_BRIEFLY)
