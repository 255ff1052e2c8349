"""`pacing add`: keep sessions in the history."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from click.exceptions import Exit

from pacing.cli import options
from pacing.cli.options import open_history, with_past
from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenCommand
from pacing.plural import plural


@click.command(cls=SpokenCommand)
@options.paths_argument
@options.history_option
@options.jobs_option
@options.one_person_option
@options.takes(options.Subject.PERSON, options.Subject.SESSION, options.Subject.READING)
def command(
    paths: Sequence[Path], *, history: Path | None, jobs: int, one_person: bool, settings: options.Settings
) -> None:
    """Keep sessions in the history.

    The same file twice changes nothing; files that are known, or were refused before, are passed over unread. All are
    measured with the same settings, because a history compares sessions with each other.
    """
    from pacing.cli.output import nothing_read, progress, say, say_again, say_refusals
    from pacing.keeping.adding import add_paths
    from pacing.keeping.several_people import require_one_person
    from pacing.model.person import Conditions
    from pacing.profile import usual_profile

    paths = options.with_standard_input(paths)
    if not one_person:
        require_one_person(paths)
    request = with_past(options.request_from(settings), history, may_be_new=True)
    with open_history(history) as store, progress("Adding", paths) as tell:
        conditions = Conditions(recovery_posture=settings.recovery_posture, maximal_test=settings.maximal_test)
        result = add_paths(store, paths, request, jobs=jobs, conditions=conditions, tell=tell)
    say_refusals(result.refused, "Refused")
    say_refusals(result.partly, "Partly read")
    say(plural(result.new, "1 session added.", "{} sessions added."))
    if result.known:
        say(plural(result.known, "1 file was known already.", "{} files were known already."))
    if result.dated:
        say(
            plural(
                result.dated,
                "1 session that waited for a time zone has its place now.",
                "{} sessions that waited for a time zone have their place now.",
            )
        )
    if result.daily:
        say(
            plural(
                result.daily,
                "1 value of a day or night kept; `pacing day` shows it.",
                "{} values of days and nights kept; `pacing day` shows them.",
            )
        )
    if result.doubled:
        say(
            plural(
                result.doubled,
                "1 session was recorded by two devices at once; it counts once.",
                "{} sessions were recorded by two devices at once; each counts once.",
            )
        )
    say_again(result.again)
    if result.without_zone and request.reading.time_zone is None:
        profile = settings.profile or usual_profile()
        _ask_for_zone(result.without_zone, profile, history, may_write=settings.own_profile)
    if not (result.new or result.dated or result.known or result.daily):
        raise Exit(nothing_read(result.refused))
    raise Exit(ExitCode.SOME_REFUSED if result.refused or result.partly else ExitCode.ALL_READ)


def _ask_for_zone(sessions: int, path: Path, history: Path | None, *, may_write: bool) -> None:
    """At a terminal, ask once where the person lives and remember it; elsewhere say how to tell it."""
    from pacing.cli.commands.setup import remember_zone
    from pacing.cli.output import counted, say, say_again, say_error
    from pacing.keeping.again import judge_again
    from pacing.keeping.own_profile import local_time_zone

    what = counted(sessions, "session")
    if not (may_write and sys.stdin.isatty() and sys.stderr.isatty()):
        say_error(
            f"The files of {what} do not name their time zone: they count by their own clock.",
            f"`pacing setup` remembers your zone; or add --timezone {local_time_zone() or 'Europe/Berlin'}.",
        )
        return
    say(f"The files of {what} do not name their time zone. It is asked only once.")
    request = remember_zone(path)
    if request is not None:
        with open_history(history) as store:
            say_again(judge_again(store, request))
