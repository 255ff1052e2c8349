"""`pacing limit`: every pacing rule side by side for this person."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pacing.cli import options as told_by
from pacing.cli.exit_codes import ExitCode
from pacing.cli.history_option import HistoryOption, with_all_past
from pacing.errors import HistoryError

if TYPE_CHECKING:
    from pacing.judge.table import LimitsTable
    from pacing.model.assessment import Assessment
    from pacing.pipeline import Request


def command(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help="Sessions to hold against each rule.")
    ] = None,
    profile: told_by.ProfileOption = None,
    limit: told_by.LimitOption = None,
    age: told_by.AgeOption = None,
    sex: told_by.SexOption = None,
    resting: told_by.RestingOption = None,
    maximum: told_by.MaximumOption = None,
    timezone: told_by.TimezoneOption = None,
    dialect: told_by.DialectOption = None,
    decoder: told_by.DecoderOption = "columns",
    history: HistoryOption = None,
) -> None:
    """Every pacing rule side by side for you.

    Each with its uncertainty, what it was made from and its sources, and the minutes above it in the sessions given.
    """
    from pacing.cli.account import account_for
    from pacing.cli.limit_table import limit_lines
    from pacing.cli.words import progress
    from pacing.pipeline import assess_paths, collect_outcome

    told = told_by.Told(
        profile=profile,
        limit=limit,
        age=age,
        sex=sex,
        resting=resting,
        maximum=maximum,
        timezone=timezone,
        dialect=dialect,
        decoder=decoder,
    )
    request = _with_past(told_by.request_from(told), history)
    if not paths:
        print("\n".join(limit_lines([("", _table_for_today(request))])))
        raise typer.Exit(ExitCode.ALL_READ)
    with progress("Reading") as tell:
        outcome = collect_outcome(assess_paths(paths, request), request, tell)
    code = account_for(outcome, paths)
    if outcome.sessions:
        print("\n".join(limit_lines([(_heading(one), _table_for(one, request)) for one in outcome.sessions])))
    raise typer.Exit(code)


def _with_past(request: "Request", history: Path | None) -> "Request":
    """The past is one rule among many: a history that nobody named and that cannot be used is said, and left out."""
    from pacing.cli.words import say_error

    try:
        return with_all_past(request, history)
    except HistoryError as error:
        if history is not None:
            raise
        say_error(error.message, error.hint)
        return request


def _table_for_today(request: "Request") -> "LimitsTable":
    from datetime import datetime

    from pacing.judge.table import limits_table

    return limits_table(request.person, datetime.now().astimezone(), past=request.past)


def _table_for(session: "Assessment", request: "Request") -> "LimitsTable":
    from pacing.judge.table import limits_table_for_session

    return limits_table_for_session(
        session.recording, session.cleaned, session.measurements, request.person, past=request.past
    )


def _heading(session: "Assessment") -> str:
    source = session.recording.source
    return f"{source.file_name} (session {source.place + 1})"
