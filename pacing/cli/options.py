"""The options that several commands share: each with one wording.

Where the sample recordings lie: inside an installed package, or beside it in a checkout.
"""

from pathlib import Path
from typing import Annotated

import typer

import pacing
from pacing.errors import UsageError
from pacing.keeping.place import open_history, open_kept, usual_history, with_all_past, with_past, with_symptoms
from pacing.model.person import Correction, Posture, Sex
from pacing.settings import Settings, request_from

__all__ = [
    "Settings",
    "open_history",
    "open_kept",
    "request_from",
    "usual_history",
    "with_all_past",
    "with_past",
    "with_symptoms",
]

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Files, folders or archives.", exists=False, show_default=False)
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", help="Say on standard error what each stage decided; reads with one process.")
]
ProfileOption = Annotated[
    Path | None, typer.Option("--profile", metavar="FILE", help="Your profile (TOML). Default: that of `pacing setup`.")
]
NoProfileOption = Annotated[bool, typer.Option("--no-profile", help="Leave the profile of `pacing setup` out.")]
OnePersonOption = Annotated[
    bool, typer.Option("--one-person", help="All subfolders are one person's, though they look like several people.")
]
LimitOption = Annotated[float | None, typer.Option("--limit", metavar="BPM", help="The limit you chose.")]
RuleOption = Annotated[
    str | None,
    typer.Option("--rule", metavar="RULE", help="A pacing rule; see `pacing limit`."),
]
AgeOption = Annotated[float | None, typer.Option("--age", metavar="YEARS", help="Your age.")]
SexOption = Annotated[Sex | None, typer.Option("--sex", help="For predicting equations.")]
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
    typer.Option("--maximal-test", help="It was a maximal test run by a clinician."),
]
TimezoneOption = Annotated[
    str | None,
    typer.Option("--timezone", metavar="ZONE", help="Such as Europe/Berlin, where files do not tell."),
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
    Path | None, typer.Option("--history", metavar="FILE", help="Another history than the usual one.")
]


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
