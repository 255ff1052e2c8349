"""A patient's page is short, and can be read at the eighth grade by two common formulas."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pacing.model.assessment import Assessment, Outcome
from pacing.model.person import Conditions, LimitSetting, Person, Posture
from pacing.pipeline import assess_file
from pacing.report.compose import compose
from pacing.report.document import (
    Audience,
    Block,
    Cell,
    Facts,
    Fold,
    Footer,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Table,
)
from tests.report.conftest import START
from tests.report.readability import automated_readability_index, flesch_kincaid_grade, syllables

pytestmark = pytest.mark.usefixtures("figures_drawn_once")

HARDEST_GRADE = 8.0
MOST_WORDS = 4000  # of sixteen recordings, folds included
MOST_VISIBLE_WORDS = 1600
WITH_LIMIT = Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=110),))
SAMPLES = (
    "walk_paced.fit", "walk_exceeded.fit", "walk_stopped_early.fit", "strap_rest_and_walk.fit", "stand_test.fit",
    "optical_lag_dropouts.csv", "pedal_intervals.csv", "heart_rate_only.csv", "whole_day.csv",
)  # fmt: skip


def prose(blocks: Iterable[Block]) -> Iterator[str]:
    """The sentences of a page, folded ones too, without titles, tables, and what is said of how it was made."""
    for block in blocks:
        match block:
            case Paragraph() | Note():
                yield block.text
            case Listing():
                yield from block.items
            case Facts():
                yield from (f"{fact.text} {fact.remark}".strip() for fact in block.items)
            case Picture():
                yield block.key
            case Fold():
                yield from prose(block.blocks)


def words_of(blocks: Iterable[Block], *, folded: bool) -> int:
    """How many words a page shows, those in its folds only where `folded`."""
    count = 0
    for block in blocks:
        match block:
            case Heading() | Paragraph() | Note():
                count += len(block.text.split())
            case Listing():
                count += sum(len(item.split()) for item in block.items)
            case Facts():
                count += sum(len(f"{fact.label} {fact.text} {fact.remark}".split()) for fact in block.items)
            case Table():
                cells = (cell.text if isinstance(cell, Cell) else cell for row in block.rows for cell in row)
                count += sum(len(text.split()) for text in (block.caption, *block.columns, *cells))
            case Picture():
                count += len(f"{block.caption} {block.key}".split())
            case Footer():
                count += sum(len(line.split()) for line in block.lines)
            case Fold():
                count += len(block.title.split()) + (words_of(block.blocks, folded=True) if folded else 0)
    return count


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("person", [WITH_LIMIT, Person()], ids=["with a limit", "nothing given"])
def test_a_patients_page_reads_at_the_eighth_grade(project: Path, name: str, person: Person) -> None:
    posture = Conditions(recovery_posture=Posture.SITTING)
    outcome = assess_file(project / "sample_data" / name, person, posture)
    text = " ".join(
        said if said.endswith((".", "?")) else f"{said}."
        for said in prose(compose(outcome, Audience.PATIENT).blocks)
        if said
    )
    assert len(text.split()) > 100
    assert flesch_kincaid_grade(text) <= HARDEST_GRADE
    assert automated_readability_index(text) <= HARDEST_GRADE


def test_the_formulas_tell_an_easy_text_from_a_hard_one() -> None:
    easy = "You sat still. Your heart was calm. Then you went for a walk."
    hard = "Symptom-limited cardiopulmonary investigations demonstrate considerable interindividual variability."
    for grade in (flesch_kincaid_grade, automated_readability_index):
        assert grade(easy) < 4
        assert grade(hard) > 14
    assert [syllables(word) for word in ("heart", "recovery", "minute", "above", "stopped", "120")] == [
        1,
        4,
        2,
        2,
        1,
        2,
    ]


@pytest.mark.parametrize("kind", ["exceeded", "no_limit", "stopped_early"])
def test_sixteen_recordings_stay_under_four_thousand_words(
    cases: Mapping[str, Callable[[], Assessment]], make_outcome: Callable[..., Outcome], kind: str
) -> None:
    session = cases[kind]()
    days = (replace(session.recording, start=START + timedelta(days=number)) for number in range(16))
    blocks = compose(make_outcome(*(replace(session, recording=day) for day in days)), Audience.PATIENT).blocks
    assert words_of(blocks, folded=True) < MOST_WORDS
    assert words_of(blocks, folded=False) < MOST_VISIBLE_WORDS


def test_what_is_common_to_several_sessions_is_said_once(
    cases: Mapping[str, Callable[[], Assessment]], make_outcome: Callable[..., Outcome]
) -> None:
    session = cases["no_limit"]()
    blocks = compose(make_outcome(session, session, session), Audience.PATIENT).blocks
    said = list(prose(blocks))
    assert session.limit_advice is not None
    assert sum("agree one with a clinician" in text for text in said) == 1
    refused = [text for text in said if "every heartbeat" in text]
    assert len(refused) == 1
    assert refused[0].startswith(
        "not measurable in 3 of 3 sessions, because the file does not contain the time of every"
    )
    pictures = [block for block in blocks if isinstance(block, Picture) and block.figure == "timeline"]
    assert len(pictures) == 3
