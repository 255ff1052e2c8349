"""What a figure must offer."""

from collections.abc import Callable
from dataclasses import dataclass

from pacing.model.assessment import Assessment
from pacing.model.longitudinal import DatedNote
from pacing.report.canvas import Figure


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure: its title, how to read it, whether these sessions have anything to show in it, and the drawing.

    `key` says what marks and hatching mean; `describe` says in words what the drawing shows of these sessions. Every
    function takes the sessions to draw: one, or many for a figure over time. `draw_noted`, where a figure has it, draws
    the days as well on which the person noted something.
    """

    title: str
    key: Callable[[tuple[Assessment, ...]], str]
    applies: Callable[[tuple[Assessment, ...]], bool]
    describe: Callable[[tuple[Assessment, ...]], str]
    draw: Callable[[tuple[Assessment, ...]], Figure]
    draw_noted: Callable[[tuple[Assessment, ...], tuple[DatedNote, ...]], Figure] | None = None
