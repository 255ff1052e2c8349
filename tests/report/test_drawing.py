"""Which pictures of a document other processes draw, from how many on, and what stands beside a drawing."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import count

import pytest

import pacing.workers
from pacing.model.assessment import Assessment, Outcome
from pacing.model.longitudinal import DatedNote, Season
from pacing.report.document import Picture
from pacing.report.drawing import LEAST_TO_SHARE, Drawing, Drawn, _Ahead, drawing_processes, drawn_ahead, drawn_svg
from pacing.report.figure import Page
from tests.report.conftest import outcome_of
from tests.report.test_season import SILENT_PAYBACK

Cases = Mapping[str, Callable[[], Assessment]]


def picture_of(caption: str) -> Picture:
    return Picture("timeline", (0,), caption, "How to read it.", "What it shows.")


class Others:
    """Other processes, which draw at once."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def begin(self, task: Drawing) -> Callable[[], Drawn]:
        """Take a picture."""
        self.begun.append(task[0].caption)
        return lambda: (f"{task[0].caption} drawn", ())


@pytest.mark.parametrize(
    ("offered", "begun"),
    [(LEAST_TO_SHARE - 1, 0), (LEAST_TO_SHARE, LEAST_TO_SHARE), (LEAST_TO_SHARE + 1, LEAST_TO_SHARE + 1)],
)
def test_others_draw_from_the_picture_on_that_makes_it_worth_their_while(offered: int, begun: int) -> None:
    others = Others()
    ahead = _Ahead(others, (f"f{number}" for number in count()))  # type: ignore[arg-type]
    for number in range(offered):
        ahead.offer(picture_of(str(number)), Page.SESSION)
    assert others.begun == [str(number) for number in range(begun)]
    drawn = [ahead.svg((picture_of(str(number)), f"f{number}")) for number in range(offered)]
    assert drawn == [f"{number} drawn" if begun else "" for number in range(offered)]
    assert ahead.svg((picture_of("0"), "another")) == ""


@pytest.mark.parametrize("wanted", [True, False])
def test_pictures_of_an_appendix_are_drawn_only_where_they_are_shown(wanted: bool) -> None:
    others = Others()
    ahead = _Ahead(others, (f"f{number}" for number in count()), with_appendices=wanted)  # type: ignore[arg-type]
    for number in range(2 * LEAST_TO_SHARE):
        ahead.offer(picture_of(str(number)), Page.APPENDIX if number % 2 else Page.SESSION)
    assert others.begun == [str(number) for number in range(2 * LEAST_TO_SHARE) if wanted or not number % 2]


def test_one_process_needs_no_others(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing.workers, "Workers", None)
    outcome = outcome_of(cases["within"]())
    with drawing_processes(1), drawn_ahead(outcome, (f"f{number}" for number in count()), themed=True):
        assert drawn_svg(picture_of("0"), outcome, "f0", themed=True)


def test_a_session_within_a_history_with_notes_is_drawn_as_itself(cases: Cases) -> None:
    session = cases["within"]()
    alone = outcome_of(session)
    note = DatedNote(date(2026, 5, 1), "dose", "20 mg")
    within = Outcome(alone.sessions, (), alone.person, alone.program, season=Season((), SILENT_PAYBACK, (note,)))
    drawn = [drawn_svg(picture_of("a"), outcome, "f", themed=True) for outcome in (alone, within)]
    assert drawn[0] == drawn[1]
    assert "heart rate (bpm)" in drawn[0]
