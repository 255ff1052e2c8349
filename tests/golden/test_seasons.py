"""What months of made-up sessions, days and symptoms come to, number by number, as it was when somebody last looked.

That the answers are right is asked elsewhere (tests/history, tests/longitudinal, tests/oracles); this holds every
number of them. `pytest tests/golden/test_seasons.py --rewrite-golden` accepts what the program gives now.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from pacing.history.nights_after import nights_after
from pacing.history.post_exertion import payback
from pacing.history.symptom_rise import memory_of, rise_after_exertion
from pacing.history.traces import shift_between, trace_of
from pacing.history.trend import before_and_after, season_step, theil_sen, trend_of
from pacing.longitudinal.autocorrelation import noise_about_change
from pacing.longitudinal.comparable import comparable_sessions, followed
from pacing.longitudinal.daily_range import daily_series
from pacing.longitudinal.effort_matching import equally_hard, reserve_of
from pacing.longitudinal.reference_interval import reference_interval
from pacing.model.daily import DailyKind, DailyValue
from pacing.pipeline import Request, assess_recording
from pacing.synthetic.plan import Bout, SessionPlan
from pacing.synthetic.session import make_session
from tests.golden.made_sessions import WOMAN, session_of
from tests.golden.test_numbers import differences

GOLDEN = Path(__file__).parent / "seasons.json"
FIRST = date(2026, 1, 1)
DIGITS, MOST = 7, 20
Values: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]


def plain(value: Any) -> Any:
    """Any value as JSON holds it, numbers to seven digits, of many only what they come to."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum | date):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, np.ndarray) and value.size > MOST:
        value = _summary(np.nan_to_num(np.asarray(value, dtype=float)))
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(one) for one in (value.tolist() if isinstance(value, np.ndarray) else value)]
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return float(f"{float(value):.{DIGITS}g}") if np.isfinite(value) else str(value)
    return value


def _summary(rows: np.ndarray) -> list[float]:
    steps = float(np.square(np.diff(rows.ravel())).sum())
    return [float(rows.size), float(rows.sum()), steps, float(rows.min()), float(rows.max())]


def dated(values: np.ndarray, every: float = 3.0) -> list[tuple[datetime, float]]:
    """A value each so many days, not quite evenly."""
    began = datetime(2026, 1, 1, 10, tzinfo=UTC)
    return [(began + timedelta(days=every * n + (n * n) % 2, hours=n % 5), float(v)) for n, v in enumerate(values)]


def remembering(rng: np.random.Generator, count: int, memory: float) -> Values:
    """A process in which so much of a value is left in the next one."""
    noise = rng.standard_normal(count)
    for place in range(1, count):
        noise[place] = memory * noise[place - 1] + np.sqrt(1 - memory**2) * noise[place]
    return noise


def trends() -> Any:
    """Of noise, of a step, of a slope, with and without memory, long and short."""
    rng = np.random.default_rng(1)
    given = {}
    for count in (8, 13, 24, 41):
        for memory in (0.0, 0.5):
            noise = remembering(rng, count, memory)
            step = np.where(np.arange(count) >= 0.6 * count, -4.0, 0.0)
            courses: dict[str, Values] = {
                "noise": noise,
                "step": noise + step,
                "slope": noise + np.linspace(0, 5, count),
            }
            for name, course in courses.items():
                given[f"{name} {count} {memory}"] = [
                    trend_of("hr_recovery_120", dated(30 + 3 * course)),
                    trend_of("hrv_rmssd", dated(np.exp(3 + 0.2 * course), 1.0)),
                    theil_sen(2.0 * np.arange(count, dtype=np.float64), course),
                    season_step(course),
                    before_and_after(dated(course), FIRST + timedelta(days=count)),
                    reference_interval("hr_rest", 60 + 2 * course),
                    noise_about_change(course),
                ]
    return given


def symptoms() -> Any:
    """Of diaries in which exertion comes before worse days, much, little or not at all, with holes."""
    given = {}
    for number, rise in enumerate((0.0, 0.8, 2.5)):
        rng = np.random.default_rng(10 + number)
        score = 4.0 + remembering(rng, 90, 0.4)
        marks = np.zeros(90, dtype=np.bool_)
        marks[[5, 11, 12, 20, 31, 40, 47, 55, 63, 70, 77, 84]] = True
        for lag, share in ((1, 1.0), (2, 0.7), (3, 0.3)):
            score[lag:] += rise * share * marks[:-lag]
        score = np.clip(np.round(score), 0, 10)
        score[rng.random(90) < 0.12] = np.nan
        known = {FIRST + timedelta(days=n): float(v) for n, v in enumerate(score) if np.isfinite(v)}
        other = {day: min(10.0, value + day.day % 3) for day, value in known.items() if day.day % 5}
        days = [FIRST + timedelta(days=int(n)) for n in np.flatnonzero(marks)]
        given[f"rise of {rise}"] = [
            payback({"fatigue": known, "pain": other}, days),
            payback({"fatigue": known}, days[:3]),
            payback({"fatigue": dict(list(known.items())[:20])}, days),
            memory_of(score),
            rise_after_exertion(score, marks),
        ]
    return given


def nights() -> Any:
    """Of nights of two watches that are worse after exertion."""
    rng = np.random.default_rng(20)
    events = [9, 17, 30, 33, 48, 60, 71, 85, 99, 108]
    worse = np.zeros(120)
    for event in events:
        worse[event + 1 : event + 4] += (1.6, 1.2, 0.5)
    known = np.flatnonzero(rng.random(120) > 0.1).tolist()
    courses = {
        (DailyKind.NIGHT_RMSSD, "watch"): np.round(32 * np.exp(-0.25 * (remembering(rng, 120, 0.3) + worse))),
        (DailyKind.RESTING_HR, "watch"): np.round(58 + 3 * (remembering(rng, 120, 0.3) + worse)),
        (DailyKind.RESTING_HR, "ring"): np.round(57 + 3 * (remembering(rng, 120, 0.3) + worse)),
    }
    series = daily_series(
        DailyValue(FIRST + timedelta(days=day), kind, float(course[day]), source, "its own")
        for (kind, source), course in courses.items()
        for day in known[: -20 if source == "ring" else None]
    )
    days = [FIRST + timedelta(days=event) for event in events]
    others = [FIRST + timedelta(days=day) for day in (3, 14, 25, 38, 52, 66, 79, 91, 103)]
    return {
        "other days": nights_after(series, others),
        "nights": nights_after(series, days),
        "few": nights_after(series[:1], days[:2]),
        "days": series[0],
    }


def walks() -> Any:
    """Of fourteen walks that are alike, some of them harder."""
    sessions = []
    for number in range(14):
        bout = Bout(600.0, 0.35 + 0.05 * (number % 4), tau_off_s=50.0 + number, speed_m_s=1.0 + 0.05 * (number % 3))
        start = datetime(2026, 2, 1, 9, tzinfo=UTC) + timedelta(days=4 * number, minutes=7 * number)
        plan = SessionPlan(rest_s=150.0, bouts=(bout,), start=start, sport="cycling" if number == 6 else "walking")
        sessions.append(assess_recording(make_session(plan, 50 + number).recording, Request(WOMAN)))
    alike = comparable_sessions(sessions)
    shown = {
        index: [[one.words if hasattr(one, "words") else "", one.series] for one in groups]
        for index, groups in alike.items()
    }
    return {
        "alike": shown,
        "followed": [[traced, comparable.series] for traced, comparable in followed(alike)],
        "reserve": reserve_of(sessions),
        "reserve without a maximum": reserve_of(
            [replace(one, person=replace(one.person, age_years=None)) for one in sessions]
        ),
        "equally hard": equally_hard([3.0, 1.0, 1.4, 2.9, 9.0, 1.8, 3.3], 0.5),
    }


def twins() -> Any:
    """Of one walk as two devices or programs wrote it, and of walks that are others."""
    walk = trace_of(session_of("sixth_session"))
    strap = trace_of(assess_recording(make_session(SessionPlan(), 30).recording, Request(WOMAN)))
    day, minutes = trace_of(session_of("day_of_beats")), trace_of(session_of("minutes_of_a_day"))
    began = walk.began_s or 0.0
    later = replace(walk, sha256="c", began_s=began + 900, zone_known=False)
    others = {
        "other device": strap,
        "other walk": trace_of(session_of("smart_watch")),
        "itself": replace(walk, place=2),
        "a second name": replace(walk, file_name="copy.fit"),
        **{
            f"clock {ahead:+d} s": replace(walk, sha256="c", began_s=began + ahead, zone_known=False)
            for ahead in (-50_400, -7200, -900, -20, -3, 4, 45, 899, 900, 3600, 7201, 50_400, 51_300)
        },
        "zone known": replace(walk, sha256="c", began_s=began + 3600, zone_known=True),
        "no date": replace(walk, sha256="c", began_s=None),
        "second half": replace(walk, sha256="c", time_s=walk.time_s[900:], bpm=walk.bpm[900:]),
        "most of it": replace(walk, sha256="c", time_s=walk.time_s[:1500], bpm=walk.bpm[:1500]),
        "rounded": replace(walk, sha256="c", bpm=np.round(walk.bpm + 0.4), began_s=began - 1800, zone_known=False),
        "shifted up": replace(walk, sha256="c", bpm=walk.bpm + 3.0),
        "far": replace(walk, sha256="c", bpm=walk.bpm + 9.0),
        "nothing": replace(walk, sha256="c", time_s=walk.time_s[:0], bpm=walk.bpm[:0]),
        "few values": replace(later, bpm=np.round(walk.bpm / 40) * 40),
    }
    part = slice(3000, 5500)
    within = replace(day, sha256="c", time_s=day.time_s[part], bpm=day.bpm[part] + 0.2)
    undated = replace(walk, began_s=None)
    return {
        "traces": {
            n: [t.time_s.size, t.bpm.sum(), t.clock[0]] for n, t in (("walk", walk), ("day", day), ("x", minutes))
        },
        "shifts": {name: [shift_between(walk, other), shift_between(other, walk)] for name, other in others.items()},
        "undated": {name: shift_between(undated, replace(other, sha256="c")) for name, other in others.items()},
        "days": [shift_between(day, within), shift_between(within, day), shift_between(day, minutes)],
    }


SEASONS: Mapping[str, Callable[[], Any]] = {one.__name__: one for one in (trends, symptoms, nights, walks, twins)}


@pytest.mark.parametrize("name", SEASONS)
def test_no_number_of_a_season_has_moved(name: str, request: pytest.FixtureRequest) -> None:
    now, known = plain(SEASONS[name]()), json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    if request.config.getoption("--rewrite-golden") and differences(now, known.get(name)):
        known[name] = now
        parts = ",\n".join(
            f"{json.dumps(season)}: {{\n"
            + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in of.items())
            + "\n}"
            for season, of in known.items()
        )
        GOLDEN.write_text(f"{{\n{parts}\n}}\n", encoding="utf-8")
    assert differences(now, known[name]) == []
