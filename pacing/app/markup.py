"""The pages around what the workers draw: their frame, and those that need no worker. Knows no web server."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

import pacing.app
import pacing.report


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark above a page: what was not read, or what has just happened."""

    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    can_close: bool = False


def source(name: str) -> str:
    """The text of a file among our templates."""
    return (files(pacing.app) / "templates" / name).read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """Where templates are found; whatever is put into them is escaped."""
    return Environment(
        autoescape=True, loader=FunctionLoader(source), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def filled(template: str, /, **values: Any) -> str:
    """A template with its values."""
    return environment().get_template(template).render(**values)


def framed_page(
    root: str, title: str, body: str, *, links: Iterable[tuple[str, str]], here: str = "", notes: Iterable[Notice] = ()
) -> bytes:
    """A whole page around its body.

    Parameters
    ----------
    root
        What every path begins with.
    title
        Of the window.
    body
        Markup, safe as it is.
    links
        The other pages: (path, name).
    here
        The path of this one among them.
    notes
        Remarks above the body.
    """
    page = filled(
        "frame.html.jinja",
        root=root,
        title=title,
        body=Markup(body),  # noqa: S704 - made by templates that escape what they are given
        links=tuple(links),
        here=here,
        notes=tuple(notes),
    )
    return page.encode()


@cache
def style() -> bytes:
    """The style of every page: that of a report, and of what only this page has."""
    report = (files(pacing.report) / "templates" / "page.css").read_text(encoding="utf-8")
    return f"{report}\n{source('app.css')}".encode()


@cache
def script() -> bytes:
    """The script of every page: that of a report, and of what only this page has; all works without it."""
    report = (files(pacing.report) / "templates" / "page.js").read_text(encoding="utf-8")
    return f"{source('app.js')}\n{report}".encode()


def refusal_note(refused: Iterable[tuple[str, str, str]], most: int) -> Notice | None:
    """What is said of files that were not read: each by name, of very many the rest by number."""
    facts = [(name, " ".join(filter(None, (message, hint)))) for name, message, hint in refused]
    if not facts:
        return None
    rest = len(facts) - most
    lines = ["This file was not read:" if len(facts) == 1 else f"{len(facts)} files were not read:"]
    if rest > 0:
        facts = [*facts[:most], (f"... and {rest} more", "")]
    return Notice(tuple(lines), tuple(facts), can_close=True)


def last_page(root: str, title: str, body: str) -> bytes:
    """A page that asks nothing more of the server but its style, which is there already."""
    return framed_page(root, title, body, links=())
