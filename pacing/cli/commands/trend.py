"""`pacing trend`: what changed beyond the person's own noise; as lines, as data, or as the report on a season."""

import json
import textwrap
from enum import StrEnum
from typing import TYPE_CHECKING

import click

from pacing.cli import options
from pacing.cli.commands.report import AudienceWord
from pacing.cli.options import open_kept
from pacing.cli.spoken import SpokenCommand, word_of

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from pacing.history.store import History

STEM = "pacing-season"
COLUMNS = 88


class TrendForm(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"


@click.command(cls=SpokenCommand)
@click.option(
    "--format",
    "form",
    **word_of(TrendForm),
    default=TrendForm.TEXT.value,
    help="html and pdf: the report over time.",
)
@click.option(
    "--audience", **word_of(AudienceWord), default=AudienceWord.PATIENT.value, help="Who will read the report."
)
@click.option("--out", metavar="PATH", help=f"Default: {STEM}.<suffix> here for a report; - = standard output.")
@click.option("--force", is_flag=True, help="Replace an existing report.")
@options.since_option
@options.label_option
@options.printed_option
@options.history_option
def command(
    *,
    form: TrendForm,
    audience: AudienceWord,
    out: str | None,
    force: bool,
    since: str | None,
    label: str,
    printed: str | None,
    history: "Path | None",
) -> None:
    """What changed over the sessions, beyond your usual variation.

    Only similar sessions are compared: same sport, sensor and posture, and much the same effort.
    """
    from pacing.cli.output import require_free, write_whole

    first_day = None if since is None else options.first_day(since)
    headline = (label, options.print_date(printed))
    target = _target(form, out)
    require_free(target, force=force)
    with open_kept(history) as store:
        if form is TrendForm.TEXT and out is None:
            print(_lines(store, first_day))
            return
        data = (
            _document(store, first_day)
            if form is TrendForm.JSON
            else _report(store, form.value, audience.value, first_day, headline)
        )
    write_whole(data, target)
    if target is not None:
        from pacing.cli.output import say

        say(f"Written: {target}")


def _target(form: TrendForm, out: str | None) -> "Path | None":
    """Where the answer goes; None: standard output, the default of lines and data."""
    from pacing.cli.output import target_paths
    from pacing.report.render import load_format

    if form in (TrendForm.TEXT, TrendForm.JSON) and out is None:
        return None
    return target_paths(out, {form.value: load_format(form.value).suffix}, STEM)[form.value]


def _report(
    store: "History", form: str, audience: str, since: "date | None", headline: "tuple[str, date | None]"
) -> bytes:
    from pacing import __version__
    from pacing.history.season import season_of
    from pacing.model.assessment import Outcome, Program
    from pacing.model.person import Person
    from pacing.report.document import Audience
    from pacing.report.render import render_report

    season, sessions = season_of(store, since)
    outcome = Outcome(sessions, (), Person(), Program("pacing", __version__), season, since, *headline)
    return render_report(outcome, form, Audience(audience))


def _document(store: "History", since: "date | None") -> bytes:
    from pacing import __version__
    from pacing.codec import season_document
    from pacing.history.season import all_trends, season_of
    from pacing.model.assessment import Program

    season, sessions = season_of(store, since)
    document = season_document(season, all_trends(sessions), Program("pacing", __version__))
    return f"{json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)}\n".encode()


def _lines(store: "History", since: "date | None") -> str:
    from pacing.history.season import all_trends, season_of
    from pacing.report.document import Audience
    from pacing.report.wording.season import trend_answer, trend_remark

    sessions = season_of(store, since)[1]
    lines = [
        textwrap.fill(
            f"{trend.index.title}. {trend_answer(trend)} {trend_remark(trend, Audience.CLINICIAN)}",
            COLUMNS,
            subsequent_indent="  ",
        )
        for trend in all_trends(sessions)
    ]
    return "\n".join(lines) or _nothing_to_follow(sum(session.recording.began is not None for session in sessions))


def _nothing_to_follow(dated: int) -> str:
    from pacing.plural import plural

    if not dated:
        return "There are no dated sessions in the history yet. `pacing add` keeps them."
    sessions = plural(dated, "The only dated session holds no number", "None of the {} dated sessions holds a number")
    return f"{sessions} that can be followed over time.\n  `pacing history show last` says why each is missing."
