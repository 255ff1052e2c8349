"""Both themes are legible: text at 4.5 to 1 or better, lines and marks at 3 to 1 (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

import pacing.report
from pacing.report.canvas import PRINTED, ROLES

STYLE = (Path(str(pacing.report.__file__)).parent / "templates" / "page.css").read_text(encoding="utf-8")
TEXT_RATIO, MARK_RATIO = 4.5, 3.0


def blocks() -> list[dict[str, str]]:
    """The colours of each theme in the style: light, dim by button, dim by preference, print."""
    found = []
    for body in re.findall(r":root[^{]*\{([^}]*--page[^}]*)\}", STYLE):
        colours = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]+)", body))
        found.append({name: c if len(c) == 7 else "#" + "".join(2 * d for d in c[1:]) for name, c in colours.items()})
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_ratio_the_guideline_gives() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21.0)


def test_there_are_four_themes_and_both_dim_ones_are_the_same() -> None:
    light, button, preference, printed = blocks()
    assert button == preference
    assert light != button
    assert printed["page"] == "#ffffff"


@pytest.mark.parametrize("role", ROLES.values())
def test_every_role_of_a_figure_has_its_colour_on_the_page(role: str) -> None:
    for way in ("fill", "stroke"):
        assert f".{way}-{role} {{ {way}: var(--figure-{role}); }}" in STYLE


@pytest.mark.parametrize("theme", range(4))
def test_every_theme_is_legible(theme: int) -> None:
    colours = blocks()[theme]
    assert {f"figure-{role}" for role in ROLES.values()} <= set(colours)
    for text in ("ink", "soft", "link"):
        for ground in ("page", "note"):
            assert ratio(colours[text], colours[ground]) >= TEXT_RATIO, (text, ground)
    for mark in ("pulse", "above", "limit", "quiet"):
        assert ratio(colours[f"figure-{mark}"], colours["page"]) >= MARK_RATIO, mark
    for band in ("rest", "exercise", "recovery", "raised"):
        assert ratio(colours["figure-ink"], colours[f"figure-{band}"]) >= TEXT_RATIO, band


def test_the_printed_figure_is_legible() -> None:
    for mark in ("pulse", "above", "limit", "quiet"):
        assert ratio(PRINTED[mark], PRINTED["paper"]) >= MARK_RATIO
    for band in ("rest", "exercise", "recovery", "raised"):
        assert ratio(PRINTED["ink"], PRINTED[band]) >= TEXT_RATIO


@pytest.mark.parametrize("theme", range(4))
def test_nothing_is_red_or_green(theme: int) -> None:
    for name, colour in blocks()[theme].items():
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert not (red > 150 and green < 60 and blue < 60), name
        assert not (green > red + 40 and green > blue + 40), name


@pytest.mark.parametrize("role", sorted(ROLES.values()))
def test_every_colour_of_a_figure_has_its_classes_on_the_page(role: str) -> None:
    for what in ("fill", "stroke"):
        assert f".{what}-{role} {{ {what}: var(--figure-{role}); }}" in STYLE


def test_a_dim_page_has_dim_buttons_of_choice_too() -> None:
    schemes = re.findall(r":root[^{]*\{\s*color-scheme: (\w+);", STYLE)
    assert schemes == ["light", "dark", "dark", "light"]
