"""`pacing add`: keep sessions in the history."""

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from pacing.cli import options as told_by
from pacing.cli.exit_codes import ExitCode
from pacing.cli.history_option import HistoryOption, open_history

if TYPE_CHECKING:
    from pacing.model.assessment import Refusal


def command(
    paths: told_by.Paths,
    history: HistoryOption = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Read this many files at once.")] = 1,
    profile: told_by.ProfileOption = None,
    limit: told_by.LimitOption = None,
    rule: told_by.RuleOption = None,
    age: told_by.AgeOption = None,
    sex: told_by.SexOption = None,
    resting: told_by.RestingOption = None,
    maximum: told_by.MaximumOption = None,
    recovery_posture: told_by.PostureOption = None,
    timezone: told_by.TimezoneOption = None,
    dialect: told_by.DialectOption = None,
) -> None:
    """Keep sessions in the history.

    The same file twice changes nothing; files that are known, or were refused before, are passed over unread.
    """
    from pacing import __version__
    from pacing.cli.words import progress, say, say_refusals
    from pacing.history.linking import link_doubles
    from pacing.history.store import Added
    from pacing.pipeline import assess_paths
    from pacing.refusals import damaged_files

    request = told_by.request_from(
        told_by.Told(
            profile,
            limit,
            rule,
            age,
            sex,
            resting,
            maximum,
            posture=recovery_posture,
            timezone=timezone,
            dialect=dialect,
        )
    )
    reader = " ".join((__version__, *(str(part) for part in dataclasses.astuple(request.reading))))
    new = known = 0
    refusals: list[Refusal] = []
    partly: list[Refusal] = []
    with open_history(history) as kept, progress("Adding") as tell:
        for result in assess_paths(paths, request, jobs, lambda sha256: kept.passes_over(sha256, reader)):
            if tell is not None:
                tell(result)
            refusal = result.refusal
            if refusal is not None and result.sha256 is not None:
                kept.keep_refusal(result.sha256, refusal, reader)
            elif refusal is None and result.known and result.sha256 is not None:
                refusal = kept.refusal(result.sha256, reader, result.name)
            if refusal is not None:
                refusals.append(refusal)
            elif result.known or result.sha256 is None:
                known += 1
            elif kept.add(result.sha256, result.name, result.sessions) is Added.NEW:
                new += len(result.sessions)
                partly.extend(damaged_files(result.sessions))
            else:
                known += 1
        doubled = link_doubles(kept)
    say_refusals(tuple(refusals), "Refused")
    say_refusals(tuple(partly), "Partly read")
    say(f"{new} session{'' if new == 1 else 's'} added; {known} file{'' if known == 1 else 's'} known already.")
    if doubled:
        say(f"{doubled} of the sessions were recorded by two devices at once; each counts once.")
    if new + known == 0:
        raise typer.Exit(ExitCode.NOTHING_READ)
    raise typer.Exit(ExitCode.SOME_REFUSED if refusals or partly else ExitCode.ALL_READ)
