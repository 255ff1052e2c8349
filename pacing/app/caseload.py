"""The people of a caseload: one folder each, their histories in the program's own data, read one after the other."""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pacing.app.drops import FILE_S, Drops, Refused
from pacing.app.place import Place
from pacing.app.upload import Dropped
from pacing.app.worker import Worker
from pacing.errors import UsageError

ID_LETTERS = 16
MOST_PEOPLE = 500  # design: of more, a cohort is the right tool


@dataclass(slots=True)
class Patient:
    """One person of a caseload: the folder, where the history lies, and what became of reading it.

    `state`: `waiting`, `reading` or `read`. `refused`: files of the folder that were not read. `failure`: why nothing
    can be shown, "" for nothing.
    """

    number: int
    name: str
    folder: Path
    history: Path
    state: str = "waiting"
    refused: list[Refused] = field(default_factory=list)
    failure: str = ""

    @property
    def at(self) -> Mapping[str, str]:
        """What tells a worker whose history a task is about."""
        profile = self.folder / "profile.toml"
        return {"history": str(self.history), "profile": str(profile), "path": f"/person/{self.number}"}


class Caseload:
    """The people below a folder, in the order of their folders' names: never by who was above a limit most.

    Parameters
    ----------
    folder
        One folder a person inside it; nothing is written there.
    data
        The program's own data folder: histories lie there, because cloud folders and databases do not agree.

    Raises
    ------
    UsageError
        There is no such folder, or nobody in it.
    """

    def __init__(self, folder: Path, data: Path) -> None:
        try:
            names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir() and entry.name[0] not in "._")
        except OSError as error:
            message = f"The folder {folder} cannot be opened: {error.strerror}."
            raise UsageError(message, hint="Name the folder that holds one folder a person.") from error
        if not names or len(names) > MOST_PEOPLE:
            message = f"The folder {folder} holds {len(names) or 'no'} folders."
            raise UsageError(message, hint=f"A caseload is one folder a person, at most {MOST_PEOPLE}.")
        self.place = Place(data / "caseload" / _identity(folder), data / "caseload" / "profile.toml")
        self.people = [
            Patient(number, name, folder / name, self.place.folder / f"{_identity(folder / name)}.sqlite")
            for number, name in enumerate(names)
        ]

    async def read(self, worker: Worker) -> None:
        """Read what is new of everybody, one after the other; who cannot be read keeps a row with the reason."""
        for person in self.people:
            person.state = "reading"
            drops = Drops(worker, lambda _, __: None)
            drops.start([Dropped(person.folder, person.name, person.at)])
            while not await drops.done_within(FILE_S):
                pass
            person.refused = drops.result.refused
            person.failure = _failure(person, drops)
            person.state = "read"
            await asyncio.sleep(0)

    def waiting(self) -> int:
        """How many are not read yet."""
        return sum(person.state != "read" for person in self.people)


def _failure(person: Patient, drops: Drops) -> str:
    """Why nothing at all came out of a folder."""
    if drops.result.added or drops.result.known:
        return ""
    whole = [one for one in drops.result.refused if one.name == person.name]
    if whole:
        person.refused.remove(whole[0])
        return " ".join(filter(None, (whole[0].message, whole[0].hint)))
    return ""


def _identity(folder: Path) -> str:
    """A name for the history of a folder, the same however the folder was named on the way."""
    with contextlib.suppress(OSError):
        folder = folder.resolve()
    return hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:ID_LETTERS]
