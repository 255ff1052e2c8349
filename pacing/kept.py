"""What is kept, from Python: the history's sessions, what changed over them, what follows exertion, and the limits."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pacing.api import frame_of
from pacing.history.season import all_trends, season_of
from pacing.judge.limits_table import limits_table
from pacing.keeping.history_file import open_kept
from pacing.settings import request_from, settings_from

if TYPE_CHECKING:
    import pandas as pd

    from pacing.history.store import History
    from pacing.model.longitudinal import Payback, TrendSummary


def kept_sessions(history: "Path | str | None" = None) -> "pd.DataFrame":
    """The sessions that are kept, one row each, as `pacing history list` shows them.

    Parameters
    ----------
    history
        The history's file; None: the usual one.

    Returns
    -------
    DataFrame
        The oldest first: id, start, duration [s], sport, kind, verdict, and the session it is a double of.

    Raises
    ------
    HistoryError
        There is no such history, or it cannot be opened.
    """
    with _open(history) as store:
        rows = [
            (row.id, row.began, row.duration_s, row.sport, row.kind, row.verdict, row.same_as)
            for row in store.sessions()
        ]
    return frame_of(("session", "start", "duration_s", "sport", "kind", "verdict", "same_as"), rows)


def trends(history: "Path | str | None" = None) -> "tuple[TrendSummary, ...]":
    """What changed over the kept sessions beyond the person's own variation, as `pacing trend` reports it.

    Parameters
    ----------
    history
        The history's file; None: the usual one.

    Returns
    -------
    tuple of TrendSummary
        Every number worth following, over each group of comparable sessions.

    Raises
    ------
    HistoryError
        There is no such history, or it cannot be opened.
    """
    with _open(history) as store:
        return all_trends(season_of(store)[1])


def payback(history: "Path | str | None" = None) -> "Payback":
    """Whether exertion comes before worse symptoms, as `pacing payback` reports it.

    Parameters
    ----------
    history
        The history's file; None: the usual one.

    Returns
    -------
    Payback
        The one answer with its interval and its chance of being a false alarm.

    Raises
    ------
    HistoryError
        There is no such history, or it cannot be opened.
    """
    with _open(history) as store:
        return season_of(store)[0].payback


def limits(
    *,
    profile: Path | str | None = None,
    age: float | None = None,
    sex: str | None = None,
    resting: float | None = None,
    maximum: float | None = None,
) -> "pd.DataFrame":
    """Every pacing rule side by side for one person today, as `pacing limit` shows them.

    Parameters
    ----------
    profile
        The person's TOML file; an argument given here takes precedence over it.
    age, sex, resting, maximum
        Years; `female` or `male`; resting heart rate and measured maximum [bpm].

    Returns
    -------
    DataFrame
        One row a rule: its limit [bpm] with the half-width of its 95 % range, or what it needs.

    Raises
    ------
    ProfileError, UsageError
        The profile, or one of the arguments, is impossible.
    """
    given = {"profile": profile, "age": age, "sex": sex, "resting": resting, "maximum": maximum}
    person = request_from(settings_from(given)).person
    rows = [
        (row.rule, row.title, None, None, row.advice)
        if row.limit is None
        else (row.rule, row.title, row.limit.bpm, row.limit.uncertainty_bpm, None)
        for row in limits_table(person, datetime.now().astimezone()).rows
    ]
    return frame_of(("rule", "title", "bpm", "uncertainty_bpm", "needs"), rows)


def _open(history: "Path | str | None") -> "History":
    return open_kept(None if history is None else Path(history))
