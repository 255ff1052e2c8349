"""The sentences of a season: what is usual comes first, and a change is described, never praised or explained.

The person and a clinician read the same ones, so none of them says "you".
"""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType

from pacing.model.assessment import Assessment
from pacing.model.longitudinal import BeforeAfter, DatedNote, PaybackAnswer, Season, SymptomSummary, TrendSummary
from pacing.model.measurement import IndexInfo
from pacing.plural import plural
from pacing.reference import COMPARABLE_END_BPM, COMPARABLE_RESERVE_POINTS, SYMPTOM_USUAL_DAYS
from pacing.report.document import Audience
from pacing.report.wording.format_numbers import interval_text, number_text, unit_text
from pacing.report.wording.format_times import MONTHS, since_text
from pacing.report.wording.verdict import several_lead

WITHIN, NOT_ENOUGH = "within_usual", "not_enough"
CHANGES = {
    WITHIN: "Within the usual variation",
    "higher": "Higher than at the beginning, by more than the usual variation",
    "lower": "Lower than at the beginning, by more than the usual variation",
}
PERIOD = "four"
POINTS, BPM = COMPARABLE_RESERVE_POINTS.value, COMPARABLE_END_BPM.value
HOW_SURE = (
    (
        "Only similar sessions are compared: the same sport, sensor and posture. Numbers that depend on effort are "
        f"compared only where the exercise ended within {POINTS:g} points of the heart-rate reserve of each other, or "
        f"within {BPM:g} bpm where the reserve is not known, or at the same walking speed."
    ),
    (
        "A change counts only when it is larger than the usual difference between sessions of one person. About one "
        "number in twenty differs that much by chance alone."
    ),
    "The usual range is where 95 of 100 sessions fall while nothing changes; the figure shades the same range.",
    "Within the usual variation is the most common answer, whatever was done.",
)
CANNOT_SAY = (
    "Why something changed. After is not because: seasons, sensors, medicines and luck change numbers too.",
    "What would happen with more exertion, or less.",
    "How it was on days without a session or an entry. They are missing here, neither good nor bad.",
    "Changes smaller than the usual variation. They may be there unseen.",
    "Whether the limit is the right one, or whether the heart is healthy.",
)
PAYBACK_SEEN = "Symptoms were higher on the days after exertion than on other days; see below."
NOT_SEEN = (
    "With 1 session, a change of less than {least} would not be seen.",
    "With {} sessions, a change of less than {least} would not be seen.",
)
WITHOUT_DATE = (
    "1 session more has no date and could not be placed here.",
    "{} sessions more have no date and could not be placed here.",
)
NOT_ENOUGH_SIMILAR = (
    "There is 1 session so far, not enough to speak of a change.",
    "There are {} sessions so far, not enough of them similar to speak of a change.",
)
ALL_USUAL = (
    "In 1 session, what could be followed stayed within the usual variation.",
    "Over {} sessions, what could be followed stayed within the usual variation.",
)
ONE_DIFFERS = (
    "In 1 session, one number differs from the beginning by more than the usual variation: {names}.",
    "Over {} sessions, one number differs from the beginning by more than the usual variation: {names}.",
)
SOME_DIFFER = (
    "In 1 session, these numbers differ from the beginning by more than the usual variation: {names}.",
    "Over {} sessions, these numbers differ from the beginning by more than the usual variation: {names}.",
)
AFTERWARDS = MappingProxyType({"passive": "kept still after stopping", "active": "kept moving after stopping"})
"""What a recording showed of a recovery, in words that do not sound like a verdict."""
SIMILAR = ("1 similar session ({similar})", "{} similar sessions ({similar})")
OTHER_EFFORT = ("1 session at another effort left out", "{} sessions at another effort left out")
EFFORT_UNKNOWN = (
    "1 session left out, because its effort is not known closely enough",
    "{} sessions left out, because their effort is not known closely enough",
)
USUAL_SYMPTOM = "Usually {low:g} to {high:g}; the middle value is {middle:g}."
ALWAYS_ALIKE = "Usually {middle:g}."
SO_FAR = {  # by how many days: fewer than show what is usual
    1: "{low:g} so far.",
    2: "{low:g} and {high:g} so far.",
}
BETWEEN_SO_FAR = "Between {low:g} and {high:g} so far."
ALWAYS_SO_FAR = "{low:g} each day so far."
NOTE_WORDS = MappingProxyType({"other": "note"})
"""Kinds of notes that a page calls by another word: a note that is of no kind is simply a note."""
SYMPTOM_DAYS = (
    "1 day with an entry since {since}; 0 to 10, higher is worse.",
    "{} days with an entry since {since}; 0 to 10, higher is worse.",
)
TOO_FEW_AROUND = "{note} Too few similar sessions before or after it to compare."
DIFFERENT_AFTER = "Different after it: {steps}."
NOT_DIFFERENT_AFTER = "No clear difference after it, beyond chance, in {steps}."
MONTHS_TO_JUDGE_DAYS = 90  # design: the three months people are commonly advised to wait, as with LDN
TO_BE_JUDGED = frozenset({"treatment", "dose"})
TOO_EARLY = (
    "Early to judge: 1 day has passed since, and many treatments are judged after three months.",
    "Early to judge: {} days have passed since, and many treatments are judged after three months.",
)
NOT_YET = "Each number is followed from eight similar sessions on. So far:"
NO_TREND = "No number could be followed yet: that takes eight similar sessions."

TOO_FEW = (
    "No number could be compared yet: that takes eight similar sessions, and there is 1 so far.",
    "No number could be compared yet: that takes eight similar sessions, and there are {} so far.",
)


def too_few_text(trends: Sequence[TrendSummary]) -> str:
    """What is still needed before any number can be compared, said once for all of them."""
    fullest = max(trends, key=lambda trend: (trend.sessions, trend.left_out + trend.effort_unknown))
    return " ".join((plural(fullest.sessions, *TOO_FEW), *(f"{one}." for one in _left_out(fullest))))


def _left_out(trend: TrendSummary) -> tuple[str, ...]:
    """How many sessions a comparison leaves out, and why."""
    counted = ((trend.left_out, OTHER_EFFORT), (trend.effort_unknown, EFFORT_UNKNOWN))
    return tuple(plural(count, *words) for count, words in counted if count)


def undated_text(count: int) -> str:
    """Sessions that could not be placed in time."""
    return plural(count, *WITHOUT_DATE)


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
        lead = since_text(since, several_lead(sessions))
    else:
        lead = _changes_lead(season, sessions)
    return f"{lead} {PAYBACK_SEEN}" if season.payback.answer is PaybackAnswer.LINK_SEEN else lead


def _changes_lead(season: Season, sessions: tuple[Assessment, ...]) -> str:
    """Whether anything changed beyond the usual."""
    speaking = [trend for trend in season.trends if trend.change != NOT_ENOUGH]
    changed = [trend for trend in speaking if trend.change != WITHIN]
    count = len(sessions)
    if not sessions:
        return "There are no sessions with a date yet."
    if not speaking:
        return plural(count, *NOT_ENOUGH_SIMILAR)
    if not changed:
        return plural(count, *ALL_USUAL)
    names = " and ".join(f"{trend.index.title.lower()} ({trend.change})" for trend in changed)
    return plural(count, *(ONE_DIFFERS if len(changed) == 1 else SOME_DIFFER), names=names)


def trend_answer(trend: TrendSummary) -> str:
    """What may be said of one number over its sessions: the change, what it was and is, and what is usual.

    "" where there are too few sessions: a page says so once for all such numbers.
    """
    bounds = trend.first_mean, trend.last_mean, trend.usual_low, trend.usual_high
    if any(value is None for value in bounds):
        return ""
    digits, unit = trend.index.decimals, unit_text(trend.index.unit)
    first, last, low, high = (number_text(value, digits) for value in bounds if value is not None)
    step = f" A lasting step is seen from {day_words(trend.change_point)}." if trend.change_point is not None else ""
    return (
        f"{CHANGES[trend.change]}: {last}{unit} on average in the newest {PERIOD} sessions, {first}{unit} in the first "
        f"{PERIOD}. Usually {low} to {high}{unit}.{step}{_power(trend)}"
    )


def _power(trend: TrendSummary) -> str:
    """Beside a number that stayed within the usual variation: how large a change would have to be to stand out."""
    if trend.change != WITHIN or trend.smallest_change is None:
        return ""
    return f" {plural(trend.sessions, *NOT_SEEN, least=_least(trend))}"


def _least(trend: TrendSummary) -> str:
    """The smallest change, with one more digit where it would be none otherwise."""
    least = trend.smallest_change or 0.0
    decimals = trend.index.decimals + (round(least, trend.index.decimals) == 0)
    return f"{number_text(least, decimals)}{unit_text(trend.index.unit)}"


def trend_remark(trend: TrendSummary, audience: Audience = Audience.PATIENT) -> str:
    """What an answer rests on: the noise, the sessions, and those that were left out."""
    remarks = []
    if trend.smallest_change is not None and trend.change != WITHIN:
        remarks.append(f"A difference below {_least(trend)} may be noise")
    similar = "; ".join(words for words in (group_text(trend.group), trend.effort) if words)
    remarks.append(plural(trend.sessions, *SIMILAR, similar=similar))
    remarks += _left_out(trend)
    if audience is Audience.CLINICIAN and trend.slope_per_30_days is not None:
        slope = interval_text(*trend.slope_per_30_days, trend.index.unit, trend.index.decimals + 1)
        remarks.append(f"Trend line (Theil-Sen slope): {slope} per 30 days")
        remarks.append(f"noise from {trend.noise_from}")
    return f"{'. '.join(f'{words[0].upper()}{words[1:]}' for words in remarks)}."


def group_text(group: str) -> str:
    """What similar sessions have in common, in words.

    Examples
    --------
    >>> group_text("walking, strap, sitting, passive")
    'walking, strap, sitting, kept still after stopping'
    """
    return ", ".join(AFTERWARDS.get(word, word) for word in group.split(", "))


def day_words(day: date) -> str:
    """A day in words."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def symptom_text(symptom: SymptomSummary) -> tuple[str, str]:
    """A symptom of the diary: what was usual, and from how many days."""
    alike = symptom.low == symptom.high
    words = ALWAYS_ALIKE if alike else USUAL_SYMPTOM
    if symptom.days < SYMPTOM_USUAL_DAYS.value:
        words = ALWAYS_SO_FAR if alike and symptom.days > 1 else SO_FAR.get(symptom.days, BETWEEN_SO_FAR)
    usual = words.format(low=symptom.low, high=symptom.high, middle=symptom.middle)
    return usual, plural(symptom.days, *SYMPTOM_DAYS, since=day_words(symptom.since))


PLAIN_TITLES = MappingProxyType(
    {
        "hrv_ln_rmssd": "Beat-to-beat variability (ln RMSSD)",
        "walking_speed_self_selected": "Walking speed at your own pace",
    }
)
"""Numbers whose short title only a clinician knows."""


def trend_title(index: IndexInfo, audience: Audience) -> str:
    """What a number that is followed is called."""
    return PLAIN_TITLES.get(index.id, index.title) if audience is Audience.PATIENT else index.title


def note_sentence(note: DatedNote, until: date | None = None) -> str:
    """A dated note with what differed before and after it.

    Parameters
    ----------
    note
        What was noted.
    until
        The newest day that is known; None where no day is. A treatment or a dose is called early to judge where
        fewer than three months lie between.

    Returns
    -------
    str
        One or more sentences.
    """
    end = "" if note.text.endswith((".", "!", "?")) else "."
    noted = f"{day_words(note.day)}, {NOTE_WORDS.get(note.kind, note.kind)}: {note.text}{end}"
    return " ".join((_note_found(note, noted), *_early(note, until)))


def _early(note: DatedNote, until: date | None) -> tuple[str, ...]:
    passed = MONTHS_TO_JUDGE_DAYS if until is None else (until - note.day).days
    if note.kind not in TO_BE_JUDGED or not 0 <= passed < MONTHS_TO_JUDGE_DAYS:
        return ()
    return (plural(passed, *TOO_EARLY),)


def _note_found(note: DatedNote, noted: str) -> str:
    if not note.steps:
        return TOO_FEW_AROUND.format(note=noted)
    different = [step for step in note.steps if not step.low <= 0 <= step.high]
    like = [step for step in note.steps if step.low <= 0 <= step.high]
    remarks = []
    if different:
        remarks.append(DIFFERENT_AFTER.format(steps=_steps_text(different)))
    if like:
        remarks.append(NOT_DIFFERENT_AFTER.format(steps=_steps_text(like)))
    return " ".join((noted, *remarks))


def _steps_text(steps: list[BeforeAfter]) -> str:
    return ", ".join(_step_text(step) for step in steps)


def _step_text(step: BeforeAfter) -> str:
    words = interval_text(step.step, step.low, step.high, step.index.unit, step.index.decimals)
    return f"{step.index.title.lower()}: {'' if words.startswith(('-', '0')) else '+'}{words}"
