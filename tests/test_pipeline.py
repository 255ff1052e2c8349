"""Many files at once: each its own result, in order, whatever happens to one of them."""

import gc
import multiprocessing
import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import pacing.pipeline
from pacing.errors import PhasesError, ReadError, UsageError
from pacing.history.traces import Trace, trace_of
from pacing.model.assessment import Assessment
from pacing.model.person import Conditions, LimitSetting, Person
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Recording
from pacing.pipeline import FileResult, Request, assess_file, assess_paths, collect_outcome
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

FORKS = multiprocessing.get_start_method() == "fork"


@pytest.fixture
def three(samples: Path, tmp_path: Path) -> Path:
    """A folder of three copies of a walk: a.fit, b.fit, c.fit."""
    for name in ("a", "b", "c"):
        shutil.copy(samples / "walk_stopped_early.fit", tmp_path / f"{name}.fit")
    return tmp_path


def _failing_on_b(monkeypatch: pytest.MonkeyPatch, error: BaseException | None) -> None:
    """Reading b.fit raises, or (None) ends its process at once."""

    def read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
        if source.name.endswith("b.fit"):
            if error is None:
                os._exit(1)
            raise error
        return read_source(source, options)

    monkeypatch.setattr(pacing.pipeline, "read_source", read)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def _errors(results: Iterator[FileResult]) -> list[tuple[str, str | None]]:
    return [(result.name[-5:], None if result.refusal is None else result.refusal.error) for result in results]


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.skipif(not FORKS, reason="needs fork"))])
def test_a_mistake_of_the_program_with_one_file_is_that_files_refusal(
    three: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    _failing_on_b(monkeypatch, ZeroDivisionError())
    found = _errors(assess_paths([three], Request(), jobs))
    assert found == [("a.fit", None), ("b.fit", "InternalError"), ("c.fit", None)]
    monkeypatch.setenv("PACING_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        list(assess_paths([three], Request(), jobs))


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.skipif(not FORKS, reason="needs fork"))])
def test_a_request_that_makes_no_sense_stops_everything(
    three: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    _failing_on_b(monkeypatch, UsageError("no", hint="yes"))
    with pytest.raises(UsageError) as stopped:
        list(assess_paths([three], Request(), jobs))
    assert (stopped.value.message, stopped.value.hint) == ("no", "yes")


@pytest.mark.skipif(not FORKS, reason="needs fork")
def test_a_process_that_dies_takes_no_file_before_it_and_names_each_after_it(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _failing_on_b(monkeypatch, None)
    found = _errors(assess_paths([three], Request(), 2))
    assert [name for name, _ in found] == ["a.fit", "b.fit", "c.fit"]
    assert found[1][1] == "InternalError"
    assert all(error in (None, "InternalError") for _, error in found)


def test_what_is_known_by_its_content_is_passed_over_unread(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _failing_on_b(monkeypatch, ReadError("b.fit", "broken"))
    seen: list[str] = []

    def knows(sha256: str) -> bool:
        seen.append(sha256)
        return True

    results = list(assess_paths([three], Request(), knows=knows))
    assert [(r.known, r.sessions, r.refusal) for r in results] == [(True, (), None)] * 3
    assert [r.sha256 for r in results] == seen
    assert len(set(seen)) == 1


def test_a_refused_file_is_remembered_by_its_content(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _failing_on_b(monkeypatch, ReadError("b.fit", "broken"))
    a, b, _ = assess_paths([three], Request())
    assert b.refusal is not None
    assert b.sha256 == a.sha256 is not None


def test_a_file_that_is_not_there_is_never_known(tmp_path: Path) -> None:
    (result,) = assess_paths([tmp_path / "none.fit"], Request(), knows=lambda _: True)
    assert (result.known, result.refusal is not None) == (False, True)


def test_no_more_processes_are_started_than_can_work(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)

    def pool(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("pacing.workers.Workers", pool)
    assert len(list(assess_paths([three], Request(), 1_000_000))) == 3


def test_while_others_read_this_process_does_what_it_was_given(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    done: list[str] = []
    steps = [partial(done.append, name) for name in ("first", "second")]
    alone = [result.name for result in assess_paths([three], Request(), 1, meanwhile=steps)]
    assert done == []
    assert [result.name for result in assess_paths([three], Request(), 2, meanwhile=steps)] == alone
    assert done == ["first", "second"]


def test_phases_outside_the_session_are_that_files_refusal(samples: Path) -> None:
    outside = Phases((Phase(PhaseKind.EXERCISE, 0.0, 1e6, PhaseOrigin.GIVEN, 0.0),))
    outcome = assess_file(samples / "walk_paced.fit", given_phases=outside)
    assert [r.error for r in outcome.refused] == [PhasesError.__name__]
    assert outcome.sessions == ()


def test_reading_alone_measures_and_judges_nothing(samples: Path) -> None:
    request = Request(Person(limits=(LimitSetting("fixed", bpm=100),)), Conditions(), analyse=False)
    (session,) = collect_outcome(assess_paths([samples / "walk_paced.fit"], request), request).sessions
    assert (session.measurements, session.limit, session.exceedance, session.phases.items) == ((), None, None, ())
    assert session.cleaned.coverage.hr_samples > 1000


def test_whoever_shows_progress_is_told_of_each_file_as_it_comes(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _failing_on_b(monkeypatch, ReadError("b.fit", "broken"))
    told: list[str] = []
    collect_outcome(assess_paths([three], Request()), Request(), lambda result: told.append(result.name[-5:]))
    assert told == ["a.fit", "b.fit", "c.fit"]


def test_only_the_newest_sessions_keep_their_samples_where_that_was_asked_for(samples: Path) -> None:
    paths = [samples / name for name in ("walk_exceeded.fit", "walk_stopped_early.fit", "walk_paced.fit")]
    outcome = collect_outcome(assess_paths(paths, Request()), Request(), most_with_samples=1)
    kept = [session.recording.heart_rate.bpm.size > 0 for session in outcome.sessions]
    assert kept == [False, True, False]  # of 11, 13 and 4 May
    assert all(session.measurements for session in outcome.sessions)


def test_a_lone_session_leaves_no_trace_for_a_twin(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    traced: list[str] = []

    def noted(session: Assessment) -> Trace:
        traced.append(session.recording.source.file_name)
        return trace_of(session)

    monkeypatch.setattr(pacing.pipeline, "trace_of", noted)
    names = ["walk_paced.fit", "walk_exceeded.fit", "whole_day.csv"]
    paths = [samples / name for name in names]
    collect_outcome(assess_paths(paths[:1], Request()), Request())
    assert traced == []
    collect_outcome(assess_paths(paths, Request()), Request(), most_with_samples=0)
    assert traced == names


def test_samples_go_with_their_session_and_wait_for_no_search_for_garbage(samples: Path) -> None:
    request = Request(Person(age_years=45.0))
    path = samples / "walk_paced.fit"
    list(assess_paths([path], request))
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        list(assess_paths([path], request))
        gc.collect()
        assert not [one for one in gc.garbage if isinstance(one, np.ndarray)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
