"""From an outcome to a document: the order of everything, decided once for every format."""

from collections.abc import Callable
from dataclasses import replace

from pacing.internal_errors import LEFT_OUT, set_aside
from pacing.model.assessment import Outcome
from pacing.report.document import Audience, Block, Break, Document, Fact, Facts, Heading, Note, Paragraph, Tone
from pacing.report.pages.blocks import session_title
from pacing.report.pages.clinician import clinician_blocks
from pacing.report.pages.overview import began_s, in_order_of_time, overview_blocks
from pacing.report.pages.patient import closing_blocks, patient_blocks
from pacing.report.pages.season import TITLES_OF_PARTS, season_blocks
from pacing.report.wording.format_times import headline_text
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
    document = _composed(outcome, audience)
    headline = headline_text(outcome.label, outcome.printed)
    if not headline:
        return document
    title, *rest = document.blocks
    return replace(document, blocks=(title, Paragraph(headline), *rest))


def _composed(outcome: Outcome, audience: Audience) -> Document:
    if outcome.season is not None:
        return Document(TITLES_OF_PARTS[audience][0], audience, season_blocks(outcome, outcome.season, audience))
    page, sessions = PAGES[audience], tuple(outcome.sessions)
    count = len(sessions)
    if count == 1:
        title = session_title(sessions[0])
        blocks = [*_isolated(Heading(title, 1), lambda: page(sessions[0], 0, 1)), *_refused(outcome)]
        return Document(title, audience, tuple(blocks))
    title = counted_text(sessions) if count else "No session could be read"
    overview = _isolated(None, lambda: overview_blocks(outcome, audience, MOST_DRAWN))
    blocks = [Heading(title, 1), *overview, *_refused(outcome)]
    drawn = set(newest_places(outcome, MOST_DRAWN))
    for index in in_order_of_time(sessions):
        blocks += [Break(), *_session_page(outcome, audience, index, drawn=index in drawn)]
    if audience is Audience.PATIENT and sessions:
        closing = _isolated(None, lambda: closing_blocks(sessions))
        blocks += [Break(), Heading("For all sessions", 2), *closing]
    return Document(title, audience, tuple(blocks))


def _session_page(outcome: Outcome, audience: Audience, index: int, *, drawn: bool) -> tuple[Block, ...]:
    """The page of one of several sessions."""
    session = outcome.sessions[index]
    return _isolated(
        Heading(session.recording.source.file_name, 2, anchor=f"session-{index + 1}"),
        lambda: PAGES[audience](session, index, 2, drawn=drawn, alone=False),
    )


def _isolated(heading: Heading | None, blocks: Callable[[], tuple[Block, ...]]) -> tuple[Block, ...]:
    """The blocks of one page, or, where the program fails at it, its heading and the sentence that says so."""
    try:
        return blocks()
    except Exception as error:  # noqa: BLE001 - set aside by name, or raised again
        set_aside("the overview" if heading is None else f"the page of {heading.text}", error)
        return (*(() if heading is None else (heading,)), Note(LEFT_OUT, Tone.CAUTION))


def newest_places(outcome: Outcome, most: int) -> tuple[int, ...]:
    """Places of the newest `most` sessions; those without a date count as oldest, in their order."""
    dated = [
        (float("-inf") if (at_s := began_s(session)) is None else at_s, index)
        for index, session in enumerate(outcome.sessions)
    ]
    return tuple(index for _, index in sorted(dated, key=lambda pair: (-pair[0], pair[1]))[:most])


def _refused(outcome: Outcome) -> tuple[Block, ...]:
    partly = [
        Fact(s.recording.source.file_name, f"Only partly saved: {s.recording.source.damage}")
        for s in outcome.sessions
        if s.recording.source.damage is not None
    ]
    alike: dict[tuple[str, str], list[str]] = {}
    for refusal in outcome.refused:
        alike.setdefault((refusal.message, refusal.hint), []).append(refusal.file_name)
    refused = [Fact(", ".join(names), message, hint) for (message, hint), names in alike.items()]
    if not partly and not refused:
        return ()
    return (
        Heading("Files that could not be read, or only in part", 2),
        Paragraph("These files, or parts of them, are not on this page."),
        Facts((*partly, *refused)),
    )
