"""What is taken along: sheets of paper for an appointment, and everything that is kept as one archive."""

import io
import tempfile
import zipfile
from pathlib import Path

from pacing.app.session_page import with_diary
from pacing.app.sessions_at_hand import session_of
from pacing.app.showing import PROGRAM, span_document
from pacing.app.tasks import Job, Reply
from pacing.history.export import export_to
from pacing.history.season import season_of
from pacing.history.store import History
from pacing.model.assessment import Outcome
from pacing.model.person import Person
from pacing.report.document import Audience, Document
from pacing.report.formats.pdf import printed_document
from pacing.report.pages.span import span_title
from pacing.report.render import render_report


def sheet(job: Job) -> Reply:
    """A session, a week, four weeks or the season, printed."""
    audience = Audience(str(job.what["audience"]))
    if job.what["of"] in ("week", "month"):
        blocks, outcome, first, last = span_document(job, audience)
        return {}, printed_document(Document(span_title(first, last), audience, blocks), outcome)
    with History(job.place.history) as kept:
        outcome = _season(kept) if job.what["of"] == "season" else _session(kept, str(job.what["id"]))
    return {}, render_report(outcome, "pdf", audience)


def _session(kept: History, session_id: str) -> Outcome:
    session = with_diary(kept, session_of(kept, session_id))
    return Outcome((session,), (), session.person, PROGRAM)


def _season(kept: History) -> Outcome:
    season, sessions = season_of(kept)
    return Outcome(sessions, (), Person(), PROGRAM, season)


def export(job: Job) -> Reply:
    """Everything that is kept, as one archive of plain files."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory(dir=job.place.incoming) as folder:
        whole = Path(folder) / "pacing-history"
        with History(job.place.history) as kept:
            export_to(kept, whole)
        if job.place.profile.exists():
            (whole / "profile.toml").write_bytes(job.place.profile.read_bytes())
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(whole.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(whole.parent))
    return {}, packed.getvalue()
