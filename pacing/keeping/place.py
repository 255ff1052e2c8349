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


def with_past(request: "Request", path: Path | None) -> "Request":
    """The request with the past sessions of the history, where the person's rule learns from them; else unchanged.

    Raises
    ------
    HistoryError
        The history cannot be opened.
    """
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

    with open_history(path) as kept:
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

    with open_history(path) as kept:
        sessions = tuple(
            replace(session, symptoms=symptoms_near(kept, session.recording))
            if path is not None or kept.knows(session.recording.source.sha256)
            else session
            for session in outcome.sessions
        )
    return replace(outcome, sessions=sessions)
