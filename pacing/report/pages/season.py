"""A season on one page: one sentence, the days, three trends, what followed exertion, and the newest sessions."""

from dataclasses import replace
from datetime import date

from pacing.model.assessment import Assessment, Outcome
from pacing.model.longitudinal import Season
from pacing.plural import plural
from pacing.report.day_values import day_picture, shown_series
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
from pacing.report.drawing import load_figure, pictures
from pacing.report.figure import Page
from pacing.report.pages.blocks import sport_text
from pacing.report.wording import season as words
from pacing.report.wording.clinical import felt_briefly
from pacing.report.wording.daily import READ_WITH_CARE, TITLES, kept_beside_text, newest_text, whose_text
from pacing.report.wording.fixed import PURPOSE, QUIET_REPORT, RED_FLAGS_BRIEFLY
from pacing.report.wording.format_times import length_text, short_date_text
from pacing.report.wording.verdict import NO_LIMIT_WORD, verdict_with_time, verdict_word

TITLES_OF_PARTS = {  # in the order of the page
    Audience.PATIENT: ("Your sessions over time", "Your days and nights", "Your diary"),
    Audience.CLINICIAN: ("Sessions over time", "Days and nights", "Diary"),
}
ONE_SESSION = "The one session so far"
ALL_SESSIONS = "{} sessions in all, the newest first"
NEWEST_OF = "The newest {most} of {} sessions, the newest first"
TWO_DEVICES = (
    "1 session was recorded by two devices; it counts once.",
    "{} sessions were recorded by two devices; each counts once.",
)
UNDATED = (
    "1 session was left out, because it has no date or no time zone. Add it again with the zone.",
    "{} sessions were left out, because they have no date or no time zone. Add them again with the zone.",
)
NOTED = "Dotted: a day with a note."
NEWEST = {Audience.PATIENT: 12, Audience.CLINICIAN: 30}  # design: about a month, or two; the history lists all
PATIENT_COLUMNS = ("Session", "Against the limit")
FELT = "How it felt"
CLINICIAN_COLUMNS = ("Date", "What", "Length", "Above the limit", "Rest", "Mean", "Drop in 2 min", "In words")
NUMBERS = ("hr_rest", "hr_mean", "hr_recovery_120")
NOTHING = "none"
NOT_MEASURED = "-"


def season_blocks(outcome: Outcome, season: Season, audience: Audience) -> tuple[Block, ...]:
    """The page of a season."""
    sessions = tuple(outcome.sessions)
    title, days_title, diary_title = TITLES_OF_PARTS[audience]
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(words.season_lead(season, sessions, outcome.since), lead=True),
        *_figures(season, sessions),
        Heading("Compared with the usual variation", 2),
        *_trends(season, audience),
        Heading("What followed exertion", 2),
        Paragraph(season.payback.words),
    ]
    if season.nights is not None:
        blocks.append(Paragraph(season.nights.payback.words))
    blocks += _days(season, days_title)
    if season.undated:
        blocks.insert(2, Paragraph(words.undated_text(season.undated)))
    if season.symptoms:
        blocks += [
            Heading(diary_title, 2),
            Facts(tuple(Fact(s.name.capitalize(), *words.symptom_text(s)) for s in season.symptoms)),
        ]
    if season.notes:
        until = _newest_day(season, sessions)
        blocks += [
            Heading("Before and after what was noted", 2),
            Listing(tuple(words.note_sentence(note, until) for note in season.notes)),
        ]
    if sessions:
        newest = sorted(sessions, key=_instant, reverse=True)[: NEWEST[audience]]
        blocks.append(_table(newest, len(sessions), audience))
    blocks.append(Paragraph(f"{QUIET_REPORT} {RED_FLAGS_BRIEFLY}"))
    blocks.append(Fold("What this page cannot say", (Listing(words.CANNOT_SAY),)))
    blocks.append(Fold("How this page was made", (Listing(words.HOW_SURE), Footer(_method(outcome, season)))))
    return tuple(blocks)


def _figures(season: Season, sessions: tuple[Assessment, ...]) -> tuple[Picture, ...]:
    result = pictures(Page.SEVERAL, sessions, tuple(range(len(sessions))))
    if not season.notes:
        return result
    noted = {one.figure for one in result if load_figure(one.figure).draw_noted is not None}
    return tuple(replace(one, key=f"{one.key} {NOTED}") if one.figure in noted else one for one in result)


def _days(season: Season, title: str) -> tuple[Block, ...]:
    """Resting rates and nights, each series against its own days before."""
    shown = shown_series(season.daily)
    picture = day_picture(shown, noted=bool(season.notes))
    if picture is None:
        return ()
    beside = kept_beside_text(season.daily, shown)
    return (
        Heading(title, 2),
        Facts(tuple(Fact(TITLES[one.kind], newest_text(one), whose_text(one)) for one in shown)),
        picture,
        *((Paragraph(beside),) if beside else ()),
        Note(READ_WITH_CARE, Tone.PLAIN),
    )


def _trends(season: Season, audience: Audience) -> tuple[Block, ...]:
    if not season.trends:
        return (Paragraph(words.NO_TREND),)
    if all(trend.change == words.NOT_ENOUGH for trend in season.trends):
        return (Paragraph(words.too_few_text(season.trends)),)
    answered = [trend for trend in season.trends if words.trend_answer(trend)]
    others = [trend for trend in season.trends if not words.trend_answer(trend)]
    blocks: list[Block] = []
    if answered:
        facts = (
            Fact(
                words.trend_title(trend.index, audience), words.trend_answer(trend), words.trend_remark(trend, audience)
            )
            for trend in answered
        )
        blocks.append(Facts(tuple(facts)))
    if others:
        facts = (
            Fact(words.trend_title(trend.index, audience), words.trend_remark(trend, audience)) for trend in others
        )
        blocks += [Paragraph(words.NOT_YET), Facts(tuple(facts))]
    return tuple(blocks)


def _newest_day(season: Season, sessions: tuple[Assessment, ...]) -> date | None:
    """The newest day of which anything is known."""
    days = [point.day for series in season.daily for point in series.points]
    began = [one.recording.began for one in sessions]
    return max((*days, *(one.date() for one in began if one is not None)), default=None)


def _instant(session: Assessment) -> float:
    return session.recording.placed.timestamp() if session.recording.placed is not None else float("-inf")


def _table(sessions: list[Assessment], count: int, audience: Audience) -> Table:
    caption = plural(count, ONE_SESSION, ALL_SESSIONS if len(sessions) == count else NEWEST_OF, most=len(sessions))
    columns: tuple[str, ...] = PATIENT_COLUMNS if audience is Audience.PATIENT else CLINICIAN_COLUMNS
    rows: list[tuple[str | Cell, ...]]
    if audience is Audience.PATIENT:
        rows = [_patient_row(session) for session in sessions]
    else:
        rows = [_clinician_row(session) for session in sessions]
    felt = [felt_briefly(session.felt) for session in sessions]
    if any(felt):
        columns, rows = (*columns, FELT), [(*row, words) for row, words in zip(rows, felt, strict=True)]
    return Table(caption, columns, tuple(rows), numeric=() if audience is Audience.PATIENT else (4, 5, 6))


def _patient_row(session: Assessment) -> tuple[str | Cell, ...]:
    began, length = session.recording.began, length_text(session.recording.duration_s)
    day = "No date" if began is None else words.day_words(began.date())
    what = f"{day}, {sport_text(session).lower()}, {length}"
    return Cell(what, session=session.session_id), verdict_with_time(session)


def _clinician_row(session: Assessment) -> tuple[str | Cell, ...]:
    recording = session.recording
    length = length_text(recording.duration_s)
    exceedance = session.exceedance
    above = NO_LIMIT_WORD if exceedance is None else NOTHING
    if exceedance is not None and exceedance.time_above_s > 0:
        above = length_text(exceedance.time_above_s)
    when = Cell(short_date_text(recording.began), session=session.session_id)
    return when, sport_text(session), length, above, *_numbers(session), verdict_word(session)


def _numbers(session: Assessment) -> tuple[str, ...]:
    """The numbers of a session that a clinician follows [bpm]."""
    result = [session.measurement(index_id) for index_id in NUMBERS]
    return tuple(NOT_MEASURED if m is None or m.value is None else f"{m.value:.0f} bpm" for m in result)


def _method(outcome: Outcome, season: Season) -> tuple[str, ...]:
    program = outcome.program
    lines = [f"Made by {program.name} {program.version} on this computer; nothing was sent anywhere."]
    if season.doubles:
        lines.append(plural(season.doubles, *TWO_DEVICES))
    lines.append(
        "Trends: the newest four similar sessions against the first four, with the scatter from session to session; "
        "slopes after Theil and Sen; steps tested against shuffled orders. Before and after a note: an interrupted "
        "series with its 95 % interval. After exertion: symptoms beyond what the day before would suggest, against "
        "calendars shifted as a whole."
    )
    return (*lines, PURPOSE)
