"""What each figure draws of made-up sessions: its lines, areas and words with their places, as somebody last saw them.

A picture is looked at when it is made; afterwards nobody would see a band that moved. `pytest
tests/golden/test_drawings.py --rewrite-golden` accepts what is drawn now.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pacing.model.assessment import Assessment
from pacing.report.drawing import load_figure
from pacing.report.figure import Page
from tests.golden.made_sessions import session_of
from tests.golden.test_numbers import differences, is_same

GOLDEN = Path(__file__).parent / "drawings"
KNOWN = json.loads((Path(__file__).parent / "plug_ins.json").read_text(encoding="utf-8"))["figures"]
FIGURES = sorted({name for names in KNOWN.values() for name in names})
SHOWN = (
    *("lap_strap", "still_optical", "smart_watch", "torn_beats", "locked_wrist", "stand_test"),
    *("ride_by_power", "stopped_timer", "minutes_of_a_day", "given_phases", "sixth_session"),
)
DIGITS = 6


@cache
def season() -> tuple[Assessment, ...]:
    """Twelve sessions of three kinds over seven weeks."""
    made = []
    for number in range(12):
        base = session_of(("torn_beats", "sixth_session", "stopped_timer")[number % 3])
        assert base.recording.start is not None
        start = base.recording.start + timedelta(days=4 * number)
        made.append(replace(base, recording=replace(base.recording, start=start)))
    return tuple(made)


def drawn(figure: Any) -> list[Any]:
    """Where the axes stand in a drawing, their ends, and the lines, areas and words in them."""
    return [
        {
            "box": [*figure.get_size_inches(), *axes.get_position().bounds],
            "ends": [*axes.get_xlim(), *axes.get_ylim()],
            "lines": [_points(line.get_xydata()) for line in axes.lines],
            "areas": [_points(one.get_path().transformed(one.get_patch_transform()).vertices) for one in axes.patches],
            "many": [[_points(path.vertices) for path in one.get_paths()] for one in axes.collections],
            "dots": [_points(one.get_offsets()) for one in axes.collections],
            "words": [[text.get_text(), *map(float, text.get_position()), text.get_fontsize()] for text in axes.texts],
            "names": [axes.get_xlabel(), axes.get_ylabel(), axes.get_title()],
            "ticks": [
                [text.get_text() for text in labels] for labels in (axes.get_xticklabels(), axes.get_yticklabels())
            ],
            "tick_places": [[float(place) for place in places] for places in (axes.get_xticks(), axes.get_yticks())],
        }
        for axes in figure.axes
    ]


def _points(corners: Any) -> list[float]:
    """How many points, and of both their coordinates the sum, the ends and the sum of steps' squares."""
    points = np.asarray(corners, dtype=float).reshape(-1, 2)
    told = [float(len(points))]
    for column in points.T:
        finite = column[np.isfinite(column)]
        told += [float(finite.size), float(finite.sum())]
        told += (
            [float(finite.min()), float(finite.max()), float(np.square(np.diff(finite)).sum())] if finite.size else []
        )
    return told


def rounded(value: Any) -> Any:
    """The same with numbers to six digits."""
    if isinstance(value, list):
        return [rounded(one) for one in value]
    if isinstance(value, dict):
        return {key: shown for key, one in value.items() if (shown := rounded(one)) not in ([], [[]], [[], []])}
    return float(f"{value:.{DIGITS}g}") if isinstance(value, int | float) else value


def drawings(name: str) -> Iterator[tuple[str, Any]]:
    """Each session or season that has something to show in a figure, with what is drawn of it."""
    figure = load_figure(name)
    several = Page.SEVERAL in figure.pages
    shown = {"season": season()} if several else {one: (session_of(one),) for one in SHOWN}
    for one, sessions in shown.items():
        if figure.applies(sessions):
            yield one, rounded(drawn(figure.draw(sessions)))


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_draws_what_it_drew(name: str, request: pytest.FixtureRequest) -> None:
    now, golden = dict(drawings(name)), GOLDEN / f"{name}.json"
    if request.config.getoption("--rewrite-golden") and not is_same(now, golden):
        golden.parent.mkdir(exist_ok=True)
        lines = ",\n".join(f"{json.dumps(part)}: {json.dumps(value)}" for part, value in now.items())
        golden.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    assert now
    assert differences(now, json.loads(golden.read_text(encoding="utf-8"))) == []
