"""From what was found to a document: the order of everything, decided once for every format."""

from pacing.model.assessment import Outcome
from pacing.report.document import Audience, Block, Document, Fact, Facts, Heading
from pacing.report.pages.patient import patient_blocks
from pacing.report.pages.session_title import session_title


def compose(outcome: Outcome, audience: Audience) -> Document:
    """The report on everything one run found."""
    blocks: list[Block] = []
    single = len(outcome.sessions) == 1
    title = session_title(outcome.sessions[0]) if single else f"{len(outcome.sessions)} sessions"
    if not single:
        blocks.append(Heading(title, 1))
    for place, assessment in enumerate(outcome.sessions):
        blocks.extend(patient_blocks(assessment, place, 1 if single else 2))
    blocks.extend(_refused(outcome))
    return Document(title, audience, tuple(blocks))


def _refused(outcome: Outcome) -> tuple[Block, ...]:
    if not outcome.refused:
        return ()
    facts = tuple(Fact(refusal.file_name, refusal.message, refusal.hint) for refusal in outcome.refused)
    return (Heading("Files that could not be read, or only in part", 2), Facts(facts))
