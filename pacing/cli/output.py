"""What a command says and writes: words on standard error, the fate of each file, exit codes, and reports.

A report is written whole or not at all, and never over something that is there.
"""

import itertools
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pacing.errors import PhasesError, ReportError, UsageError
from pacing.plural import plural

if TYPE_CHECKING:
    from pacing.internal_errors import InternalError
    from pacing.keeping.again import Again
    from pacing.model.assessment import Assessment, Outcome, Refusal
    from pacing.pipeline import FileResult


MOST_COUNTED = 2000  # design: more files than this are not counted beforehand
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


def show_stages() -> None:
    """Show what each stage decides, a line at a time, as `pacing.<stage>` logs it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    logger = logging.getLogger("pacing")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


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


def counted(number: int, word: str, plural: str = "") -> str:
    """A number of things in words.

    Examples
    --------
    >>> counted(1, "file"), counted(0, "session"), counted(2, "entry", "entries")
    ('1 file', '0 sessions', '2 entries')
    """
    return f"{number:,} {word if number == 1 else plural or f'{word}s'}"


def say_again(again: "Again") -> None:
    """What became of sessions kept before, because something else holds now."""
    if again.measured:
        say(f"{counted(again.measured, 'session')} kept before {_was(again.measured)} measured again.")
    if again.judged:
        say(f"{counted(again.judged, 'session')} kept before {_was(again.judged)} compared with the limit set now.")
    if again.changed:
        say(f"In {again.changed} of them the limit or the verdict is another; the earlier one is kept with its date.")
    if again.without_original:
        what = "Its file is" if again.without_original == 1 else f"The files of {again.without_original} are"
        say(f"{what} not kept, so only the limit was compared again. Add it again to measure it.")
    if again.failed:
        say(f"{counted(again.failed, 'session')} could not be measured again and {_was(again.failed)} left as before.")
    if again.kept_limit:
        say(f"{counted(again.kept_limit, 'session')} kept the limit of their time.")
        say("  `pacing history remeasure` with the new limit judges them by it too.")


def say_remeasured(again: "Again") -> None:
    """What became of kept sessions that the person asked to be measured again."""
    say(f"{counted(again.measured + again.judged, 'session')} measured or judged again; {again.changed} changed.")
    if again.without_original:
        say(f"Of {again.without_original} the file is not kept: only the limit was compared again.")
    if again.failed:
        say(f"{counted(again.failed, 'session')} could not be read again and {_was(again.failed)} left as before.")


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def say_mistakes(mistakes: "Sequence[InternalError]") -> None:
    """Each part that failed by a mistake of the program itself, with the files it happened with."""
    from pacing.internal_errors import REPORT_IT

    files: dict[tuple[str, str], list[str]] = {}
    for mistake in mistakes:
        names = files.setdefault((mistake.part, mistake.error), [])
        if mistake.file_name:
            names.append(mistake.file_name)
    for (part, error), names in files.items():
        left_out = len(names) - MOST_SPELT_OUT
        more = plural(left_out, " and 1 more file", " and {} more files") if left_out > 0 else ""
        where = f" in {', '.join(names[:MOST_SPELT_OUT])}{more}" if names else ""
        say(f"Left out by a mistake of the program: {part}{where} ({error}); everything else stands.")
    say(f"  {REPORT_IT}")


@contextmanager
def progress(title: str, paths: Sequence[Path] = ()) -> Iterator["Callable[[FileResult], None] | None"]:
    """A quiet count of files while they are read, on a terminal only; of how many, where that is soon counted."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    moving = getattr(sys.stderr, "unfiltered", sys.stderr)  # it moves the cursor, which a plain stream does not let it
    with Progress(*columns, console=Console(file=moving), transient=True) as bar:
        task = bar.add_task(title, total=_file_count(paths))
        yield lambda result: bar.update(task, advance=1, description=f"{title}: {result.name[-40:]}")


READABLE = 0o666  # as any new file, before the umask
MAKE_FOLDER = "Make it first, or name another with --out."
FOREIGN = frozenset(
    (
        *(".doc", ".docx", ".odt", ".rtf", ".pages", ".tex", ".md", ".epub", ".xls", ".xlsx", ".ods", ".ppt", ".pptx"),
        *(".png", ".jpg", ".jpeg", ".svg", ".gif", ".xml", ".zip", ".fit"),
    )
)
"""Endings of documents that nothing here writes: a file called so would not open."""
NAME_ANOTHER = "Choose another name with --out."


def target_paths(out: str | None, suffixes: dict[str, str], stem: str) -> dict[str, Path | None]:
    """Where each format goes: `suffixes` by format name; None = standard output.

    Raises
    ------
    UsageError
        Several formats cannot share standard output or one file.
    """
    if out == "-":
        if len(suffixes) > 1:
            raise UsageError("Only one format can go to standard output.", hint="Give --format once with --out -.")
        return dict.fromkeys(suffixes)
    if out is None:
        return {name: Path(f"{stem}{suffix}") for name, suffix in suffixes.items()}
    path = Path(out)
    is_folder = _asked(path.is_dir, path)
    if out.endswith("/") and not is_folder:
        raise UsageError(f"There is no folder {out}.", hint=MAKE_FOLDER)
    if is_folder:
        return {name: path / f"{stem}{suffix}" for name, suffix in suffixes.items()}
    if len(suffixes) == 1:
        return dict.fromkeys(suffixes, path)
    plain = path.with_suffix("") if path.suffix in suffixes.values() else path
    return {name: plain.with_name(f"{plain.name}{suffix}") for name, suffix in suffixes.items()}


def numbered(path: Path | None) -> Path | None:
    """The same place, with a number behind its name where something is there already: an earlier report stays.

    Parameters
    ----------
    path
        A place that nobody named; None: standard output.
    """
    if path is None or not path.exists():
        return path
    stem, suffixes = path.name.partition(".")[0], path.name.partition(".")[2]
    places = (path.with_name(f"{stem}-{number}.{suffixes}") for number in itertools.count(2))
    return next(index for index in places if not index.exists())


def require_report_name(out: str | None, known: Iterable[str]) -> None:
    """Refuse a name that promises a kind of document that is never written.

    Parameters
    ----------
    out
        The name as typed; None or `-`: nobody named a file.
    known
        The endings of all formats.

    Raises
    ------
    UsageError
        The name ends as another program's document does.
    """
    if out is None or out == "-" or Path(out).is_dir():
        return
    ending = Path(out).suffix.casefold()
    if ending in FOREIGN:
        endings = ", ".join(sorted(known))
        raise UsageError(f"A report cannot be written as {ending}.", hint=f"End the name with one of: {endings}.")


def require_free(path: Path | None, *, force: bool) -> None:
    """Raise UsageError when `path` cannot be written later on, so that nobody waits for a report in vain.

    It exists and may not be replaced, or its folder is missing or closed; devices and pipes are never replaced.
    """
    if path is None or (_asked(path.exists, path) and not path.is_file() and not path.is_dir()):
        return
    if _asked(path.is_dir, path):
        raise UsageError(f"{path} is a folder.", hint=NAME_ANOTHER)
    if not force and path.exists():
        raise UsageError(f"{path} is already there.", hint="Add --force to replace it, or name another with --out.")
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", hint=MAKE_FOLDER)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"Nothing can be written into the folder {folder}.", hint=NAME_ANOTHER)


def write_whole(data: bytes | Iterable[bytes], path: Path | None) -> None:
    """Write `data` to `path` (None: standard output); on any failure nothing half-written stays.

    Parameters
    ----------
    data
        All of it, or its pieces in order; only a file is written piece by piece.
    path
        Where to; None: standard output.

    Raises
    ------
    ReportError
        The file cannot be written.
    """
    pieces = [data] if isinstance(data, bytes) else data
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(b"".join(pieces))
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise ReportError(f"{path} is a folder.", hint=NAME_ANOTHER)
    if path.exists() and not path.is_file():  # a device or a pipe is written into, never replaced
        _write_into(b"".join(pieces), path)
        return
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _cannot_write(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(pieces)
        temporary.chmod(READABLE & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    """What the person keeps from others; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _asked(question: Callable[[], bool], path: Path) -> bool:
    """The answer of the file system, or its refusal as one sentence: a name may be too long for it to look at."""
    try:
        return question()
    except OSError as error:
        raise _cannot_write(path, error) from error


def _write_into(data: bytes, path: Path) -> None:
    try:
        with path.open("wb") as stream:
            stream.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> ReportError:
    return ReportError(f"{path} cannot be written: {error.strerror or error}.", hint="Choose another place with --out.")


class ExitCode(IntEnum):
    """0 all read; 1 some file refused or only partly saved; 2 wrong usage; 3 nothing read; 4 `--fail-on` was met."""

    ALL_READ = 0
    SOME_REFUSED = 1
    USAGE = 2
    NOTHING_READ = 3
    LIMIT_EXCEEDED = 4
    INTERRUPTED = 130


PHASES = PhasesError.__name__


def _file_count(paths: Sequence[Path]) -> int | None:
    """How many files there are to read; None where counting them would take long."""
    from pacing.read.archive import find_sources

    count = sum(1 for _ in itertools.islice((source for path in paths for source in find_sources(path)), MOST_COUNTED))
    return count if 0 < count < MOST_COUNTED else None


def outcome_summary(outcome: "Outcome", paths: Sequence[Path]) -> ExitCode:
    """Say on standard error what could not be read, and give the exit code: all, some or nothing read."""
    from pacing.model.assessment import damaged_files

    damaged = damaged_files(outcome.sessions)
    say_refusals(outcome.refused, "Refused")
    say_refusals(damaged, "Partly read")
    _say_same_recordings(outcome.sessions)
    if not outcome.sessions:
        if not outcome.refused:
            say_nothing_found(paths)
        return nothing_read(outcome.refused)
    return ExitCode.SOME_REFUSED if outcome.refused or damaged else ExitCode.ALL_READ


def nothing_read(refused: "Sequence[Refusal]") -> ExitCode:
    """The exit code where no session came out: phases that fit nowhere are wrong usage, not unreadable files."""
    only_phases = bool(refused) and all(refusal.error == PHASES for refusal in refused)
    return ExitCode.USAGE if only_phases else ExitCode.NOTHING_READ


def _say_same_recordings(sessions: "Sequence[Assessment]") -> None:
    """Files with the same content, which a report shows as often as they were given."""
    names: dict[str, list[str]] = {}
    for session in sessions:
        if session.recording.source.place == 0:
            names.setdefault(session.recording.source.sha256, []).append(session.recording.source.file_name)
    alike = [", ".join(group) for group in names.values() if len(group) > 1]
    for group in alike[:MOST_SPELT_OUT]:
        say(f"The same recording more than once: {group}")
    if len(alike) > MOST_SPELT_OUT:
        say(
            plural(
                len(alike) - MOST_SPELT_OUT,
                "... and 1 more recording that was given more than once",
                "... and {} more recordings that were given more than once",
            )
        )
