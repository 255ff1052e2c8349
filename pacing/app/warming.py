"""Load everything a first file needs before it comes: the built-in sample, read, measured and drawn for nobody."""

from pathlib import Path

import pacing
from pacing.app.session_page import body_html
from pacing.app.tasks import Job, Reply
from pacing.model.assessment import Outcome
from pacing.pipeline import assess_file

SAMPLE = "strap_rest_and_walk.fit"


def warm(_: Job) -> Reply:
    """Read, measure and draw the sample, where the installation has it."""
    package = Path(pacing.__file__).parent
    for folder in (package / "samples", package.parent / "sample_data"):
        path = folder / SAMPLE
        if path.exists():
            session = assess_file(path).sessions[0]
            body_html(session, Outcome((session,), (), session.person, session.program), "/")
            break
    return {}, b""
