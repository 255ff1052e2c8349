"""The printed page: one sheet a session for a clinician, tagged, searchable, with words for every figure."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pypdf
import pytest
import typst

from pacing.errors import ReportError
from pacing.model.assessment import Assessment, Outcome
from pacing.report.compose import compose
from pacing.report.document import Audience, Block, Cell, Facts, Fold, Heading, Paragraph, Picture, Table
from pacing.report.formats import pdf as pdf_format
from pacing.report.formats.pdf import MOST_SHEETS
from pacing.report.render import render_report
from tests.report.conftest import outcome_of

pytestmark = pytest.mark.usefixtures("figures_drawn_once")

Cases = Mapping[str, Callable[[], Assessment]]
Maker = Callable[..., Outcome]
Sheets = Callable[[Audience], pypdf.PdfReader]


def reader(outcome: Outcome, audience: Audience = Audience.CLINICIAN) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_report(outcome, "pdf", audience)))


@pytest.fixture(scope="module")
def sheets(case: Assessment) -> Sheets:
    """The sheets on a hand-made session for a reader, printed once for all tests that look at them."""
    return cache(lambda audience: reader(outcome_of(case), audience))


def words(text: str) -> str:
    return re.sub(r"\s+", "", text)


def printed_text(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Facts():
            for fact in block.items:
                yield from (fact.text, fact.remark)
        case Table():
            yield from (cell.text if isinstance(cell, Cell) else cell for row in block.rows for cell in row)
        case Fold() if not block.appendix:
            for inner in block.blocks:
                yield from printed_text(inner)
        case _:
            pass


def all_alternatives(node: object, seen: set[int]) -> Iterator[str]:
    if isinstance(node, pypdf.generic.IndirectObject):
        if node.idnum in seen:
            return
        seen.add(node.idnum)
        node = node.get_object()
    if isinstance(node, Mapping):
        if "/Alt" in node:
            yield str(node["/Alt"])
        yield from all_alternatives(node.get("/K"), seen)
    elif isinstance(node, Iterable) and not isinstance(node, str | bytes):
        for child in node:
            yield from all_alternatives(child, seen)


def test_a_clinicians_session_is_one_sheet(sheets: Sheets) -> None:
    assert len(sheets(Audience.CLINICIAN).pages) == 1


@pytest.mark.parametrize("audience", list(Audience))
def test_the_text_of_the_pdf_holds_every_number_on_the_page(
    case: Assessment, sheets: Sheets, make_outcome: Maker, audience: Audience
) -> None:
    text = words("".join(page.extract_text() for page in sheets(audience).pages))
    for block in compose(make_outcome(case), audience).blocks:
        for said in printed_text(block):
            missing = [number for number in re.findall(r"\d[\d.]*", said) if number.rstrip(".") not in text]
            assert missing == [], said


def test_every_figure_has_its_words_in_the_tags(case: Assessment, sheets: Sheets, make_outcome: Maker) -> None:
    pdf = sheets(Audience.CLINICIAN)
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert pdf.metadata is not None
    assert pdf.metadata.title
    found = set(all_alternatives(root["/StructTreeRoot"], set()))
    wanted = {b.alternative for b in compose(make_outcome(case), Audience.CLINICIAN).blocks if isinstance(b, Picture)}
    assert wanted
    assert wanted <= found


def test_a_patients_session_is_two_sheets_at_most(sheets: Sheets) -> None:
    assert len(sheets(Audience.PATIENT).pages) <= MOST_SHEETS


def test_a_long_page_for_a_patient_is_set_smaller_before_it_takes_a_third_sheet(
    cases: Cases, make_outcome: Maker
) -> None:
    base = cases["strap"]()
    told = replace(base.measurements[0], caveats=tuple(f"A remark that must be read, number {n}." for n in range(30)))
    longer = replace(base, measurements=(told, *base.measurements[1:]))
    pages = reader(make_outcome(longer), Audience.PATIENT).pages
    assert len(pages) <= MOST_SHEETS
    text = words("".join(page.extract_text() for page in pages))
    assert words("must be read, number 29.") in text


def test_a_page_that_cannot_be_set_is_an_error_in_words(
    cases: Cases, make_outcome: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def compile(self, *_: object, **__: object) -> bytes:
            raise typst.TypstError("no such font", "page.typ")

    monkeypatch.setattr(pdf_format, "_compiler", Broken)
    with pytest.raises(ReportError, match="could not be made"):
        reader(make_outcome(cases["within"]()))


def test_each_session_begins_on_its_own_sheet(cases: Cases, make_outcome: Maker) -> None:
    pdf = reader(make_outcome(cases["within"](), cases["strap"]()))
    assert len(pdf.pages) == 3, "an overview and a sheet each"


def test_columns_of_long_numbers_do_not_push_the_others_over_each_other(cases: Cases, make_outcome: Maker) -> None:
    base = cases["exceeded"]()
    assert base.exceedance is not None
    hours = replace(base.exceedance, time_above_s=6600.0, time_above_low_s=6540.0, time_above_high_s=6780.0)
    outcome = make_outcome(replace(base, exceedance=hours), cases["strap"]())
    places: dict[str, float] = {}

    def note(text: str, matrix: list[float], _: object, __: object, ___: object) -> None:
        places.setdefault(text.strip(), matrix[4])

    reader(outcome).pages[0].extract_text(visitor_text=note)
    begins = [
        places[title] for title in ("Date", "What", "Length", "Above the limit", "Longest, with dips", "In words")
    ]
    assert min(after - before for before, after in pairwise(begins)) > 25.0
