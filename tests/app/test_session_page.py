"""The forms among the blocks of a session's page: which stands after what, and which days they lead to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pacing.app.phases_form import phases_form, seconds_of
from pacing.app.session_page import CHART, FELT, LIMIT_TOPIC, _felt, _runs
from pacing.model.longitudinal import Felt
from pacing.model.person import Posture
from pacing.report.canvas import LEFT_IN, RIGHT_IN, WIDTH_IN
from pacing.report.document import Block, Fold, Note, Paragraph, Picture
from pacing.report.figures.timeline import rooms_in
from pacing.report.plot_data import time_axis
from tests.report.conftest import assessment_of

WORDS, CHART_BLOCK = Paragraph("Words."), Picture("timeline", (0,), "", "", "")
OTHER, FIRST, LAST = Picture("recovery", (0,), "", "", ""), Fold("First", ()), Fold("Last", ())
NO_LIMIT, REMARK = Note("No limit.", topic=LIMIT_TOPIC), Note("A remark.")


@pytest.mark.parametrize(
    ("blocks", "runs"),
    [
        ([WORDS, CHART_BLOCK, OTHER], [([WORDS, CHART_BLOCK], CHART), ([OTHER], "")]),
        ([WORDS, FIRST, LAST], [([WORDS], FELT), ([FIRST, LAST], "")]),
        ([WORDS, NO_LIMIT, REMARK], [([WORDS], LIMIT_TOPIC), ([REMARK], "")]),
        ([CHART_BLOCK, FIRST], [([CHART_BLOCK], CHART), ([], FELT), ([FIRST], "")]),
    ],
)
def test_each_form_follows_what_it_is_about_once(blocks: list[Block], runs: list[tuple[list[Block], str]]) -> None:
    assert [(list(run), form) for run, form in _runs(blocks)] == runs


@pytest.mark.parametrize(("days_ago", "leads_on"), [(0, False), (1, True), (9, True)])
def test_the_day_after_a_session_is_led_to_once_it_has_come(days_ago: int, leads_on: bool) -> None:
    began = datetime.now().astimezone().replace(hour=10) - timedelta(days=days_ago)
    day, next_day = began.date(), began.date() + timedelta(days=1)
    notes = ((day, "other", "Slept badly"), (next_day, "other", "A long journey"))
    session = assessment_of(start=began)
    page = _felt(replace(session, felt=Felt(None, None, notes)), "/x", "/x/session/a")
    assert day.isoformat() in page
    assert (next_day.isoformat() in page) is leads_on
    assert "Slept badly" in page
    assert "A long journey" not in page


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("0", 0.0), ("25", 1500.0), ("1:05", 65.0), ("1:02:05", 3725.0), ("2.03.04", 7384.0), ("", None), ("1:5", None)],
)
def test_a_moment_is_minutes_or_minutes_and_seconds_or_hours_too(typed: str, seconds: float | None) -> None:
    assert seconds_of(typed) == seconds


@pytest.mark.parametrize("posture", [None, Posture.LYING])
def test_the_handles_of_the_form_stand_on_the_axes_of_the_chart(posture: Posture | None) -> None:
    session = assessment_of(posture=posture, start=datetime(2026, 5, 1, 10, tzinfo=UTC))
    page = phases_form(session, "/x")
    height_in, bottom_in = rooms_in(time_axis(session, with_clock=True))
    for share in (LEFT_IN / WIDTH_IN, 1.0 - RIGHT_IN / WIDTH_IN, 1.0 - bottom_in / height_in):
        assert f'"{round(share, 5)}"' in page
    assert ('value="lying" selected' in page or 'value="lying" checked' in page) is (posture is Posture.LYING)
