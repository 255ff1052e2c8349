"""Small cohorts of made-up recordings, and executors that work or fail as a test wants."""

import json
import pickle
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pacing.cohort.batch import do_batch
from pacing.cohort.batch_plan import Batch
from pacing.cohort.engine import Engine
from pacing.cohort.people import people_at
from pacing.cohort.pseudonyms import Naming
from pacing.cohort.run import CohortOutcome, run_cohort
from pacing.settings import Settings

FIRST = datetime(2026, 5, 4, 8, tzinfo=UTC)
REST_S, EXERCISE_S, STEP_S = 180, 240, 5


def write_recording(path: Path, day: int = 0, bpm: int = 90, start: datetime = FIRST) -> None:
    """A CSV of seven minutes: three of rest at `bpm`, then an arch 30 bpm above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    begin = start + timedelta(days=day)
    rows = []
    for second in range(0, REST_S + EXERCISE_S, STEP_S):
        into = max(second - REST_S, 0)
        rate = bpm + 30 * 4 * into * (EXERCISE_S - into) // EXERCISE_S**2
        rows.append(f"{(begin + timedelta(seconds=second)).isoformat()},{rate}")
    path.write_text("\n".join(["timestamp,heart_rate", *rows]) + "\n", encoding="utf-8")


def make_people(top: Path, people: int = 3, files: int = 6) -> Path:
    """A folder of people: recordings on days of their own, a profile for the first, and a file that is none."""
    for person in range(people):
        folder = top / f"person{person}"
        for day in range(files):
            write_recording(folder / f"day{day:03d}.csv", day, 85 + 3 * person + day % 4)
    (top / "person0" / "profile.toml").write_text('[person]\nbirth_year = 1980\nsex = "female"\n[limit]\nbpm = 95\n')
    (top / "person1" / "letter.txt").write_text("Dear Sir or Madam,\n")
    return top


class Inline(Executor):
    """Does each task at once, in this process; arguments and results are sent as they would be to another one.

    `dies_at`: a task of a batch with a file of this name fails as if its process had ended.
    """

    def __init__(self, dies_at: Callable[[Batch], bool] = lambda _: False) -> None:
        self.dies_at, self.batches = dies_at, list[Batch]()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if fn is do_batch:
            self.batches.append(args[0])
            if self.dies_at(args[0]):
                future.set_exception(BrokenExecutor("it ended"))
                return future
        try:
            future.set_result(pickle.loads(pickle.dumps(fn(*pickle.loads(pickle.dumps(args)), **kwargs))))
        except Exception as error:  # noqa: BLE001 - as an executor does
            future.set_exception(pickle.loads(pickle.dumps(error)))
        return future


def run_inline(
    people: Path,
    out: Path,
    *,
    resume: bool = False,
    naming: Naming | None = None,
    executor: Inline | None = None,
) -> CohortOutcome:
    """A cohort, done in this process."""
    engine = Engine(executor or Inline(), lambda: 3, (BrokenExecutor,))
    return run_cohort(people_at(people, Settings()), out, naming or Naming(), engine, resume=resume)


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a dataset but the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table of a complete dataset, in the order of its manifest."""
    import pyarrow.parquet as pq

    manifest = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    return [
        row for one in manifest["tables"][table]["files"] for row in pq.read_table(folder / one["file"]).to_pylist()
    ]
