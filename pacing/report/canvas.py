"""The one place that knows how matplotlib figures become SVG: sizes, fonts, colours of two themes, stable bytes.

Figures are drawn in stand-in colours, one for each role; they become classes on a web page (so one drawing serves the
light and the dim theme) or plain colours on paper.
"""

import io
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from pacing.model.arrays import FloatArray

if TYPE_CHECKING:
    import matplotlib.axes
    import matplotlib.figure

Figure: TypeAlias = "matplotlib.figure.Figure"
Axes: TypeAlias = "matplotlib.axes.Axes"

WIDTH_IN = 4.6  # design: reads on a phone 360 px wide and on paper at 12 cm
HEIGHT_IN = 2.9
FONT_PT = 10.5
DOT_PT = 2.4
LEFT_IN = 0.66  # design: room for three digits, and the axis' name turned beside them
WIDE_LEFT_IN = 0.84  # design: the same for numbers of more digits
RIGHT_IN, TOP_IN, BOTTOM_IN = (
    0.12,
    0.06,
    0.48,
)  # design: half a number sticks out to the right; one line and a name below
SECOND_LINE_IN = 0.17  # design: one more line of numbers below
NAME_IN = 0.09  # design: from the figure's edge to the middle of an axis' name

INK = "#010101"
QUIET = "#020202"
PULSE = "#030303"
LIMIT = "#040404"
ABOVE = "#050505"
REST = "#060606"
EXERCISE = "#070707"
RECOVERY = "#080808"
PAPER = "#090909"
RAISED = "#0a0a0a"

LINES = 'stroke-linejoin="round" stroke-linecap="butt"'  # what matplotlib's own style says of every line

ROLES: Mapping[str, str] = MappingProxyType(
    {
        INK: "ink",
        QUIET: "quiet",
        PULSE: "pulse",
        LIMIT: "limit",
        ABOVE: "above",
        REST: "rest",
        EXERCISE: "exercise",
        RECOVERY: "recovery",
        RAISED: "raised",
        PAPER: "paper",
    }
)
PRINTED: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#000000",
        "quiet": "#595959",
        "pulse": "#00527f",
        "limit": "#000000",
        "above": "#a64300",
        "rest": "#cfd8e0",
        "exercise": "#f0dfc2",
        "recovery": "#dcd3e4",
        "raised": "#e6ddc9",
        "paper": "#ffffff",
    }
)


def new_figure(
    height_in: float = HEIGHT_IN,
    *,
    left_in: float | None = None,
    right_in: float = RIGHT_IN,
    bottom_in: float = BOTTOM_IN,
) -> "Figure":
    """An empty figure of the common width, without any global state.

    `left_in`: room for the numbers of the axis upwards [inches]; None: all room is measured, for figures with titles
    and legends, which takes twice as long to draw. `right_in`: room for the half of the last number across that sticks
    out, `bottom_in`: room for numbers and name below [inches].
    """
    from matplotlib.figure import Figure

    canvas = Figure(figsize=(WIDTH_IN, height_in), layout="constrained" if left_in is None else None)
    canvas.patch.set_visible(False)
    if left_in is not None:
        canvas.subplots_adjust(
            left=left_in / WIDTH_IN,
            right=1 - right_in / WIDTH_IN,
            bottom=bottom_in / height_in,
            top=1 - TOP_IN / height_in,
        )
    return canvas


def new_axes(canvas: "Figure", index: tuple[int, int, int] = (1, 1, 1), *, shared: "Axes | None" = None) -> "Axes":
    """A pair of axes (the figure's only one, or at a place among rows and columns), drawn quietly.

    No frame above and right, a faint grid across. `shared`: the axes with which it has the axis across in common.
    """
    axes = canvas.add_subplot(*index, sharex=shared)
    axes.patch.set_visible(False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(QUIET)
    axes.tick_params(colors=INK, labelsize=FONT_PT)
    axes.grid(visible=True, axis="y", color=QUIET, alpha=0.25, linewidth=0.5)
    axes.set_axisbelow(True)
    return axes


def label_axes(axes: "Axes", across: str, up: str) -> None:
    """Name both axes, with their units, at the edges of a figure of given room: nothing has to be measured for it."""
    axes.set_xlabel(across, fontsize=FONT_PT, color=INK)
    axes.set_ylabel(up, fontsize=FONT_PT, color=INK)
    room, dpi = axes.get_position(), axes.figure.dpi
    width_in, height_in = axes.bbox.width / dpi, axes.bbox.height / dpi
    left_in, bottom_in = room.x0 * width_in / room.width, room.y0 * height_in / room.height
    axes.xaxis.label.set_verticalalignment("center")
    axes.yaxis.label.set_verticalalignment("center")
    axes.xaxis.set_label_coords(0.5, (NAME_IN - bottom_in) / height_in)
    axes.yaxis.set_label_coords((NAME_IN - left_in) / width_in, 0.5)


def draw_dots(axes: "Axes", across: FloatArray, up: FloatArray, colour: str) -> None:
    """Many small dots as one path of strokes without length: a fifth of the bytes of a marker for each."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    corners = np.repeat(np.column_stack([across, up]), 2, axis=0)
    outline = Outline(corners, np.tile([Outline.MOVETO, Outline.LINETO], across.size))
    outline.should_simplify = False
    axes.add_patch(
        PathPatch(outline, edgecolor=colour, facecolor="none", linewidth=DOT_PT, capstyle="round", alpha=0.6)
    )


def svg_text(canvas: "Figure", prefix: str, *, themed: bool) -> str:
    """The figure as SVG: text stays text, no date, ids beginning with `prefix` so that many fit on one page.

    It holds no inline style, so a page with a strict content policy may show it: everything stands in presentation
    attributes, and the colours of a themed figure in classes that the page's style gives a colour.

    Parameters
    ----------
    canvas
        The drawn figure.
    prefix
        What all its ids begin with.
    themed
        Whether colours become the classes `fill-<role>` and `stroke-<role>`; otherwise they are the colours of print.

    Returns
    -------
    str
        The `svg` element.
    """
    from matplotlib import rc_context

    buffer = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": prefix, "font.size": FONT_PT}):
        canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<style.*?</style>\s*", "", text, flags=re.DOTALL)
    text = text.replace("<svg ", f"<svg {LINES} ", 1)
    text = re.sub(r'\b(id=")', rf"\g<1>{prefix}-", text)
    text = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\g<1>{prefix}-", text)
    return re.sub(r' style="([^"]*)"', lambda style: _attributes(style[1], themed=themed), text)


def _attributes(style: str, *, themed: bool) -> str:
    """An inline style as presentation attributes, with a class for each colour of a themed figure.

    Examples
    --------
    >>> _attributes("fill: none; stroke: #010101; stroke-width: 0.8", themed=True)
    ' class="stroke-ink" fill="none" stroke-width="0.8"'
    >>> _attributes("fill: none; stroke: #010101; stroke-width: 0.8", themed=False)
    ' fill="none" stroke="#000000" stroke-width="0.8"'
    """
    classes, attributes = [], []
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = declaration.partition(": ")
        if themed and value in ROLES:
            classes.append(f"{name}-{ROLES[value]}")
        elif not (themed and name == "font-family"):  # a web page has its own
            attributes.append(f'{name}="{PRINTED[ROLES[value]] if value in ROLES else value}"')
    named = [f'class="{" ".join(classes)}"'] if classes else []
    return "".join(f" {one}" for one in (*named, *attributes))


def font_folder() -> Path:
    """The folder of the fonts that figures are measured with; a page set in them needs no font of the system."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf"
