"""A cohort from its people to a finished dataset: who hands out the work, takes it back and writes it down.

Nothing is lost and nothing is there twice, whatever ends: a batch whose worker died is done again; where it dies again,
its files are done one by one with nothing else under way, and a file that ends its process each time is refused by its
name; what is written is written whole; and what an earlier run wrote is not done again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pacing.cohort.batch import BatchResult, batch_that_died, do_batch, joined
from pacing.cohort.batch_plan import Batch, FileTask, file_token, how_judged, listed, undone
from pacing.cohort.dataset import GO_ON, Dataset, Part
from pacing.cohort.engine import Engine
from pacing.cohort.people import CohortPerson, NotTaken, People
from pacing.cohort.pseudonyms import Naming
from pacing.cohort.summary import Summary, summary_json, summary_page
from pacing.cohort.tables import OF_PEOPLE
from pacing.cohort.tally import PersonTally, Tally, added_up
from pacing.cohort.within_person import (
    DAILY_COLUMNS,
    DAY_COLUMNS,
    INDICES,
    MEASUREMENT_COLUMNS,
    SESSION_COLUMNS,
    PersonRows,
    analyse_person,
)
from pacing.errors import CohortError, PacingError
from pacing.history.diary_import import read_diary
from pacing.internal_errors import note
from pacing.model.longitudinal import SymptomScore

T = TypeVar("T")
TRIES_ANSWERS = 3  # design: what each person's sessions say together is worked out from little
LOOK_S = 5.0  # design: how often it is looked whether any worker is there
NO_WORKER_S = 60.0  # design: workers that a cluster begins anew are there by then
WITHOUT_PROGRAM = (ImportError, AttributeError)


@dataclass(slots=True)
class CohortOutcome:
    """What became of a cohort: the summary, who could not be taken, and diaries that could not be read."""

    summary: Summary
    not_taken: list[NotTaken] = field(default_factory=list)


@dataclass(slots=True)
class _Task:
    """A batch on its way."""

    number: int
    batch: Batch
    tokens: tuple[str, ...]
    died: int = 0


def run_cohort(
    people: People,
    out: Path,
    naming: Naming,
    engine: Engine,
    *,
    resume: bool = False,
    tell: Callable[[int, int], None] | None = None,
) -> CohortOutcome:
    """Every file of everybody into the dataset, then what each person's sessions say together, then the summary.

    Parameters
    ----------
    people
        Whose files.
    out
        The dataset's folder.
    naming
        How people are called in it.
    engine
        Where the work is done.
    resume
        Whether to go on with a dataset that is there.
    tell
        SessionSettings how many files are done, and how many there are.

    Raises
    ------
    CohortError
        The disk is full, the people's folder is gone, or no worker is there any more; what is done stays.
    """
    files = list(listed(people.people))
    how = {person.name: how_judged(person.request) for person in people.people}
    tokens = {one: file_token(one, naming, how[one.person]) for one in files}
    with Dataset(out, naming, resume=resume) as dataset:
        done = dataset.covered(frozenset(tokens.values()))
        tasks = _tasks(undone(files, tokens, done), tokens, people.people, naming)
        ready = sum(map(len, done.values()))
        _do_all(tasks, engine, dataset, lambda more: tell(ready + more, len(files)) if tell is not None else None)
        dataset.move_tables()
        return _finish(people, dataset, naming, engine)


def _tasks(
    batches: Iterable[tuple[int, tuple[FileTask, ...]]],
    tokens: Mapping[FileTask, str],
    people: Sequence[CohortPerson],
    naming: Naming,
) -> Iterator[_Task]:
    requests = {person.name: person.request for person in people}
    for number, files in batches:
        asked = {one.person: requests[one.person] for one in files}
        yield _Task(number, Batch(files, asked, naming), tuple(tokens[one] for one in files))


def _do_all(tasks: Iterator[_Task], engine: Engine, dataset: Dataset, tell: Callable[[int], None]) -> None:
    """Hand out the tasks, a few ahead of the workers, and write down what comes back."""
    under_way: dict[Future[BatchResult], _Task] = {}
    again: deque[_Task] = deque()
    alone: list[_Task] = []
    done = 0
    while True:
        most = engine.under_way()
        while len(under_way) < most:
            task = again.popleft() if again else next(tasks, None)
            if task is None:
                break
            under_way[engine.executor.submit(do_batch, task.batch)] = task
        if not under_way:
            break
        for future in _ended(under_way, engine):
            task = under_way.pop(future)
            result = _result(future, engine)
            if result is not None:
                done += _write(task, result, dataset)
                tell(done)
                continue
            task.died += 1
            engine.settle()
            (again if task.died < engine.tries_together else alone).append(task)
    for task in alone:
        parts = [_alone(part, engine) for part in task.batch.parts]
        done += _write(task, joined(parts), dataset)
        tell(done)


def _write(task: _Task, result: BatchResult, dataset: Dataset) -> int:
    dataset.add(task.number, task.tokens, result)
    for mistake in result.mistakes:
        note(mistake)
    return len(task.tokens)


def _alone(batch: Batch, engine: Engine) -> BatchResult:
    """A batch of one file, with nothing else under way."""
    for _ in range(engine.tries_alone):
        future = engine.executor.submit(do_batch, batch)
        _ended([future], engine)
        result = _result(future, engine)
        if result is not None:
            return result
        engine.settle()
    return batch_that_died(batch)


def _ended(futures: Iterable[Future[T]], engine: Engine) -> set[Future[T]]:
    """The futures that have ended, at least one.

    Raises
    ------
    CohortError
        No worker is there to end any.
    """
    without_s = 0.0
    while True:
        ended, _ = wait(futures, LOOK_S, FIRST_COMPLETED)
        if ended:
            return ended
        without_s = 0.0 if engine.has_workers() else without_s + LOOK_S
        if without_s >= NO_WORKER_S:
            raise CohortError("No worker of the cluster is there any more.", hint=f"Begin some. {GO_ON}")


def _result(future: Future[T], engine: Engine) -> T | None:
    """What a task gave, or None where its worker died at it."""
    try:
        return future.result()
    except PacingError:
        raise
    except engine.died:
        return None
    except (CancelledError, OSError) as error:
        raise CohortError("The cluster cannot be reached any more.", hint=f"Is its scheduler there? {GO_ON}") from error
    except WITHOUT_PROGRAM as error:
        message = f"A worker cannot do the work ({type(error).__name__}: {error})."
        raise CohortError(message, hint='Install "hr-pacing[cohort]", in this version, for every worker.') from error


def _finish(people: People, dataset: Dataset, naming: Naming, engine: Engine) -> CohortOutcome:
    """The tables over all people, the summary, and the manifest."""
    not_taken = list(people.not_taken)
    parts = dataset.parts()
    tally = added_up(part.tally for _, part in sorted(parts.items()))
    tables: dict[str, list[tuple[Any, ...]]] = {name: [] for name in OF_PEOPLE}
    by_person = sorted(people.people, key=lambda one: naming.called("person", one.name))
    tables["people"] = [_person_row(one, naming, tally) for one in by_person]
    for answers in _analysed(_all_rows(by_person, parts, dataset, naming, not_taken), engine):
        for name, rows in answers.items():
            tables[name].extend(rows)
    summary = Summary(tally, tables, tuple(not_taken), naming.hides)
    dataset.write("summary.json", summary_json(summary))
    dataset.write("summary.html", summary_page(summary))
    dataset.finish(tables, {"pseudonyms": naming.hides})
    return CohortOutcome(summary, not_taken)


def _person_row(person: CohortPerson, naming: Naming, tally: Tally) -> tuple[Any, ...]:
    from datetime import date

    name = naming.called("person", person.name)
    counts, person_given = tally.people.get(name, PersonTally()), person.request.person
    first, last = (date.fromisoformat(day) if day else None for day in (counts.first_day, counts.last_day))
    return (
        name,
        counts.files,
        counts.sessions,
        counts.refused,
        first,
        last,
        counts.recorded_s / 3600.0,
        counts.above_s / 60.0,
        counts.judged,
        counts.flagged,
        None if person_given.sex is None else person_given.sex.value,
        None if person_given.condition is None else person_given.condition.value,
        person_given.resting_bpm,
        ", ".join(person_given.medication.given()) or None,
    )


def _analysed(people: Iterator[PersonRows], engine: Engine) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """What each person's sessions say together, in the order of people; a few under way at once."""
    waiting: deque[tuple[PersonRows, Future[dict[str, list[tuple[Any, ...]]]]]] = deque()
    more = True
    while more or waiting:
        while more and len(waiting) < engine.under_way():
            rows = next(people, None)
            more = rows is not None
            if rows is not None:
                waiting.append((rows, engine.executor.submit(analyse_person, rows)))
        if waiting:
            rows, future = waiting.popleft()
            yield _answer(rows, future, engine)


def _answer(
    rows: PersonRows, future: Future[dict[str, list[tuple[Any, ...]]]], engine: Engine
) -> dict[str, list[tuple[Any, ...]]]:
    for _ in range(TRIES_ANSWERS):
        _ended([future], engine)
        answer = _result(future, engine)
        if answer is not None:
            return answer
        future = engine.executor.submit(analyse_person, rows)
    raise CohortError("The processes that work on the trends end each time.", hint=f"Is there enough memory? {GO_ON}")


def _all_rows(
    people: Sequence[CohortPerson],
    parts: Mapping[int, Part],
    dataset: Dataset,
    naming: Naming,
    not_taken: list[NotTaken],
) -> Iterator[PersonRows]:
    """The rows of each person, from the batches that hold any."""
    holding: dict[str, list[int]] = {}
    for number, part in sorted(parts.items()):
        for name in part.tally.people:
            holding.setdefault(name, []).append(number)
    for person in people:
        name = naming.called("person", person.name)
        numbers = holding.get(name, [])

        def read(table: str, columns: Sequence[str], name: str = name, numbers: list[int] = numbers) -> list[Any]:
            paths = [dataset.table_path(table, number) for number in numbers if parts[number].rows.get(table)]
            return [row for path in paths for row in _rows_of(path, columns, name)]

        yield PersonRows(
            name,
            read("sessions", SESSION_COLUMNS),
            read("measurements", MEASUREMENT_COLUMNS),
            read("days", DAY_COLUMNS),
            read("daily_values", DAILY_COLUMNS),
            _scores(person, not_taken),
        )


def _rows_of(path: Path, columns: Sequence[str], person: str) -> list[dict[str, Any]]:
    """Rows of one person in a table; of measurements only those that are followed, where they have a value."""
    import pyarrow.parquet as pq

    filters: list[tuple[str, str, Any]] = [("person", "=", person)]
    if "index" in columns:
        filters += [("index", "in", INDICES)]
    try:
        table = pq.read_table(path, columns=list(columns), filters=filters)
    except OSError as error:
        message = f"The dataset cannot be read: {path.name}: {error}."
        raise CohortError(message, hint="Name another folder with --out, and do it again.") from error
    rows: list[dict[str, Any]] = table.to_pylist()
    return [row for row in rows if row["value"] is not None] if "index" in columns else rows


def _scores(person: CohortPerson, not_taken: list[NotTaken]) -> tuple[SymptomScore, ...]:
    """What a person's diary says; one that cannot be read is named."""
    if person.diary is None:
        return ()
    try:
        return read_diary(person.diary).entries
    except PacingError as error:
        not_taken.append(NotTaken(f"{person.name}/{person.diary.name}", error.message, error.hint, person.name))
        return ()
