"""Figures by their names: as a block of a page, and drawn as SVG, by other processes while the words are written."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import pacing.report.figures
from pacing.internal_errors import InternalError, collected, note, set_aside
from pacing.model.assessment import Assessment, Outcome
from pacing.registry import load, plugin_names
from pacing.report import day_values
from pacing.report.canvas import svg_text
from pacing.report.document import Picture
from pacing.report.figure import FigureKind, Page

if TYPE_CHECKING:
    from pacing.workers import Workers

NOT_DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 331 24"><text x="4" y="16" font-size="10.5" '
    'fill="currentColor">This figure could not be drawn: a mistake of the program.</text></svg>'
)

LEAST_TO_SHARE = 4  # design: a process for drawing takes as long to begin as a figure or two to draw
Drawing: TypeAlias = tuple[Picture, str]  # a picture, and what all ids of its drawing begin with
Drawn: TypeAlias = tuple[str, tuple[InternalError, ...]]  # "": by nobody

_PROCESSES: ContextVar[int] = ContextVar("processes", default=1)
_AHEAD: ContextVar["_Ahead | None"] = ContextVar("ahead", default=None)


@contextmanager
def drawing_processes(count: int) -> Iterator[None]:
    """Let up to `count` processes draw the figures of a report that is rendered in this block."""
    token = _PROCESSES.set(min(count, os.cpu_count() or 1))
    try:
        yield
    finally:
        _PROCESSES.reset(token)


class _Ahead:
    """Pictures of a report that other processes draw while this one still writes its words."""

    def __init__(
        self, workers: "Workers[Drawing, Drawn]", prefixes: Iterator[str], *, with_appendices: bool = True
    ) -> None:
        self._workers, self._prefixes, self._with_appendices = workers, prefixes, with_appendices
        self._few: list[Drawing] = []  # not worth a process as yet
        self._begun: dict[Drawing, Callable[[], Drawn]] = {}

    def offer(self, picture: Picture, page: Page) -> None:
        """Let a picture be drawn that was just put on a page."""
        if page is Page.APPENDIX and not self._with_appendices:
            return
        self._few.append((picture, next(self._prefixes)))
        if self._begun or len(self._few) >= LEAST_TO_SHARE:
            self._begun |= {task: self._workers.begin(task) for task in self._few}
            self._few.clear()

    def svg(self, task: Drawing) -> str:
        """The drawing; nothing where no other process drew it."""
        if task not in self._begun:
            return ""
        svg, mistakes = self._begun[task]()
        for mistake in mistakes:
            note(mistake)
        return svg


@contextmanager
def drawn_ahead(
    outcome: Outcome, prefixes: Iterator[str], *, themed: bool, with_appendices: bool = True
) -> Iterator[None]:
    """Let several processes, where they may, draw what is put on pages within this block, from that moment on.

    Parameters
    ----------
    outcome
        What is drawn.
    prefixes
        What all ids of a drawing begin with, for each in the order of the pages; a picture that is shown with another
        is drawn anew.
    themed
        Whether the colours are the style's of the page.
    with_appendices
        Whether pictures of an appendix are shown.
    """
    count = _PROCESSES.get()
    if count < 2:
        yield
        return
    from pacing.workers import Workers  # noqa: PLC0415 - costs start-up time, rarely needed

    workers = Workers(partial(_drawn_apart, outcome=outcome, themed=themed), count, lambda _task, _how: ("", ()))
    token = _AHEAD.set(_Ahead(workers, prefixes, with_appendices=with_appendices))
    try:
        yield
    finally:
        _AHEAD.reset(token)
        workers.close()


def _drawn_apart(task: Drawing, outcome: Outcome, *, themed: bool) -> Drawn:
    picture, prefix = task
    with collected() as mistakes:
        svg = _drawn_or_named(picture, outcome, prefix, themed=themed)
    return svg, tuple(mistakes)


def load_figure(name: str) -> FigureKind:
    """The figure called `name`."""
    return load(pacing.report.figures, name, "FIGURE", FigureKind)


def figures_on(page: Page) -> tuple[str, ...]:
    """Names of the figures that stand on a page, in their order; one that fails by our own mistake is left out."""
    placed: list[tuple[int, str]] = []
    for name in plugin_names(pacing.report.figures):
        try:
            kind = load_figure(name)
        except Exception as error:  # noqa: BLE001 - set aside by name, or raised again
            set_aside(f"the figure {name}", error)
            continue
        if page in kind.pages:
            placed.append((kind.pages[page], name))
    return tuple(name for _, name in sorted(placed))


def pictures(page: Page, sessions: tuple[Assessment, ...], places: tuple[int, ...]) -> tuple[Picture, ...]:
    """A block for each figure of a page that has something to show of these sessions.

    Parameters
    ----------
    page
        Where the figures stand.
    sessions, places
        The sessions to show, and where they stand in the outcome.

    Returns
    -------
    tuple of Picture
        In the order of the page; a figure that fails by a mistake of the program is left out and named.
    """
    result = []
    for name in figures_on(page):
        try:
            kind = load_figure(name)
            if kind.applies(sessions):
                result.append(Picture(name, places, kind.title, kind.key(sessions), kind.describe(sessions)))
        except Exception as error:  # noqa: BLE001 - set aside by name, or raised again
            set_aside(f"the figure {name}", error)
    ahead = _AHEAD.get()
    if ahead is not None:
        for picture in result:
            ahead.offer(picture, page)
    return tuple(result)


def drawn_svg(picture: Picture, outcome: Outcome, prefix: str, *, themed: bool) -> str:
    """The picture as SVG; `prefix` begins all its ids, `themed` leaves the colours to the page's style.

    In place of a figure that fails by a mistake of the program stands a line that says so.
    """
    ahead = _AHEAD.get()
    drawn = "" if ahead is None else ahead.svg((picture, prefix))
    return drawn or _drawn_or_named(picture, outcome, prefix, themed=themed)  # one of a process that died is drawn here


def _drawn_or_named(picture: Picture, outcome: Outcome, prefix: str, *, themed: bool) -> str:
    try:
        return _drawn(picture, outcome, prefix, themed=themed)
    except Exception as error:  # noqa: BLE001 - set aside by name, or raised again
        set_aside(f"the figure {picture.figure}", error)
        return NOT_DRAWN


def _drawn(picture: Picture, outcome: Outcome, prefix: str, *, themed: bool) -> str:
    notes = () if outcome.season is None else outcome.season.notes
    if picture.figure == day_values.NAME and outcome.season is not None:
        drawn = day_values.draw(day_values.shown_series(outcome.season.daily), notes)
        return svg_text(drawn, prefix, themed=themed)
    sessions = tuple(outcome.sessions[index] for index in picture.sessions)
    kind = load_figure(picture.figure)
    canvas = kind.draw_noted(sessions, notes) if kind.draw_noted is not None and notes else kind.draw(sessions)
    return svg_text(canvas, prefix, themed=themed)
