"""`pacing cohort`: many people at once, into a dataset."""

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from click.exceptions import Exit

from pacing.cli import options
from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenCommand, argument
from pacing.errors import UsageError

NEEDED = "pyarrow"


@click.command(cls=SpokenCommand)
@argument("path", type=Path, metavar="PATH", help="One folder a person inside it, or a CSV of people.")
@click.option("--out", type=Path, required=True, metavar="FOLDER", help="The dataset's folder.")
@click.option("--resume", is_flag=True, help="Go on with a dataset: do only what is missing.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Own processes. Default: one a processor.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Instead: a Dask cluster here, of N workers.")
@click.option("--scheduler", metavar="ADDRESS", help="Instead: a running Dask cluster, tcp://...")
@click.option("--pseudonyms", type=Path, metavar="KEYFILE", help="Replace names by a key; a new file gets a new key.")
@options.takes(options.Subject.READING, also=("limit", "rule"), without=("dialect",))
def command(
    path: Path,
    *,
    out: Path,
    resume: bool,
    jobs: int | None,
    workers: int | None,
    scheduler: str | None,
    pseudonyms: Path | None,
    settings: options.Settings,
) -> None:
    """Many people at once: one folder each, or the rows of a manifest, into tables for research.

    Each person is judged by the profile.toml in their folder or by the manifest; --limit and --rule win over it. Files
    are read by processes of this machine, or by the workers of a Dask cluster that see the same folders. FOLDER then
    holds Parquet tables, a summary page and a list of all files with their hashes.
    """
    if importlib.util.find_spec(NEEDED) is None:
        message = "A dataset needs Arrow, which is not installed."
        raise UsageError(message, hint='Install it with: pip install "hr-pacing[cohort]".')
    from pacing.cli.output import say, say_error
    from pacing.cohort.engine import engine_of
    from pacing.cohort.people import people_at
    from pacing.cohort.pseudonyms import naming_from
    from pacing.cohort.run import run_cohort
    from pacing.read.budget import Budget
    from pacing.report.wording.cohort import lead_text

    people = people_at(path, settings)
    naming, is_new = naming_from(pseudonyms, out)
    if is_new:
        say(f"A new key for pseudonyms is in {pseudonyms}: keep it, and keep it apart from the data.")
    count = jobs or os.cpu_count() or 1
    with (
        engine_of(count, workers, scheduler, Budget(settings.budget).memory_bytes) as engine,
        _progress() as tell,
    ):
        outcome = run_cohort(people, out, naming, engine, resume=resume, tell=tell)
    for one in outcome.not_taken:
        say_error(f"Not taken: {one.where}: {one.message}", one.hint)
    summary = outcome.summary
    say(lead_text(summary.files, summary.people, summary.sessions, summary.refused))
    say(f"The dataset is in {out}; its summary is {out / 'summary.html'}.")
    if not summary.sessions:
        raise Exit(ExitCode.NOTHING_READ)
    raise Exit(ExitCode.SOME_REFUSED if summary.refused or outcome.not_taken else ExitCode.ALL_READ)


@contextmanager
def _progress() -> "Iterator[Callable[[int, int], None] | None]":
    """A quiet count of files while they are read, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    moving = getattr(sys.stderr, "unfiltered", sys.stderr)  # it moves the cursor, which a plain stream does not let it
    with Progress(*columns, console=Console(file=moving), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
