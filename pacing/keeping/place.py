"""Where the history lies, and what a report takes from it: past sessions, and the symptoms around a session."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacing.history.store import History
    from pacing.model.assessment import Outcome
    from pacing.pipeline import Request


def usual_history() -> Path:
    """Where the history lies unless another is named: in the person's own data folder."""
    from platformdirs import user_data_path

    return user_data_path("pacing", appauthor=False) / "history.sqlite"


def open_history(path: Path | None) -> "History":
    """The history at `path`, or the usual one; made where it is missing.

    Raises
    ------
    HistoryError
        It cannot be opened.
    """
    from pacing.history.store import History

    return History(path or usual_history())


def open_kept(path: Path | None) -> "History":
    """The history at `path`, or the usual one, to read it: none is ever made; where there is none yet, an empty one.

    Raises
    ------
    HistoryError
        A history was named and there is no such file, or it cannot be opened.
    """
    from pacing.errors import HistoryError
    from pacing.history.store import History

    place = path or usual_history()
    if place.exists() or any(folder.is_file() for folder in place.parents):
        return History(place)
    if path is not None:
        raise HistoryError(
            f"There is no history at {path}.", hint="Check the name behind --history; `pacing add` makes a new one."
        )
    return History(Path(":memory:"))


def with_past(request: "Request", path: Path | None, *, may_be_new: bool = False) -> "Request":
    """The request with the past sessions of the history, where the person's rule learns from them; else unchanged.

    Parameters
    ----------
    request
        What is told.
    path
        The history; None: the usual one.
    may_be_new
        Whether a history that was named may be missing, because it will be made.

    Raises
    ------
    HistoryError
        The history cannot be opened.
    """
    if may_be_new and path is not None and not path.exists():
        return request
    from pacing.judge.applicable_limits import LEARNING_RULE

    rules = {request.rule, *(setting.rule for setting in request.person.limits)}
    return with_all_past(request, path) if LEARNING_RULE in rules else request


def with_all_past(request: "Request", path: Path | None) -> "Request":
    """The request with the past sessions of the history; nothing is made where there is no history yet.

    Raises
    ------
    HistoryError
        The history cannot be opened.
    """
    if path is None and not usual_history().exists():
        return request
    from pacing.history.annotations import past_sessions

    with open_kept(path) as kept:
        return replace(request, past=past_sessions(kept))


def with_symptoms(outcome: "Outcome", path: Path | None) -> "Outcome":
    """The outcome with what the diary says of the days around its sessions.

    Only sessions that the history keeps are surely the person's own: around others, nothing is said unless the history
    was named.

    Raises
    ------
    HistoryError
        The history cannot be opened.
    """
    if path is None and not usual_history().exists():
        return outcome
    from pacing.history.annotations import symptoms_near

    with open_kept(path) as kept:
        sessions = tuple(
            replace(session, symptoms=symptoms_near(kept, session.recording))
            if path is not None or kept.knows(session.recording.source.sha256)
            else session
            for session in outcome.sessions
        )
    return replace(outcome, sessions=sessions)
