"""The sentences of a season: what is usual comes first, and a change is described, never praised or explained."""

from pacing.model.assessment import Assessment
from pacing.model.season import BeforeAfter, DatedNote, Season, TrendSummary
from pacing.report.rounding import interval_text, number_text, unit_text
from pacing.report.wording.moments import MONTHS

WITHIN, NOT_ENOUGH = "within_usual", "not_enough"
CHANGES = {
    WITHIN: "within your usual variation",
    "higher": "higher than at the beginning, by more than your usual variation",
    "lower": "lower than at the beginning, by more than your usual variation",
}
PERIOD = "four"
HOW_SURE = (
    "Only sessions that are alike are held together: the same sport, sensor and posture, and much the same effort.",
    "A change counts only when it is larger than what your own sessions differ by without a reason.",
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
    many = f"{len(sessions)} session{'' if len(sessions) == 1 else 's'}"
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
    """One index over its sessions, in at most three plain sentences."""
    count = f"{trend.sessions} session{'' if trend.sessions == 1 else 's'} alike ({trend.group})"
    if trend.smallest_change is None or trend.first_mean is None or trend.last_mean is None:
        return f"{trend.index.title}: not enough yet, {count}."
    digits, unit = trend.index.decimals, unit_text(trend.index.unit)
    first, last, least = (number_text(v, digits) for v in (trend.first_mean, trend.last_mean, trend.smallest_change))
    step = f" A lasting step is seen from {trend.change_point}." if trend.change_point is not None else ""
    return (
        f"{trend.index.title}: {CHANGES[trend.change]}. The newest {PERIOD} of {count} had {last}{unit} on average, "
        f"the first {PERIOD} {first}{unit}; less than {least}{unit} apart cannot be told from noise.{step}"
    )


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
        parts.append(f"{trend.left_out} sessions left out for another effort")
    return "; ".join(parts) + "."


def note_sentence(note: DatedNote) -> str:
    """A dated note with what differed before and after it."""
    day = f"{note.day.day} {MONTHS[note.day.month - 1]} {note.day.year}"
    if not note.steps:
        return f"{day}, {note.kind}: {note.text}. Too few sessions alike before or after it to compare."
    return f"{day}, {note.kind}: {note.text}. After against before: {'; '.join(_step_text(s) for s in note.steps)}."


def _step_text(step: BeforeAfter) -> str:
    digits = step.index.decimals
    words = interval_text(step.step, step.low, step.high, step.index.unit, digits)
    told = " (the range includes no difference)" if step.low <= 0 <= step.high else ""
    return f"{step.index.title.lower()} {'' if words.startswith(('-', '0')) else '+'}{words}{told}"
