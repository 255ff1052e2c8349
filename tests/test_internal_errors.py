"""A part that fails by the program's own mistake costs only itself: it is named, everything else stands."""

import dataclasses
import json
import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import pacing.judge.applicable_limits
import pacing.judge.criteria
import pacing.judge.limits
import pacing.measure.indices
import pacing.measure.session
import pacing.registry
import pacing.report.compose
import pacing.report.drawing
import pacing.report.figures
import pacing.report.formats
import pacing.report.render
from pacing.cli.main import run
from pacing.errors import HistoryError
from pacing.internal_errors import InternalError, collected, set_aside
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request, assess_file, assess_paths
from pacing.report.document import Audience
from pacing.report.render import render_report

PERSON = Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=110),))
JOBS = [1, pytest.param(2, marks=pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="needs fork"))]
BROKEN = "hr_recovery_60"


def _fails(*_: object, **__: object) -> Any:
    raise ZeroDivisionError


@pytest.fixture
def broken_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """One index of the registry divides by zero."""
    indices = pacing.measure.session.all_indices()
    indices[BROKEN] = dataclasses.replace(indices[BROKEN], compute=_fails)
    monkeypatch.setattr(pacing.measure.session, "all_indices", lambda: indices)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def pacing_says(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command of the program: its exit code, what it printed and what it said."""

    def ran(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pacing", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            run()
        return int(left.value.code or 0), *capfd.readouterr()

    return ran


@pytest.mark.usefixtures("broken_index")
@pytest.mark.parametrize("jobs", JOBS)
def test_an_index_that_fails_costs_only_itself_and_is_named(
    samples: Path, pacing_says: Callable[..., tuple[int, str, str]], jobs: int
) -> None:
    files = (samples / "walk_paced.fit", samples / "walk_stopped_early.fit")
    code, out, err = pacing_says("report", *files, "--format", "json", "--out", "-", "--jobs", str(jobs))
    assert code == 1
    assert err.count(f"the index {BROKEN} in walk_paced.fit, walk_stopped_early.fit (ZeroDivisionError)") == 1
    for session in json.loads(out)["sessions"]:
        measurements = session["measurements"]
        assert measurements[BROKEN]["unavailable"] == "internal_error"
        assert measurements[BROKEN]["advice"]
        assert measurements["hr_peak"]["value"] is not None
        assert [m for m in measurements.values() if m["unavailable"] == "internal_error"] == [measurements[BROKEN]]


@pytest.mark.usefixtures("broken_index")
def test_every_format_shows_a_report_without_the_index_that_failed(samples: Path) -> None:
    with collected() as mistakes:
        outcome = assess_file(samples / "walk_paced.fit", PERSON)
        pages = [render_report(outcome, name, audience) for name in ("html", "text", "csv") for audience in Audience]
    assert [m.part for m in mistakes] == [f"the index {BROKEN}"]
    assert all(pages)
    assert outcome.sessions[0].measurement("hr_peak") is not None


@pytest.mark.usefixtures("broken_index")
def test_a_mistake_that_nobody_collects_goes_to_the_log(samples: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        (result,) = assess_paths([samples / "walk_paced.fit"], Request(PERSON))
    assert BROKEN in caplog.text
    assert result.mistakes == (InternalError(f"the index {BROKEN}", "ZeroDivisionError", "walk_paced.fit"),)


def test_the_details_are_shown_to_who_looks_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACING_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        set_aside("the index x", ZeroDivisionError())


@pytest.mark.parametrize("error", [MemoryError(), HistoryError("Known.")])
def test_what_concerns_the_whole_file_or_was_foreseen_is_not_set_aside(error: Exception) -> None:
    with collected() as mistakes, pytest.raises(type(error)):
        set_aside("the index x", error)
    assert mistakes == []


@pytest.fixture
def broken_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule `gulati_60` divides by zero."""
    whole = pacing.judge.applicable_limits.rule_of

    def rule_of(rule_id: str) -> Any:
        rule = whole(rule_id)
        return dataclasses.replace(rule, limit=_fails) if rule_id == "gulati_60" else rule

    monkeypatch.setattr(pacing.judge.applicable_limits, "rule_of", rule_of)


@pytest.mark.usefixtures("broken_rule")
def test_a_rule_that_fails_costs_only_itself_and_is_named(pacing_says: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = pacing_says("limit", "--age", "45", "--sex", "female", "--resting", "65")
    assert code == 1
    assert "the pacing rule gulati_60 (ZeroDivisionError)" in err
    assert "resting_plus_15" in out
    assert "gulati_60: The program made a mistake of its own here" in " ".join(out.split())


@pytest.mark.usefixtures("broken_rule")
def test_a_chosen_rule_that_fails_gives_no_verdict_but_all_numbers(samples: Path) -> None:
    with collected() as mistakes:
        (session,) = assess_file(samples / "walk_paced.fit", PERSON, rule="gulati_60").sessions
    assert [m.part for m in mistakes] == ["the pacing rule gulati_60"]
    assert (session.limit, session.exceedance) == (None, None)
    assert session.limit_advice
    assert session.measurement("hr_peak") is not None


def test_a_criterion_that_fails_costs_only_itself(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = assess_file(samples / "walk_paced.fit", PERSON).sessions
    first, *others = whole.findings
    finding = pacing.judge.criteria.why_not_applicable

    def failing(criterion: Any, *rest: Any) -> str | None:
        return _fails() if criterion.id == first.criterion_id else finding(criterion, *rest)

    monkeypatch.setattr(pacing.judge.criteria, "why_not_applicable", failing)
    with collected() as mistakes:
        (session,) = assess_file(samples / "walk_paced.fit", PERSON).sessions
    assert [m.part for m in mistakes] == [f"the criterion {first.criterion_id}"]
    assert session.findings == tuple(others)


@pytest.fixture(params=["key", "describe", "draw"])
def broken_figure(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """The figure `timeline` fails at its words, or at its drawing."""
    whole, part = pacing.report.drawing.load_figure, str(request.param)
    changed: dict[str, Any] = {part: _fails}

    def load_figure(name: str) -> Any:
        kind = whole(name)
        return dataclasses.replace(kind, **changed) if name == "timeline" else kind

    monkeypatch.setattr(pacing.report.drawing, "load_figure", load_figure)
    return part


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_a_figure_that_fails_costs_only_itself(samples: Path, broken_figure: str, form: str) -> None:
    outcome = assess_file(samples / "walk_paced.fit", PERSON)
    with collected() as mistakes:
        page = render_report(outcome, form, Audience.PATIENT)
    assert [(m.part, m.error) for m in mistakes] == [("the figure timeline", "ZeroDivisionError")]
    if form == "html":
        text = page.decode()
        assert ("This figure could not be drawn" in text) == (broken_figure == "draw")
        assert text.count("<svg") >= 1
        assert "How sure this is" in text


def test_a_page_that_fails_costs_only_itself(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = assess_file(samples, PERSON)
    assert len(outcome.sessions) > 1
    whole = pacing.report.compose.PAGES[Audience.PATIENT]
    bad = outcome.sessions[0]

    def page(session: Any, *rest: Any, **words: Any) -> Any:
        return _fails() if session is bad else whole(session, *rest, **words)

    monkeypatch.setitem(pacing.report.compose.PAGES, Audience.PATIENT, page)
    with collected() as mistakes:
        text = render_report(outcome, "text", Audience.PATIENT).decode()
    assert [m.part for m in mistakes] == [f"the page of {bad.recording.source.file_name}"]
    assert "a mistake of its own here" in " ".join(text.split())
    assert all(one.recording.source.file_name in text for one in outcome.sessions)


def test_a_format_that_fails_costs_only_itself(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pacing_says: Callable[..., tuple[int, str, str]]
) -> None:
    whole = pacing.report.render.render_report
    monkeypatch.setattr(
        pacing.report.render,
        "render_report",
        lambda outcome, name, audience, jobs=1: _fails() if name == "html" else whole(outcome, name, audience, jobs),
    )
    out = tmp_path / "report"
    code, _, err = pacing_says(
        "report", samples / "walk_paced.fit", "--format", "html", "--format", "json", "--out", out
    )
    assert code == 1
    assert "the html report (ZeroDivisionError)" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.json"]


@pytest.fixture
def unfinished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Beside the plug-ins of each kind stands one whose module cannot be imported."""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "unfinished.py").write_text("def (", encoding="utf-8")
    for package in (pacing.measure.indices, pacing.report.figures, pacing.report.formats, pacing.judge.limits):
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / "plugins")])
    _forget_plugins()
    yield
    monkeypatch.undo()
    _forget_plugins()


def _forget_plugins() -> None:
    pacing.registry.plugin_names.cache_clear()
    pacing.registry.found_in.cache_clear()


@pytest.mark.usefixtures("unfinished")
@pytest.mark.parametrize("jobs", JOBS)
def test_a_plug_in_that_cannot_be_imported_costs_only_itself(
    samples: Path, tmp_path: Path, pacing_says: Callable[..., tuple[int, str, str]], jobs: int
) -> None:
    forms = [word for form in ("html", "json", "unfinished") for word in ("--format", form)]
    words = ("--limit", 110, *forms, "--out", tmp_path / "page", "--jobs", jobs)
    code, _, err = pacing_says("report", samples / "walk_paced.fit", samples / "stand_test.fit", *words)
    assert code == 1
    for part in ("plug-in pacing.measure.indices", "plug-in pacing.report.formats", "plug-in pacing.judge.limits"):
        assert f"the {part}.unfinished" in err
    assert "the figure unfinished" in err
    assert sorted(path.name for path in tmp_path.glob("page.*")) == ["page.html", "page.json"]


@pytest.mark.usefixtures("unfinished")
@pytest.mark.parametrize("words", [("limit", "--age", "45", "--resting", "65"), ("why", "list")])
def test_a_rule_that_cannot_be_imported_leaves_the_others(
    pacing_says: Callable[..., tuple[int, str, str]], words: tuple[str, ...]
) -> None:
    code, out, err = pacing_says(*words)
    assert (code, "resting_plus_15" in out) == (1, True)
    assert "the plug-in pacing.judge.limits.unfinished (SyntaxError)" in err


@pytest.mark.usefixtures("unfinished")
def test_what_was_left_out_is_named_even_where_a_wrong_word_ends_the_run(
    samples: Path, pacing_says: Callable[..., tuple[int, str, str]]
) -> None:
    code, _, err = pacing_says("report", samples / "walk_paced.fit", "--rule", "unfinished")
    assert code == 2
    assert "the plug-in pacing.judge.limits.unfinished (SyntaxError)" in err
