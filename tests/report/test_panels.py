"""Panels over the same days: all words inside the picture and apart, however wide numbers and long titles are."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from matplotlib.text import Text

from pacing.report.canvas import FONT_PT, Axes, Figure, svg_text
from pacing.report.panels import SMALLEST_PT, finish_panels, new_panels

TITLE = "Minutes above the limit"
LONG_TITLE = "Shortness of breath, from 0 to 10, on days around sessions"
MAY_1 = 20574.0  # of 2026, since 1970 [days]


def drawn(
    days: Sequence[float], up: tuple[float, float] = (60.0, 150.0), titles: tuple[str, ...] = (TITLE,)
) -> tuple[Figure, list[Axes]]:
    """A figure whose scales are drawn, and its panels."""
    figure, panels = new_panels(len(titles))
    for axes in panels:
        axes.plot(days, [up[0]] * len(days), linestyle="none", marker="o")
        axes.set_ylim(*up)
    finish_panels(figure, panels, titles, days)
    svg_text(figure, "a", themed=True)
    return figure, panels


def boxes(figure: Figure, panels: Sequence[Axes]) -> dict[str, tuple[float, float, float, float]]:
    """Of every word its left, lower, right and upper end, as shares of the picture."""
    words = [*figure.texts, *(text for axes in panels for text in axes.texts)]
    inside = figure.transFigure.inverted()
    ends = {text.get_text(): inside.transform_bbox(text.get_window_extent()).extents for text in words}
    return {word: (float(x0), float(y0), float(x1), float(y1)) for word, (x0, y0, x1, y1) in ends.items() if word}


@pytest.mark.parametrize("up", [(0.0, 50.0), (60.0, 150.0), (0.0, 20_000.0), (102.45, 102.55), (-1000.0, 1000.0)])
@pytest.mark.parametrize("length", [1, 6, 30, 1500])
@pytest.mark.parametrize("first", [MAY_1, MAY_1 + 0.9])
def test_numbers_and_dates_lie_inside_the_picture_and_apart(up: tuple[float, float], length: int, first: float) -> None:
    figure, panels = drawn([first + day for day in range(length)], up)
    left, _, _, top = panels[0].get_position().extents
    dates = []
    for x0, y0, x1, y1 in boxes(figure, panels).values():
        assert 0.0 < x0 < x1 < 1.0
        assert 0.0 < y0 < y1 < 1.0
        if x1 > left:
            dates.append((x0, x1))
    assert len(dates) == len(panels[0].get_xticks())
    assert all(first[1] < second[0] for first, second in pairwise(sorted(dates)))
    assert top < 1.0


@pytest.mark.parametrize("title", [TITLE, LONG_TITLE])
def test_a_title_is_written_whole_above_its_panel(title: str) -> None:
    figure, panels = drawn([MAY_1, MAY_1 + 30], titles=(title, title))
    inside, above = figure.transFigure.inverted(), 1.0
    for axes in panels:
        (written,) = (one for one in axes.get_children() if isinstance(one, Text) and one.get_text() == title)
        x0, y0, x1, y1 = inside.transform_bbox(written.get_window_extent()).extents
        assert 0.0 < x0 < x1 < 1.0
        assert axes.get_position().y1 < y0 < y1 < above
        assert written.get_fontsize() == FONT_PT or title != TITLE
        above = axes.get_position().y0


def test_a_title_that_could_not_be_read_in_one_line_is_cut() -> None:
    figure, (axes,) = drawn([MAY_1, MAY_1 + 30], titles=(7 * LONG_TITLE,))
    (written,) = (t for t in axes.get_children() if isinstance(t, Text) and t.get_text().startswith(LONG_TITLE))
    assert written.get_text().endswith("…")
    assert float(written.get_fontsize()) >= SMALLEST_PT
    assert figure.transFigure.inverted().transform_bbox(written.get_window_extent()).x1 < 1.0


def test_dates_stand_only_below_the_last_panel() -> None:
    days = [MAY_1 + day for day in range(40)]
    figure, panels = drawn(days, titles=(TITLE, TITLE, TITLE))
    words = [text.get_text() for text in figure.texts]
    assert [word for word in words if word.endswith(" 26")] == ["1 May 26", "14 May 26", "27 May 26", "9 Jun 26"]
    lowest = min(axes.get_position().y0 for axes in panels)
    assert all(box[3] < lowest for word, box in boxes(figure, panels).items() if word.endswith(" 26"))
    assert len({axes.get_xlim() for axes in panels}) == 1


def test_the_day_of_a_first_session_is_named_though_it_began_before_it() -> None:
    """The first session is in the evening, the mark at midnight: to the left of all that is drawn."""
    _, (axes,) = drawn([MAY_1 + 0.9, MAY_1 + 1.0, MAY_1 + 1.4])
    assert axes.get_xlim()[0] == axes.get_xticks()[0] == MAY_1


def test_each_panel_more_makes_the_figure_taller_and_none_is_squeezed() -> None:
    heights, panel_heights = [], []
    for count in (1, 2, 6):
        figure, panels = drawn([MAY_1, MAY_1 + 30], titles=(TITLE,) * count)
        heights.append(figure.get_figheight())
        panel_heights += [axes.get_position().height * heights[-1] for axes in panels]
    assert heights[2] - heights[1] == pytest.approx(4 * (heights[1] - heights[0]))
    assert panel_heights == pytest.approx([panel_heights[0]] * 9)
