"""The pages around what the workers draw: their frame, and those that need no worker. Knows no web server."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from pacing.app.template import environment, filled, source

FIRST_TITLE = "Drop a file"
OF_REPORTS = Path(__file__).parents[1] / "report" / "templates"


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark above a page: what was not read, or what has just happened."""

    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    can_close: bool = False


def framed_page(
    root: str,
    title: str,
    body: str,
    *,
    links: Iterable[tuple[str, str]],
    here: str = "",
    notes: Iterable[Notice] = (),
    runs: bool = True,
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
    runs
        Whether the program still runs and can be stopped.
    """
    page = filled(
        "frame.html.jinja",
        root=root,
        title=title,
        body=Markup(body),  # noqa: S704 - made by templates that escape what they are given
        links=tuple(links),
        here=here,
        notes=tuple(notes),
        runs=runs,
    )
    return page.encode()


def first_body(root: str) -> str:
    """The one thing to do where nothing is kept."""
    return filled("first.html.jinja", root=root)


def first_page(root: str) -> bytes:
    """The page where nothing is kept, and there is nothing to remark."""
    return framed_page(root, FIRST_TITLE, first_body(root), links=())


@cache
def first_page_filled() -> bytes:
    """The same as it was filled before, its links relative to where it stands: filling takes a sixth of a start."""
    return source("first_page.html").encode()


def get_ready() -> None:
    """Load what fills templates, and the one that every page needs."""
    environment().get_template("frame.html.jinja")


def message(root: str, title: str, lines: Iterable[str], back: tuple[str, str] | None = None, *, form: str = "") -> str:
    """One sentence and what to do; `back`: a path and what its link says, `form`: markup of a form between them."""
    path, name = back or ("", "")
    parts = {"lines": tuple(lines), "form": Markup(form)}  # noqa: S704 - made by templates that escape
    return filled("message.html.jinja", root=root, title=title, back=path, back_name=name, **parts)


def progress(root: str, *, done: int, total: int, now: str) -> str:
    """How far the reading of files is, and which one is under way."""
    return filled("progress.html.jinja", root=root, done=done, total=total, now=now)


@cache
def icon() -> str:
    """The small picture of every page."""
    return source("icon.svg")


@cache
def style() -> bytes:
    """The style of every page: that of a report, and of what only this page has."""
    report = (OF_REPORTS / "page.css").read_text(encoding="utf-8")
    return f"{report}\n{source('app.css')}".encode()


@cache
def script() -> bytes:
    """The script of every page: that of a report, and of what only this page has; all works without it."""
    report = (OF_REPORTS / "page.js").read_text(encoding="utf-8")
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
    return framed_page(root, title, body, links=(), runs=False)
