"""`pacing inspect`: what is in each file; no analysis."""

import json
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pacing.cli import options
from pacing.cli.options import Form
from pacing.cli.spoken import SpokenCommand, word_of
from pacing.plural import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pacing.model.assessment import Assessment
    from pacing.model.daily import DailyValue
    from pacing.pipeline import FileResult


@click.command(cls=SpokenCommand)
@options.paths_argument
@click.option("--format", "form", **word_of(Form), default=Form.TEXT.value, help="Format of the answer.")
@options.jobs_option
@options.takes(options.Subject.READING, also=("profile",))
def command(paths: "Sequence[Path]", *, form: Form, jobs: int, settings: options.Settings) -> None:
    """What is in each file, without analysis.

    Sessions, samples, beats, gaps, events, sensors, values of whole days, and every assumption made.
    """
    import dataclasses

    from pacing.cli.output import outcome_summary, progress, write_whole
    from pacing.codec import inspection_document
    from pacing.codec.day_document import held_document
    from pacing.pipeline import assess_paths, collect_outcome

    paths = options.with_standard_input(paths)
    request = dataclasses.replace(options.request_from(settings), analyse=False, daily=True)
    days: list[DailyValue] = []
    with progress("Reading", paths) as tell:

        def seen(result: "FileResult") -> None:
            days.extend(result.daily)
            if tell is not None:
                tell(result)

        outcome = collect_outcome(assess_paths(paths, request, jobs), request, seen, most_with_samples=0, put_away=True)
    if form is Form.JSON:
        document = inspection_document(outcome) | {"daily": held_document(days)}
        text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
        write_whole(f"{text}\n".encode(), None)
    else:
        for session in outcome.sessions:
            print("\n".join(_lines(session)), end="\n\n")
        if days:
            print("\n".join(_day_lines(days)), end="\n\n")
    raise Exit(outcome_summary(outcome, paths))


def _lines(session: "Assessment") -> "Iterator[str]":
    recording, cleaned = session.recording, session.cleaned
    source, coverage = recording.source, cleaned.coverage
    began = recording.began
    zone = "%z" if recording.start is not None else "(time zone not known)"
    start = "no date in the file" if began is None else began.strftime(f"%Y-%m-%d %H:%M {zone}")
    yield f"{source.file_name}  (session {source.place + 1}, {session.session_id})"
    yield f"  read as      {source.reader}; {recording.kind.value}; {recording.sport or 'sport not named'}"
    yield f"  start        {start}; {_clock(recording.duration_s)} long"
    yield f"  device       {source.device or 'not named'}; heart-rate sensor: {source.sensor.value}"
    rhythm = "" if cleaned.sampling_s != cleaned.sampling_s else f", one every {cleaned.sampling_s:g} s"
    samples = plural(coverage.hr_samples, "1 sample", "{} samples")
    yield f"  heart rate   {samples}{rhythm}"
    beats = "none" if coverage.beats is None else plural(coverage.beats, "1 RR interval", "{} RR intervals")
    yield f"  beats        {beats}"
    yield f"  recorded     {coverage.measured_share:.1%} of the time; longest gap {_clock(coverage.longest_gap_s)}"
    if recording.channels:
        yield f"  also         {', '.join(f'{c.name} [{c.unit}]' for c in recording.channels)}"
    kinds = [marker.kind.value for marker in recording.markers]
    if kinds:
        counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
        yield f"  events       {counts}"
    for step in cleaned.steps:
        if step.changed:
            yield f"  cleaning     {step.name}: {step.changed} changed ({step.share:.1%})"
    for remark in source.remarks:
        yield f"  assumption   {remark}"


def _day_lines(days: "list[DailyValue]") -> "Iterator[str]":
    """What values of days the files hold, each kind of each source and method apart."""
    from pacing.codec.day_document import held_document
    from pacing.model.daily import DailyKind
    from pacing.plural import plural
    from pacing.report.wording.daily import TITLES

    yield "Values of days and nights (`pacing add` keeps them, `pacing day` shows them)"
    for one in held_document(days):
        span = one["first"] if one["first"] == one["last"] else f"{one['first']} to {one['last']}"
        count = plural(one["days"], "1 day", "{} days")
        yield f"  {TITLES[DailyKind(one['kind'])]}: {count}, {span}; {one['source']}, {one['method']}"


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d} min"
