"""The scales of figures of given room: the numbers that matplotlib's locators choose, where it would put them."""

import re

import pytest

from pacing.report.canvas import (
    INK,
    Axes,
    Figure,
    draw_band,
    draw_moments,
    label_axes,
    new_axes,
    new_figure,
    set_marks,
    svg_text,
)

POINTS_AN_INCH = 72.0


def drawn(up: tuple[float, float]) -> tuple[Figure, Axes]:
    figure = new_figure(left_in=0.8)
    axes = new_axes(figure)
    axes.plot([0.0, 10.0], up)
    label_axes(axes, "across", "upwards")
    return figure, axes


def words(figure: Figure) -> dict[str, tuple[float, float]]:
    """What is written in a drawing, and where [points from the left and from the top]."""
    texts = re.findall(
        r'<text [^>]*\bx="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]*)</text>', svg_text(figure, "a", themed=True)
    )
    return {word: (float(at), float(down)) for at, down, word in texts}


def test_each_number_within_the_ends_of_an_axis_stands_below_its_place() -> None:
    figure, axes = drawn((60.0, 150.0))
    written, width_pt = words(figure), figure.get_figwidth() * POINTS_AN_INCH
    low, high = axes.get_xlim()
    within = [label for label in axes.get_xticklabels() if low <= label.get_position()[0] <= high]
    assert len(within) < len(axes.get_xticklabels()), "one that is beyond"
    for label in within:
        at = axes.transData.transform((label.get_position()[0], 60.0))[0] / figure.dpi * POINTS_AN_INCH
        assert written[label.get_text()][0] == pytest.approx(at, abs=1e-3)
        assert 0 < at < width_pt
    upwards = [label.get_text() for label in axes.get_yticklabels()]
    assert set(written) <= {label.get_text() for label in within} | set(upwards) | {"across", "upwards"}
    assert written["across"][1] > written["2"][1]


def test_large_numbers_are_written_in_full() -> None:
    assert {"0", "500000", "1000000"} <= set(words(drawn((0.0, 2e6))[0]))


def test_marks_that_were_given_do_not_move_the_ends_and_those_beyond_are_left_out() -> None:
    figure, axes = drawn((0.0, 1.0))
    axes.set_xlim(0.0, 10.0)
    set_marks(axes.xaxis, [0.0, 3.0, 10.0, 13.0], ["start", "three", "end", "later"])
    assert axes.get_xlim() == (0.0, 10.0)
    written = words(figure)
    assert {"start", "three", "end"} <= set(written)
    assert "later" not in written


def test_a_drawing_can_be_written_again() -> None:
    figure, _ = drawn((60.0, 150.0))
    assert svg_text(figure, "a", themed=True) == svg_text(figure, "a", themed=True)


def test_a_band_and_moments_leave_the_ends_as_they_are() -> None:
    _, axes = drawn((60.0, 150.0))
    ends = axes.get_xlim()
    draw_band(axes, -50.0, 50.0, (0.9, 1.0), INK)
    draw_moments(axes, [-50.0, 5.0], INK, width_pt=1.0)
    assert axes.get_xlim() == ends
