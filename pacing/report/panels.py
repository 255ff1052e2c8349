"""Panels one below the other over the same days, as figures over time have them: their room, titles and dates."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from pacing.report import canvas
from pacing.report.canvas import Axes, Figure, new_axes, new_figure, set_marks
from pacing.report.wording.format_times import MONTHS

PANEL_IN = 1.55
TITLE_IN, APART_IN = 0.25, 0.1  # design: room for a line above each panel, and between that and the panel before
DATES_IN, RIGHT_IN = 0.3, 0.26  # design: room for a line below the last panel; half of the last date sticks out
LEFT_PT, EDGE_PT = 30.0, 3.0  # design: of the first date half sticks out; beside wider numbers
DIGIT_SHARE, LETTER_SHARE = 0.64, 0.56  # of the font's height, what the widest digit takes, and a letter of a title
SMALLEST_PT = 6.0  # design: a longer title than fits in this size is cut
MOST_TICKS = 4  # design: dates are wide on a phone
SECONDS_PER_DAY = 86400.0


def new_panels(count: int) -> tuple[Figure, list[Axes]]:
    """A new figure and so many panels in it, from above, with the axis of days in common."""
    figure = new_figure(PANEL_IN * count + DATES_IN, right_in=RIGHT_IN, bottom_in=DATES_IN + APART_IN, top_in=TITLE_IN)
    figure.subplots_adjust(hspace=(TITLE_IN + APART_IN) / (PANEL_IN - TITLE_IN - APART_IN))
    panels: list[Axes] = []
    for index in range(count):
        panels.append(new_axes(figure, (count, 1, index + 1), shared=panels[0] if panels else None))
    return figure, panels


def finish_panels(figure: Figure, panels: Sequence[Axes], titles: Sequence[str], days: Sequence[float]) -> None:
    """Name panels and the days below the last, and leave as much room beside them as their numbers take.

    It comes last, when the ends of all axes are set.

    Parameters
    ----------
    figure, panels
        A figure and all its panels, from above.
    titles
        What stands above each.
    days
        All days that are drawn, since 1970 [days]; in any order.
    """
    _mark_dates(panels[-1], min(days), max(days))
    widest = max((len(word) for axes in panels for _, word in canvas.marks(axes.yaxis)), default=0)
    numbers_pt = widest * DIGIT_SHARE * canvas.FONT_PT + 2 * canvas.MARK_PT
    left_pt = max(LEFT_PT, numbers_pt + EDGE_PT)
    figure.subplots_adjust(left=left_pt / (canvas.WIDTH_IN * canvas.PT_PER_IN))
    room_pt = canvas.WIDTH_IN * canvas.PT_PER_IN - left_pt
    for axes, title in zip(panels, titles, strict=True):
        most = int(room_pt / (LETTER_SHARE * SMALLEST_PT))
        shown = title if len(title) <= most else f"{title[: most - 1]}…"
        size = min(canvas.FONT_PT, room_pt / (LETTER_SHARE * len(shown)))
        axes.set_title(shown, fontsize=size, color=canvas.INK, loc="left", y=1.0)


def _mark_dates(axes: Axes, first: float, last: float) -> None:
    count = MOST_TICKS if last - first >= MOST_TICKS**2 else 2  # whole days are uneven steps over a week or two
    ticks = np.unique(np.floor(np.linspace(first, last, count))).tolist()
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, ticks[0]), high)
    instants = [datetime.fromtimestamp(day * SECONDS_PER_DAY, UTC) for day in ticks]
    set_marks(axes.xaxis, ticks, [f"{at.day} {MONTHS[at.month - 1][:3]} {at:%y}" for at in instants])
