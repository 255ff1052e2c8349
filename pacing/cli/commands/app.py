"""`pacing app`: the local page."""

from pathlib import Path
from typing import Annotated

import typer

from pacing.cli.page import HIGHEST_PORT, serve_page


def command(
    caseload: Annotated[
        Path | None, typer.Option("--caseload", metavar="FOLDER", help="One folder a person inside it.")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=HIGHEST_PORT, help="0 = any free one.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    history: Annotated[
        Path | None, typer.Option("--history", metavar="FILE", help="Another history than the usual one.")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option("--profile", metavar="FILE", help="Another profile than the usual one.")
    ] = None,
) -> None:
    """The page on this computer: drop a file, read the answer.

    It listens on this computer alone, and nothing leaves it. Stop it on the page, or with Ctrl-C.
    """
    serve_page(caseload=caseload, port=port, browser=browser, history=history, profile=profile)
