"""Payback is one honest answer: few false alarms on noise, and a real link is found when there is enough to see it."""

from datetime import date, timedelta

import numpy as np
import pytest

from pacing.history.post_exertion import LEAST_EVENTS, mean_excess, payback, upper_days
from pacing.history.symptom_rise import LAGS_DAYS, after_exertion, memory_of, rise_after_exertion
from pacing.model.longitudinal import PaybackAnswer

FIRST = date(2026, 1, 1)
DAYS = 120


def _noise(rng: np.random.Generator, memory: float) -> np.ndarray:
    noise = rng.standard_normal(DAYS)
    for day in range(1, DAYS):
        noise[day] = memory * noise[day - 1] + np.sqrt(1 - memory**2) * noise[day]
    return 4 + 1.5 * noise


def _diary(rng: np.random.Generator, memory: float, rise: float, events: list[int]) -> dict[str, dict[date, float]]:
    diary = {}
    for name in ("fatigue", "pain", "fog"):
        score = _noise(rng, memory)
        for event in events:
            for lag in LAGS_DAYS:
                if event + lag < DAYS:
                    score[event + lag] += rise
        points = np.clip(np.round(score), 0, 10).tolist()
        known = np.flatnonzero(rng.random(DAYS) > 0.15).tolist()
        diary[name] = {FIRST + timedelta(days=day): points[day] for day in known}
    return diary


def _alarms(memory: float, count: int, rise: float, runs: int) -> float:
    rng = np.random.default_rng(5)
    seen = 0
    for _ in range(runs):
        events = sorted(rng.choice(DAYS - 4, count, replace=False).tolist())
        found = payback(_diary(rng, memory, rise, events), [FIRST + timedelta(days=day) for day in events])
        seen += found.answer is PaybackAnswer.LINK_SEEN
    return seen / runs


@pytest.mark.parametrize("runs", [40, pytest.param(100, marks=pytest.mark.long)])
def test_noise_gives_a_false_alarm_in_at_most_one_of_twenty(runs: int) -> None:
    """In every kind of season about so; over all of them, where chance is small, clearly not more."""
    alarms = {(memory, count): _alarms(memory, count, 0.0, runs) for memory in (0.0, 0.6) for count in (5, 6, 8, 10)}
    for of, by_chance in ((runs, 2.5), (len(alarms) * runs, 1.5)):
        shares = alarms.values() if of == runs else [np.mean(list(alarms.values()))]
        assert max(shares) <= 0.05 + by_chance * np.sqrt(0.05 * 0.95 / of), alarms


@pytest.mark.parametrize("count", range(1, LEAST_EVENTS))
def test_fewer_days_of_exertion_than_are_needed_give_no_alarm_at_all(count: int) -> None:
    assert _alarms(0.6, count, 9.0, 5) == 0.0


def test_a_strong_link_is_seen_and_a_stronger_one_more_often() -> None:
    weak, strong = _alarms(0.6, 8, 0.7, 50), _alarms(0.6, 8, 3.0, 50)
    assert weak < strong
    assert strong > 0.9


def test_too_few_events_or_days_are_not_enough_and_say_so() -> None:
    rng = np.random.default_rng(1)
    diary = _diary(rng, 0.0, 9.0, [20, 40])
    few = payback(diary, [FIRST + timedelta(days=day) for day in (20, 40)])
    assert few.answer is PaybackAnswer.NOT_ENOUGH
    assert few.change is None
    assert str(LEAST_EVENTS) in few.words
    assert payback({}, [FIRST]).answer is PaybackAnswer.NOT_ENOUGH


def test_without_any_symptom_no_days_of_exertion_are_counted_in_words() -> None:
    found = payback({}, [FIRST + timedelta(days=n) for n in range(13)])
    assert found.words == (
        "Too early to say: the diary has no scores of symptoms yet, so whether they rise after exertion cannot be "
        "asked."
    )


def test_exertion_on_the_last_day_is_not_followed_by_the_first_days() -> None:
    days = [FIRST + timedelta(days=n) for n in range(60)]
    scores = {day: 3.0 + (n in (1, 2)) * 6.0 + n % 2 for n, day in enumerate(days)}
    events = [days[n] for n in (11, 19, 30, 38, 50)]
    assert payback({"pain": scores}, [*events, days[-1]]) == payback({"pain": scores}, events)


def test_what_the_week_alone_does_to_both_is_no_link() -> None:
    """Exertion on most Saturdays and symptoms worse on every Monday, whether or not there was any."""
    rng = np.random.default_rng(12)
    seen = 0
    for _ in range(60):
        first = FIRST + timedelta(days=int(rng.integers(0, 7)))
        days = [first + timedelta(days=n) for n in range(int(rng.integers(100, 140)))]
        noise = 1.0 * rng.standard_normal(len(days))
        scores = {day: 4.0 + 2.0 * (day.weekday() == 0) + noise[n] for n, day in enumerate(days)}
        events = [day for day in days if day.weekday() == 5 and rng.random() < 0.7]
        seen += payback({"pain": scores}, events).answer is PaybackAnswer.LINK_SEEN
    assert seen <= 4


def test_exertion_after_which_nothing_was_noted_is_no_event() -> None:
    days = [FIRST + timedelta(days=n) for n in range(120)]
    scores = {day: float(n % 3) for n, day in enumerate(days) if n < 60 or n >= 100}
    assert payback({"pain": scores}, [days[n] for n in (5, 14, 62, 70, 80, 90)]).events == 2


def test_a_limit_is_asked_for_only_where_no_day_of_exertion_is_known() -> None:
    assert "it needs a limit" in payback({}, []).words
    assert "it needs a limit" not in payback({}, [FIRST]).words


def test_the_excess_is_the_difference_of_means_it_says() -> None:
    rng = np.random.default_rng(2)
    excess = rng.standard_normal(30)
    excess[[3, 17]] = np.nan
    marks = np.isin(np.arange(30), [4, 11, 20])
    after = np.isin(np.arange(30), [5, 6, 7, 12, 13, 14, 21, 22, 23])
    assert mean_excess(excess, marks) == pytest.approx(np.nanmean(excess[after]) - np.nanmean(excess[~after]))
    assert mean_excess(np.full(30, np.nan), marks) is None


def test_without_memory_or_week_the_rise_is_that_of_ordinary_least_squares() -> None:
    rng = np.random.default_rng(14)
    marks = np.isin(np.arange(140), np.sort(rng.choice(130, 9, replace=False)))
    score = rng.permutation(np.repeat([3.0, 5.0], 70)) + 1.5 * after_exertion(marks)
    found = rise_after_exertion(score, marks)
    plain = score[after_exertion(marks)].mean() - score[~after_exertion(marks)].mean()
    assert found.points == pytest.approx(plain, abs=0.25)
    assert found.statistics.size == 140


def test_a_rise_in_a_diary_that_remembers_is_told_whole() -> None:
    rng = np.random.default_rng(15)
    marks = np.isin(np.arange(2000), np.arange(9, 1990, 17))
    noise = rng.standard_normal(2000)
    for day in range(1, 2000):
        noise[day] = 0.8 * noise[day - 1] + 0.6 * noise[day]
    score = 4.0 + noise + 1.4 * after_exertion(marks)
    score[rng.random(2000) < 0.2] = np.nan
    found = rise_after_exertion(score, marks)
    assert found.points == pytest.approx(1.4, abs=0.15)
    assert memory_of(noise) == pytest.approx(0.8, abs=0.05)


def test_equal_scores_remember_nothing_and_rise_by_nothing() -> None:
    marks = np.isin(np.arange(70), [8, 22, 33, 51, 60])
    assert memory_of(np.full(70, 3.0)) == 0.0
    assert memory_of(np.full(70, np.nan)) == 0.0
    assert rise_after_exertion(np.full(70, 3.0), marks).points == pytest.approx(0.0)


def test_days_outside_the_diary_and_missing_days_change_nothing() -> None:
    rng = np.random.default_rng(3)
    days = [FIRST + timedelta(days=day) for day in (10, 25, 47, 60, 83, 99)]
    diary = _diary(rng, 0.0, 2.0, [10, 25, 47, 60, 83, 99])
    assert payback(diary, days) == payback(diary, [*days, date(2030, 1, 1)])


def test_what_few_events_can_show_is_said_beside_the_answer() -> None:
    rng = np.random.default_rng(8)
    events = [10, 25, 47, 60, 83]
    found = payback(_diary(rng, 0.0, 0.0, []), [FIRST + timedelta(days=day) for day in events])
    assert found.answer is PaybackAnswer.NO_LINK_SEEN
    assert "With just 5 days of exertion, only a strong link can be seen" in found.words


def test_the_words_have_the_rise_between_the_ends_of_its_range() -> None:
    events = [10, 25, 47, 60, 83]
    found = payback(_diary(np.random.default_rng(8), 0.0, 0.0, []), [FIRST + timedelta(days=day) for day in events])
    assert found.change is not None
    assert found.low is not None
    assert found.high is not None
    assert f"{found.change:+.1f} points ({found.low:+.1f} to {found.high:+.1f})" in found.words.replace("-0.0", "+0.0")
    assert found.low < found.change < found.high


@pytest.mark.parametrize(
    ("memory", "rise"),
    [(0.0, 1.5), (0.6, 0.0), *(pytest.param(*m_r, marks=pytest.mark.long) for m_r in ((0.0, 0.0), (0.6, 1.5)))],
)
def test_the_interval_of_the_change_holds_its_long_run_mean(memory: float, rise: float) -> None:
    rng = np.random.default_rng(9)
    found = []
    for _ in range(120):
        events = sorted(rng.choice(DAYS - 4, 8, replace=False).tolist())
        told = payback(_diary(rng, memory, rise, events), [FIRST + timedelta(days=day) for day in events])
        found.append((told.low, told.change, told.high))
    low, change, high = np.array(found, dtype=float).T
    assert 0.90 <= np.mean((low <= change.mean()) & (change.mean() <= high)) <= 0.985


@pytest.mark.parametrize(
    ("doses", "days"),
    [
        ([*range(1, 12)], [11]),
        ([*range(1, 11)], [10]),  # ten days with a dose are enough
        ([*range(1, 10)], []),
        ([0] * 30 + [*range(1, 10)], []),  # days without one do not count
        ([0] * 30 + [*range(1, 11)], [40]),
        ([5] * 20, []),  # none lies above what all are
    ],
)
def test_only_doses_above_the_persons_own_upper_range_are_exertion(doses: list[int], days: list[int]) -> None:
    first = date(2026, 4, 1)
    by_day = {first + timedelta(days=place): float(dose) for place, dose in enumerate(doses, 1)}
    assert sorted((day - first).days for day in upper_days(by_day)) == days
