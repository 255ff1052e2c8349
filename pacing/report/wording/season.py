"""The sentences of a season: what is usual comes first, and a change is described, never praised or explained."""

from datetime import date

from pacing.model.assessment import Assessment
from pacing.model.season import BeforeAfter, DatedNote, Season, TrendSummary
from pacing.reference import COMPARABLE_END_BPM, COMPARABLE_RESERVE_POINTS
from pacing.report.rounding import interval_text, number_text, unit_text
from pacing.report.wording.moments import MONTHS

WITHIN, NOT_ENOUGH = "within_usual", "not_enough"
CHANGES = {
    WITHIN: "within your usual variation",
    "higher": "higher than at the beginning, by more than your usual variation",
    "lower": "lower than at the beginning, by more than your usual variation",
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
NO_TREND = "No number could be followed yet: that takes eight sessions that are alike."


def season_lead(season: Season, sessions: tuple[Assessment, ...]) -> str:
    """The one sentence to read first."""
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


def trend_sentence(trend: TrendSummary) -> str:
    """One index over its sessions, in a few plain sentences: what is usual, what differs, what cannot be told."""
    alike = "; ".join(words for words in (trend.group, trend.effort) if words)
    count = f"{_sessions(trend.sessions)} alike ({alike})"
    bounds = trend.first_mean, trend.last_mean, trend.smallest_change, trend.usual_low, trend.usual_high
    if any(value is None for value in bounds):
        return f"{trend.index.title}: not enough yet, {count}.{_not_held(trend)}"
    digits, unit = trend.index.decimals, unit_text(trend.index.unit)
    first, last, least, low, high = (number_text(value, digits) for value in bounds if value is not None)
    step = f" A lasting step is seen from {_day_words(trend.change_point)}." if trend.change_point is not None else ""
    return (
        f"{trend.index.title}: {CHANGES[trend.change]}. Usually {low} to {high}{unit}. The newest {PERIOD} of {count} "
        f"had {last}{unit} on average, the first {PERIOD} {first}{unit}; less than {least}{unit} apart cannot be told "
        f"from noise.{step}"
    )


def _not_held(trend: TrendSummary) -> str:
    """Why sessions of the same kind are not held together, where there are too few that are alike."""
    said = ""
    if trend.left_out:
        other = "was another" if trend.left_out == 1 else "were others"
        said += f" The effort of {_sessions(trend.left_out)} {other}, and this number depends on it."
    if trend.effort_unknown:
        said += f" How hard {_sessions(trend.effort_unknown)} went is not known closely enough."
    return said


def _day_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _sessions(count: int) -> str:
    return f"{count} session{'' if count == 1 else 's'}"


def trend_remark(trend: TrendSummary) -> str:
    """For a clinician: slope with its interval, whose scatter, and what was left out."""
    if trend.slope_per_30_days is None:
        return ""
    slope, low, high = trend.slope_per_30_days
    digits = trend.index.decimals + 1
    parts = [
        f"Theil-Sen slope {interval_text(slope, low, high, trend.index.unit, digits)} per 30 days",
        f"noise from {trend.noise_from}",
    ]
    if trend.left_out:
        parts.append(f"{_sessions(trend.left_out)} left out for another effort")
    if trend.effort_unknown:
        parts.append(f"{_sessions(trend.effort_unknown)} left out for an effort not known closely enough")
    return "; ".join(parts) + "."


def note_sentence(note: DatedNote) -> str:
    """A dated note with what differed before and after it."""
    day = _day_words(note.day)
    if not note.steps:
        return f"{day}, {note.kind}: {note.text}. Too few sessions alike before or after it to compare."
    return f"{day}, {note.kind}: {note.text}. After against before: {'; '.join(_step_text(s) for s in note.steps)}."


def _step_text(step: BeforeAfter) -> str:
    digits = step.index.decimals
    words = interval_text(step.step, step.low, step.high, step.index.unit, digits)
    told = " (the range includes no difference)" if step.low <= 0 <= step.high else ""
    return f"{step.index.title.lower()} {'' if words.startswith(('-', '0')) else '+'}{words}{told}"
