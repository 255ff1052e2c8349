"""Whether a folder holds recordings of several people: one subfolder a person, as a practice keeps them.

What two people recorded must never become one person's history. Exports and tidy people also use subfolders, for years,
devices and kinds of files; those are known by their names. What is left is asked about, not guessed.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from pacing.errors import UsageError

TIMES = re.compile(
    r"^(?:(?:19|20)\d{2}(?:[-_. ]\d{1,2}){0,2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-_. ]?\d{4}"
    r"|(?:week|kw)\W?\d+)$",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = _words(
    "january february march april may june july august september october november december spring summer autumn winter"
)
"""Some of these are first names too: they count only where all subfolders are called so."""
KINDS = _words(
    "activities activity workouts workout training sessions exercises runs walks rides fit csv tcx gpx rr hrv json xml"
    " zip raw data datasets export exports sleep stress steps heart heartrate monitoring wellness metrics daily days"
    " takeout fitbit garmin polar suunto coros oura apple samsung withings whoop strava huawei zepp visible bearable"
    " watch strap ring phone old new backup downloads documents archive archives bad good test tests demo samples"
    " sample tmp morning evening day night lying standing stand inbox done"
)
"""Words in the names of subfolders that sort recordings, not people."""
PROFILE_ENDING = ".toml"
LEAST_PEOPLE = 2
NO_RECORDING = frozenset(
    (*(".toml", ".pdf", ".html", ".htm", ".md", ".txt~", ".ini", ".docx", ".png", ".jpg", ".jpeg", ".db"), "")
)


def people_in(folder: Path) -> tuple[str, ...]:
    """Names of the subfolders that seem to be one person each; empty where the folder is one person's.

    Parameters
    ----------
    folder
        What was given to be read.

    Returns
    -------
    tuple of str
        At least two names, or none.
    """
    try:
        inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        subfolders = [path for path in inside if path.is_dir() and not path.is_symlink()]
        with_profile = [path.name for path in subfolders if _files(path, PROFILE_ENDING)]
        if len(with_profile) >= LEAST_PEOPLE:
            return tuple(path.name for path in subfolders if _recordings(path) or path.name in with_profile)
        if any(_is_recording(path) for path in inside):
            return ()
        held = [path for path in subfolders if _recordings(path)]
    except OSError:
        return ()  # reading says why the folder cannot be opened
    names = [path.name.casefold() for path in held]
    if len(held) < LEAST_PEOPLE or any(map(_is_no_name, names)) or all(name in MONTHS for name in names):
        return ()
    return tuple(path.name for path in held)


def require_one_person(paths: Iterable[Path]) -> None:
    """Refuse a folder of several people: their recordings would silently become one person's.

    Parameters
    ----------
    paths
        What was given to be read.

    Raises
    ------
    UsageError
        A folder seems to hold one subfolder a person.
    """
    for path in paths:
        people = people_in(path) if path.is_dir() else ()
        if people:
            some = ", ".join(people[:3]) + (f" and {len(people) - 3} more" if len(people) > 3 else "")
            raise UsageError(
                f"{path.name or path} seems to hold recordings of several people: {some}.",
                hint="`pacing caseload FOLDER` keeps people apart; if all are yours, add --one-person.",
            )


def _files(folder: Path, ending: str) -> bool:
    return any(path.is_file() and path.suffix.casefold() == ending for path in folder.iterdir())


def _is_recording(path: Path) -> bool:
    return path.is_file() and path.suffix.casefold() not in NO_RECORDING and not path.name.startswith(".")


def _recordings(folder: Path) -> bool:
    """Whether a subfolder holds files that could be recordings, itself."""
    return any(_is_recording(path) for path in folder.iterdir())


def _is_no_name(name: str) -> bool:
    """Whether a subfolder is called after a time, a device or a kind of file.

    Examples
    --------
    >>> [_is_no_name(name) for name in ("2026", "2026-05", "Garmin", "May 2026", "anna", "P01")]
    [True, True, True, True, False, False]
    """
    plain = name.casefold().replace("_", " ").strip()
    words = plain.split()
    return bool(TIMES.match(plain)) or any(word in KINDS for word in (plain, *words))
