"""The people of a caseload on the page: two are read at once, each kept in the history in their own folder."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pacing.app.drops import FILE_S, Dropped, Drops, Refused
from pacing.app.place import Place
from pacing.app.worker import TaskRefusedError, Worker, WorkerDiedError, WorkerSilentError
from pacing.caseload.people import Patient, identity_of, people_below


@dataclass(slots=True)
class Reading:
    """One person of a caseload, and what became of reading their folder.

    `state`: `waiting`, `reading` or `read`. `refused`: files of the folder that were not read. `failure`: why nothing
    can be shown, "" for nothing.
    """

    number: int
    person: Patient
    state: str = "waiting"
    refused: list[Refused] = field(default_factory=list)
    failure: str = ""

    @property
    def at(self) -> Mapping[str, str]:
        """What tells a worker whose history a task is about."""
        person = self.person
        return {"history": str(person.history), "profile": str(person.profile), "path": f"/person/{self.number}"}


class Caseload:
    """The people below a folder, in the order of their folders' names: never by who was above a limit most.

    Parameters
    ----------
    folder
        One folder a person inside it; their histories lie there too.
    data
        The program's own data folder: for the page itself, and for histories of folders that cannot be written.

    Raises
    ------
    UsageError
        There is no such folder, or nobody in it.
    """

    def __init__(self, folder: Path, data: Path) -> None:
        identity = identity_of(folder)
        self.place = Place(data / "caseload" / identity, data / "caseload" / "profile.toml")
        self.people = [Reading(number, person) for number, person in enumerate(people_below(folder, data))]

    async def read(self, *workers: Worker) -> None:
        """Read what is new of everybody, each by one of the workers; who cannot be read keeps a row with the reason."""
        following = iter(self.people)
        async with asyncio.TaskGroup() as readers:
            for worker in workers[: len(self.people)]:
                readers.create_task(_read(worker, following))

    def waiting(self) -> int:
        """How many are not read yet."""
        return sum(person.state != "read" for person in self.people)


async def _read(worker: Worker, people: Iterator[Reading]) -> None:
    """Read one person after the other, until somebody else has read the last."""
    for one in people:
        one.state = "reading"
        drops = Drops(worker, lambda _, __: None)
        drops.start([Dropped(one.person.folder, one.person.name, one.at)])
        while not await drops.done_within(FILE_S):
            pass
        one.refused = drops.result.refused
        one.failure = _failure(one, drops) or await _judged(worker, one)
        one.state = "read"
        await asyncio.sleep(0)


async def _judged(worker: Worker, one: Reading) -> str:
    """Hold what the profile says now against what is kept; why that could not be done, "" where it was."""
    try:
        await worker.ask("judge", {"at": dict(one.at)}, silence_s=FILE_S)
    except TaskRefusedError as refused:
        return " ".join(filter(None, (refused.message, refused.hint)))
    except (WorkerDiedError, WorkerSilentError):
        return "What is kept of this person could not be held against their limit of now."
    return ""


def _failure(one: Reading, drops: Drops) -> str:
    """Why nothing at all came out of a folder."""
    if drops.result.added or drops.result.known:
        return ""
    whole = [refused for refused in drops.result.refused if refused.name == one.person.name]
    if whole:
        one.refused.remove(whole[0])
        return " ".join(filter(None, (whole[0].message, whole[0].hint)))
    return ""
