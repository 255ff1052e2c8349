"""`pacing report`: the main job."""

import dataclasses
import sys
from enum import StrEnum
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pacing.cli import options
from pacing.cli.options import with_past, with_symptoms
from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenCommand, word_of
from pacing.errors import ReportError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pacing.model.assessment import Outcome
    from pacing.report.document import Audience

STEM = "pacing-report"
DEFAULT_FORMAT = "html"


class FailOn(StrEnum):
    """From which verdict on `--fail-on` is met; brief is the lightest, then dose, then sustained."""

    BRIEF = "brief"
    SUSTAINED = "sustained"
    DOSE = "dose"


class AudienceWord(StrEnum):
    """Whom a report is for."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


@click.command(cls=SpokenCommand)
@options.paths_argument
@click.option(
    "--format",
    "format_names",
    multiple=True,
    metavar="html|pdf|json|csv|text|fhir",
    help="Repeat for several. Default: what --out ends in, else html.",
)
@click.option("--out", metavar="PATH", help=f"Default: {STEM}.<suffix> here; - = standard output.")
@click.option("--force", is_flag=True, help="Replace an existing report.")
@click.option("--audience", **word_of(AudienceWord), default=AudienceWord.PATIENT.value, help="Who will read it.")
@click.option("--fail-on", **word_of(FailOn), help="Exit with 4 when a session's verdict is this or more.")
@options.jobs_option
@options.verbose_option
@options.since_option
@options.label_option
@options.printed_option
@options.one_person_option
@options.takes(*options.Subject)
@options.history_option
def command(
    paths: "Sequence[Path]",
    *,
    format_names: tuple[str, ...],
    out: str | None,
    force: bool,
    audience: AudienceWord,
    fail_on: FailOn | None,
    jobs: int,
    verbose: bool,
    since: str | None,
    label: str,
    printed: str | None,
    one_person: bool,
    settings: options.Settings,
    history: "Path | None",
) -> None:
    """One report over all sessions found.

    Searches files, folders and archives (.zip, .gz); one bad file never stops the others.
    """
    from pacing.cli.output import outcome_summary, progress, show_stages
    from pacing.keeping.several_people import require_one_person
    from pacing.pipeline import assess_paths, collect_outcome
    from pacing.report.compose import MOST_DRAWN
    from pacing.report.document import Audience
    from pacing.report.render import steps_before

    paths = options.with_standard_input(paths)
    if not one_person:
        require_one_person(paths)
    first_day = None if since is None else options.first_day(since)
    print_day = options.print_date(printed)
    if verbose:
        show_stages()
    request = with_past(options.request_from(settings), history)
    can_read = any(path.exists() for path in paths)
    targets = _targets(format_names or (_format_of(out),), out, force=force, checked=can_read)
    with progress("Reading", paths) as tell:
        results = assess_paths(paths, request, 1 if verbose else jobs, meanwhile=steps_before(targets))
        outcome = collect_outcome(results, request, tell, MOST_DRAWN, put_away=set(targets) == {"json"})
    any_session = bool(outcome.sessions)
    outcome = dataclasses.replace(outcome.from_day(first_day), label=label, printed=print_day)
    if any_session and not outcome.sessions:
        raise UsageError(f"There is no session since {first_day}.", hint="Ask for more days, or leave --since out.")
    if audience is AudienceWord.CLINICIAN:
        outcome = with_symptoms(outcome, history)
    code = outcome_summary(outcome, paths)
    if outcome.sessions or "json" in targets:
        _write(outcome, targets, Audience(audience.value), jobs)
    _say_why_no_limit(outcome)
    if fail_on is not None and _any_reaches(outcome, fail_on):
        raise Exit(ExitCode.LIMIT_EXCEEDED)
    raise Exit(code)


def _format_of(out: str | None) -> str:
    """The format that a file's name asks for by its ending; html when it asks for none."""
    from pacing.report.render import suffixes

    asked = {suffix: name for name, suffix in suffixes().items()} if out and "." in out else {}
    fitting = [suffix for suffix in asked if out is not None and out.casefold().endswith(suffix)]
    return asked[max(fitting, key=len)] if fitting else DEFAULT_FORMAT


def _targets(names: "Sequence[str]", out: str | None, *, force: bool, checked: bool) -> "dict[str, Path | None]":
    """Where each format goes; `checked`: whether the places must be free, as they need not where nothing is written."""
    from pacing.cli.output import numbered, require_free, require_report_name, target_paths
    from pacing.report.render import format_names, load_format, suffixes

    for name in names:
        if name not in format_names():
            raise UsageError(f"`{name}` is not a format.", hint=f"Choose one of: {', '.join(format_names())}.")
    known = suffixes()
    usable = [name for name in names if name in known]
    if not usable:
        load_format(names[0])  # says why: no report can be written at all
    require_report_name(out, list(known.values()))
    targets = target_paths(out, {name: known[name] for name in usable}, STEM)
    if out is None and not force:
        targets = {name: numbered(path) for name, path in targets.items()}
    for path in targets.values() if checked else ():
        require_free(path, force=force)
    return targets


def _write(outcome: "Outcome", targets: "dict[str, Path | None]", audience: "Audience", jobs: int) -> None:
    from pacing.cli.output import say, write_whole
    from pacing.internal_errors import set_aside
    from pacing.report.render import render_pieces

    for name, path in targets.items():
        try:
            pieces = render_pieces(outcome, name, audience, jobs)
        except Exception as error:
            if len(targets) == 1:
                raise
            set_aside(f"the {name} report", error)  # the other formats are written
            continue
        try:
            write_whole(pieces, path)
        except (ReportError, OSError):  # the place, not the report
            raise
        except Exception as error:
            if len(targets) == 1:
                raise
            set_aside(f"the {name} report", error)
            continue
        if path is not None:
            say(f"The report is in {path}")
    if "html" in targets and sys.stderr.isatty():  # a person reads it, no script
        say("To drop files on a page of your browser instead: pacing app")


def _say_why_no_limit(outcome: "Outcome") -> None:
    """How to set a limit, in the words of the command line, which the report itself avoids; each advice once."""
    from pacing.cli.output import say

    for advice in dict.fromkeys(s.limit_advice for s in outcome.sessions if s.limit_advice is not None):
        say(advice)


def _any_reaches(outcome: "Outcome", fail_on: FailOn) -> bool:
    from pacing.judge.exceedance import reaches
    from pacing.model.exceedance import ExceedanceVerdict

    level = ExceedanceVerdict(fail_on.value)
    return any(session.exceedance and reaches(session.exceedance.verdict, level) for session in outcome.sessions)
