"""The sentences of a season: what is usual comes first, and a change is described, never praised or explained."""

from datetime import date

from pacing.model.assessment import Assessment
from pacing.model.longitudinal import BeforeAfter, DatedNote, PaybackAnswer, Season, SymptomSummary, TrendSummary
from pacing.reference import COMPARABLE_END_BPM, COMPARABLE_RESERVE_POINTS
from pacing.report.document import Audience
from pacing.report.wording.format_numbers import interval_text, number_text, unit_text
from pacing.report.wording.format_times import MONTHS, since_text
from pacing.report.wording.verdict import several_lead

WITHIN, NOT_ENOUGH = "within_usual", "not_enough"
CHANGES = {
    WITHIN: "Within your usual variation",
    "higher": "Higher than at the beginning, by more than your usual variation",
    "lower": "Lower than at the beginning, by more than your usual variation",
}
PERIOD = "four"
POINTS, BPM = COMPARABLE_RESERVE_POINTS.value, COMPARABLE_END_BPM.value
HOW_SURE = (
    (
        "Only sessions that are alike are held together: the same sport, sensor and posture. Numbers that depend on "
        f"effort are held together only where exercise ended within {POINTS:g} points of the heart-rate reserve of "
        f"each other, or {BPM:g} bpm where the reserve is not known, or at the same walking speed."
    ),
    (
        "A change counts only when it is larger than what your own sessions differ by without a reason. About one "
        "number in twenty differs that much by chance alone."
    ),
    "The usual range is where 95 of 100 sessions lie while nothing changes; the figure shades the same range.",
    "Within your usual variation is the usual answer, whatever you did.",
)
CANNOT_SAY = (
    "Why something changed. Before and after is not because: seasons, sensors, medicines and luck change numbers too.",
    "What would happen if you did more, or less.",
    "How you were on days without a session or without an entry; they are missing here, not good and not bad.",
    "Changes smaller than the person's own variation; they may be there unseen.",
    "Whether the limit is the right one for you, or whether your heart is healthy.",
)
PAYBACK_SEEN = "Symptoms were higher on the days after exertion than on other days; see below."
NO_TREND = "No number could be followed yet: that takes eight sessions that are alike."


def undated_text(count: int) -> str:
    """Sessions that could not be placed in time."""
    return f"{_sessions(count)} more {'has' if count == 1 else 'have'} no date and could not be placed here."


def season_lead(season: Season, sessions: tuple[Assessment, ...], since: date | None = None) -> str:
    """What to read first: what the sessions did against the limit where a span was asked for, and what changed.

    What was seen after exertion is named here too, because it is what most people look for.

    Parameters
    ----------
    season
        What the sessions say together.
    sessions
        The sessions themselves.
    since
        The first day of the span that was asked for; None: all of them.
    """
    if since is not None and sessions:
        lead = since_text(since, several_lead(sessions, Audience.PATIENT))
    else:
        lead = _changes_lead(season, sessions)
    return f"{lead} {PAYBACK_SEEN}" if season.payback.answer is PaybackAnswer.LINK_SEEN else lead


def _changes_lead(season: Season, sessions: tuple[Assessment, ...]) -> str:
    """Whether anything changed beyond the usual."""
    speaking = [trend for trend in season.trends if trend.change != NOT_ENOUGH]
    changed = [trend for trend in speaking if trend.change != WITHIN]
    many = _sessions(len(sessions))
    if not sessions:
        return "There are no sessions with a date yet."
    if not speaking:
        return f"There are {many} so far, not enough alike to speak of a change."
    if not changed:
        return f"Over {many}, what could be followed stayed within your usual variation."
    names = " and ".join(trend.index.title.lower() for trend in changed)
    return (
        f"Over {many}, one thing differs from the beginning by more than your usual variation: {names}."
        if len(changed) == 1
        else f"Over {many}, these differ from the beginning by more than your usual variation: {names}."
    )


def trend_answer(trend: TrendSummary) -> str:
    """What may be said of one number over its sessions: the change, what it was and is, and what is usual."""
    bounds = trend.first_mean, trend.last_mean, trend.usual_low, trend.usual_high
    if any(value is None for value in bounds):
        return "Not enough yet to speak of a change."
    digits, unit = trend.index.decimals, unit_text(trend.index.unit)
    first, last, low, high = (number_text(value, digits) for value in bounds if value is not None)
    step = f" A lasting step is seen from {day_words(trend.change_point)}." if trend.change_point is not None else ""
    return (
        f"{CHANGES[trend.change]}: {last}{unit} on average in the newest {PERIOD} sessions, {first}{unit} in the first "
        f"{PERIOD}. Usually {low} to {high}{unit}.{step}"
    )


def trend_remark(trend: TrendSummary, audience: Audience = Audience.PATIENT) -> str:
    """What an answer rests on: the noise, the sessions, and those that are not held together with them."""
    said = []
    if trend.smallest_change is not None:
        least = f"{number_text(trend.smallest_change, trend.index.decimals)}{unit_text(trend.index.unit)}"
        said.append(f"Less than {least} apart cannot be told from noise")
    alike = "; ".join(words for words in (trend.group, trend.effort) if words)
    said.append(f"{_sessions(trend.sessions)} alike ({alike})")
    if trend.left_out:
        said.append(f"{_sessions(trend.left_out)} of another effort left out")
    if trend.effort_unknown:
        said.append(f"{_sessions(trend.effort_unknown)} left out whose effort is not known closely enough")
    if audience is Audience.CLINICIAN and trend.slope_per_30_days is not None:
        slope = interval_text(*trend.slope_per_30_days, trend.index.unit, trend.index.decimals + 1)
        said.append(f"Theil-Sen slope {slope} per 30 days")
        said.append(f"noise from {trend.noise_from}")
    return f"{'. '.join(f'{words[0].upper()}{words[1:]}' for words in said)}."


def day_words(day: date) -> str:
    """A day in words."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _sessions(count: int) -> str:
    return f"{count} session{'' if count == 1 else 's'}"


def symptom_text(symptom: SymptomSummary) -> tuple[str, str]:
    """A symptom of the diary: what was usual, and from how many days."""
    usual = f"{symptom.middle:g} on the middle day; {symptom.low:g} to {symptom.high:g} on nine of ten days."
    days = f"{symptom.days} day{'' if symptom.days == 1 else 's'} with an entry since {day_words(symptom.since)}"
    return usual, f"{days}; 0 to 10, higher is worse."


def note_sentence(note: DatedNote) -> str:
    """A dated note with what differed before and after it."""
    told = f"{day_words(note.day)}, {note.kind}: {note.text}."
    if not note.steps:
        return f"{told} Too few sessions alike before or after it to compare."
    different = [step for step in note.steps if not step.low <= 0 <= step.high]
    like = [step for step in note.steps if step.low <= 0 <= step.high]
    said = []
    if different:
        said.append(f"Different after it: {_steps_text(different)}.")
    if like:
        said.append(f"After it no difference can be told from chance in {_steps_text(like)}.")
    return " ".join((told, *said))


def _steps_text(steps: list[BeforeAfter]) -> str:
    return ", ".join(_step_text(step) for step in steps)


def _step_text(step: BeforeAfter) -> str:
    words = interval_text(step.step, step.low, step.high, step.index.unit, step.index.decimals)
    return f"{step.index.title.lower()}: {'' if words.startswith(('-', '0')) else '+'}{words}"
