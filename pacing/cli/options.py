"""The options that several commands share: each with one wording.

Where the history lies: one option, one default.

Where the sample recordings lie: inside an installed package, or beside it in a checkout.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import pacing
from pacing.errors import UsageError
from pacing.model.person import Correction, Posture, Sex
from pacing.settings import Settings, request_from

if TYPE_CHECKING:
    from pacing.history.store import History
    from pacing.model.assessment import Outcome
    from pacing.pipeline import Request


__all__ = ["Settings", "request_from"]

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Files, folders or archives.", exists=False, show_default=False)
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", help="Say on standard error what each stage decided; reads with one process.")
]
ProfileOption = Annotated[Path | None, typer.Option("--profile", metavar="FILE", help="Your profile (TOML).")]
LimitOption = Annotated[float | None, typer.Option("--limit", metavar="BPM", help="The limit you chose.")]
RuleOption = Annotated[
    str | None,
    typer.Option("--rule", metavar="RULE", help="A pacing rule; see `pacing limit`."),
]
AgeOption = Annotated[float | None, typer.Option("--age", metavar="YEARS", help="Your age.")]
SexOption = Annotated[Sex | None, typer.Option("--sex", help="For equations that predict the maximum.")]
RestingOption = Annotated[float | None, typer.Option("--resting", metavar="BPM", help="Your resting heart rate.")]
MaximumOption = Annotated[
    float | None,
    typer.Option("--maximum", metavar="BPM", help="Your highest heart rate, if measured."),
]
PhasesOption = Annotated[
    str | None,
    typer.Option("--phases", metavar="TEXT", help='"exercise=300-1500,recovery=1500-1800", in seconds.'),
]
PostureOption = Annotated[
    Posture | None,
    typer.Option("--recovery-posture", help="What you did after stopping."),
]
MaximalOption = Annotated[
    bool,
    typer.Option("--maximal-test", help="The session was a maximal test run by a clinician."),
]
TimezoneOption = Annotated[
    str | None,
    typer.Option("--timezone", metavar="ZONE", help="Such as Europe/Berlin, for files without a time zone."),
]
DialectOption = Annotated[
    str | None,
    typer.Option("--dialect", metavar="NAME", help="The CSV dialect; see `pacing formats`."),
]
WindowOption = Annotated[
    str,
    typer.Option("--hrv-window", metavar="WINDOW", help="standard, whole, or START-STOP in seconds."),
]
CorrectionOption = Annotated[Correction, typer.Option("--correction", help="Artefact correction of RR intervals.")]
CompatOption = Annotated[
    str | None,
    typer.Option("--compat", metavar="NAME", help="Settings of kubios, neurokit2, hrv-analysis, pyhrv or physionet."),
]
DecoderOption = Annotated[str, typer.Option("--decoder", metavar="columns|fitparse", help="The FIT decoder.")]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Read this many files at once.")]


HistoryOption = Annotated[
    Path | None, typer.Option("--history", metavar="FILE", help="Use this history file instead of the usual one.")
]


def with_past(request: "Request", path: Path | None) -> "Request":
    """The request with the past sessions of the history, where the person's rule learns from them; else unchanged.

    Raises
    ------
    HistoryError
        The history cannot be opened.
    """
    from pacing.judge.applicable_limits import LEARNING_RULE

    rules = {request.rule, *(setting.rule for setting in request.person.limits)}
    return with_all_past(request, path) if LEARNING_RULE in rules else request


def with_all_past(request: "Request", path: Path | None) -> "Request":
    """The request with the past sessions of the history; nothing is made where there is no history yet.

    Raises
    ------
    HistoryError
        The history cannot be opened.
    """
    if path is None and not usual_history().exists():
        return request
    from dataclasses import replace

    from pacing.history.annotations import past_sessions

    with open_history(path) as kept:
        return replace(request, past=past_sessions(kept))


def with_symptoms(outcome: "Outcome", path: Path | None) -> "Outcome":
    """The outcome with what the diary says of the days around its sessions.

    Only sessions that the history keeps are surely the person's own: around others, nothing is said unless the history
    was named.

    Raises
    ------
    HistoryError
        The history cannot be opened.
    """
    if path is None and not usual_history().exists():
        return outcome
    from dataclasses import replace

    from pacing.history.annotations import symptoms_near

    with open_history(path) as kept:
        sessions = tuple(
            replace(session, symptoms=symptoms_near(kept, session.recording))
            if path is not None or kept.knows(session.recording.source.sha256)
            else session
            for session in outcome.sessions
        )
    return replace(outcome, sessions=sessions)


def open_history(path: Path | None) -> "History":
    """The history at `path`, or the usual one.

    Raises
    ------
    HistoryError
        It cannot be opened.
    """
    from pacing.history.store import History

    return History(path or usual_history())


def usual_history() -> Path:
    """Where the history lies unless told otherwise: in the person's own data folder."""
    from platformdirs import user_data_path

    return user_data_path("pacing", appauthor=False) / "history.sqlite"


SUFFIXES = (".fit", ".csv")


def sample_files() -> list[Path]:
    """The sample recordings, sorted by name.

    Raises
    ------
    UsageError
        The installation has none.
    """
    package = Path(pacing.__file__).parent
    for folder in (package / "samples", package.parent / "sample_data"):
        found = sorted(path for path in folder.glob("*") if path.suffix in SUFFIXES)
        if found:
            return found
    raise UsageError("This installation has no sample recordings.", hint="Install the program again from its wheel.")
