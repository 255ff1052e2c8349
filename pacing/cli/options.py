"""The options that several commands share: each with one wording."""

from pathlib import Path
from typing import Annotated

import typer

from pacing.model.conditions import Correction
from pacing.model.person import Posture, Sex
from pacing.told import Told, request_from

__all__ = ["Told", "request_from"]

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Files, folders or archives.", exists=False, show_default=False)
]
ProfileOption = Annotated[Path | None, typer.Option("--profile", metavar="FILE", help="Your profile (TOML).")]
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
