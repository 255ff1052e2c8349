"""`pacing demo`: a full report from the samples that ship with the program."""

import click
from click.exceptions import Exit

from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenCommand

STEM = "pacing-demo"


@click.command(cls=SpokenCommand)
@click.option("--out", metavar="PATH", help=f"Default: {STEM}.html here; - = standard output.")
@click.option("--force", is_flag=True, help="Replace an existing report.")
def command(*, out: str | None, force: bool) -> None:
    """A full report from the samples.

    They ship with the program and are synthetic: made by a model, not by a person.
    """
    from pacing.cli.options import sample_files
    from pacing.cli.output import numbered, progress, require_free, say, target_paths, write_whole
    from pacing.model.person import Conditions, LimitSetting, Person, Posture
    from pacing.pipeline import Request, assess_paths, collect_outcome
    from pacing.report.document import Audience
    from pacing.report.render import render_report

    path = target_paths(out, {"html": ".html"}, STEM)["html"]
    path = path if force or out is not None else numbered(path)
    require_free(path, force=force)
    person = Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=110, set_by="demo"),))
    request = Request(person, Conditions(recovery_posture=Posture.SITTING))
    with progress("Reading") as tell:
        outcome = collect_outcome(assess_paths(sample_files(), request), request, tell)
    write_whole(render_report(outcome, "html", Audience.PATIENT), path)
    where = "" if path is None else f"The demo report is in {path}. "
    say(f"{where}Its recordings are synthetic: made by a model, not by a person.")
    raise Exit(ExitCode.ALL_READ)
