"""`pacing schema`: the JSON Schema of every document, and the tables of a cohort."""

import json
import sys
from typing import Annotated

import typer

NAME = "pacing-1.schema.json"


def command(
    cohort: Annotated[
        bool, typer.Option("--cohort", help="Instead: the tables of `pacing cohort`, with types, units and meanings.")
    ] = False,
) -> None:
    """The JSON Schema of every document that the program writes.

    Of `--format json`, `inspect`, `trend`, `payback`, `day`, `caseload` and `history list`; on standard output.
    """
    if cohort:
        from pacing.cohort.tables import schema_document

        print(json.dumps(schema_document(), ensure_ascii=False, indent=2))
        return
    from importlib.resources import files

    sys.stdout.write(files("pacing.report").joinpath("schema", NAME).read_text(encoding="utf-8"))
