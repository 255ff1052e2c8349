"""A printed page: tagged, searchable PDF/UA-1 with text for every figure; a clinician's session fits one A4 sheet,
a patient's two.

Folds marked as an appendix stay out: the web page and the data have them. The compiler and all fonts come with the
program's libraries; the same outcome gives the same bytes.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain, groupby, repeat
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pacing.report
from pacing.errors import ReportError
from pacing.model.assessment import Outcome
from pacing.report.canvas import LOADING, font_folder
from pacing.report.compose import compose
from pacing.report.document import (
    Audience,
    Block,
    Break,
    Cell,
    Document,
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
from pacing.report.drawing import drawn_ahead, drawn_svg
from pacing.report.format import Format

if TYPE_CHECKING:
    import typst

STANDARD: Final = "ua-1"
PREFIX = "f"  # of ids in a drawing; each stands alone in a PDF
ROW_OF_FIGURES = {Audience.CLINICIAN: 2, Audience.PATIENT: 1}
MOST_SHEETS = 2  # design: a patient's session, printed on both sides of one sheet
SIZES = range(4)  # places of the template's sizes of text for a patient, the largest first
MIDDLE_SIZE = 1
SHEET = rb"/Type\s*/Page\b"  # one in the file for each sheet
WIDEST_SHARE, NARROWEST_SHARE = 100, 10  # design: characters that a column's width is shared out by
ACROSS = 100  # design: letters side by side on a sheet; no word is wider than its column
LONGEST_UNBROKEN = 20  # design: a number with its interval; words of hours and minutes would push the others together
FLATTENING = 0.7  # design: a column three times as long is given about twice the width; its lines break more often

Plain: TypeAlias = dict[str, Any]


@cache
def _compiler() -> "typst.Compiler":
    import typst  # noqa: PLC0415 - slow to load, and every report asks each format what its files end in

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])
    return typst.Compiler(_template(), font_paths=fonts)


@cache
def _template() -> bytes:
    return (files(pacing.report) / "templates" / "page.typ").read_bytes()


def _render(outcome: Outcome, audience: Audience) -> bytes:
    with drawn_ahead(outcome, repeat(PREFIX), themed=False, with_appendices=False):
        return printed_document(compose(outcome, audience), outcome)


def printed_document(document: Document, outcome: Outcome) -> bytes:
    """A document as a PDF.

    Parameters
    ----------
    document
        What is said, in order.
    outcome
        What it was composed from; its sessions are drawn.

    Returns
    -------
    bytes
        A tagged PDF; the same document gives the same bytes.

    Raises
    ------
    ReportError
        The compiler refuses.
    """
    return printed_documents(document.title, [(document, outcome)])


def printed_documents(title: str, documents: Iterable[tuple[Document, Outcome]]) -> bytes:
    """Several documents of one audience and language as one PDF, each on sheets of its own.

    Parameters
    ----------
    title
        Of the PDF.
    documents
        At least one, each with what it was composed from; each is drawn before the next is asked for.

    Returns
    -------
    bytes
        A tagged PDF.

    Raises
    ------
    ReportError
        The compiler refuses.
    """
    following = iter(documents)
    first, outcome = next(following)
    audience = first.audience
    every = chain([(first, outcome)], following)
    given = {
        "title": title,
        "audience": audience.value,
        "language": first.language,
        "program": f"{outcome.program.name} {outcome.program.version}",
        "pages": [page for document, drawn in every for page in _plain_pages(document, drawn)],
    }
    if audience is Audience.CLINICIAN or len(given["pages"]) > 1:
        return _compiled(given, MIDDLE_SIZE)
    for size in SIZES:
        printed = _compiled(given, size)
        if len(re.findall(SHEET, printed)) <= MOST_SHEETS:
            break
    return printed


def _compiled(given: Plain, size: int) -> bytes:
    """The PDF of a document, with the text of a patient's page in the size at this place of the template's sizes."""
    from typst import TypstError  # noqa: PLC0415

    try:
        page = _compiler().compile(
            _template(),
            sys_inputs={"document": json.dumps({**given, "size": size})},
            format="pdf",
            pdf_standards=STANDARD,
        )
    except TypstError as failure:
        message = "The PDF could not be made."
        raise ReportError(message, hint="The html format shows the same page; please report this.") from failure
    if not isinstance(page, bytes):
        message = "expected one PDF"
        raise TypeError(message)
    return page


def _plain_pages(document: Document, outcome: Outcome) -> list[list[Plain]]:
    return [list(_plain_blocks(page, outcome, document.audience)) for page in _pages(document.blocks)]


def _pages(blocks: Iterable[Block]) -> list[list[Block]]:
    """The blocks of each page that begins on a sheet of its own."""
    pages: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Break):
            pages.append([])
        else:
            pages[-1].append(block)
    return pages


def _plain_blocks(blocks: Iterable[Block], outcome: Outcome, audience: Audience) -> Iterator[Plain]:
    """Blocks as plain data; neighbouring figures share a row on a clinician's sheet, appendices stay out."""
    for is_picture, group in groupby(blocks, lambda block: isinstance(block, Picture)):
        if not is_picture:
            yield from (_plain(block, outcome, audience) for block in group if not _appendix(block))
            continue
        drawings = [_drawing(block, outcome) for block in group if isinstance(block, Picture)]
        across = ROW_OF_FIGURES[audience]
        for first in range(0, len(drawings), across):
            yield {"kind": "row", "pictures": drawings[first : first + across]}


def _appendix(block: Block) -> bool:
    return isinstance(block, Fold) and block.appendix


def _drawing(picture: Picture, outcome: Outcome) -> Plain:
    svg = drawn_svg(picture, outcome, PREFIX, themed=False)
    return {"svg": svg, "alternative": picture.alternative, "caption": f"{picture.caption}. {picture.key}".strip()}


def _plain(block: Block, outcome: Outcome, audience: Audience) -> Plain:
    plain: Plain = {"kind": type(block).__name__.lower()}
    match block:
        case Heading() | Paragraph() | Note() | Listing() | Footer():
            plain |= {name: getattr(block, name) for name in block.__dataclass_fields__}
        case Facts():
            plain["items"] = [{"label": f.label, "text": f.text, "remark": f.remark} for f in block.items]
        case Table():
            plain |= _plain_table(block)
        case Fold():
            plain |= {"title": block.title, "blocks": list(_plain_blocks(block.blocks, outcome, audience))}
        case Picture() | Break():
            message = "pictures stand in rows, and pages are split before"
            raise ValueError(message)
    return plain


def _plain_table(table: Table) -> Plain:
    rows = [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in table.rows]
    longest = [max(len(line[index]) for line in [list(table.columns), *rows]) for index in range(len(table.columns))]
    widths = [min(WIDEST_SHARE, max(NARROWEST_SHARE, length)) ** FLATTENING for length in longest]
    words = [
        max(map(len, " ".join(line[index] for line in [list(table.columns), *rows]).split()), default=0)
        for index in range(len(table.columns))
    ]
    widths = [max(width, sum(widths) * (word + 1) / ACROSS) for width, word in zip(widths, words, strict=True)]
    plain = {"caption": table.caption, "columns": list(table.columns), "rows": rows, "widths": widths}
    return {**plain, "numeric": [index for index in table.numeric if longest[index] <= LONGEST_UNBROKEN]}


FORMAT = Format("Printed page (PDF, tagged)", ".pdf", _render, steps=(*LOADING, _compiler))
