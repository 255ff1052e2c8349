"""`pacing app`: the local page."""

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from pacing.errors import UsageError


def command(
    caseload: Annotated[
        Path | None, typer.Option("--caseload", metavar="FOLDER", help="One folder a person inside it.")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 = any free one.")] = 0,
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
    if importlib.util.find_spec("uvicorn") is None or importlib.util.find_spec("starlette") is None:
        message = "The page needs a web server, which is not installed."
        raise UsageError(message, hint='Install it with: pip install "hr-pacing[app]".')
    from pacing.app.place import usual_place
    from pacing.app.start import run_app
    from pacing.cli.output import say

    run_app(usual_place(history, profile), caseload=caseload, port=port, opens_browser=browser, say=say)
