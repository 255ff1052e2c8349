"""Nights after exertion: few false alarms on nights that know nothing of it, a real link found where it can be seen.

Oracle: made nights of known making (variability as the exponential of a process with memory, resting rate with it).
"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from pacing.history.nights_after import LEAST_FOR_SPREAD, _words, nights_after
from pacing.longitudinal.daily_range import daily_series
from pacing.model.daily import DailyKind, DailyPoint, DailySeries, DailyValue, DayPlace
from pacing.model.longitudinal import Payback, PaybackAnswer

FIRST = date(2026, 1, 1)
DAYS = 120


def values(
    rng: np.random.Generator, memory: float, effect: float, events: list[int]
) -> tuple[list[int], np.ndarray, np.ndarray]:
    """Days with a value, and variability and resting rate of all days; `effect` in spreads, gone after three nights."""
    process = rng.standard_normal((2, DAYS))
    for day in range(1, DAYS):
        process[:, day] = memory * process[:, day - 1] + np.sqrt(1 - memory**2) * process[:, day]
    shared = 0.6 * process[0] + 0.8 * process[1]
    for event in events:
        for lag, share in ((1, 1.0), (2, 0.6), (3, 0.3)):
            if event + lag < DAYS:
                process[0, event + lag] += effect * share
                shared[event + lag] += effect * share
    known = np.flatnonzero(rng.random(DAYS) > 0.1).tolist()
    return known, np.round(32.0 * np.exp(-0.25 * process[0])), np.round(58.0 + 3.0 * shared)


def nights(rng: np.random.Generator, memory: float, effect: float, events: list[int]) -> tuple[DailySeries, ...]:
    """Variability and resting rate of one watch, each day with its usual range."""
    known, rmssd, rate = values(rng, memory, effect, events)
    return daily_series(
        DailyValue(FIRST + timedelta(days=day), kind, float(course[day]), "watch", "its own")
        for day in known
        for kind, course in ((DailyKind.NIGHT_RMSSD, rmssd), (DailyKind.RESTING_HR, rate))
    )


def bare_nights(rng: np.random.Generator, memory: float, effect: float, events: list[int]) -> tuple[DailySeries, ...]:
    """The same without usual ranges, on which the answer does not rest, and which take ten times as long as it."""
    known, *courses = values(rng, memory, effect, events)
    return tuple(
        DailySeries(
            kind,
            "watch",
            "its own",
            tuple(DailyPoint(FIRST + timedelta(days=day), float(course[day]), DayPlace.NOT_ENOUGH) for day in known),
        )
        for kind, course in zip((DailyKind.NIGHT_RMSSD, DailyKind.RESTING_HR), courses, strict=True)
    )


def seen(memory: float, count: int, effect: float, runs: int) -> float:
    """Share of made seasons in which a link is told."""
    rng = np.random.default_rng(7)
    told = 0
    for _ in range(runs):
        events = sorted(rng.choice(DAYS - 4, count, replace=False).tolist())
        found = nights_after(bare_nights(rng, memory, effect, events), [FIRST + timedelta(days=day) for day in events])
        told += found is not None and found.payback.answer is PaybackAnswer.LINK_SEEN
    return told / runs


def test_the_answer_does_not_rest_on_the_usual_ranges() -> None:
    events = [20, 33, 47, 58, 66, 79, 93, 104]
    days = [FIRST + timedelta(days=day) for day in events]
    with_ranges, without = (
        nights_after(made(np.random.default_rng(2), 0.2, 0.8, events), days) for made in (nights, bare_nights)
    )
    assert with_ranges is not None
    assert without is not None
    assert with_ranges.left > without.left == 0
    assert replace(with_ranges.payback, words="") == replace(without.payback, words="")


@pytest.mark.parametrize(
    ("count", "memory", "runs"),
    [
        *((5, 0.0, 70), (10, 0.6, 70)),
        *(pytest.param(count, memory, 150, marks=pytest.mark.long) for count in (5, 10) for memory in (0.0, 0.6)),
    ],
)
def test_nights_that_know_nothing_of_exertion_give_an_alarm_in_at_most_one_of_twenty(
    count: int, memory: float, runs: int
) -> None:
    assert seen(memory, count, 0.0, runs) <= 0.05 + 1.5 * np.sqrt(0.05 * 0.95 / runs)


def test_a_strong_effect_is_seen_and_a_weak_one_less_often() -> None:
    weak, strong = seen(0.3, 10, 0.4, 40), seen(0.3, 10, 2.0, 40)
    assert weak < strong
    assert strong > 0.9


def strong_season() -> tuple[tuple[DailySeries, ...], list[date]]:
    events = [20, 33, 47, 58, 66, 79, 93, 104]
    made = nights(np.random.default_rng(2), 0.2, 4.0, events)
    return made, [FIRST + timedelta(days=day) for day in events]


def test_days_back_are_counted_from_exertion_and_set_against_other_days() -> None:
    series, events = strong_season()
    found = nights_after(series, events)
    assert found is not None
    assert found.left >= 6
    assert found.left_expected < found.left / 2
    assert all(2 <= days <= 6 for days in found.days_back)
    assert "left the usual range within three days" in found.payback.words


def test_less_variability_is_worse_and_more_is_not() -> None:
    series, events = strong_season()
    turned = daily_series(
        DailyValue(point.day, one.kind, 2000.0 / point.value if one.kind.unit == "ms" else 116.0 - point.value,
                   one.source, one.method)
        for one in series for point in one.points
    )  # fmt: skip
    better = nights_after(turned, events)
    assert better is not None
    assert better.payback.answer is PaybackAnswer.NO_LINK_SEEN
    assert better.payback.change is not None
    assert better.payback.change < 0


def test_of_one_kind_only_the_series_with_the_most_days_counts() -> None:
    series, events = strong_season()
    more = daily_series(
        DailyValue(point.day, DailyKind.RESTING_HR, 60.0 + n % 3, "ring", "its own")
        for n, point in enumerate(series[0].points[:40])
    )
    found = nights_after([*series, *more], events)
    assert found is not None
    assert found == nights_after(series, events)
    assert len(found.series) == 2


def test_no_nights_no_answer_and_few_events_say_so() -> None:
    assert nights_after([], [FIRST]) is None
    series, _ = strong_season()
    few = nights_after(series, [FIRST + timedelta(days=20)])
    assert few is not None
    assert few.payback.answer is PaybackAnswer.NOT_ENOUGH
    assert "not enough yet" in few.payback.words


def test_nothing_of_a_diagnosis_and_nothing_of_a_cause_is_said() -> None:
    series, events = strong_season()
    found = nights_after(series, events)
    assert found is not None
    assert "does not say why" in found.payback.words
    assert not {"abnormal", "because", "should", "must"} & set(found.payback.words.lower().split())


def steady(kind: DailyKind, days: int, *, varied: bool = True) -> DailySeries:
    """A series whose values come and go over a week, or never change."""
    points = (
        DailyPoint(FIRST + timedelta(days=day), 50.0 + day * 3 % 7 * varied, DayPlace.NOT_ENOUGH) for day in range(days)
    )
    return DailySeries(kind, "watch", "its own", tuple(points))


@pytest.mark.parametrize(
    ("series", "asked"),
    [
        (steady(DailyKind.RESTING_HR, LEAST_FOR_SPREAD), True),
        (steady(DailyKind.RESTING_HR, LEAST_FOR_SPREAD - 1), False),
        (steady(DailyKind.RESTING_HR, 60, varied=False), False),
        (steady(next(kind for kind in DailyKind if kind.unit == "h"), 60), False),
    ],
)
def test_only_series_that_vary_over_enough_nights_are_asked(series: DailySeries, asked: bool) -> None:
    assert (nights_after([series], []) is not None) is asked


@pytest.mark.parametrize(
    ("change", "low", "high", "words"),
    [(-0.04, -0.5, 0.42, "+0.0 usual spreads (-0.5 to +0.4)"), (0.6, 0.1, 1.1, "+0.6 usual spreads (+0.1 to +1.1)")],
)
def test_a_change_is_said_with_its_range_and_nothing_is_never_below_nothing(
    change: float, low: float, high: float, words: str
) -> None:
    answer = Payback(PaybackAnswer.NO_LINK_SEEN, 8, 90, change, 0.4, 0.5, "", low, high)
    assert words in _words(answer, 0, 0.0, ())
