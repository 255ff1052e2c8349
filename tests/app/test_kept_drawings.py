"""A figure that is not drawn again is the figure that would be drawn."""

from dataclasses import replace
from pathlib import Path

import pytest

import pacing.report.figures
from pacing.app.kept_drawings import drawing_of
from pacing.model.assessment import Assessment, Outcome
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import assess_file
from pacing.registry import plugin_names
from pacing.report.document import Picture
from pacing.report.drawing import drawn_svg, load_figure
from pacing.report.figure import Page

OF_SEVERAL = {Page.DAYS, Page.SEVERAL}
OF_ONE = [name for name in plugin_names(pacing.report.figures) if not OF_SEVERAL & load_figure(name).pages.keys()]
SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "strap_rest_and_walk.fit"


@pytest.fixture(scope="module")
def sessions() -> tuple[Assessment, Assessment]:
    """One session without a limit and with one, of the same measurements."""
    plain = assess_file(SAMPLE).sessions[0]
    limited = assess_file(SAMPLE, Person(limits=(LimitSetting("fixed", bpm=100.0),))).sessions[0]
    judged = {name: getattr(limited, name) for name in ("limit", "exceedance", "findings", "days")}
    assert judged["exceedance"].time_above_s > 0
    return plain, replace(plain, **judged)


def outcome_of(session: Assessment) -> Outcome:
    """What a page draws it from."""
    return Outcome((session,), (), session.person, session.program)


@pytest.mark.parametrize("name", OF_ONE)
def test_every_figure_kept_over_a_new_limit_is_the_one_that_would_be_drawn(
    name: str, sessions: tuple[Assessment, Assessment]
) -> None:
    picture = Picture(name, (0,), "", "", "")
    before, after = (drawing_of(session, outcome_of(session))(picture, "f1") for session in sessions)
    assert after == drawn_svg(picture, outcome_of(sessions[1]), "f1", themed=True)
    assert (before == after) is not load_figure(name).shows_judgement


def test_a_figure_is_drawn_again_where_something_else_was_measured(sessions: tuple[Assessment, Assessment]) -> None:
    picture = Picture("timeline", (0,), "", "", "")
    plain = sessions[0]
    other = replace(plain, phases=replace(plain.phases, items=()))
    first, second = (drawing_of(session, outcome_of(session))(picture, "f1") for session in (plain, other))
    assert first != second
