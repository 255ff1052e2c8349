"""`pacing schema`: the JSON Schema of every document."""

import sys
from importlib.resources import files

NAME = "pacing-1.schema.json"


def command() -> None:
    """The JSON Schema of every document that the program writes.

    Of `--format json`, `inspect`, `trend`, `payback`, `day`, `caseload` and `history list`; on standard output.
    """
    sys.stdout.write(files("pacing.report").joinpath("schema", NAME).read_text(encoding="utf-8"))
