"""Where the page keeps its things: beside the history, readable by nobody else."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

OURS_ALONE = 0o077  # nobody else reads, writes or enters


@dataclass(frozen=True, slots=True)
class Place:
    """The history that is shown, and the person's profile; both may not be there yet.

    `incoming`: what was dropped and is not read yet, for each `run` of the page apart, so that the workers of a page
    that was killed clear away only what was theirs; emptied at every start. `state`: where a running page is found.
    `beside`: the page's own `every_incoming`, where the history is that of a person of a caseload.
    """

    history: Path
    profile: Path
    run: str = field(default_factory=lambda: str(os.getpid()))
    beside: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder of the history, where everything else lies too."""
        return self.history.parent

    @property
    def every_incoming(self) -> Path:
        """What `incoming` of each run lies in."""
        return self.beside or self.folder / f"{self.history.name}.incoming"

    @property
    def incoming(self) -> Path:
        """Where files lie between the browser and the history."""
        return self.every_incoming / self.run

    @property
    def state(self) -> Path:
        """What a second start reads to find the first."""
        return self.folder / f"{self.history.name}.page"


def usual_place(history: Path | None = None, profile: Path | None = None) -> Place:
    """The person's own history and profile, or others that are named."""
    if history is None or profile is None:
        from platformdirs import user_config_path, user_data_path  # noqa: PLC0415 - named files need none of it

        history = history or user_data_path("pacing", appauthor=False) / "history.sqlite"
        profile = profile or user_config_path("pacing", appauthor=False) / "profile.toml"
    return Place(history.absolute(), profile.absolute())


def make_ready(index: Place) -> None:
    """Make the folder, for its owner alone, and throw away what an earlier page left half read.

    Raises
    ------
    OSError
        The folder cannot be made.
    """
    os.umask(OURS_ALONE)
    index.folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(index.every_incoming, ignore_errors=True)
    index.incoming.mkdir(parents=True)


def forget_all(index: Place) -> None:
    """Delete the history with everything that the database keeps beside it, the profile, and what waits to be read.

    Raises
    ------
    OSError
        Something cannot be deleted.
    """
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{index.history}{suffix}").unlink(missing_ok=True)
    for path in (index.profile, Path(f"{index.profile}.before")):
        path.unlink(missing_ok=True)
    shutil.rmtree(index.every_incoming, ignore_errors=True)
    index.incoming.mkdir(parents=True, exist_ok=True)
