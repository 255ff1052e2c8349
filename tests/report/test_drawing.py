"""Which pictures of a document are drawn, by how many processes, and with what beside them."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

import pacing.workers
from pacing.model.assessment import Assessment, Outcome
from pacing.model.longitudinal import DatedNote, Season
from pacing.report.document import Block, Fold, Paragraph, Picture
from pacing.report.drawing import LEAST_TO_SHARE, drawing_processes, drawn_ahead, drawn_svg, pictures_in
from tests.report.conftest import outcome_of
from tests.report.test_season import SILENT_PAYBACK

Cases = Mapping[str, Callable[[], Assessment]]


def picture_of(caption: str) -> Picture:
    return Picture("timeline", (0,), caption, "How to read it.", "What it shows.")


def test_pictures_within_folds_are_drawn_those_of_an_appendix_only_where_it_is_asked_for() -> None:
    blocks: tuple[Block, ...] = (
        picture_of("a"),
        Paragraph("Words."),
        Fold("More", (Paragraph("Words."), picture_of("b"), Fold("Last", (picture_of("c"),), appendix=True))),
        Fold("Appendix", (picture_of("d"), Fold("More", (picture_of("e"),))), appendix=True),
    )
    for wanted, captions in ((True, "abcde"), (False, "ab")):
        assert "".join(picture.caption for picture in pictures_in(blocks, with_appendices=wanted)) == captions


@pytest.mark.parametrize(("count", "processes"), [(LEAST_TO_SHARE, 1), (LEAST_TO_SHARE - 1, 2), (0, 2)])
def test_a_few_pictures_or_one_process_need_no_others(
    cases: Cases, monkeypatch: pytest.MonkeyPatch, count: int, processes: int
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(pacing.workers, "Workers", None)
    drawings = [(picture_of(str(number)), f"f{number}") for number in range(count)]
    with drawing_processes(processes), drawn_ahead(drawings, outcome_of(cases["within"]()), themed=True):
        assert drawn_svg(picture_of("0"), outcome_of(cases["within"]()), "f0", themed=True)


def test_a_session_within_a_history_with_notes_is_drawn_as_itself(cases: Cases) -> None:
    session = cases["within"]()
    alone = outcome_of(session)
    note = DatedNote(date(2026, 5, 1), "dose", "20 mg")
    within = Outcome(alone.sessions, (), alone.person, alone.program, season=Season((), SILENT_PAYBACK, (note,)))
    drawn = [drawn_svg(picture_of("a"), outcome, "f", themed=True) for outcome in (alone, within)]
    assert drawn[0] == drawn[1]
    assert "heart rate (bpm)" in drawn[0]
