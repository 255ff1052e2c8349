"""`pacing formats`: what can be read."""

import click

from pacing.cli.spoken import SpokenCommand


@click.command(cls=SpokenCommand)
def command() -> None:
    """What can be read."""
    import pacing.read.dialects
    from pacing.read.read import readers
    from pacing.read.table.dialect import CsvDialect
    from pacing.registry import collect

    print("File formats (also inside .zip, .gz and folders)")
    for name, reader in readers().items():
        print(f"  {name:22} {reader.title}")
    print("\nCSV dialects (a table whose columns explain themselves needs none)")
    dialects = collect(pacing.read.dialects, "DIALECT", CsvDialect)
    for name, dialect in dialects.items():
        if not dialect.refusal:
            print(f"  {name:22} {dialect.title}")
    print("\nKnown, but without a heart-rate series (refused, with what to use instead)")
    for name, dialect in dialects.items():
        if dialect.refusal:
            print(f"  {name:22} {dialect.title}")
