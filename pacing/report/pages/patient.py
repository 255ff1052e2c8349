"""One session for the person it is about: one sentence, one chart, then little by little more."""

from pacing.model.assessment import Assessment
from pacing.model.phases import PhaseKind
from pacing.model.recording import RecordingKind
from pacing.report.document import Audience, Block, Fact, Facts, Fold, Footer, Heading, Listing, Note, Paragraph, Tone
from pacing.report.drawing import pictures
from pacing.report.pages.blocks import method_lines, session_title
from pacing.report.pages.days import day_blocks
from pacing.report.pages.numbers import LESS_FOUNDED, WELL_FOUNDED, measured_blocks, refused_facts
from pacing.report.wording.fixed import AGREE_LIMIT, CANNOT_SAY_PATIENT, GLOSSES, PURPOSE, QUIET_REPORT, RED_FLAGS
from pacing.report.wording.quality import phases_sentence, plain_words, quality_sentences
from pacing.report.wording.recovery import recovery_remarks, recovery_sentence, standing_sentences
from pacing.report.wording.verdict import after_lead_sentences, lead_sentence

NOTHING = "Nothing could be measured in this recording."


def patient_blocks(
    assessment: Assessment, place: int, level: int, *, drawn: bool = True, alone: bool = True
) -> tuple[Block, ...]:
    """The page of one session.

    `level` is its title's; `drawn` says whether its figures are drawn; not `alone`, what is the same for every session
    stays out, because the document says it once.
    """
    blocks: list[Block] = [
        Heading(session_title(assessment), level, anchor=f"session-{place + 1}"),
        Paragraph(lead_sentence(assessment), lead=True),
    ]
    after_lead = after_lead_sentences(assessment)
    if after_lead:
        blocks.append(Paragraph(" ".join(after_lead)))
    if assessment.limit_advice is not None:
        blocks.append(Note(f"{plain_words(assessment.limit_advice)} {AGREE_LIMIT}", topic="limit"))
    elif assessment.limit is not None and assessment.limit.warnings:
        blocks.append(Note(" ".join(assessment.limit.warnings), Tone.CAUTION))
    if drawn:
        blocks.extend(pictures(("timeline",), (assessment,), (place,)))
    if assessment.recording.kind is RecordingKind.DAY:  # a day has no end of exercise
        blocks.extend(day_blocks(assessment, Audience.PATIENT))
    else:
        blocks.extend(_after_the_exercise(assessment, level + 1))
    blocks += [
        Heading("How sure this is", level + 1),
        Paragraph(" ".join((*quality_sentences(assessment), phases_sentence(assessment)))),
    ]
    if alone:
        blocks.append(Note(f"{QUIET_REPORT} {RED_FLAGS}", Tone.SAFETY))
    blocks += _details(assessment, place, drawn=drawn)
    return (*blocks, *common_blocks(method_lines(assessment))) if alone else (*blocks, _method(assessment))


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


def common_blocks(method: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """What is the same for every session, with how a single one's page was made."""
    words = Facts(tuple(Fact(word, meaning) for word, meaning in GLOSSES))
    title = "Words, and how this page was made" if method else "Words"
    return (
        Fold("What this page cannot say", (Listing(CANNOT_SAY_PATIENT),)),
        Fold(title, (words, Footer((*method, PURPOSE)))),
    )


def _method(assessment: Assessment) -> Fold:
    return Fold("How this was made", (Footer(method_lines(assessment)),))


def _details(assessment: Assessment, place: int, *, drawn: bool) -> tuple[Block, ...]:
    numbers: list[Block] = list(measured_blocks(assessment, WELL_FOUNDED))
    if drawn and assessment.recording.kind is not RecordingKind.DAY:
        numbers[:0] = pictures(("recovery",), (assessment,), (place,))
    folds: list[Block] = [Fold("The numbers", tuple(numbers) or (Paragraph(NOTHING),))]
    more = measured_blocks(assessment, LESS_FOUNDED, explained=not numbers)
    if more:
        folds.append(Fold("More numbers, less well founded in research", more, appendix=True))
    refused = refused_facts(assessment)
    if refused is not None:
        folds.append(Fold("What could not be measured, and what to do next time", (refused,), appendix=True))
    return tuple(folds)
