"""From what was found to a document: the order of everything, decided once for every format."""

from pacing.model.assessment import Outcome
from pacing.report.document import Audience, Block, Break, Document, Fact, Facts, Heading, Paragraph
from pacing.report.pages.blocks import session_title
from pacing.report.pages.clinician import clinician_blocks
from pacing.report.pages.overview import began_s, in_order_of_time, overview_blocks
from pacing.report.pages.patient import closing_blocks, patient_blocks
from pacing.report.pages.season import TITLE as SEASON_TITLE
from pacing.report.pages.season import season_blocks
from pacing.report.wording.verdict import counted_text

MOST_DRAWN = 30  # design: beyond so many sessions only the newest get their figures; a report FILE draws any of them
PAGES = {Audience.PATIENT: patient_blocks, Audience.CLINICIAN: clinician_blocks}


def compose(outcome: Outcome, audience: Audience) -> Document:
    """The report on everything one run found: one session's page, an overview with a page a session, or a season.

    Parameters
    ----------
    outcome
        What was found.
    audience
        For whom the page is.

    Returns
    -------
    Document
        Blocks in their final order and wording.
    """
    if outcome.season is not None:
        return Document(SEASON_TITLE, audience, season_blocks(outcome, outcome.season, audience))
    page = PAGES[audience]
    count = len(outcome.sessions)
    if count == 1:
        title = session_title(outcome.sessions[0])
        blocks = [*page(outcome.sessions[0], 0, 1), *_refused(outcome)]
        return Document(title, audience, tuple(blocks))
    title = counted_text(outcome.sessions) if count else "No session could be read"
    blocks = [Heading(title, 1), *overview_blocks(outcome, audience, MOST_DRAWN), *_refused(outcome)]
    drawn = set(newest_places(outcome, MOST_DRAWN))
    for place in in_order_of_time(outcome.sessions):
        blocks += [Break(), *page(outcome.sessions[place], place, 2, drawn=place in drawn, alone=False)]
    if audience is Audience.PATIENT and outcome.sessions:
        blocks += [Break(), Heading("For all sessions", 2), *closing_blocks(outcome.sessions)]
    return Document(title, audience, tuple(blocks))


def newest_places(outcome: Outcome, most: int) -> tuple[int, ...]:
    """Places of the newest `most` sessions; those without a date count as oldest, in their order."""
    dated = [
        (float("-inf") if (at_s := began_s(session)) is None else at_s, place)
        for place, session in enumerate(outcome.sessions)
    ]
    return tuple(place for _, place in sorted(dated, key=lambda pair: (-pair[0], pair[1]))[:most])


def _refused(outcome: Outcome) -> tuple[Block, ...]:
    partly = [
        Fact(s.recording.source.file_name, f"Only partly saved: {s.recording.source.damage}")
        for s in outcome.sessions
        if s.recording.source.damage is not None
    ]
    refused = [Fact(refusal.file_name, refusal.message, refusal.hint) for refusal in outcome.refused]
    if not partly and not refused:
        return ()
    return (
        Heading("Files that could not be read, or only in part", 2),
        Paragraph("These files, or parts of them, are not on this page."),
        Facts((*partly, *refused)),
    )
