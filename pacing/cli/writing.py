"""Write a finished report: whole or not at all, and never over something that is there."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pacing.errors import ReportError, UsageError

READABLE = 0o666  # as any new file, before the umask
MAKE_FOLDER = "Make it first, or name another with --out."
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


def write_whole(data: bytes, path: Path | None) -> None:
    """Write `data` to `path` (None: standard output); on any failure nothing half-written stays.

    Raises
    ------
    ReportError
        The file cannot be written.
    """
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise ReportError(f"{path} is a folder.", hint=NAME_ANOTHER)
    if path.exists() and not path.is_file():  # a device or a pipe is written into, never replaced
        _write_into(data, path)
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _cannot_write(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
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
