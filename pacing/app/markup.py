"""The pages around what the workers draw: their frame, and those that need no worker. Knows no web server.

They are plain enough for the fields of a format, which escapes whatever is not markup already: a language of templates
would take longer to load than they take to be sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

OURS = Path(__file__).with_name("templates")
OF_REPORTS = Path(__file__).parents[1] / "report" / "templates"


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark above a page: what was not read, or what has just happened."""

    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    can_close: bool = False


def source(name: str) -> str:
    """The text of a file among our templates."""
    return (OURS / name).read_text(encoding="utf-8")


@cache
def blank(name: str) -> Markup:
    """One of the server's own pages with its fields still empty."""
    return Markup(source(f"{name}.html"))  # noqa: S704 - written by us


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
    page = blank("frame").format(
        root=root,
        title=title,
        header=_header(root, tuple(links), here),
        notes=Markup("\n").join(_note(root, note) for note in notes),
        body=Markup(body),  # noqa: S704 - made by templates that escape what they are given
    )
    return page.encode()


def _header(root: str, links: tuple[tuple[str, str], ...], here: str) -> Markup:
    """The way to the other pages; nothing where there are none."""
    if not links:
        return Markup()
    current = Markup(' aria-current="page"')
    link = Markup('<li><a href="{}{}"{}>{}</a></li>\n')
    items = Markup().join(link.format(root, path, current if path == here else "", name) for path, name in links)
    return Markup('<header><nav aria-label="Pages"><ul>\n{}</ul></nav></header>').format(items)


def _note(root: str, note: Notice) -> Markup:
    lines = _paragraphs(note.lines)
    fact = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
    facts = Markup("<dl>{}</dl>").format(Markup().join(fact.format(*one) for one in note.facts))
    close = Markup('<form method="post" action="{}/seen"><button>Close this remark</button></form>').format(root)
    parts = (lines, facts if note.facts else "", close if note.can_close else "")
    return Markup('<section class="note remarked" role="status">\n{}\n</section>').format(Markup("\n").join(parts))


def _paragraphs(lines: Iterable[str]) -> Markup:
    return Markup().join(Markup("<p>{}</p>").format(line) for line in lines)


def drop_field(root: str, label: str, wanted: str, size: str = "") -> Markup:
    """Where files are dropped or chosen.

    Parameters
    ----------
    root
        What every path begins with.
    label, wanted
        What to do, and which files are meant.
    size
        `small` beside other things.
    """
    return blank("drop").format(root=root, label=label, wanted=wanted, size=size)


def first_page(root: str) -> str:
    """The one thing to do where nothing is kept."""
    wanted = "Or choose one: a FIT or CSV file, a zip, or the whole export of your watch's app."
    return blank("first").format(drop=drop_field(root, "Drop a file from your watch or strap here", wanted))


def message(root: str, title: str, lines: Iterable[str], back: tuple[str, str] | None = None) -> str:
    """One sentence and what to do; `back`: a path and what its link says."""
    link = Markup() if back is None else Markup('<p><a href="{}{}">{}</a></p>').format(root, *back)
    return blank("message").format(title=title, lines=_paragraphs(lines), back=link)


def progress(root: str, *, done: int, total: int, now: str) -> str:
    """How far the reading of files is, and which one is under way."""
    return blank("progress").format(root=root, done=done, total=total, now=now)


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
    return framed_page(root, title, body, links=())
