"""`pacing app` as it is mostly typed, read without the command line, which would be a tenth of the page's start.

What is not typed plainly, the command line reads as ever, and explains.
"""

import importlib.util
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pacing.errors import UsageError

FOLDERS_AND_FILES = ("--caseload", "--history", "--profile")
SWITCHES = {"--browser": True, "--no-browser": False}
HIGHEST_PORT = 65535


def plain_page(words: Sequence[str]) -> Callable[[], None] | None:
    """What `pacing app` with these words does, ready to run; None where the command line must look at them.

    Parameters
    ----------
    words
        What stands after `pacing app`.

    Examples
    --------
    >>> plain_page(["--help"]) is None, plain_page(["--port", "8080", "--no-browser"]) is None
    (True, False)
    """
    options: dict[str, Path | int | bool] = {}
    following = iter(words)
    for word in following:
        if word in SWITCHES:
            options["browser"] = SWITCHES[word]
            continue
        value = next(following, "-")
        if word == "--port" and value.isascii() and value.isdigit() and int(value) <= HIGHEST_PORT:
            options["port"] = int(value)
        elif word in FOLDERS_AND_FILES and not value.startswith("-"):
            options[word.removeprefix("--")] = Path(value)
        else:
            return None
    return partial(_in_words, options)


def _in_words(options: dict[str, Path | int | bool]) -> None:
    from pacing.cli.frame import run_in_words

    def do() -> int:
        serve_page(**options)  # type: ignore[arg-type]
        return 0

    run_in_words(do)


def serve_page(
    *,
    caseload: Path | None = None,
    port: int = 0,
    browser: bool = True,
    history: Path | None = None,
    profile: Path | None = None,
) -> None:
    """Serve the local page until it is stopped.

    Parameters
    ----------
    caseload
        A folder with one folder a person inside it; None: one person's pages.
    port
        0 = any free one.
    browser
        Whether the browser is opened.
    history, profile
        Others than the usual ones.

    Raises
    ------
    UsageError
        The web server is not installed, or the page cannot start.
    """
    if importlib.util.find_spec("uvicorn") is None or importlib.util.find_spec("starlette") is None:
        message = "The page needs a web server, which is not installed."
        raise UsageError(message, hint='Install it with: pip install "hr-pacing[app]".')
    from pacing.app.place import usual_place
    from pacing.app.start import run_app
    from pacing.cli.output import say

    run_app(usual_place(history, profile), caseload=caseload, port=port, opens_browser=browser, say=say)
