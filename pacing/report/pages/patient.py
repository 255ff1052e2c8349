"""One session for the person it is about: one sentence, one chart, then little by little more."""

from pacing.model.assessment import Assessment
from pacing.model.phases import PhaseKind
from pacing.model.recording import RecordingKind
from pacing.report.document import Audience, Block, Fact, Facts, Fold, Footer, Heading, Listing, Note, Paragraph, Tone
from pacing.report.drawing import pictures
from pacing.report.figure import Page
from pacing.report.pages.blocks import common_method_lines, file_line, method_lines, session_title
from pacing.report.pages.days import day_blocks
from pacing.report.pages.numbers import (
    LESS_FOUNDED,
    WELL_FOUNDED,
    common_refusals,
    key_blocks,
    key_caveats,
    measured_blocks,
    plain_title,
    refused_facts,
)
from pacing.report.wording.fixed import (
    AGREE_LIMIT,
    CANNOT_SAY_PATIENT,
    GLOSSES,
    NOT_NEEDED,
    NUMBER_KEY,
    PURPOSE,
    QUIET_REPORT,
    RED_FLAGS,
)
from pacing.report.wording.quality import as_sentence, fact_and_advice, phases_sentence, plain_words, quality_sentences
from pacing.report.wording.recovery import (
    COMPARE,
    has_recovery,
    recovery_remarks,
    recovery_sentence,
    standing_sentences,
)
from pacing.report.wording.verdict import after_lead_sentences, days_lead, lead_sentence, level_sentence, spans_days

NOT_MEASURED = "What could not be measured"
NOTHING = "Nothing could be measured in this recording."
ONE_ALONE = (
    "A report on one file alone shows all its numbers, what was assumed when reading it, and why each missing number "
    "is missing."
)


def patient_blocks(
    assessment: Assessment, index: int, level: int, *, drawn: bool = True, alone: bool = True
) -> tuple[Block, ...]:
    """The page of one session.

    `level` is its title's; `drawn` says whether its figures are drawn; not `alone`, it is short: its title, a sentence,
    a picture and the rest folded away, without what is the same for every session, because the document says it once.
    """
    if not alone:
        return _short_blocks(assessment, index, level, drawn=drawn)
    blocks: list[Block] = [
        Heading(session_title(assessment), level, anchor=f"session-{index + 1}"),
        Paragraph(days_lead(assessment) if spans_days(assessment) else lead_sentence(assessment), lead=True),
    ]
    after_lead = () if spans_days(assessment) else after_lead_sentences(assessment)
    if after_lead:
        blocks.append(Paragraph(" ".join(after_lead)))
    if assessment.limit_advice is not None:
        blocks.append(Note(f"{limit_hint(assessment.limit_advice)} {AGREE_LIMIT}", topic="limit"))
    elif assessment.limit is not None and assessment.limit.warnings:
        blocks.append(Note(" ".join(assessment.limit.warnings), Tone.CAUTION))
    if drawn:
        blocks.extend(pictures(Page.DAYS if spans_days(assessment) else Page.DAY, (assessment,), (index,)))
    if assessment.recording.kind is RecordingKind.DAY:  # a day has no end of exercise
        blocks.extend(day_blocks(assessment, Audience.PATIENT))
    else:
        blocks.extend(_after_the_exercise(assessment, level + 1))
    blocks += [
        Heading("How sure this is", level + 1),
        Paragraph(" ".join((*quality_sentences(assessment), phases_sentence(assessment)))),
    ]
    blocks.append(Note(f"{QUIET_REPORT} {RED_FLAGS}", Tone.SAFETY))
    blocks += _details(assessment, index, drawn=drawn)
    return (*blocks, *common_blocks(method_lines(assessment)))


def _short_blocks(assessment: Assessment, index: int, level: int, *, drawn: bool) -> tuple[Block, ...]:
    """One session among several."""
    sentence = lead_sentence(assessment) if assessment.limit is not None else level_sentence(assessment)
    blocks: list[Block] = [Heading(session_title(assessment), level, anchor=f"session-{index + 1}")]
    blocks += [Paragraph(sentence, lead=True)] if sentence else []
    if drawn:
        blocks.extend(pictures(Page.DAY, (assessment,), (index,)))
    inside: list[Block] = []
    after_lead = after_lead_sentences(assessment)
    if after_lead:
        inside.append(Paragraph(" ".join(after_lead)))
    if assessment.recording.kind is RecordingKind.DAY:
        inside.extend(day_blocks(assessment, Audience.PATIENT))
    else:
        remarks = (*standing_sentences(assessment)[:1], *_short_recovery(assessment))
        inside += [Paragraph(" ".join(remarks))] if remarks else []
    inside.append(Paragraph(" ".join(quality_sentences(assessment))))
    inside.extend(key_blocks(assessment))
    inside.append(Footer((file_line(assessment),)))
    return (*blocks, Fold("More about this session", tuple(inside)))


def _short_recovery(assessment: Assessment) -> tuple[str, ...]:
    """How heart rate came down; what could not be measured is said once for all sessions."""
    return (recovery_sentence(assessment),) if has_recovery(assessment) else ()


def limit_hint(advice: str) -> str:
    """How to get a limit, without what the first sentence of the page has said already."""
    _, rest = fact_and_advice(plain_words(advice))
    return as_sentence(rest)


def _after_the_exercise(assessment: Assessment, level: int) -> tuple[Block, ...]:
    """Recovery, and the answer to standing up; a test of standing up without any exercise has no recovery to miss."""
    blocks: list[Block] = []
    standing, recovery = standing_sentences(assessment), recovery_sentence(assessment)
    if standing:
        blocks += [Heading("When you stood up", level), Paragraph(" ".join(standing))]
    if recovery and (assessment.phases.of(PhaseKind.EXERCISE) or not standing):
        *remarks, last = recovery_remarks(assessment) or ("",)
        sentence = recovery if remarks else f"{recovery} {last}".strip()
        blocks += [Heading("After you stopped", level), Paragraph(sentence)]
        blocks += [Listing((*remarks, last))] if remarks else []
    return tuple(blocks)


def common_blocks(method: tuple[str, ...]) -> tuple[Block, ...]:
    """What is the same for every session, with how the page was made."""
    words = Facts(tuple(Fact(word, meaning) for word, meaning in GLOSSES))
    return (
        Fold("What this page cannot say", (Listing(CANNOT_SAY_PATIENT),)),
        Fold("Words, and how this page was made", (words, Footer((*method, PURPOSE)))),
    )


def limit_notes(sessions: tuple[Assessment, ...]) -> tuple[Note, ...]:
    """How to get a limit, and what makes the limits unsure, each sentence once for all sessions."""
    hints = dict.fromkeys(limit_hint(s.limit_advice) for s in sessions if s.limit_advice is not None)
    warnings = dict.fromkeys(warning for s in sessions if s.limit is not None for warning in s.limit.warnings)
    notes = [Note(" ".join((*hints, AGREE_LIMIT)))] if hints else []
    return (*notes, *((Note(" ".join(warnings), Tone.CAUTION),) if warnings else ()))


def closing_blocks(sessions: tuple[Assessment, ...]) -> tuple[Block, ...]:
    """What is the same for several sessions: how to read their numbers, what is missing, and how it was made."""
    blocks: list[Block] = [Paragraph(ONE_ALONE)]
    to_know = Listing((*key_caveats(sessions), COMPARE))
    blocks.append(Fold("How to read the numbers", (Paragraph(NUMBER_KEY), to_know)))
    refused = common_refusals(sessions)
    if refused is not None:
        blocks.append(Fold(NOT_MEASURED, (Paragraph(NOT_NEEDED), refused), appendix=True))
    return (*blocks, *common_blocks(common_method_lines(sessions)))


def _details(assessment: Assessment, index: int, *, drawn: bool) -> tuple[Block, ...]:
    numbers: list[Block] = list(measured_blocks(assessment, WELL_FOUNDED, title=plain_title))
    if drawn and assessment.recording.kind is not RecordingKind.DAY:
        numbers[:0] = pictures(Page.NUMBERS, (assessment,), (index,))
    folds: list[Block] = [Fold("The numbers", tuple(numbers) or (Paragraph(NOTHING),))]
    more = measured_blocks(assessment, LESS_FOUNDED, explained=not numbers, title=plain_title)
    if more:
        folds.append(Fold("More numbers, less well founded in research", more, appendix=True))
    refused = refused_facts(assessment, with_tests=False, title=plain_title)
    if refused is not None:
        folds.append(Fold(NOT_MEASURED, (Paragraph(NOT_NEEDED), refused), appendix=True))
    return tuple(folds)
