"""A season on one page: one sentence, the days, three trends, what followed exertion, and the newest sessions."""

from dataclasses import replace

from pacing.model.assessment import Assessment, Outcome
from pacing.model.longitudinal import Season
from pacing.report.document import (
    Audience,
    Block,
    Cell,
    Fact,
    Facts,
    Fold,
    Footer,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Table,
    Tone,
)
from pacing.report.drawing import pictures
from pacing.report.pages.blocks import sport_text
from pacing.report.wording import season as words
from pacing.report.wording.fixed import PURPOSE, QUIET_REPORT, RED_FLAGS
from pacing.report.wording.format_times import length_text, short_date_text
from pacing.report.wording.verdict import verdict_word

TITLE = "Your sessions over time"
FIGURES = ("calendar", "trend")
NOTED = "Dotted: a day you noted."
NEWEST = {Audience.PATIENT: 12, Audience.CLINICIAN: 30}  # design: about a month, or two; the history lists all
PATIENT_COLUMNS = ("Session", "Against the limit")
CLINICIAN_COLUMNS = ("Date", "What", "Length", "Against the limit")


def season_blocks(outcome: Outcome, season: Season, audience: Audience) -> tuple[Block, ...]:
    """The page of a season."""
    sessions = outcome.sessions
    blocks: list[Block] = [
        Heading(TITLE, 1),
        Paragraph(words.season_lead(season, sessions), lead=True),
        *_figures(season, sessions),
        Heading("What changed beyond your usual variation", 2),
        *_trends(season, audience),
        Heading("What came after exertion", 2),
        Paragraph(season.payback.words),
    ]
    if season.symptoms:
        blocks += [
            Heading("Your diary", 2),
            Facts(tuple(Fact(s.name.capitalize(), *words.symptom_text(s)) for s in season.symptoms)),
        ]
    if season.notes:
        blocks += [
            Heading("Before and after what you noted", 2),
            Listing(tuple(words.note_sentence(note) for note in season.notes)),
        ]
    if sessions:
        newest = sorted(sessions, key=_instant, reverse=True)[: NEWEST[audience]]
        blocks.append(_table(newest, len(sessions), audience))
    blocks.append(Note(f"{QUIET_REPORT} {RED_FLAGS}", Tone.SAFETY))
    blocks.append(Fold("What this page cannot say", (Listing(words.CANNOT_SAY),)))
    blocks.append(Fold("How this page was made", (Listing(words.HOW_SURE), Footer(_method(outcome, season)))))
    return tuple(blocks)


def _figures(season: Season, sessions: tuple[Assessment, ...]) -> tuple[Picture, ...]:
    found = pictures(FIGURES, sessions, tuple(range(len(sessions))))
    if not season.notes:
        return found
    return tuple(replace(one, key=f"{one.key} {NOTED}") if one.figure == FIGURES[-1] else one for one in found)


def _trends(season: Season, audience: Audience) -> tuple[Block, ...]:
    if not season.trends:
        return (Paragraph(words.NO_TREND),)
    return (
        Facts(
            tuple(
                Fact(trend.index.title, words.trend_answer(trend), words.trend_remark(trend, audience))
                for trend in season.trends
            )
        ),
    )


def _instant(session: Assessment) -> float:
    return session.recording.placed.timestamp() if session.recording.placed is not None else float("-inf")


def _table(sessions: list[Assessment], count: int, audience: Audience) -> Table:
    caption = f"The newest {len(sessions)} of {count} sessions, the newest first"
    if audience is Audience.PATIENT:
        return Table(caption, PATIENT_COLUMNS, tuple(_patient_row(session) for session in sessions))
    return Table(caption, CLINICIAN_COLUMNS, tuple(_clinician_row(session) for session in sessions))


def _patient_row(session: Assessment) -> tuple[str | Cell, ...]:
    began, length = session.recording.began, length_text(session.recording.duration_s)
    day = "No date" if began is None else words.day_words(began.date())
    return Cell(f"{day}, {sport_text(session).lower()}, {length}", session=session.session_id), verdict_word(session)


def _clinician_row(session: Assessment) -> tuple[str | Cell, ...]:
    recording = session.recording
    length = length_text(recording.duration_s)
    when = Cell(short_date_text(recording.began), session=session.session_id)
    return when, sport_text(session), length, verdict_word(session)


def _method(outcome: Outcome, season: Season) -> tuple[str, ...]:
    program = outcome.program
    lines = [f"Made by {program.name} {program.version} on this computer; nothing was sent anywhere."]
    if season.doubles:
        lines.append(f"{_were(season.doubles)} recorded by two devices; each counts once.")
    if season.undated:
        lines.append(f"{_were(season.undated)} left out: no date is known.")
    lines.append(
        "Trends: the newest four comparable sessions against the first four, with the scatter from session to session; "
        "slopes after Theil and Sen; steps tested against shuffled orders. Before and after a note: an interrupted "
        "series with its 95 % interval. After exertion: symptoms over what the day before leads one to expect, against "
        "calendars shifted as a whole."
    )
    return (*lines, PURPOSE)


def _were(count: int) -> str:
    return f"{count} session{' was' if count == 1 else 's were'}"
