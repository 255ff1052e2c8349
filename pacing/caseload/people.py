"""Who the people of a caseload are, and where the history of each lies: in their own folder, beside their recordings.

Where that folder cannot be written, as on a share for reading, the history lies in the program's own data folder.
"""

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from pacing.errors import UsageError
from pacing.printable import printable

MOST_PEOPLE = 500  # of more, a cohort is the right tool
HISTORY_NAME, PROFILE_NAME, DIARY_NAME = "history.sqlite", "profile.toml", "diary.csv"
ID_LETTERS = 16
HINT = "Name the folder that holds one folder a person."


@dataclass(frozen=True, slots=True)
class Patient:
    """One person of a caseload: the name of their folder, the folder, and where their history and profile lie.

    `diary`: where a diary of symptoms lies that another program exported, if there is one.
    """

    name: str
    folder: Path
    history: Path
    profile: Path

    @property
    def diary(self) -> Path:
        """A diary of symptoms that another program exported."""
        return self.folder / DIARY_NAME


def people_below(folder: Path, data: Path) -> tuple[Patient, ...]:
    """The people of a folder, in the order of their folders' names.

    Parameters
    ----------
    folder
        One folder a person inside it; those whose names begin with a dot or a low line are nobody's.
    data
        The program's own data folder, for histories of people whose folder cannot be written.

    Returns
    -------
    tuple of Patient
        At least one.

    Raises
    ------
    UsageError
        There is no such folder, or nobody in it, or too many.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir() and entry.name[0] not in "._")
    except OSError as error:
        message = f"The folder {folder} cannot be opened: {error.strerror}."
        raise UsageError(message, hint=HINT) from error
    if not names or len(names) > MOST_PEOPLE:
        message = f"The folder {folder} holds {len(names) or 'no'} folders."
        raise UsageError(message, hint=f"A caseload is one folder a person, at most {MOST_PEOPLE}.")
    return tuple(_patient(folder / name, data) for name in names)


def _patient(folder: Path, data: Path) -> Patient:
    own = folder / HISTORY_NAME
    writable = os.access(folder, os.W_OK | os.X_OK) and (not own.exists() or os.access(own, os.W_OK))
    beside = data / "caseload" / f"{identity_of(folder)}.sqlite"
    return Patient(printable(folder.name), folder, own if writable else beside, folder / PROFILE_NAME)


def identity_of(folder: Path) -> str:
    """A name for a folder, the same however it was named on the way."""
    with contextlib.suppress(OSError):
        folder = folder.resolve()
    return hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:ID_LETTERS]


def initials(name: str) -> str:
    """The first letters of a name's words.

    Examples
    --------
    >>> initials("A. Beck"), initials("müller, anna-lena"), initials("P01")
    ('AB', 'MAL', 'P')
    """
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    return "".join(word[0] for word in words).upper() or name
