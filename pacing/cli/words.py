"""Words for the person at the terminal: always on standard error, plain where colour is not wanted."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pacing.model.assessment import Refusal
    from pacing.pipeline import FileResult

MOST_SPELT_OUT = 3  # files refused for the same reason; more are named together


def say(text: str) -> None:
    """One line on standard error."""
    print(text, file=sys.stderr)


def say_error(message: str, hint: str = "") -> None:
    """A sentence and, on a line of its own, what to do."""
    say(message)
    if hint:
        say(f"  {hint}")


def say_nothing_found(paths: "Sequence[Path]") -> None:
    """Folders and archives that hold no file that could be a recording."""
    names = ", ".join(path.name or str(path) for path in paths)
    say_error(f"There is no file to read in {names}.", "Pictures, documents and hidden files are passed over.")


def say_refusals(refusals: tuple["Refusal", ...], what: str) -> None:
    """Each refused or partly saved file by its name."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for refusal in refusals:
        by_reason.setdefault((refusal.message, refusal.hint), []).append(refusal.file_name)
    for (message, hint), names in by_reason.items():
        if len(names) <= MOST_SPELT_OUT:
            for name in names:
                say_error(f"{what}: {name}: {message}", hint)
        else:
            say_error(f"{what}: {len(names)} files: {message}", hint)
            say(f"  {', '.join(names)}")


@contextmanager
def progress(title: str) -> Iterator["Callable[[FileResult], None] | None"]:
    """A quiet count of files while they are read, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda result: bar.update(task, advance=1, description=f"{title}: {result.name[-40:]}")
