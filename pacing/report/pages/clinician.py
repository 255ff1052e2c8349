"""One session for a clinician: a single sheet with every number's conditions beside it, and an appendix."""

from pacing.model.assessment import Assessment
from pacing.model.exceedance import Excursion
from pacing.model.finding import Finding, FindingVerdict
from pacing.model.measurement import Measurement
from pacing.model.recording import RecordingKind
from pacing.report.document import Block, Fact, Facts, Fold, Footer, Heading, Listing, Note, Paragraph, Table, Tone
from pacing.report.drawing import pictures
from pacing.report.pages.method import method_lines
from pacing.report.pages.numbers import measured_blocks, refused_facts
from pacing.report.pages.session_title import session_title
from pacing.report.rounding import measured_text
from pacing.report.wording import clinical
from pacing.report.wording.fixed import CANNOT_SAY_CLINICIAN, PURPOSE, QUIET_REPORT, RED_FLAGS
from pacing.report.wording.moments import clock_text, day_text, length_text
from pacing.report.wording.quality import phases_sentence, quality_sentences
from pacing.report.wording.reasons import because
from pacing.report.wording.recovery import effort_text, posture_text
from pacing.report.wording.verdict import time_above_text

KEY_NUMBERS = (
    "hr_rest",
    "hr_peak",
    "hr_reserve_share",
    "hr_recovery_60",
    "hr_recovery_120",
    "hrv_rmssd",
    "hrv_sdnn",
)
BOUND_COLUMNS = ("Published bound", "The conditions of its test, and the source")
MOST_STRETCHES = 4  # design: what fits on the sheet; the appendix has all of them
SHEET_FIGURES = ("timeline", "recovery")
APPENDIX_FIGURES = ("tachogram", "spectrum", "poincare")


def clinician_blocks(
    assessment: Assessment,
    place: int,
    level: int,
    *,
    drawn: bool = True,
    alone: bool = True,  # noqa: ARG001 - a sheet is handed out by itself, so it always says everything
) -> tuple[Block, ...]:
    """The sheet of one session; `level` is its title's, `drawn` says whether its figures are drawn."""
    here, places = (assessment,), (place,)
    blocks: list[Block] = [
        Heading(session_title(assessment), level, anchor=f"session-{place + 1}"),
        Paragraph(clinical.clinical_lead(assessment), lead=True),
        _facts(assessment),
    ]
    if drawn:
        blocks.extend(pictures(SHEET_FIGURES, here, places))
    blocks.extend(_stretches(assessment, MOST_STRETCHES))
    blocks.extend(_key_numbers(assessment))
    blocks.extend(_reference_values(assessment))
    blocks += [
        Heading("What this page cannot say", level + 1),
        Listing(CANNOT_SAY_CLINICIAN),
        Note(f"{QUIET_REPORT} {RED_FLAGS}", Tone.SAFETY),
        Footer((*method_lines(assessment), PURPOSE)),
    ]
    blocks.extend(_appendix(assessment, place, drawn=drawn))
    return tuple(blocks)


def _facts(assessment: Assessment) -> Facts:
    recording, person = assessment.recording, assessment.person
    start = day_text(recording.began) if recording.began is not None else "date not recorded"
    facts = [
        Fact(
            "Person", f"{clinical.person_text(person, assessment)}; resting heart rate {clinical.resting_text(person)}"
        ),
        Fact("Session", f"{start}, {length_text(recording.duration_s)}. {phases_sentence(assessment)}"),
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
        others = "; ".join(clinical.rule_text(limit) for limit in assessment.other_limits)
        facts.append(Fact("Other rules would give", others))
    if assessment.exceedance is not None:
        dose = f"; dose {assessment.exceedance.dose_bpm_min:.0f} bpm·min" if assessment.exceedance.dose_bpm_min else ""
        facts.append(Fact("Above the limit", f"{time_above_text(assessment.exceedance)}{dose}"))
    if recording.kind is not RecordingKind.DAY:
        facts.append(Fact("After stopping", posture_text(assessment)))
    return Facts(tuple(facts))


def _stretches(assessment: Assessment, most: int) -> tuple[Block, ...]:
    exceedance = assessment.exceedance
    if exceedance is None or not exceedance.excursions:
        return ()
    longest = sorted(exceedance.excursions, key=lambda e: e.start_s - e.stop_s)[:most]
    shown = sorted(longest, key=lambda e: e.start_s)
    count = len(exceedance.excursions)
    caption = "Stretches above the limit" + (f" (the longest {most} of {count})" if count > most else "")
    columns = ("From", "Length", "Highest", "Rest after it")
    return (Table(caption, columns, tuple(_stretch(e) for e in shown), numeric=(2,)),)


def _stretch(excursion: Excursion) -> tuple[str, ...]:
    return (
        clock_text(excursion.start_s),
        length_text(excursion.stop_s - excursion.start_s),
        f"{excursion.peak_bpm:.0f} bpm",
        clinical.rest_text(excursion),
    )


def _key_numbers(assessment: Assessment) -> tuple[Block, ...]:
    found = [m for m in (assessment.measurement(name) for name in KEY_NUMBERS) if m is not None]
    if not found:
        return ()
    rows = tuple((m.index.title, measured_text(m), _context(m, assessment)) for m in found)
    return (Table("Numbers, with the 95 % interval", ("What", "Value", "Conditions"), rows, numeric=(1,)),)


def _context(measurement: Measurement, assessment: Assessment) -> str:
    if measurement.unavailable is not None:
        return f"because {because(measurement.unavailable)}"
    parts = [effort_text(measurement)]
    if measurement.index.id.startswith("hr_recovery"):
        parts.append(posture_text(assessment))
    elif measurement.window is not None:
        parts.append(f"{clock_text(measurement.window[0])} to {clock_text(measurement.window[1])}")
    return ", ".join(part for part in parts if part)


def _reference_values(assessment: Assessment) -> tuple[Block, ...]:
    """Published bounds of the measured numbers: those that apply here first, then those that do not."""
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(assessment.findings, key=lambda f: f.verdict is FindingVerdict.NOT_APPLICABLE):
        measurement = assessment.measurement(finding.index_id)
        if measurement is not None and measurement.value is not None:
            groups.setdefault(clinical.finding_text(finding), []).append(finding)
    return tuple(
        Table(caption, BOUND_COLUMNS, tuple(_bound(f, assessment) for f in findings))
        for caption, findings in groups.items()
    )


def _bound(finding: Finding, assessment: Assessment) -> tuple[str, ...]:
    measurement, criterion = assessment.measurement(finding.index_id), clinical.criterion_of(finding)
    title = measurement.index.title if measurement is not None else finding.index_id
    conditions = f"{criterion.note} " if criterion is not None else ""
    return f"{title}: {clinical.bound_text(finding)}", f"{conditions}({clinical.source_text(finding)})"


def _appendix(assessment: Assessment, place: int, *, drawn: bool) -> tuple[Block, ...]:
    inside: list[Block] = list(measured_blocks(assessment))
    if drawn:
        inside.extend(pictures(APPENDIX_FIGURES, (assessment,), (place,)))
    if assessment.exceedance is not None:
        inside.extend(_stretches(assessment, len(assessment.exceedance.excursions)))
    folds: list[Block] = [Fold("All the numbers", tuple(inside), appendix=True)]
    refused = refused_facts(assessment)
    if refused is not None:
        folds.append(Fold("What could not be measured, and why", (refused,), appendix=True))
    return tuple(folds)
