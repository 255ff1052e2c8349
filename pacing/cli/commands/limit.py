"""`pacing limit`: every pacing rule side by side for this person."""

from pathlib import Path
from typing import Annotated

import typer

from pacing.cli import options as told_by
from pacing.cli.history_option import HistoryOption


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
    history: HistoryOption = None,
) -> None:
    """Every pacing rule side by side for you.

    Each with its inputs, uncertainty and source, and the minutes above it in the sessions given.
    """
    import dataclasses

    from pacing.cli.history_option import open_history
    from pacing.cli.limit_table import limit_lines
    from pacing.history.past import past_sessions

    told = told_by.Told(profile=profile, limit=limit, age=age, sex=sex, resting=resting, maximum=maximum)
    request = told_by.request_from(told)
    if history is not None:
        with open_history(history) as kept:
            request = dataclasses.replace(request, past=past_sessions(kept))
    for line in limit_lines(request, paths or []):
        print(line)
