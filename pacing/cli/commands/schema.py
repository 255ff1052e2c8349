"""`pacing schema`: the JSON Schema of every document, and the tables of a cohort."""

import json
import sys

import click

from pacing.cli.spoken import SpokenCommand

NAME = "pacing-1.schema.json"


@click.command(cls=SpokenCommand)
@click.option("--cohort", is_flag=True, help="Instead: the tables of `pacing cohort`, with types, units and meanings.")
def command(*, cohort: bool) -> None:
    """The JSON Schema of every document that the program writes.

    Of `--format json`, `inspect`, `trend`, `payback`, `day`, `caseload` and `history list`; on standard output.
    """
    if cohort:
        from pacing.cohort.tables import schema_document

        print(json.dumps(schema_document(), ensure_ascii=False, indent=2))
        return
    from importlib.resources import files

    sys.stdout.write(files("pacing.report").joinpath("schema", NAME).read_text(encoding="utf-8"))
