"""Figures by their names: as a block of a page, and drawn as SVG, all of a document at once by several processes."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

import pacing.report.figures
from pacing.internal_errors import InternalError, collected, note, set_aside
from pacing.model.assessment import Assessment, Outcome
from pacing.registry import load, plugin_names
from pacing.report import day_values
from pacing.report.canvas import svg_text
from pacing.report.document import Block, Fold, Picture
from pacing.report.figure import FigureKind, Page

NOT_DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 331 24"><text x="4" y="16" font-size="10.5" '
    'fill="currentColor">This figure could not be drawn: a mistake of the program.</text></svg>'
)

LEAST_TO_SHARE = 4  # design: a process for drawing takes as long to begin as a figure or two to draw
Drawing: TypeAlias = tuple[Picture, str]  # a picture, and what all ids of its drawing begin with

_PROCESSES: ContextVar[int] = ContextVar("processes", default=1)
_AHEAD: ContextVar[Mapping[Drawing, str]] = ContextVar("ahead", default=MappingProxyType({}))


@contextmanager
def drawing_processes(count: int) -> Iterator[None]:
    """Let up to `count` processes draw the figures of a report that is rendered in this block."""
    token = _PROCESSES.set(min(count, os.cpu_count() or 1))
    try:
        yield
    finally:
        _PROCESSES.reset(token)


@contextmanager
def drawn_ahead(drawings: Iterable[Drawing], outcome: Outcome, *, themed: bool) -> Iterator[None]:
    """Within this block `drawn_svg` gives these pictures without drawing them, where several processes may draw."""
    tasks, count = list(drawings), _PROCESSES.get()
    if count < 2 or len(tasks) < LEAST_TO_SHARE:
        yield
        return
    from pacing.workers import Workers  # noqa: PLC0415 - costs start-up time, rarely needed

    workers = Workers(partial(_drawn_apart, outcome=outcome, themed=themed), count, lambda _task, _how: ("", ()))
    ahead = {}
    for task, (svg, mistakes) in zip(tasks, workers.in_order(tasks), strict=True):
        for mistake in mistakes:
            note(mistake)
        if svg:  # nothing from a process that died: it is drawn here
            ahead[task] = svg
    token = _AHEAD.set(MappingProxyType(ahead))
    try:
        yield
    finally:
        _AHEAD.reset(token)


def _drawn_apart(task: Drawing, outcome: Outcome, *, themed: bool) -> tuple[str, tuple[InternalError, ...]]:
    picture, prefix = task
    with collected() as mistakes:
        svg = drawn_svg(picture, outcome, prefix, themed=themed)
    return svg, tuple(mistakes)


def pictures_in(blocks: Iterable[Block], *, with_appendices: bool) -> Iterator[Picture]:
    """The pictures among `blocks` and within their folds, in their order."""
    for block in blocks:
        if isinstance(block, Picture):
            yield block
        elif isinstance(block, Fold) and (with_appendices or not block.appendix):
            yield from pictures_in(block.blocks, with_appendices=with_appendices)


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
    return tuple(result)


def drawn_svg(picture: Picture, outcome: Outcome, prefix: str, *, themed: bool) -> str:
    """The picture as SVG; `prefix` begins all its ids, `themed` leaves the colours to the page's style.

    In place of a figure that fails by a mistake of the program stands a line that says so.
    """
    if (svg := _AHEAD.get().get((picture, prefix))) is not None:
        return svg
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
