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
    """The history at `path`, or the usual one, to be changed; made where there is none.

    Raises
    ------
    HistoryError
        It cannot be opened.
    """
    from pacing.history.migrations import OWNER_FOLDER
    from pacing.history.store import History

    history = History(path or usual_history())
    if path is None:  # the program's own folder; that of a history which was named belongs to the person
        usual_history().parent.chmod(OWNER_FOLDER)
    return history


def open_kept(path: Path | None, *, must_exist: bool = False) -> "History":
    """The history at `path`, or the usual one, for reading only: none is ever made.

    Parameters
    ----------
    path
        The history that was named; None: the usual one, empty where there is none yet.
    must_exist
        Whether the usual one must be there as well.

    Raises
    ------
    HistoryError
        A history was named and there is no such file, or it cannot be opened.
    """
    from pacing.history.read_only import require_there
    from pacing.history.store import History

    file = path or usual_history()
    if must_exist or path is not None:
        require_there(file)
    return History(file, read_only=True)


def with_past(request: "Request", path: Path | None, *, may_be_new: bool = False) -> "Request":
    """The request with the past sessions of the history, where the person's rule learns from them; else unchanged.

    Parameters
    ----------
    request
        What the person gave.
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
    return with_all_past(request, path) if needs_past(request) else request


def needs_past(request: "Request") -> bool:
    """Whether the person's rule learns from their past sessions."""
    from pacing.judge.applicable_limits import LEARNING_RULE

    return LEARNING_RULE in {request.rule, *(setting.rule for setting in request.person.limits)}


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

    with open_kept(path) as store:
        return replace(request, past=past_sessions(store))


def with_symptoms(outcome: "Outcome", path: Path | None) -> "Outcome":
    """The outcome with what the person said of its sessions, and what the diary says of the days around them.

    Only sessions that the history keeps are surely the person's own: around others, nothing is said unless the history
    was named.

    Raises
    ------
    HistoryError
        The history cannot be opened.
    """
    if path is None and not usual_history().exists():
        return outcome
    from pacing.history.annotations import felt_near, symptoms_near

    with open_kept(path) as store:
        sessions = tuple(
            replace(
                session,
                symptoms=symptoms_near(store, session.recording),
                felt=felt_near(store, session.session_id, session.recording),
            )
            if path is not None or store.knows(session.recording.source.sha256)
            else session
            for session in outcome.sessions
        )
    return replace(outcome, sessions=sessions)
