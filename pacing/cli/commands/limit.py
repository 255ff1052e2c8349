"""`pacing limit`: every pacing rule side by side for this person."""

from pathlib import Path
from typing import Annotated

import typer

from pacing.cli import options as told_by


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
) -> None:
    """Every pacing rule side by side for you.

    Each with its inputs, uncertainty and source, and the minutes above it in the sessions given.
    """
    from pacing.cli.limit_table import limit_lines

    told = told_by.Told(profile=profile, limit=limit, age=age, sex=sex, resting=resting, maximum=maximum)
    for line in limit_lines(told_by.request_from(told), paths or []):
        print(line)
