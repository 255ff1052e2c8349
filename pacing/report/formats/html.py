"""One self-contained web page: no request leaves it, it reads on a phone, in the dark, and on paper."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

import pacing.report
from pacing.model.assessment import Outcome, Program
from pacing.report.canvas import LOADING
from pacing.report.compose import compose
from pacing.report.document import Audience, Block, Cell, Document, Picture
from pacing.report.drawing import drawn_ahead, drawn_svg
from pacing.report.format import Format

if TYPE_CHECKING:
    from jinja2 import Environment, Template

BLOCKS, PAGE = "blocks.html.jinja", "page.html.jinja"


def _source(name: str) -> str:
    return (files(pacing.report) / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - heavy: only pages need it

    environment = Environment(
        autoescape=True, loader=FunctionLoader(_source), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["link"] = lambda value: isinstance(value, Cell)
    environment.filters["kind"] = _kind
    environment.filters["ranged"] = _ranged
    return environment


def _template(name: str) -> "Template":
    return _environment().get_template(name)


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _ranged(text: str) -> Markup:
    """A number with its range, which is not broken over two lines."""
    number, bracket, bounds = text.partition(" (")
    return Markup('{} <span class="range">({}</span>').format(number, bounds) if bracket else escape(number)


def blocks_html(
    blocks: Iterable[Block],
    outcome: Outcome,
    *,
    target_of: Callable[[Cell], str] = lambda cell: f"#{cell.anchor}" if cell.anchor else "",
    first_figure: int = 1,
    draw: Callable[[Picture, str], str] | None = None,
) -> str:
    """Blocks as markup without a page around it, and without any inline style or script.

    Parameters
    ----------
    blocks
        Blocks of a document, in order.
    outcome
        What they were composed from; its sessions are drawn.
    target_of
        Where a cell of a table leads; "" leads nowhere.
    first_figure
        The number of the first figure, by which ids of figures differ on one page.
    draw
        What draws a picture as SVG, with the beginning of its ids, where it shows something else than sessions.

    Returns
    -------
    str
        HTML that is safe to put into a page.
    """
    prefixes = _prefixes(first_figure)

    def drawing(block: Picture) -> Markup:
        prefix = next(prefixes)
        svg = drawn_svg(block, outcome, prefix, themed=True) if draw is None else draw(block, prefix)
        return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - our own drawing

    show = _template(BLOCKS).make_module({"drawing": drawing, "target_of": target_of})
    return "".join(str(show.show(block)) for block in blocks)  # type: ignore[attr-defined]


def _prefixes(first_figure: int) -> Iterator[str]:
    """What ids begin with, figure by figure."""
    return (f"f{number}" for number in count(first_figure))


def _hash(text: str) -> str:
    """What a content policy calls a style or a script by."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _render(outcome: Outcome, audience: Audience) -> bytes:
    with drawn_ahead(outcome, _prefixes(1), themed=True):
        return page_html(compose(outcome, audience), outcome)


def page_html(document: Document, outcome: Outcome) -> bytes:
    """A document as one web page that needs nothing else.

    Parameters
    ----------
    document
        What is said, in order.
    outcome
        What it was composed from; its sessions are drawn.
    """
    return whole_page(document, blocks_html(document.blocks, outcome), outcome.program)


def whole_page(document: Document, body: str, program: Program) -> bytes:
    """A document as one self-contained page.

    Parameters
    ----------
    document
        Its title, language and audience.
    body
        What `blocks_html` made of its blocks.
    program
        Who made it.
    """
    style, script = _source("page.css"), _source("page.js")
    page = _template(PAGE).render(
        document=document,
        body=Markup(body),  # noqa: S704 - made by a template
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=_hash(script),
        program=program,
    )
    return page.encode()


TEMPLATES = tuple(partial(_template, name) for name in (BLOCKS, PAGE))
FORMAT = Format("Web page, one file, works offline", ".html", _render, steps=(*LOADING, *TEMPLATES))
