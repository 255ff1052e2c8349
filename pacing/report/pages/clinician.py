"""One session for a clinician: a single sheet with every number's conditions beside it, and an appendix."""

from pacing.model.assessment import Assessment
from pacing.model.exceedance import Excursion
from pacing.model.measurement import FindingVerdict, IndexGroup, Measurement
from pacing.model.recording import RecordingKind
from pacing.report.document import (
    Audience,
    Block,
    Fact,
    Facts,
    Fold,
    Footer,
    Heading,
    Listing,
    Note,
    Paragraph,
    Table,
    Tone,
)
from pacing.report.drawing import pictures
from pacing.report.figure import Page
from pacing.report.pages.blocks import method_lines, session_title, symptom_blocks
from pacing.report.pages.days import day_blocks
from pacing.report.pages.numbers import definition_facts, measured_blocks, refused_facts, spoken_of
from pacing.report.wording import clinical
from pacing.report.wording.fixed import (
    CANNOT_SAY_CLINICIAN,
    PURPOSE,
    QUIET_REPORT,
    RED_FLAGS,
    SYMPTOMS_SHOWN,
    SYMPTOMS_UNSEEN,
)
from pacing.report.wording.format_numbers import measured_text
from pacing.report.wording.format_times import begin_text, by_the_clock, length_text, moment_text
from pacing.report.wording.quality import phases_sentence, quality_sentences, reason_briefly
from pacing.report.wording.recovery import effort_text, is_due_to_given_times, posture_text

KEY_NUMBERS = (
    "hr_rest",
    "hr_mean",
    "hr_peak",
    "hr_reserve_share",
    "hr_recovery_60",
    "hr_recovery_120",
    "hrv_rmssd",
    "hrv_sdnn",
    "stand_hr_rise",
)
KEY_COLUMNS = ("What", "Value (95 % interval)", "Conditions; times from the start", "Evidence; source")
KEY_COLUMNS_OF_DAY = ("What", "Value (95 % interval)", "Conditions", "Evidence; source")
STRETCH_COLUMNS = ("Length", "Highest", "Back to within 10 bpm of rest")
NOT_MEASURED, BECAUSE = "not measurable", "because {reason}"
AS_GIVEN = " (the person gave that end)"
ONLY_MEASURED = ("stand_hr_rise",)  # nobody misses the answer to standing up in a walk
BOUND_COLUMNS = ("What", "Published bound, the conditions of its test, and the source")
STAND_INDEX = "stand_hr_rise"
MINUTE_BY_MINUTE = "Standing up, minute by minute"
WHOLE, WHOLE_TO_S = "the whole recording", 1.0  # design: the last sample may lie a second before the end
MOST_MINUTES = 10  # of an active stand test
MOST_STRETCHES = 4  # design: what fits on the sheet; the appendix has all of them


def clinician_blocks(
    assessment: Assessment,
    index: int,
    level: int,
    *,
    drawn: bool = True,
    alone: bool = True,  # noqa: ARG001 - a sheet is handed out by itself, so it always says everything
) -> tuple[Block, ...]:
    """The sheet of one session; `level` is its title's, `drawn` says whether its figures are drawn."""
    here, places = (assessment,), (index,)
    blocks: list[Block] = [
        Heading(session_title(assessment), level, anchor=f"session-{index + 1}"),
        Paragraph(clinical.clinical_lead(assessment), lead=True),
        _facts(assessment),
    ]
    if drawn:
        a_day = assessment.recording.kind is RecordingKind.DAY
        blocks.extend(pictures(Page.DAY if a_day else Page.SESSION, here, places))
    # A day's raised stretches say where the limit was passed; both tables would not fit the sheet.
    blocks.extend(day_blocks(assessment, Audience.CLINICIAN) or _stretches(assessment, MOST_STRETCHES))
    blocks.extend(_minutes(assessment))
    symptoms = symptom_blocks(assessment)
    blocks.extend(symptoms)
    blocks.extend(_key_numbers(assessment))
    blocks.extend(_reference_values(assessment, apply_here=True))
    blocks += [
        Heading("What this page cannot say", level + 1),
        Listing((SYMPTOMS_SHOWN if symptoms else SYMPTOMS_UNSEEN, *CANNOT_SAY_CLINICIAN)),
        Note(f"{QUIET_REPORT} {RED_FLAGS}", Tone.SAFETY),
        Footer((*method_lines(assessment), PURPOSE)),
    ]
    blocks.extend(_appendix(assessment, index, drawn=drawn))
    return tuple(blocks)


def _facts(assessment: Assessment) -> Facts:
    recording, person = assessment.recording, assessment.person
    facts = [
        Fact(
            "Person",
            f"{clinical.person_text(person, assessment)}; resting heart rate {clinical.resting_text(assessment)}",
        ),
        Fact("Session", f"{length_text(recording.duration_s)}. {phases_sentence(assessment)}"),
        Fact("Device", clinical.device_text(assessment)),
        Fact("Data quality", " ".join(quality_sentences(assessment))),
        Fact("Medicines, rhythm", clinical.medication_text(person.medication)),
        Fact(
            "Limit",
            clinical.limit_fact_text(assessment),
            " ".join(assessment.limit.warnings if assessment.limit else ()),
        ),
    ]
    if assessment.other_limits:
        facts.append(Fact("Other rules would give", clinical.other_limits_text(assessment.other_limits)))
    if assessment.exceedance is not None:
        facts.append(Fact("Above the limit", clinical.above_text(assessment, assessment.exceedance)))
    if recording.kind is not RecordingKind.DAY:
        facts.append(Fact("After stopping", posture_text(assessment)))
    felt, noted = clinical.felt_text(assessment.felt), clinical.notes_text(assessment)
    if felt:
        facts.append(Fact("How it felt", felt))
    if noted:
        facts.append(Fact("Person's notes", noted))
    return Facts(tuple(facts))


def _minutes(assessment: Assessment) -> tuple[Block, ...]:
    """The rise of heart rate in each minute after standing up, against lying; nothing where nobody stood up."""
    rise = assessment.measurement(STAND_INDEX)
    if rise is None or rise.value is None:
        return ()
    result = {
        minute: value
        for minute in range(1, MOST_MINUTES + 1)
        if isinstance(value := rise.parts.get(f"rise_minute_{minute}_bpm"), int | float)
    }
    if not result:
        return ()
    columns = ("Minute standing", *(str(minute) for minute in result))
    row = ("Above lying (bpm)", *(f"{value:+.0f}" for value in result.values()))
    return (Table(MINUTE_BY_MINUTE, columns, (row,), numeric=tuple(range(1, len(columns)))),)


def _stretches(assessment: Assessment, most: int) -> tuple[Block, ...]:
    exceedance = assessment.exceedance
    if exceedance is None or not exceedance.excursions:
        return ()
    longest = sorted(exceedance.excursions, key=lambda e: e.start_s - e.stop_s)[:most]
    shown = sorted(longest, key=lambda e: e.start_s)
    count = len(exceedance.excursions)
    caption = "Stretches above the limit" + (f" (the longest {most} of {count})" if count > most else "")
    columns = ("From" if by_the_clock(assessment) else "Begins", *STRETCH_COLUMNS)
    return (Table(caption, columns, tuple(_stretch(e, assessment) for e in shown), numeric=(2,)),)


def _stretch(excursion: Excursion, assessment: Assessment) -> tuple[str, ...]:
    return (
        begin_text(assessment, excursion.start_s),
        length_text(excursion.stop_s - excursion.start_s),
        f"{excursion.peak_bpm:.0f} bpm",
        clinical.rest_text(excursion),
    )


def _key_numbers(assessment: Assessment) -> tuple[Block, ...]:
    spoken = {m.index.id: m for m in spoken_of(assessment)}
    result = [spoken[name] for name in KEY_NUMBERS if name in spoken]
    result = [m for m in result if m.value is not None or m.index.id not in ONLY_MEASURED]
    if not result:
        return ()
    rows = [
        (m.index.title, measured_text(m), _context(m, assessment), clinical.founded_briefly(m))
        for m in result
        if m.value is not None
    ]
    refused: dict[str, list[str]] = {}
    for measurement in result:
        if measurement.unavailable is not None:
            given = AS_GIVEN if is_due_to_given_times(assessment, measurement) else ""
            refused.setdefault(f"{reason_briefly(measurement)}{given}", []).append(measurement.index.title)
    rows += [("; ".join(titles), NOT_MEASURED, BECAUSE.format(reason=reason), "") for reason, titles in refused.items()]
    columns = KEY_COLUMNS_OF_DAY if by_the_clock(assessment) else KEY_COLUMNS
    return (Table("Numbers", columns, tuple(rows), numeric=(1,)),)


def _context(measurement: Measurement, assessment: Assessment) -> str:
    """From which stretch, under which conditions and how well recorded."""
    parts = [effort_text(measurement), clinical.definition_words(measurement), clinical.beats_text(measurement)]
    if measurement.index.group is IndexGroup.RECOVERY:
        parts.append(posture_text(assessment))
    elif measurement.window is not None:
        parts.append(_window_text(measurement.window, assessment))
    return ", ".join(part for part in parts if part)


def _window_text(window: tuple[float, float], assessment: Assessment) -> str:
    """From when to when, or that it is all of the recording."""
    if window[0] <= 0 and window[1] >= assessment.recording.duration_s - WHOLE_TO_S:
        return WHOLE
    return " to ".join(moment_text(assessment, at_s) for at_s in window)


def _reference_values(assessment: Assessment, *, apply_here: bool) -> tuple[Block, ...]:
    """Published bounds of the measured numbers: those that apply here, or those that do not."""
    spoken = {m.index.id: m for m in spoken_of(assessment)}
    groups: dict[str, dict[str, list[str]]] = {}
    for finding in assessment.findings:
        if (finding.verdict is not FindingVerdict.NOT_APPLICABLE) is not apply_here:
            continue
        measurement = spoken.get(finding.index_id)
        if measurement is not None and measurement.value is not None:
            of_index = groups.setdefault(clinical.finding_text(finding), {})
            of_index.setdefault(measurement.index.title, []).append(clinical.bound_with_test(finding))
    return tuple(
        Table(caption, BOUND_COLUMNS, tuple((title, " ".join(bounds)) for title, bounds in of_index.items()))
        for caption, of_index in groups.items()
    )


def _appendix(assessment: Assessment, index: int, *, drawn: bool) -> tuple[Block, ...]:
    inside: list[Block] = list(measured_blocks(assessment))
    if drawn:
        inside.extend(pictures(Page.APPENDIX, (assessment,), (index,)))
    if assessment.exceedance is not None:
        inside.extend(_stretches(assessment, len(assessment.exceedance.excursions)))
    folds: list[Block] = [Fold("All the numbers", tuple(inside), appendix=True)]
    defined = definition_facts(assessment)
    if defined is not None:
        folds.append(Fold("How each number is defined, and its sources", (defined,), appendix=True))
    elsewhere = _reference_values(assessment, apply_here=False)
    if elsewhere:
        folds.append(Fold("Published bounds of other tests", elsewhere, appendix=True))
    refused = refused_facts(assessment)
    if refused is not None:
        folds.append(Fold("What could not be measured, and why", (refused,), appendix=True))
    return tuple(folds)
