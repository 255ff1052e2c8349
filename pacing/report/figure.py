"""What a figure must offer, and on which pages it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from types import MappingProxyType
from typing import TypeVar
from weakref import ref

from pacing.model.assessment import Assessment
from pacing.model.longitudinal import DatedNote
from pacing.report.canvas import Figure

LAST = 100
ResultT = TypeVar("ResultT")


class Page(StrEnum):
    """Where a figure can stand."""

    SESSION = "session"  # first on the page of a session
    DAY = "day"  # the same where the recording is of a day or longer
    NUMBERS = "numbers"  # beside a session's numbers
    APPENDIX = "appendix"  # behind a clinician's sheet
    DAYS = "days"  # over the days of one long recording
    SEVERAL = "several"  # over several sessions, or a season


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure: its title, how to read it, whether these sessions have anything to show in it, and the drawing.

    `key` says what marks and hatching mean; `describe` says in words what the drawing shows of these sessions. Every
    function takes the sessions to draw: one, or many for a figure over time. `draw_noted`, where a figure has it, draws
    the days as well on which the person noted something. `shows_judgement`: whether a limit, or what was judged by it,
    changes the drawing of a session. `pages`: where it stands, and as which one there (the lowest
    first): a figure that says nothing of it comes last in the clinician's appendix.
    """

    title: str
    key: Callable[[tuple[Assessment, ...]], str]
    applies: Callable[[tuple[Assessment, ...]], bool]
    describe: Callable[[tuple[Assessment, ...]], str]
    draw: Callable[[tuple[Assessment, ...]], Figure]
    draw_noted: Callable[[tuple[Assessment, ...], tuple[DatedNote, ...]], Figure] | None = None
    pages: Mapping[Page, int] = field(default_factory=lambda: MappingProxyType({Page.APPENDIX: LAST}))
    shows_judgement: bool = True


def once_for(work: Callable[[tuple[Assessment, ...]], ResultT]) -> Callable[[tuple[Assessment, ...]], ResultT]:
    """`work`, done once for the sessions that are asked for again and again; none of them is kept alive by it.

    Parameters
    ----------
    work
        What to do; its result holds no session.

    Returns
    -------
    Callable
        Gives the same result for the sessions of the last call, without working.
    """
    last: tuple[tuple[ref[Assessment], ...], ResultT] | None = None

    @wraps(work)
    def remembered(sessions: tuple[Assessment, ...]) -> ResultT:
        nonlocal last
        known = last
        if known is None or [session() for session in known[0]] != list(sessions):
            last = known = tuple(ref(session) for session in sessions), work(sessions)
        return known[1]

    return remembered
