"""Many sessions at a glance: a table in order of time, a calendar, a trend."""

from datetime import UTC

from pacing.model.assessment import Assessment, Outcome
from pacing.report.document import Audience, Block, Cell, Note, Paragraph, Table, Tone
from pacing.report.drawing import pictures
from pacing.report.figure import Page
from pacing.report.pages.blocks import sport_text
from pacing.report.pages.patient import limit_notes
from pacing.report.wording.fixed import QUIET_REPORT, RED_FLAGS
from pacing.report.wording.format_numbers import measured_text
from pacing.report.wording.format_times import MONTHS, length_text, short_date_text, since_text
from pacing.report.wording.verdict import (
    NO_LIMIT_WORD,
    is_whole_day,
    several_lead,
    time_above_text,
    verdict_with_time,
    verdict_word,
)

PATIENT_COLUMNS = ("Session", "Against the limit")
COLUMNS_WITHOUT_LIMIT = ("Session", "Mean heart rate")
MEAN_INDEX = "hr_mean"
CLINICIAN_COLUMNS = ("Date", "What", "Length", "Above the limit", "Longest, with dips", "In words")
NOTHING = "none"
ALL_SESSIONS, ALL_RECORDINGS = "All sessions, the oldest first", "All recordings, the oldest first"
NOT_ALL_DRAWN = "Only the newest {most} sessions have figures. For an older one, make a report of its file alone."


def overview_blocks(outcome: Outcome, audience: Audience, most_drawn: int) -> tuple[Block, ...]:
    """What comes before the sessions' own pages."""
    sessions = tuple(outcome.sessions)
    if not sessions:
        return (Paragraph("None of the files could be read.", lead=True), Note(RED_FLAGS, Tone.SAFETY))
    places = tuple(range(len(sessions)))
    blocks: list[Block] = [
        Paragraph(since_text(outcome.since, several_lead(sessions)), lead=True),
        *(limit_notes(sessions) if audience is Audience.PATIENT else ()),
        *pictures(Page.SEVERAL, sessions, places),
    ]
    ordered = in_order_of_time(sessions)
    caption = ALL_RECORDINGS if any(map(is_whole_day, sessions)) else ALL_SESSIONS
    if audience is Audience.PATIENT:
        judged = any(session.exceedance is not None for session in sessions)
        rows = tuple(_patient_row(sessions[index], index, judged=judged) for index in ordered)
        blocks.append(Table(caption, PATIENT_COLUMNS if judged else COLUMNS_WITHOUT_LIMIT, rows))
    else:
        rows = tuple(_clinician_row(sessions[index], index) for index in ordered)
        blocks.append(Table(caption, CLINICIAN_COLUMNS, rows, numeric=(2, 3, 4)))
    if len(sessions) > most_drawn:
        blocks.append(Note(NOT_ALL_DRAWN.format(most=most_drawn)))
    blocks.append(Note(f"{QUIET_REPORT} {RED_FLAGS}", Tone.SAFETY))
    return tuple(blocks)


def in_order_of_time(sessions: tuple[Assessment, ...]) -> tuple[int, ...]:
    """Places of the sessions, the oldest first; those without a date come last."""
    starts = [began_s(session) for session in sessions]
    return tuple(sorted(range(len(sessions)), key=lambda p: (starts[p] is None, starts[p] or 0.0)))


def began_s(assessment: Assessment) -> float | None:
    """When a session began, to put sessions in order [s since 1970]; a clock without a zone counts as UTC."""
    began = assessment.recording.began
    return None if began is None else (began if began.tzinfo else began.replace(tzinfo=UTC)).timestamp()


def _patient_row(assessment: Assessment, index: int, *, judged: bool) -> tuple[str | Cell, ...]:
    start, length = assessment.recording.began, length_text(assessment.recording.duration_s)
    when = f"{start.day} {MONTHS[start.month - 1]} {start.year}" if start is not None else "No date"
    what = f"{when}, {sport_text(assessment).lower()}, {length}"
    mean = assessment.measurement(MEAN_INDEX)
    level = NOTHING if mean is None or mean.value is None else measured_text(mean)
    return Cell(what, f"session-{index + 1}"), verdict_with_time(assessment) if judged else level


def _clinician_row(assessment: Assessment, index: int) -> tuple[str | Cell, ...]:
    exceedance = assessment.exceedance
    longest_s = exceedance.longest_s if exceedance is not None else 0.0
    return (
        Cell(short_date_text(assessment.recording.began), f"session-{index + 1}"),
        sport_text(assessment),
        length_text(assessment.recording.duration_s),
        time_above_text(exceedance) if exceedance is not None else NO_LIMIT_WORD,
        length_text(longest_s) if longest_s else NOTHING if exceedance is not None else NO_LIMIT_WORD,
        verdict_word(assessment),
    )
