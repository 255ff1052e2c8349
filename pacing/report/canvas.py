"""The one place that knows how matplotlib figures become SVG: sizes, fonts, colours of two themes, stable bytes.

Figures are drawn in stand-in colours, one for each role; they become classes on a web page (so one drawing serves the
light and the dim theme) or plain colours on paper.
"""

import io
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from pacing.model.arrays import FloatArray

if TYPE_CHECKING:
    import matplotlib.axes
    import matplotlib.axis
    import matplotlib.figure
    from matplotlib.patches import PathPatch
    from matplotlib.transforms import Transform

Figure: TypeAlias = "matplotlib.figure.Figure"
Axes: TypeAlias = "matplotlib.axes.Axes"
Axis: TypeAlias = "matplotlib.axis.Axis"

WIDTH_IN = 4.6  # design: reads on a phone 360 px wide and on paper at 12 cm
HEIGHT_IN = 2.9
FONT_PT = 10.5
SMALL_PT = FONT_PT - 1
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
PT_PER_IN = 72.0
MARK_PT, MARK_WIDTH_PT = 3.5, 0.8  # design: the marks of an axis, and as much again between them and their numbers
GRID_WIDTH_PT, GRID_ALPHA = 0.5, 0.25  # design: seen only when looked for
FONTS_ACROSS, FONTS_UP, MOST_NUMBERS = 3, 2, 9  # design: room for each number [heights of the font]; numbers of an axis
BENEATH, OVER = 0.5, 2.0  # of what is drawn in order of height: below areas (1), and with the lines
AT_THE_END = 1e-9  # of an axis' length, by which rounding may put its last mark outside

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

MOST_STYLES = 256  # design: a figure has about fifteen
PARTS = (
    *("matplotlib.rcsetup", "matplotlib.font_manager", "matplotlib.patches", "matplotlib.text"),
    *("matplotlib.collections", "matplotlib.offsetbox", "matplotlib.quiver", "matplotlib.legend", "matplotlib.axes"),
    *("mpl_toolkits.mplot3d", "matplotlib.projections", "matplotlib.figure", "matplotlib.backends.backend_svg"),
)
LOADING = tuple(partial(import_module, name) for name in PARTS)
"""What loads matplotlib, piece by piece: none but the first takes longer than a figure, while a process may wait."""

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
    left_in: float = LEFT_IN,
    right_in: float = RIGHT_IN,
    bottom_in: float = BOTTOM_IN,
    top_in: float = TOP_IN,
) -> "Figure":
    """An empty figure of the common width, without any global state.

    Its room is given, not measured, which would take as long as to draw it. `left_in`: for the numbers of the axis
    upwards, `right_in`: for the half of the last number across that sticks out, `bottom_in`: for numbers and name
    below, `top_in`: for a title [inches].
    """
    from matplotlib.figure import Figure

    canvas = Figure(figsize=(WIDTH_IN, height_in))
    canvas.patch.set_visible(False)
    canvas.subplots_adjust(
        left=left_in / WIDTH_IN,
        right=1 - right_in / WIDTH_IN,
        bottom=bottom_in / height_in,
        top=1 - top_in / height_in,
    )
    return canvas


def new_axes(
    canvas: "Figure", index: tuple[int, int, int] = (1, 1, 1), *, shared: "Axes | None" = None, lined: bool = True
) -> "Axes":
    """A pair of axes (the figure's only one, or at a place among rows and columns), drawn quietly.

    No frame above and right, a faint grid across. `shared`: the axes, above it, with which it has the axis across in
    common. `lined`: whether its axes have lines, marks and a grid, or words alone.
    """
    axes = canvas.add_subplot(*index, sharex=shared)
    axes.patch.set_visible(False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(QUIET)
        axes.spines[side].set_visible(lined)
    axes.set_axisbelow(True)
    axes.ticklabel_format(style="plain", useOffset=False)  # `svg_text` draws the scales, without a common factor
    width_pt, height_pt = _size_pt(axes)
    axes.locator_params("x", nbins=min(MOST_NUMBERS, int(width_pt / (FONTS_ACROSS * FONT_PT))))
    axes.locator_params("y", nbins=min(MOST_NUMBERS, int(height_pt / (FONTS_UP * FONT_PT))))
    return axes


def label_axes(axes: "Axes", across: str, up: str) -> None:
    """Name both axes, with their units."""
    axes.set_xlabel(across)
    axes.set_ylabel(up)


def set_marks(axis: "Axis", places: Sequence[float], words: Sequence[str]) -> None:
    """Let an axis have these marks and no others, with what is written at each."""
    from matplotlib.ticker import FixedFormatter, FixedLocator

    axis.set_major_locator(FixedLocator(places))
    axis.set_major_formatter(FixedFormatter(words))


def _draw_scales(axes: "Axes") -> None:
    """The scales of axes in a figure of given room: marks, numbers, names at the figure's edges, a grid across.

    Where marks stand and what is written there, the locator and the formatter of each axis say. Drawn by the axis
    itself, every mark would be five objects that are measured too, which takes as long as all else in a figure.
    """
    axes.apply_aspect()
    width_pt, height_pt = _size_pt(axes)
    room, across, up = axes.get_position(), marks(axes.xaxis), marks(axes.yaxis)
    left_pt, bottom_pt = room.x0 / room.width * width_pt, room.y0 / room.height * height_pt
    below, beside = axes.get_xaxis_transform(), axes.get_yaxis_transform()
    lined = axes.spines["left"].get_visible()
    if lined:
        _draw_marks(axes, across, up, (MARK_PT / width_pt, MARK_PT / height_pt))
    apart_pt, name_pt = MARK_PT * (2 if lined else 1), NAME_IN * PT_PER_IN
    place = axes.get_subplotspec()
    if place is None or place.is_last_row():  # of panels with the axis across in common
        for at, word in across:
            _write(axes, below, (at, -apart_pt / height_pt), word, va="top")
    _write(axes, axes.transAxes, (0.5, (name_pt - bottom_pt) / height_pt), axes.get_xlabel())
    for at, word in up:
        _write(axes, beside, (-apart_pt / width_pt, at), word, ha="right", va="center_baseline")
    _write(axes, axes.transAxes, ((name_pt - left_pt) / width_pt, 0.5), axes.get_ylabel(), rotation=90)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_visible(False)


def _draw_marks(
    axes: "Axes", across: Sequence[tuple[float, str]], up: Sequence[tuple[float, str]], mark: tuple[float, float]
) -> None:
    """Marks of both axes, so wide and high as shares of their lengths, and the grid."""
    below, beside = axes.get_xaxis_transform(), axes.get_yaxis_transform()
    look = {"edgecolor": INK, "linewidth": MARK_WIDTH_PT, "clip_on": False}
    _add_strokes(axes, [((at, -mark[1]), (at, 0.0)) for at, _ in across], transform=below, **look)
    strokes = [((0.0, at), (1.0, at)) for at, _ in up]
    _add_strokes(axes, strokes, transform=beside, edgecolor=QUIET, linewidth=GRID_WIDTH_PT, alpha=GRID_ALPHA)
    _add_strokes(axes, [((-mark[0], at), (0.0, at)) for at, _ in up], transform=beside, **look)


def _size_pt(axes: "Axes") -> tuple[float, float]:
    dpi = axes.figure.dpi
    return axes.bbox.width * PT_PER_IN / dpi, axes.bbox.height * PT_PER_IN / dpi


def marks(axis: "Axis") -> list[tuple[float, str]]:
    """Where marks stand between the ends of an axis, and what is written there."""
    places = [float(at) for at in axis.get_majorticklocs()]
    low, high = sorted(axis.get_view_interval())
    beyond = (high - low) * AT_THE_END
    words = axis.get_major_formatter().format_ticks(places)
    return [(at, word) for at, word in zip(places, words, strict=True) if low - beyond <= at <= high + beyond]


def _add_strokes(axes: "Axes", strokes: Sequence[tuple[tuple[float, float], ...]], **look: Any) -> None:
    if strokes:
        axes.add_artist(_strokes(np.concatenate(strokes), **{"zorder": BENEATH, **look}))


def _write(
    axes: "Axes", how: "Transform", at: tuple[float, float], word: str, *, ha: str = "center", va: str = "center",
    rotation: float = 0.0,
) -> None:  # fmt: skip
    axes.figure.text(
        *at, word, transform=how, ha=ha, va=va, rotation=rotation, rotation_mode="anchor", color=INK, fontsize=FONT_PT,
        zorder=BENEATH,
    )  # fmt: skip


def draw_dots(axes: "Axes", across: FloatArray, up: FloatArray, colour: str) -> None:
    """Many small dots as one path of strokes without length: a fifth of the bytes of a marker for each."""
    corners = np.repeat(np.column_stack([across, up]), 2, axis=0)
    axes.add_artist(_strokes(corners, edgecolor=colour, linewidth=DOT_PT, capstyle="round", alpha=0.6))
    axes.update_datalim(corners)  # added as a patch, it would be searched for bends between the dots, one by one


def draw_moments(axes: "Axes", across: Sequence[float], colour: str, *, width_pt: float, dotted: bool = False) -> None:
    """Thin lines from bottom to top, as one path; the ends of the axes stay as they are."""
    how, style = axes.get_xaxis_transform(), ":" if dotted else "-"
    strokes = [((at, 0.0), (at, 1.0)) for at in across]
    _add_strokes(axes, strokes, zorder=OVER, transform=how, edgecolor=colour, linewidth=width_pt, linestyle=style)


def draw_band(axes: "Axes", start: float, stop: float, shares: tuple[float, float], colour: str) -> None:
    """An area from `start` to `stop`, between two shares of the axes' height; the ends of the axes stay as they are."""
    from matplotlib.patches import Rectangle

    (low, high), how = shares, axes.get_xaxis_transform()
    axes.add_artist(
        Rectangle((start, low), stop - start, high - low, transform=how, facecolor=colour, edgecolor="none")
    )


def _strokes(corners: FloatArray, **look: Any) -> "PathPatch":
    """Strokes, each between two corners, as one path."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    outline = Outline(corners, np.tile([Outline.MOVETO, Outline.LINETO], len(corners) // 2))
    outline.should_simplify = False
    return PathPatch(outline, facecolor="none", **look)


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
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    for axes in canvas.axes:
        if axes.xaxis.get_visible():  # else they are drawn
            _draw_scales(axes)
    buffer = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": prefix, "font.size": FONT_PT}):
        paper = FigureCanvasSVG(canvas)
        paper.print_svg(buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})  # type: ignore[no-untyped-call]
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<style.*?</style>\s*", "", text, flags=re.DOTALL)
    text = text.replace("<svg ", f"<svg {LINES} ", 1)
    for before in (' id="', 'href="#', "url(#"):
        text = text.replace(before, f"{before}{prefix}-")
    return re.sub(r' style="([^"]*)"', lambda style: _attributes(style[1], themed=themed), text)


@lru_cache(maxsize=MOST_STYLES)
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
