"""`pacing add`: keep sessions in the history."""

import dataclasses
from typing import TYPE_CHECKING

import typer

from pacing.cli import options
from pacing.cli.options import HistoryOption, open_history, with_past
from pacing.cli.output import ExitCode
from pacing.plural import plural

if TYPE_CHECKING:
    from pacing.history.store import Added, History
    from pacing.model.assessment import Refusal
    from pacing.pipeline import FileResult


def command(
    paths: options.Paths,
    history: HistoryOption = None,
    jobs: options.JobsOption = 1,
    profile: options.ProfileOption = None,
    limit: options.LimitOption = None,
    rule: options.RuleOption = None,
    age: options.AgeOption = None,
    sex: options.SexOption = None,
    resting: options.RestingOption = None,
    maximum: options.MaximumOption = None,
    phases: options.PhasesOption = None,
    recovery_posture: options.PostureOption = None,
    maximal_test: options.MaximalOption = False,
    timezone: options.TimezoneOption = None,
    dialect: options.DialectOption = None,
    decoder: options.DecoderOption = "columns",
) -> None:
    """Keep sessions in the history.

    The same file twice changes nothing; files that are known, or were refused before, are passed over unread. All are
    measured with the same settings, because a history compares sessions with each other.
    """
    from pacing import __version__
    from pacing.cli.output import nothing_read, progress, say, say_refusals
    from pacing.history.daily import keep_daily
    from pacing.history.duplicates import link_duplicates
    from pacing.history.store import Added
    from pacing.model.assessment import Refusal, damaged_files
    from pacing.pipeline import assess_paths

    request = options.request_from(
        options.Settings(
            profile,
            limit,
            rule,
            age,
            sex,
            resting,
            maximum,
            phases=phases,
            posture=recovery_posture,
            maximal_test=maximal_test,
            timezone=timezone,
            dialect=dialect,
            decoder=decoder,
        )
    )
    request = dataclasses.replace(with_past(request, history), daily=True)
    reader = " ".join((__version__, *(str(part) for part in dataclasses.astuple(request.reading))))
    zone_told = request.reading.time_zone is not None
    counts = dict.fromkeys(Added, 0)
    daily = 0
    refusals: list[Refusal] = []
    partly: list[Refusal] = []
    with open_history(history) as kept, progress("Adding") as tell:
        for result in assess_paths(
            paths, request, jobs, lambda sha: kept.passes_over(sha, reader, zone_told=zone_told)
        ):
            if tell is not None:
                tell(result)
            daily += keep_daily(kept, result.daily) if result.daily else 0
            became = _keep(kept, result, reader)
            if isinstance(became, Refusal):
                refusals.append(became)
                continue
            counts[became] += 1 if became is Added.KNOWN else len(result.sessions)
            partly.extend(damaged_files(result.sessions))
        doubled = link_duplicates(kept)
    say_refusals(tuple(refusals), "Refused")
    say_refusals(tuple(partly), "Partly read")
    say(plural(counts[Added.NEW], "1 session added.", "{} sessions added."))
    if counts[Added.KNOWN]:
        say(plural(counts[Added.KNOWN], "1 file was known already.", "{} files were known already."))
    if counts[Added.DATED]:
        say(
            plural(
                counts[Added.DATED],
                "1 session that waited for a time zone has its place now.",
                "{} sessions that waited for a time zone have their place now.",
            )
        )
    if daily:
        say(
            plural(
                daily,
                "1 value of a day or night kept; `pacing day` shows it.",
                "{} values of days and nights kept; `pacing day` shows them.",
            )
        )
    if doubled:
        say(
            plural(
                doubled,
                "1 session was recorded by two devices at once; it counts once.",
                "{} sessions were recorded by two devices at once; each counts once.",
            )
        )
    if not daily and not any(counts.values()):
        raise typer.Exit(nothing_read(refusals))
    raise typer.Exit(ExitCode.SOME_REFUSED if refusals or partly else ExitCode.ALL_READ)


def _keep(kept: "History", result: "FileResult", reader: str) -> "Added | Refusal":
    """Keep one file's sessions, or its refusal; a refusal of before is told again.

    That given phases do not fit says nothing of the file, so it is not remembered.
    """
    from pacing.cli.output import PHASES
    from pacing.history.store import Added

    sha256 = result.sha256
    if result.refusal is not None and result.daily and sha256 is not None:
        kept.add(sha256, result.name, ())  # values of days alone are a file of their own kind, not a refused one
        return Added.NEW
    if result.refusal is not None:
        if sha256 is not None and result.refusal.error != PHASES:
            kept.keep_refusal(sha256, result.refusal, reader)
        return result.refusal
    if sha256 is None:
        return Added.KNOWN
    if result.known:
        return kept.refusal(sha256, reader, result.name) or Added.KNOWN
    return kept.add(sha256, result.name, result.sessions)
