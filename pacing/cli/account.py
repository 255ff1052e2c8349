"""What became of the files: every one that was refused or only partly read is named, and the exit code goes with it."""

from collections.abc import Sequence
from pathlib import Path

from pacing.cli.exit_codes import ExitCode
from pacing.cli.words import MOST_SPELT_OUT, say, say_nothing_found, say_refusals
from pacing.errors import PhasesError
from pacing.model.assessment import Assessment, Outcome, Refusal
from pacing.refusals import damaged_files

PHASES = PhasesError.__name__


def account_for(outcome: Outcome, paths: Sequence[Path]) -> ExitCode:
    """Say on standard error what could not be read, and give the exit code: all, some or nothing read."""
    damaged = damaged_files(outcome.sessions)
    say_refusals(outcome.refused, "Refused")
    say_refusals(damaged, "Partly read")
    _say_same_recordings(outcome.sessions)
    if not outcome.sessions:
        if not outcome.refused:
            say_nothing_found(paths)
        return nothing_read(outcome.refused)
    return ExitCode.SOME_REFUSED if outcome.refused or damaged else ExitCode.ALL_READ


def nothing_read(refused: Sequence[Refusal]) -> ExitCode:
    """The exit code where no session came out: phases that fit nowhere are wrong usage, not unreadable files."""
    only_phases = bool(refused) and all(refusal.error == PHASES for refusal in refused)
    return ExitCode.USAGE if only_phases else ExitCode.NOTHING_READ


def _say_same_recordings(sessions: Sequence[Assessment]) -> None:
    """Files with the same content, which a report shows as often as they were given."""
    names: dict[str, list[str]] = {}
    for session in sessions:
        if session.recording.source.place == 0:
            names.setdefault(session.recording.source.sha256, []).append(session.recording.source.file_name)
    alike = [", ".join(group) for group in names.values() if len(group) > 1]
    for group in alike[:MOST_SPELT_OUT]:
        say(f"The same recording more than once: {group}")
    if len(alike) > MOST_SPELT_OUT:
        say(f"... and {len(alike) - MOST_SPELT_OUT} more recordings that were given more than once")
