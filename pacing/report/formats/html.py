"""One self-contained web page: no request leaves it, it reads on a phone, in the dark, and on paper."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup, escape

import pacing.report
from pacing.model.assessment import Outcome
from pacing.report.compose import compose
from pacing.report.document import Audience, Block, Cell, Picture
from pacing.report.drawing import drawn_svg
from pacing.report.format import Format


def _source(name: str) -> str:
    return (files(pacing.report) / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, loader=FunctionLoader(_source), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["link"] = lambda value: isinstance(value, Cell)
    environment.filters["kind"] = _kind
    environment.filters["ranged"] = _ranged
    return environment.get_template("page.html.jinja")


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _ranged(text: str) -> Markup:
    """A number with its range, which is not broken over two lines."""
    number, bracket, bounds = text.partition(" (")
    return Markup('{} <span class="range">({}</span>').format(number, bounds) if bracket else escape(number)


def _render(outcome: Outcome, audience: Audience) -> bytes:
    script = _source("page.js")
    drawn = 0

    def drawing(block: Picture) -> Markup:
        nonlocal drawn
        drawn += 1
        svg = drawn_svg(block, outcome, f"f{drawn}", themed=True)
        return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704 - our own drawing

    page = _template().render(
        document=compose(outcome, audience),
        drawing=drawing,
        style=Markup(_source("page.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        program=outcome.program,
    )
    return page.encode()


FORMAT = Format("Web page, one file, works offline", ".html", _render)
