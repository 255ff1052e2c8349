"""Many sessions at a glance: a table in order of time, a calendar, a trend."""

from pacing.model.assessment import Assessment, Outcome
from pacing.report.document import Block, Cell, Note, Paragraph, Table, Tone
from pacing.report.drawing import pictures
from pacing.report.pages.session_title import sport_text
from pacing.report.wording.fixed import QUIET_REPORT, RED_FLAGS
from pacing.report.wording.moments import length_text, short_date_text
from pacing.report.wording.verdict import verdict_word

OVERVIEW_FIGURES = ("calendar", "trend")
COLUMNS = ("Date", "What", "Length", "Above the limit", "Longest", "In words")
NONE = "not known"


def overview_blocks(outcome: Outcome, most_drawn: int) -> tuple[Block, ...]:
    """What comes before the sessions' own pages."""
    sessions = outcome.sessions
    if not sessions:
        return (Paragraph("None of the files could be read.", lead=True), Note(RED_FLAGS, Tone.SAFETY))
    places = tuple(range(len(sessions)))
    blocks: list[Block] = [Paragraph(_lead(sessions), lead=True), *pictures(OVERVIEW_FIGURES, sessions, places)]
    rows = tuple(_row(sessions[place], place) for place in in_order_of_time(sessions))
    blocks.append(Table("All sessions, the oldest first", COLUMNS, rows, numeric=(2, 3, 4)))
    if len(sessions) > most_drawn:
        blocks.append(
            Note(
                f"Figures are drawn for the newest {most_drawn} sessions only; "
                "a report on a single file draws any other."
            )
        )
    blocks.append(Note(f"{QUIET_REPORT} {RED_FLAGS}", Tone.SAFETY))
    return tuple(blocks)


def in_order_of_time(sessions: tuple[Assessment, ...]) -> tuple[int, ...]:
    """Places of the sessions, the oldest first; those without a date come last."""
    starts = [s.recording.start for s in sessions]
    return tuple(
        sorted(
            range(len(sessions)), key=lambda p: (starts[p] is None, start.timestamp() if (start := starts[p]) else 0.0)
        )
    )


def _lead(sessions: tuple[Assessment, ...]) -> str:
    judged = [s.exceedance for s in sessions if s.exceedance is not None]
    if not judged:
        return f"Here are {len(sessions)} sessions. No limit was told, so none is held against one."
    above = sum(e.flagged for e in judged)
    if not above:
        return f"In none of {len(judged)} sessions was your heart rate above the limit you chose for long."
    return f"In {above} of {len(judged)} sessions your heart rate was above the limit you chose for longer."


def _row(assessment: Assessment, place: int) -> tuple[str | Cell, ...]:
    exceedance = assessment.exceedance
    return (
        Cell(short_date_text(assessment.recording.start), f"session-{place + 1}"),
        sport_text(assessment),
        length_text(assessment.recording.duration_s),
        length_text(exceedance.time_above_s) if exceedance is not None else NONE,
        length_text(exceedance.longest_s) if exceedance is not None else NONE,
        verdict_word(assessment),
    )
