"""`pacing schema`: the JSON Schema of every document."""

import sys

NAME = "pacing-1.schema.json"


def command() -> None:
    """The JSON Schema of every document that the program writes.

    Of `--format json`, `inspect`, `trend`, `payback`, `day` and `history list`; on standard output.
    """
    from importlib.resources import files

    sys.stdout.write(files("pacing.report").joinpath("schema", NAME).read_text(encoding="utf-8"))
