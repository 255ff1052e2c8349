"""Nights after exertion: few false alarms on nights that know nothing of it, a real link found where it can be seen.

Oracle: made nights of known making (variability as the exponential of a process with memory, resting rate with it).
"""

from datetime import date, timedelta

import numpy as np
import pytest

from pacing.history.nights_after import nights_after
from pacing.longitudinal.daily_range import daily_series
from pacing.model.daily import DailyKind, DailySeries, DailyValue
from pacing.model.longitudinal import PaybackAnswer

FIRST = date(2026, 1, 1)
DAYS = 120


def nights(rng: np.random.Generator, memory: float, effect: float, events: list[int]) -> tuple[DailySeries, ...]:
    """Variability and resting rate of one watch; `effect` in spreads, on the first night most, gone after three."""
    process = rng.standard_normal((2, DAYS))
    for day in range(1, DAYS):
        process[:, day] = memory * process[:, day - 1] + np.sqrt(1 - memory**2) * process[:, day]
    shared = 0.6 * process[0] + 0.8 * process[1]
    for event in events:
        for lag, share in ((1, 1.0), (2, 0.6), (3, 0.3)):
            if event + lag < DAYS:
                process[0, event + lag] += effect * share
                shared[event + lag] += effect * share
    kept = rng.random(DAYS) > 0.1
    values = []
    for day in np.flatnonzero(kept).tolist():
        when = FIRST + timedelta(days=day)
        rmssd, rate = 32.0 * np.exp(-0.25 * process[0, day]), 58.0 + 3.0 * shared[day]
        values.append(DailyValue(when, DailyKind.NIGHT_RMSSD, round(float(rmssd)), "watch", "its own"))
        values.append(DailyValue(when, DailyKind.RESTING_HR, round(float(rate)), "watch", "its own"))
    return daily_series(values)


def seen(memory: float, count: int, effect: float, runs: int) -> float:
    """Share of made seasons in which a link is told."""
    rng = np.random.default_rng(7)
    told = 0
    for _ in range(runs):
        events = sorted(rng.choice(DAYS - 4, count, replace=False).tolist())
        found = nights_after(nights(rng, memory, effect, events), [FIRST + timedelta(days=day) for day in events])
        told += found is not None and found.payback.answer is PaybackAnswer.LINK_SEEN
    return told / runs


@pytest.mark.parametrize("memory", [0.0, 0.6])
@pytest.mark.parametrize("count", [5, 10])
def test_nights_that_know_nothing_of_exertion_give_an_alarm_in_at_most_one_of_twenty(memory: float, count: int) -> None:
    runs = 150
    assert seen(memory, count, 0.0, runs) <= 0.05 + 1.5 * np.sqrt(0.05 * 0.95 / runs)


def test_a_strong_effect_is_seen_and_a_weak_one_less_often() -> None:
    weak, strong = seen(0.3, 10, 0.4, 60), seen(0.3, 10, 2.0, 60)
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
    assert "left your usual range within three days" in found.payback.words


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
