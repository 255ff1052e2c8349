"""`pacing app`: the local page."""

from pathlib import Path

import click

from pacing.cli.page import HIGHEST_PORT, serve_page
from pacing.cli.spoken import SpokenCommand


@click.command(cls=SpokenCommand)
@click.option("--caseload", type=Path, metavar="FOLDER", help="One folder a person inside it.")
@click.option("--port", type=click.IntRange(0, HIGHEST_PORT), metavar="N", default=0, help="0 = any free one.")
@click.option("--browser/--no-browser", default=True, help="Open the browser.")
@click.option("--history", type=Path, metavar="FILE", help="Another history than the usual one.")
@click.option("--profile", type=Path, metavar="FILE", help="Another profile than the usual one.")
def command(*, caseload: Path | None, port: int, browser: bool, history: Path | None, profile: Path | None) -> None:
    """The page on this computer: drop a file, read the answer.

    It listens on this computer alone, and nothing leaves it. Stop it on the page, or with Ctrl-C.
    """
    serve_page(caseload=caseload, port=port, browser=browser, history=history, profile=profile)
