"""Does exertion come before worse symptoms, 24 to 72 hours later? One answer, with its chance of being a false alarm.

Method. Symptoms are averaged by day, each about its own mean; days without entries stay missing. The rise is how much
higher they are on the 1st, 2nd and 3rd calendar day after days of exertion than on other days, by a fit in which a day
resembles the day before and the days of the week differ (`symptom_rise`). The chance that noise alone would give as
much is found by shifting the exertion days around the calendar (every circular shift), which keeps the spacing of the
events and the memory in the symptoms. One test for all symptoms and lags together, so there is one false-alarm rate,
not many. Beside the rise stands its part that yesterday's score would not have led one to expect.

Which days were days of exertion: a flagged session, or a day's dose above the person's own upper range.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any, TypeAlias

import numpy as np

from pacing.history.store import History
from pacing.history.symptom_rise import LAGS_DAYS, WEEK_DAYS, Marks, after_exertion, rise_after_exertion
from pacing.model.arrays import FloatArray
from pacing.model.longitudinal import Payback, PaybackAnswer
from pacing.plural import plural

LEAST_EVENTS = 5  # design: below, only an implausibly strong link would stand out from chance
FEW_EVENTS = 10  # design: below, a rise of one point is missed in more than one of ten simulated diaries
LEAST_DAYS = 40  # design: so that at least that many shifts can be compared
PERCENT = 100.0
MOSTLY_SHARED = 0.8  # design: a calendar that keeps so many of the days of exertion is the same one
NO_SYMPTOMS = (
    "Too early to say: the diary has no scores of symptoms yet, so whether they rise after exertion cannot be asked."
)
Judged: TypeAlias = tuple[date, bool, float]
FALSE_ALARM_SHARE = 0.03  # design: under the promised 1 in 20, so that no calendar goes above it


def payback(scores: Mapping[str, Mapping[date, float]], exertion_days: Sequence[date]) -> Payback:
    """Whether days of exertion come before worse symptoms, and by how much.

    Parameters
    ----------
    scores
        By symptom, by day [points]; missing days are absent.
    exertion_days
        Days with a flagged session, or with a dose above the person's own upper range.

    Returns
    -------
    Payback
        The answer with the whole rise and its 95 % interval [points]; none where there is not enough.
    """
    table, first = _by_day(scores)
    known = _any_known(table)
    marks = np.zeros(known.size, dtype=np.bool_)
    for day in set(exertion_days):
        index = (day - first).days if known.size else -1
        if 0 <= index < known.size:
            marks[index] = True
    marks &= _followed_by(known)
    events, days = int(marks.sum()), int(known.sum())
    if events < LEAST_EVENTS or days < LEAST_DAYS:
        words = (
            f"Too early to say: the diary has {_days(days)} with entries so far, and {_days(events)} of exertion with"
            f" entries in the days after. Below about {LEAST_DAYS} and {LEAST_EVENTS}, only a very strong link would"
            " stand out from chance. Nothing has to be done for this answer, and it needs no more exertion."
            if days
            else NO_SYMPTOMS
        )
        if not exertion_days:
            words += (
                " A day of exertion is one with a session above the limit for two minutes or more at a stretch, so it "
                "needs a limit."
            )
        return Payback(PaybackAnswer.NOT_ENOUGH, events, days, None, None, None, words)
    rise = rise_after_exertion(_mean_of_known(table - _means(table)), marks)
    observed, others = float(rise.statistics[0]), rise.statistics[1:][np.isfinite(rise.statistics[1:])]
    if not np.isfinite(observed) or others.size < LEAST_DAYS // 2:
        words = "Too early to say: too few of the days after exertion have entries."
        return Payback(PaybackAnswer.NOT_ENOUGH, events, days, None, None, None, words)
    chance = float((1 + (others >= observed).sum()) / (1 + others.size))
    smallest = max(float(np.quantile(others, 1 - FALSE_ALARM_SHARE)), 0.0) * rise.error
    seen = chance <= FALSE_ALARM_SHARE and not is_too_regular(marks)
    excess = mean_excess(_mean_of_known(np.array([excess_over_yesterday(row) for row in table])), marks)
    return Payback(
        PaybackAnswer.LINK_SEEN if seen else PaybackAnswer.NO_LINK_SEEN,
        events,
        days,
        rise.points,
        chance,
        smallest,
        _words(rise.points, rise.half_width, excess, chance, smallest, _power(marks), seen=seen, events=events),
        rise.points - rise.half_width,
        rise.points + rise.half_width,
        excess,
    )


def mean_excess(excess: FloatArray, marks: Marks) -> float | None:
    """Mean excess after exertion less that on the other days [points]; None where either has no entry.

    Parameters
    ----------
    excess
        Shape (n,): score above what yesterday leads one to expect, by calendar day [points]; NaN = missing.
    marks
        Shape (n,): days of exertion.
    """
    after, known = after_exertion(marks), np.isfinite(excess)
    if not (after & known).any() or not (~after & known).any():
        return None
    return float(excess[after & known].mean() - excess[~after & known].mean())


def _followed_by(known: Marks) -> Marks:
    """The days that have an entry among those after them: only of these exertion can be asked what followed."""
    result = np.zeros(known.size, dtype=bool)
    for lag in LAGS_DAYS:
        result |= np.roll(known, -lag)
    return result


def _by_day(scores: Mapping[str, Mapping[date, float]]) -> tuple[FloatArray, date]:
    """The scores as a table, a row a symptom and a column a calendar day, NaN where missing, and the first day.

    After the last day stand at least as many empty ones as a lag may reach: shifted round the calendar, exertion at its
    end is then not followed by its beginning. They fill up whole weeks, so that one calendar in seven keeps the days of
    the week: what the week alone does to both then never looks like a link.
    """
    days = [day for by_day in scores.values() for day in by_day]
    if not days:
        return np.empty((0, 0)), date.min
    first, reach = min(days), (max(days) - min(days)).days + 1 + LAGS_DAYS[-1]
    size = -(-reach // WEEK_DAYS) * WEEK_DAYS
    table = np.full((len(scores), size), np.nan)
    for row, by_day in zip(table, scores.values(), strict=True):
        for day, score in by_day.items():
            row[(day - first).days] = score
    return table, first


def _any_known(table: FloatArray) -> Marks:
    known: Marks = np.isfinite(_mean_of_known(table))
    return known


def _means(table: FloatArray) -> FloatArray:
    """Each symptom's mean [points], shape (symptoms, 1); 0 where it was never written."""
    known = np.isfinite(table)
    means: FloatArray = np.where(known, table, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return means[:, None]


def _mean_of_known(table: FloatArray) -> FloatArray:
    """Mean over the symptoms that have an entry, by day; NaN where none has."""
    known = np.isfinite(table)
    sums, counts = np.where(known, table, 0.0).sum(axis=0), known.sum(axis=0)
    means: FloatArray = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return means


def excess_over_yesterday(score: FloatArray) -> FloatArray:
    """Score above what the day before leads one to expect [points], shape (n,); NaN where either day is missing.

    The expectation is a straight line on yesterday's score with a slope kept within 0 and 1.

    Examples
    --------
    >>> excess_over_yesterday(np.array([1.0, 1.0, 4.0, np.nan, 2.0])).round(2).tolist()
    [nan, -1.5, 1.5, nan, nan]
    """
    excess = np.full(score.size, np.nan)
    today, yesterday = score[1:], score[:-1]
    known = np.isfinite(today) & np.isfinite(yesterday)
    if not known.any():
        return excess
    centred = yesterday[known] - yesterday[known].mean()
    spread = float(centred @ centred)
    slope = float(np.clip(centred @ today[known] / spread, 0.0, 1.0)) if spread > 0 else 0.0
    excess[1:][known] = today[known] - today[known].mean() - slope * centred
    return excess


def _words(
    rise: float,
    half: float,
    excess: float | None,
    chance: float,
    smallest: float,
    power: str,
    *,
    seen: bool,
    events: int,
) -> str:
    shown, low, high = (signed(points) for points in (rise, rise - half, rise + half))
    known = f"{shown} points ({low} to {high})"
    if seen:
        part = "" if excess is None else signed(excess)
        beyond = part and f" Of this, {part} is more than the day before would suggest."
        return (
            f"On the one to three days after exertion, symptoms were higher than on other days: {known}, over {events}"
            f" days of exertion.{beyond} Chance alone would do this {_in_100(chance)}. That one came after the other"
            " does not say why."
        )
    return (
        f"No link between exertion and the symptoms of the next one to three days stands out from chance: {known}"
        f" over {events} days of exertion, and chance alone gives up to {smallest:.1f}. {power}"
    )


def signed(change: float) -> str:
    """A change with its sign and one decimal; what rounds to nothing is never below nothing.

    Examples
    --------
    >>> signed(1.26), signed(-0.3), signed(-0.04)
    ('+1.3', '-0.3', '+0.0')
    """
    return f"{change:+z.1f}"


def _days(count: int) -> str:
    return plural(count, "{} day", "{} days")


def _in_100(chance: float) -> str:
    times = round(PERCENT * chance)
    return plural(times, "about 1 time in 100", "about {} times in 100") if times else "less than 1 time in 100"


def _power(marks: Marks) -> str:
    """What these events could show at all, said beside every answer that finds nothing."""
    if is_too_regular(marks):
        return (
            "Days of exertion come in so regular a rhythm that what follows them cannot be separated from the rhythm"
            " itself."
        )
    events = int(marks.sum())
    if events < FEW_EVENTS:
        return f"With just {events} days of exertion, only a strong link can be seen; a weaker one could be there."
    return "A weaker link could be there unseen."


def is_too_regular(marks: Marks) -> bool:
    """Whether so many shifted calendars have nearly the same days of exertion that none could stand out.

    Examples
    --------
    >>> weekly, other = np.arange(120) % 7 == 0, np.isin(np.arange(120), [3, 10, 31, 44, 60, 89, 101])
    >>> is_too_regular(weekly), is_too_regular(other)
    (True, False)
    """
    spectrum = np.fft.rfft(marks.astype(float))
    shared = np.fft.irfft(np.conj(spectrum) * spectrum, marks.size)[1:]
    return bool(np.mean(shared >= MOSTLY_SHARED * marks.sum()) > FALSE_ALARM_SHARE)


UPPER_QUANTILE = 0.9  # design: one day in ten of those with any dose
LEAST_DOSE_DAYS = 10  # design: fewer days say nothing about a person's own range


def exertion_days(history: History, activities: Iterable[Judged] | None = None) -> list[date]:
    """The local days with a flagged session or with a dose above the person's own upper range, oldest first.

    The dose of a day [bpm min] is the sum over its sessions, or that of an all-day recording of it where that is
    greater: sessions lie inside such days, and count once. A session belongs to the day on which it began, by its own
    clock. The upper range begins above nine in ten of the days that have any dose; with fewer than ten such days there
    is none. Doubles count once.

    Parameters
    ----------
    history
        An open history.
    activities
        The judged sessions that are not of whole days, where they were read already; else they are read.

    Returns
    -------
    list of date

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    if activities is None:
        activities = _judged_sessions(history, "kind <> 'day'")
    of_days = _judged_sessions(history, "kind = 'day' AND coalesce(json_array_length(document, '$.days'), 0) = 0")
    return days_of_exertion(chain(activities, of_days), _judged_days(history))


def days_of_exertion(sessions: Iterable[Judged], whole_days: Iterable[Judged]) -> list[date]:
    """The days of exertion among judged sessions and days of all-day recordings, oldest first.

    Parameters
    ----------
    sessions, whole_days
        The day, whether it was flagged, and its dose [bpm min]; doubles once.
    """
    flagged: set[date] = set()
    of_sessions: dict[date, float] = defaultdict(float)
    of_whole_days: dict[date, float] = defaultdict(float)
    for doses, judged in ((of_sessions, sessions), (of_whole_days, whole_days)):
        for day, is_flagged, dose in judged:
            doses[day] += dose
            if is_flagged:
                flagged.add(day)
    every = of_sessions.keys() | of_whole_days.keys()
    return sorted(flagged | upper_days({day: max(of_sessions[day], of_whole_days[day]) for day in every}))


def upper_days(doses: dict[date, float]) -> set[date]:
    """Days whose dose lies above the person's own upper range.

    Examples
    --------
    >>> upper_days({date(2026, 5, day): float(day) for day in range(1, 12)})
    {datetime.date(2026, 5, 11)}
    """
    some = [dose for dose in doses.values() if dose > 0]
    if len(some) < LEAST_DOSE_DAYS:
        return set()
    upper = float(np.quantile(some, UPPER_QUANTILE))
    return {day for day, dose in doses.items() if dose > upper}


def _judged_sessions(history: History, which: str) -> list[Judged]:
    """(day, flagged, dose) of the sessions of some kind."""
    return _judged_rows(
        history.rows(
            "SELECT coalesce(start, clock_start), json_extract(document, '$.exceedance.flagged'),"  # noqa: S608 - our own words
            " json_extract(document, '$.exceedance.dose_bpm_min') FROM session"
            f" WHERE {which} AND clock_s IS NOT NULL AND same_as IS NULL"
            " AND json_extract(document, '$.exceedance') IS NOT NULL"
        )
    )


def _judged_days(history: History) -> list[Judged]:
    """(day, flagged, dose) of every day of an all-day recording."""
    return _judged_rows(
        history.rows(
            "SELECT json_extract(each.value, '$.day'), json_extract(each.value, '$.exceedance.flagged'),"
            " json_extract(each.value, '$.exceedance.dose_bpm_min')"
            " FROM session, json_each(session.document, '$.days') AS each"
            " WHERE kind = 'day' AND clock_s IS NOT NULL AND same_as IS NULL"
            " AND json_extract(each.value, '$.exceedance') IS NOT NULL"
            " AND json_extract(each.value, '$.day') IS NOT NULL"
        )
    )


def _judged_rows(rows: list[tuple[Any, ...]]) -> list[Judged]:
    return [judged_on(*row) for row in rows]


def judged_on(day: str, flagged: object, dose_bpm_min: float | None) -> Judged:
    """The day of what was judged, as the calendar's, whether it was flagged, and its dose [bpm min].

    Parameters
    ----------
    day
        A day, or a day with a clock, as ISO 8601 writes it.
    flagged, dose_bpm_min
        As they were kept; nothing is no flag, or no dose.

    Examples
    --------
    >>> judged_on("2026-05-01T23:10:00+02:00", 1, None)
    (datetime.date(2026, 5, 1), True, 0.0)
    """
    return datetime.fromisoformat(day).date(), bool(flagged), float(dose_bpm_min or 0.0)
