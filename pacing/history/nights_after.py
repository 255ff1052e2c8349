"""The nights and mornings after exertion, by the same test as symptoms, and how long until they are as usual again.

Every series is turned so that worse is up (less variability, a higher heart rate) and measured in its own usual spread;
variability by its logarithm. The permutation test of `post_exertion` then takes them together, as it takes several
symptoms: one test, one false-alarm rate. The days are the calendar's own: a night belongs to the day of waking, so the
first day after exertion is the night that follows it. Of one kind only one series counts, that with the most days.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, takewhile

import numpy as np

from pacing.history.post_exertion import payback, signed
from pacing.history.symptom_rise import LAGS_DAYS
from pacing.model.daily import DailyKind, DailyPoint, DailySeries, DayPlace
from pacing.model.longitudinal import NightsAfter, Payback, PaybackAnswer
from pacing.plural import plural

# worse is down for variability (+1: worse is up)
TURNED = {
    DailyKind.NIGHT_RMSSD: -1.0,
    DailyKind.NIGHT_SDNN: -1.0,
    DailyKind.MORNING_RMSSD: -1.0,
    DailyKind.RESTING_HR: 1.0,
    DailyKind.NIGHT_HR: 1.0,
}
WITHIN_ONE_SPREAD = (0.1587, 0.8413)  # shares of a normal distribution below one spread under and over its middle
LEAST_FOR_SPREAD = 14  # design: two weeks
LONGEST_BACK_DAYS = 21  # design: what takes longer can no longer be set apart from other causes
PERCENT = 100.0


def nights_after(series: Iterable[DailySeries], exertion_days: Sequence[date]) -> NightsAfter | None:
    """Whether nights and resting rates were worse after days of exertion than after other days.

    Parameters
    ----------
    series
        Values of days, each of one kind, source and method.
    exertion_days
        Days with a flagged session, or with a dose above the person's own upper range.

    Returns
    -------
    NightsAfter or None
        None where no series of nights is long enough to have a usual spread.
    """
    chosen = _one_of_each_kind(series)
    if not chosen:
        return None
    scores = {f"{one.kind.value} {one.source}": _scores(one) for one in chosen}
    answer = payback(scores, exertion_days)
    remaining, expected, back = _days_back(chosen, exertion_days)
    named = tuple((one.kind, one.source) for one in chosen)
    return NightsAfter(
        replace(answer, words=_words(answer, remaining, expected, back)), named, remaining, expected, back
    )


def _one_of_each_kind(series: Iterable[DailySeries]) -> tuple[DailySeries, ...]:
    """Of each kind the series with the most days; of two with as many, the first by name."""
    best: dict[DailyKind, DailySeries] = {}
    for one in sorted(series, key=lambda one: (one.source, one.method)):
        if one.kind in TURNED and len(one.points) >= LEAST_FOR_SPREAD and _spread(_worse_up(one)) > 0:
            longest = best.get(one.kind)
            if longest is None or len(one.points) > len(longest.points):
                best[one.kind] = one
    return tuple(best[kind] for kind in TURNED if kind in best)


def _worse_up(series: DailySeries) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    values = np.array([point.value for point in series.points])
    return TURNED[series.kind] * (np.log(values) if series.kind.unit == "ms" else values)


def _spread(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    low, high = np.quantile(values, WITHIN_ONE_SPREAD)
    return float(high - low) / 2


def _scores(series: DailySeries) -> dict[date, float]:
    """By day, how far towards the worse side, in usual spreads; only differences between days are asked of it."""
    values = _worse_up(series)
    turned = values / _spread(values)
    return {point.day: float(value) for point, value in zip(series.points, turned, strict=True)}


def _days_back(series: Sequence[DailySeries], exertion_days: Sequence[date]) -> tuple[int, float, tuple[int, ...]]:
    """After how many days of exertion a value left its range for the worse, how many of other days, and days back."""
    remaining, back, events = 0, [], set(exertion_days)
    after = {day + timedelta(days=lag) for day in events for lag in (0, *LAGS_DAYS)}
    others = others_left = 0
    for day in sorted({point.day for one in series for point in one.points} | events):
        taken = [result for one in series if (result := _until_back(one, day)) is not None]
        asked = any(_asked(one, day) for one in series)
        if day in events and asked:
            remaining += bool(taken)
            back += [max(taken)] if taken and max(taken) > 0 else []
        elif day not in after and asked:
            others += 1
            others_left += bool(taken)
    asked_events = sum(any(_asked(one, day) for one in series) for day in events)
    return remaining, asked_events * others_left / others if others else 0.0, tuple(back)


def _asked(series: DailySeries, day: date) -> bool:
    """Whether a day with a usual range stands among those after this one."""
    return any((point.day - day).days in LAGS_DAYS and point.low is not None for point in _after(series, day))


def _after(series: DailySeries, day: date) -> Iterator[DailyPoint]:
    """The points after a day, as far as exertion can be held for what they are."""
    first = bisect_right(series.points, day, key=_day_of)
    return takewhile(lambda point: (point.day - day).days <= LONGEST_BACK_DAYS, islice(series.points, first, None))


def _day_of(point: DailyPoint) -> date:
    return point.day


def _until_back(series: DailySeries, day: date) -> int | None:
    """Days until a value that left its range for the worse was back; 0: never seen to be; None: it did not leave."""
    worse = DayPlace.ABOVE if TURNED[series.kind] > 0 else DayPlace.BELOW
    gone = False
    for point in _after(series, day):
        apart = (point.day - day).days
        if not gone and apart <= LAGS_DAYS[-1] and point.place is worse:
            gone = True
        elif gone and point.place is not worse:
            return apart
    return 0 if gone else None


def _words(answer: Payback, remaining: int, expected: float, back: tuple[int, ...]) -> str:
    """The answer as a person reads it."""
    if answer.change is None:
        return (
            f"Nights after exertion: not enough yet. Days of exertion: {answer.events}; "
            f"days with values on both sides: {answer.days}."
        )
    events, low, high = answer.events, answer.low or 0.0, answer.high or 0.0
    shown, low_shown, high_shown = (signed(spreads) for spreads in (answer.change, low, high))
    size = f"{shown} usual spreads ({low_shown} to {high_shown})"
    if answer.answer is PaybackAnswer.LINK_SEEN:
        remarks = (
            "On the one to three days after exertion, nights and resting rates were less restful than on other days "
            f"(less variability, a higher heart rate): {size}, after {events} days of exertion. Chance alone would "
            f"do this in {PERCENT * (answer.chance or 0.0):.0f} % of shifted calendars. That one came after the other "
            "does not say why."
        )
    else:
        remarks = (
            f"Nights after exertion look like other nights: {size} after {events} days of exertion, and chance alone "
            f"gives up to {answer.smallest_change or 0.0:.1f}. A weaker link could be there unseen."
        )
    return f"{remarks} {_back_words(answer.events, remaining, expected, back)}".strip()


def _back_words(events: int, remaining: int, expected: float, back: tuple[int, ...]) -> str:
    if not remaining:
        return ""
    remarks = (
        f"After {remaining} of {events} days of exertion a value left the usual range within three days; after as "
        f"many other days it would have been about {expected:.0f}."
    )
    if not back:
        return remarks
    middle, longest = int(np.median(back)), max(back)
    if middle == longest:
        return f"{remarks} {plural(middle, 'It was back after 1 day.', 'It was back after {} days.')}"
    return f"{remarks} It was usually back after {plural(middle, '1 day', '{} days')}, at most after {longest}."
