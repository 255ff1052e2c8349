"""What a figure must offer, and on which pages it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from pacing.model.assessment import Assessment
from pacing.model.longitudinal import DatedNote
from pacing.report.canvas import Figure

LAST = 100


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
