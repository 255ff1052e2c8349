"""`pacing demo`: a full report from the samples that ship with the program."""

from pathlib import Path
from typing import Annotated

import typer

from pacing.cli.exit_codes import ExitCode


def command(
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="Where the report goes.")] = Path(
        "pacing-demo.html"
    ),
    force: Annotated[bool, typer.Option("--force", help="Replace a report that is there.")] = False,
) -> None:
    """A full report from the samples.

    They ship with the program and are synthetic: made by a model, not by a person.
    """
    from pacing.cli.samples import sample_files
    from pacing.cli.words import progress, say
    from pacing.cli.writing import require_free, write_whole
    from pacing.model.conditions import Conditions
    from pacing.model.person import LimitSetting, Person, Posture
    from pacing.pipeline import Request, assess_paths, collect_outcome
    from pacing.report.document import Audience
    from pacing.report.render import render_report

    require_free(out, force=force)
    person = Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=110, set_by="demo"),))
    request = Request(person, Conditions(recovery_posture=Posture.SITTING))
    with progress("Reading") as tell:
        outcome = collect_outcome(assess_paths(sample_files(), request), request, tell)
    write_whole(render_report(outcome, "html", Audience.PATIENT), out)
    say(f"The demo report is in {out}. Its recordings are synthetic: made by a model, not by a person.")
    raise typer.Exit(ExitCode.ALL_READ)
