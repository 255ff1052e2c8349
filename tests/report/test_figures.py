"""Figures: every one says in words what it shows, draws the same bytes twice, and stays small."""

import multiprocessing
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count, repeat
from pathlib import Path

import numpy as np
import pytest

import pacing.report.figures
from pacing.model.arrays import frozen
from pacing.model.assessment import Assessment, Outcome
from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.person import Person
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Beats
from pacing.pipeline import Request, assess_recording
from pacing.read.read import read_recordings
from pacing.registry import plugin_names
from pacing.report.canvas import ROLES, svg_text
from pacing.report.document import Picture
from pacing.report.drawing import (
    LEAST_TO_SHARE,
    drawing_processes,
    drawn_ahead,
    drawn_svg,
    figures_on,
    load_figure,
    pictures,
)
from pacing.report.figure import Page
from pacing.report.figures.calendar import day_words
from pacing.report.figures.spectrum import power_density
from pacing.report.figures.timeline import MOST_MARKED
from pacing.report.figures.trend import _nights
from pacing.report.wording.verdict import VERDICT_WORDS

Cases = Mapping[str, Callable[[], Assessment]]
Maker = Callable[..., Outcome]
FIGURES = plugin_names(pacing.report.figures)
MOST_BYTES = 150_000
SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


def season(cases: Cases, count: int = 12) -> tuple[Assessment, ...]:
    """Sessions two days apart, by turns inside and above the limit."""
    made = []
    for number in range(count):
        base = cases["exceeded" if number % 3 == 0 else "strap"]()
        assert base.recording.start is not None
        start = base.recording.start + timedelta(days=2 * number)
        made.append(replace(base, recording=replace(base.recording, start=start)))
    return tuple(made)


@pytest.fixture
def shown(cases: Cases) -> dict[str, tuple[Assessment, ...]]:
    """Sessions that have something to show in each figure."""
    many = season(cases)
    return {name: many if Page.SEVERAL in load_figure(name).pages else (cases["strap"](),) for name in FIGURES}


def test_every_figure_stands_on_a_page_and_each_page_has_one() -> None:
    standing = {page: figures_on(page) for page in Page}
    assert {name for names in standing.values() for name in names} == set(FIGURES)
    assert all(standing.values())
    assert standing[Page.SESSION][0] == "timeline"


def test_minutes_above_of_a_day_and_of_the_sessions_within_it_are_never_in_one_curve(cases: Cases) -> None:
    sessions, day = season(cases), cases["whole_day"]()
    trend = load_figure("trend")
    assert trend.describe((*sessions, day)) == trend.describe(sessions)
    assert day.recording.start is not None
    days = [replace(day, recording=replace(day.recording, start=day.recording.start + timedelta(n))) for n in range(12)]
    assert "Minutes above the limit: 12 sessions" in trend.describe(tuple(days))


def test_nights_that_were_not_measured_and_days_without_a_date_are_left_out_of_the_nights(cases: Cases) -> None:
    one = cases["whole_day"]()
    (day,) = one.days
    assert day.day is not None
    days = [replace(day, day=day.day + timedelta(n), night=day.night if n % 2 else None) for n in range(12)]
    nights = _nights((replace(one, days=(*days, replace(day, day=None))),))
    assert [at.date() for at in nights.instants] == [each.day for each in days[1::2]]
    assert set(nights.values) == {58.2}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_draws_the_same_bytes_twice_stays_small_and_has_no_stand_in_colour(
    name: str, shown: dict[str, tuple[Assessment, ...]]
) -> None:
    figure = load_figure(name)
    assert figure.applies(shown[name])
    drawn = figure.draw(shown[name])
    first, printed = (svg_text(drawn, "a", themed=themed) for themed in (True, False))
    assert first == svg_text(figure.draw(shown[name]), "a", themed=True)
    assert len(first) < MOST_BYTES
    assert "<text" in first, "text must stay text"
    assert set(re.findall(r"#[0-9a-f]{6}\b", first)) <= {"#000000", "#ffffff"}
    for svg in (first, printed):
        assert [colour for colour in ROLES if colour in svg] == []


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_described_in_words_with_its_numbers(name: str, shown: dict[str, tuple[Assessment, ...]]) -> None:
    words = load_figure(name).describe(shown[name])
    assert re.search(r"\d", words)
    assert words.endswith(".")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_never_fails_on_a_session_it_says_it_can_show(name: str, case: Assessment) -> None:
    figure = load_figure(name)
    if figure.applies((case,)):
        assert figure.describe((case,))
        assert svg_text(figure.draw((case,)), "a", themed=False)


def test_ids_of_two_figures_on_one_page_differ(cases: Cases) -> None:
    session = (cases["exceeded"](),)
    one, two = (svg_text(load_figure("timeline").draw(session), prefix, themed=True) for prefix in ("a", "b"))
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (one, two)]
    assert not ids[0] & ids[1]
    for svg, known in zip((one, two), ids, strict=True):
        used = set(re.findall(r'href="#([^"]+)"', svg)) | set(re.findall(r"url\(#([^)]+)\)", svg))
        assert used <= known


def test_time_above_is_hatched_and_marked_not_only_coloured(cases: Cases) -> None:
    above = svg_text(load_figure("timeline").draw((cases["exceeded"](),)), "a", themed=True)
    under = svg_text(load_figure("timeline").draw((cases["within"](),)), "a", themed=True)
    assert "<pattern" in above
    assert "<pattern" not in under


def test_a_curve_of_another_bout_is_not_drawn_through_this_one(cases: Cases) -> None:
    session = cases["within"]()
    other = tuple(
        replace(m, window=(900.0, 1200.0)) if m.index.id == "hr_recovery_tau" else m for m in session.measurements
    )
    figure = load_figure("recovery")
    assert "curve" in figure.key((session,))
    assert "curve" not in figure.key((replace(session, measurements=other),))
    assert "time constant" not in figure.describe((replace(session, measurements=other),))


def test_the_calendar_takes_the_longest_verdict_of_a_day(cases: Cases) -> None:
    quiet, above = cases["within"](), cases["exceeded"]()
    assert above.exceedance is not None
    assert above.exceedance.verdict is ExceedanceVerdict.SUSTAINED
    assert set(day_words((quiet, above, cases["no_limit"]())).values()) == {VERDICT_WORDS[ExceedanceVerdict.SUSTAINED]}


def test_the_spectrum_shows_a_known_rhythm_at_its_place_and_power() -> None:
    # 30 ms amplitude at 0.25 Hz: its power is 30^2 / 2 = 450 ms^2.
    beat_s = np.arange(1, 400) * 0.9
    rr_ms = 900 + 30 * np.sin(2 * np.pi * 0.25 * beat_s)
    frequency_hz, density = power_density(Beats(frozen(beat_s), frozen(rr_ms)))
    assert frequency_hz[density.argmax()] == pytest.approx(0.25, abs=0.01)
    near = (frequency_hz > 0.2) & (frequency_hz < 0.3)
    power_ms2 = float(density[near].sum() * (frequency_hz[1] - frequency_hz[0]))
    assert power_ms2 == pytest.approx(450, rel=0.15)


def test_the_moment_of_standing_up_is_drawn_and_named() -> None:
    (recording,) = read_recordings(SAMPLES / "stand_test.fit")
    session = assess_recording(recording, Request(Person(age_years=45)))
    timeline = load_figure("timeline")
    assert "A line marks the moment of standing up, 10:00" in timeline.describe((session,))
    assert "stood up" in svg_text(timeline.draw((session,)), "a", themed=True)


def test_of_very_many_stretches_only_the_longest_are_marked_and_the_key_says_so(cases: Cases) -> None:
    base = cases["exceeded"]()
    assert base.exceedance is not None
    (first, *_) = base.exceedance.excursions
    short = tuple(replace(first, start_s=400.0 + n, stop_s=411.0 + n) for n in range(0, 600, 50))
    many = replace(base, exceedance=replace(base.exceedance, excursions=short))
    figure = load_figure("timeline")
    assert f"▼ the {MOST_MARKED} longest stretches" in figure.key((many,))
    assert "longest" not in figure.key((base,))


def test_a_band_too_narrow_for_its_word_is_named_in_the_key(cases: Cases) -> None:
    base = cases["within"]()
    wide, narrow = phases_of((PhaseKind.EXERCISE, 0, 1500)), phases_of((PhaseKind.EXERCISE, 0, 20))
    assert "band on top" not in load_figure("timeline").key((replace(base, phases=wide),))
    assert "The band on top: sandy exercise." in load_figure("timeline").key((replace(base, phases=narrow),))


def phases_of(*items: tuple[PhaseKind, float, float]) -> Phases:
    return Phases(tuple(Phase(kind, start, stop, PhaseOrigin.GIVEN, 0.0) for kind, start, stop in items))


def test_matplotlib_is_loaded_with_the_first_figure_and_never_as_pyplot() -> None:
    code = (
        "import sys\n"
        "from pacing.report.canvas import new_figure\n"
        "assert 'matplotlib' not in sys.modules\n"
        "new_figure()\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=600)


def test_the_recovery_figure_begins_half_a_minute_before_the_stop(cases: Cases) -> None:
    since_s = np.asarray(load_figure("recovery").draw((cases["strap"](),)).axes[0].lines[0].get_xdata(), dtype=float)
    assert -30.0 <= np.nanmin(since_s) < -27.0
    assert 290.0 < np.nanmax(since_s) <= 330.0


def test_above_the_line_of_a_timeline_there_is_room_for_the_band_of_phases(cases: Cases) -> None:
    session = replace(cases["strap"](), limit=None)
    axes = load_figure("timeline").draw((session,)).axes[0]
    line = np.asarray(axes.lines[0].get_ydata(), dtype=float)
    low, high = np.nanmin(line) - 5.0, np.nanmax(line) + 5.0
    assert axes.get_ylim() == pytest.approx((low, high + 0.17 * (high - low)))


@pytest.mark.parametrize("limit_bpm", [40.0, 160.0])
def test_a_limit_far_from_the_line_of_a_timeline_has_room_too(cases: Cases, limit_bpm: float) -> None:
    session = cases["strap"]()
    assert session.limit is not None
    axes = load_figure("timeline").draw((replace(session, limit=replace(session.limit, bpm=limit_bpm)),)).axes[0]
    line = np.asarray(axes.lines[0].get_ydata(), dtype=float)
    low, high = min(np.nanmin(line), limit_bpm) - 5.0, max(np.nanmax(line), limit_bpm) + 5.0
    assert axes.get_ylim() == pytest.approx((low, high + 0.17 * (high - low)))


def test_the_dates_below_a_season_are_named_by_their_months(cases: Cases) -> None:
    """Twelve sessions, two days apart from 1 to 23 May."""
    labels = load_figure("trend").draw(season(cases)).axes[-1].get_xticklabels()
    assert [label.get_text() for label in labels] == ["1 May 26", "8 May 26", "16 May 26", "23 May 26"]


def test_a_session_of_years_ago_does_not_squeeze_a_season(cases: Cases) -> None:
    sessions, trend = season(cases), load_figure("trend")
    (first, *_) = sessions
    assert first.recording.start is not None
    old = replace(first, recording=replace(first.recording, start=first.recording.start - timedelta(days=3000)))
    labels = trend.draw((old, *sessions)).axes[-1].get_xticklabels()
    assert [label.get_text() for label in labels] == ["1 May 26", "8 May 26", "16 May 26", "23 May 26"]
    assert "before the last pause" in trend.key((old, *sessions))
    assert "before the last pause" not in trend.key(sessions)


def test_a_pause_with_too_little_after_it_hides_nothing(cases: Cases) -> None:
    *before, one, last = season(cases)
    earlier = []
    for session in before:
        assert session.recording.start is not None
        start = session.recording.start - timedelta(days=300)
        earlier.append(replace(session, recording=replace(session.recording, start=start)))
    sessions, trend = (*earlier, one, last), load_figure("trend")
    assert trend.applies(sessions)
    assert "12 sessions" in trend.describe(sessions)
    assert "before the last pause" not in trend.key(sessions)


def test_several_processes_draw_what_one_draws_from_the_moment_it_is_put_on_a_page(
    cases: Cases, make_outcome: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    outcome = make_outcome(cases["exceeded"](), cases["within"](), cases["exceeded"](), cases["within"]())

    def put_on_pages() -> list[Picture]:
        placed = enumerate(outcome.sessions)
        pages = (pictures(page, (one,), (place,)) for place, one in placed for page in (Page.SESSION, Page.APPENDIX))
        return [picture for page in pages for picture in page]

    every = put_on_pages()
    alone = [drawn_svg(picture, outcome, f"f{place}", themed=True) for place, picture in enumerate(every)]
    prefixes = (f"f{place}" for place in count())
    with drawing_processes(2), drawn_ahead(outcome, prefixes, themed=True):
        assert put_on_pages() == every
        monkeypatch.setattr("pacing.report.drawing.load_figure", None)  # nothing is drawn any more
        monkeypatch.setenv("PACING_DEBUG", "1")  # and if it were, that would be raised
        assert [drawn_svg(picture, outcome, f"f{place}", themed=True) for place, picture in enumerate(every)] == alone
        with pytest.raises(TypeError):
            drawn_svg(every[0], outcome, "another", themed=True)
    assert len(set(alone)) == len(every) > 4
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("with_appendices", [True, False])
def test_no_process_is_begun_for_a_few_figures_or_for_an_appendix_that_is_not_shown(
    cases: Cases, make_outcome: Maker, monkeypatch: pytest.MonkeyPatch, *, with_appendices: bool
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    session = cases["strap"]()
    outcome = make_outcome(session)
    with drawing_processes(2), drawn_ahead(outcome, repeat("f"), themed=True, with_appendices=with_appendices):
        shown = pictures(Page.SESSION, (session,), (0,))
        assert 0 < len(shown) < LEAST_TO_SHARE
        assert multiprocessing.active_children() == []
        appended = [pictures(Page.APPENDIX, (session,), (0,)) for _ in range(LEAST_TO_SHARE)]
        assert len(appended[0]) > 0
        assert bool(multiprocessing.active_children()) is with_appendices
