"""Where the history lies: one option, one default."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pacing.history.store import History

HistoryOption = Annotated[
    Path | None, typer.Option("--history", metavar="FILE", help="Another history than the usual one.")
]


def open_history(path: Path | None) -> "History":
    """The history at `path`, or the usual one in the person's own data folder.

    Raises
    ------
    HistoryError
        It cannot be opened.
    """
    from platformdirs import user_data_path

    from pacing.history.store import History

    return History(path or user_data_path("pacing", appauthor=False) / "history.sqlite")
