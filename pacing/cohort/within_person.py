"""What each person's own sessions say together, from the dataset alone: doubles, usual ranges, trends, payback.

A worker gets the rows of one person and gives rows of the tables over all people. The rules are those of a history; the
recordings are not read again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any

import numpy as np

from pacing.codec import finite
from pacing.history.nights_after import nights_after
from pacing.history.post_exertion import Judged, days_of_exertion, payback
from pacing.history.season import all_trends, index_info
from pacing.history.traces import OVERLAP_OF_LONGER, OVERLAP_SHARE
from pacing.longitudinal.comparable import NEEDED
from pacing.longitudinal.daily_range import daily_series
from pacing.model.assessment import Assessment, Program
from pacing.model.cleaned import Cleaned, Coverage
from pacing.model.daily import DailyKind, DailyValue
from pacing.model.longitudinal import Payback, SymptomScore, TrendSummary
from pacing.model.measurement import Measurement
from pacing.model.person import Conditions, Person
from pacing.model.phases import Phases
from pacing.model.recording import HeartRate, Recording, RecordingKind, Sensor, Source

Row = Mapping[str, Any]
SESSION_COLUMNS = (
    *("person", "session", "kind", "start", "clock", "duration_s", "sport", "sensor", "measured_share", "sampling_s"),
    *("flagged", "dose_bpm_min", "verdict"),
)
MEASUREMENT_COLUMNS = ("person", "session", "index", "value", "low", "high", "unit", "parts")
DAY_COLUMNS = ("person", "session", "day", "flagged", "dose_bpm_min", "verdict")
DAILY_COLUMNS = ("person", "day", "kind", "value", "source", "method")
INDICES = NEEDED
"""The measurements that are needed of each session."""
NOTHING = np.empty(0)


@dataclass(frozen=True, slots=True)
class PersonRows:
    """The rows of one person: of `sessions`, `measurements` (those with a value), `days` and `daily_values`.

    `scores`: what their diary says of symptoms.
    """

    person: str
    sessions: Sequence[Row]
    measurements: Sequence[Row]
    days: Sequence[Row]
    daily_values: Sequence[Row]
    scores: tuple[SymptomScore, ...] = ()


def analyse_person(rows: PersonRows) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of `doubles`, `trends` and `paybacks` of one person."""
    same_as = doubles_among(rows.sessions)
    once = [row for row in rows.sessions if row["session"] not in same_as]
    trends = all_trends(tuple(_light_sessions(once, rows.measurements)))
    judged = _judged(row for row in once if row["kind"] != RecordingKind.DAY)
    ids = {row["session"] for row in once}
    exerted = days_of_exertion(judged, _judged(row for row in rows.days if row["session"] in ids))
    scores: dict[str, dict[date, float]] = {}
    for score in rows.scores:
        scores.setdefault(score.name, {})[score.day] = score.score
    nights = nights_after(daily_series(map(_daily_value, rows.daily_values)), exerted)
    paybacks = [("symptoms", payback(scores, exerted))] if scores else []
    if nights is not None:
        paybacks.append(("nights", nights.payback))
    return {
        "doubles": [(rows.person, session, same_as[session]) for session in sorted(same_as)],
        "trends": [(rows.person, *_trend_row(trend)) for trend in trends],
        "paybacks": [(rows.person, of, *_payback_row(answer)) for of, answer in paybacks],
    }


def doubles_among(sessions: Sequence[Row]) -> dict[str, str]:
    """Sessions that another one stands for: one person's recordings of one time are of one session.

    Parameters
    ----------
    sessions
        Rows of one person; those without a date are nobody's doubles, unless file and place are the same.

    Returns
    -------
    dict of str to str
        By session, the better one: that with more recorded time.
    """
    result: dict[str, str] = {}
    dated = sorted(
        (row for row in sessions if row["clock"] is not None), key=lambda row: (_began_s(row), row["session"])
    )
    for number, one in enumerate(dated):
        for other in dated[number + 1 :]:
            if _began_s(other) >= _began_s(one) + one["duration_s"]:
                break
            if one["session"] != other["session"] and _is_one_session(one, other):
                worse, better = sorted(
                    (one, other), key=lambda row: (row["duration_s"] * row["measured_share"], row["session"])
                )
                result[worse["session"]] = better["session"]
    return result


def _is_one_session(one: Row, other: Row) -> bool:
    if (one["start"] is None) != (other["start"] is None):
        return False  # how far apart their clocks are is not known
    shared = min(_began_s(one) + one["duration_s"], _began_s(other) + other["duration_s"]) - _began_s(other)
    shorter, longer = sorted((one["duration_s"], other["duration_s"]))
    return bool(shared >= max(OVERLAP_SHARE * shorter, OVERLAP_OF_LONGER * longer))


def _began_s(row: Row) -> float:
    began: datetime = row["start"] or row["clock"].replace(tzinfo=timezone.utc)  # noqa: UP017
    return began.timestamp()


def _light_sessions(sessions: Sequence[Row], measurements: Sequence[Row]) -> Iterator[Assessment]:
    """The sessions as assessments without samples, with the numbers that are followed."""
    numbers: dict[str, list[Measurement]] = {}
    for row in measurements:
        parts = json.loads(row["parts"]) if row["parts"] else {}
        info = index_info(row["index"], row["index"], row["unit"])
        one = Measurement(info, row["value"], row["low"], row["high"], parts=parts)
        numbers.setdefault(row["session"], []).append(one)
    for row in sessions:
        yield _light_session(row, tuple(numbers.get(row["session"], ())))


def _light_session(row: Row, measurements: tuple[Measurement, ...]) -> Assessment:
    start, clock = row["start"], row["clock"]
    if start is not None:
        ahead = clock - start.replace(tzinfo=None)
        start, clock = start.astimezone(timezone(ahead)), None
    recording = Recording(
        RecordingKind(row["kind"]),
        HeartRate(NOTHING, NOTHING),
        None,
        (),
        (),
        start,
        row["duration_s"],
        row["sport"],
        Source("", row["session"], "", sensor=Sensor(row["sensor"])),
        clock,
    )
    cleaned = Cleaned(
        HeartRate(NOTHING, NOTHING),
        np.empty(0, np.uint8),
        float("nan") if row["sampling_s"] is None else row["sampling_s"],
        derived_from_beats=False,
        beats=None,
        beat_state=None,
        steps=(),
        coverage=Coverage(row["measured_share"], 0.0, 0, None, None),
    )
    nobody, nothing = Person(), Conditions()
    program = Program("pacing", "")
    return Assessment(recording, cleaned, Phases(), nobody, nothing, measurements, None, None, None, (), program)


def _judged(rows: Iterator[Row]) -> list[Judged]:
    every = ((row.get("day") or (row["clock"].date() if row.get("clock") else None), row) for row in rows)
    return [
        (day, bool(row["flagged"]), row["dose_bpm_min"] or 0.0)
        for day, row in every
        if day is not None and row["verdict"] is not None
    ]


def _daily_value(row: Row) -> DailyValue:
    return DailyValue(row["day"], DailyKind(row["kind"]), row["value"], row["source"], row["method"])


def _trend_row(trend: TrendSummary) -> tuple[Any, ...]:
    return (
        trend.index.id,
        trend.group,
        trend.effort,
        trend.sessions,
        trend.change,
        trend.index.unit,
        finite(trend.level),
        finite(trend.usual_low),
        finite(trend.usual_high),
        finite(trend.smallest_change),
        finite(trend.first_mean),
        finite(trend.last_mean),
        *(map(finite, trend.slope_per_30_days) if trend.slope_per_30_days is not None else (None,) * 3),
        trend.change_point,
    )


def _payback_row(answer: Payback) -> tuple[Any, ...]:
    return (
        answer.answer.value,
        answer.events,
        answer.days,
        finite(answer.change),
        finite(answer.low),
        finite(answer.high),
        finite(answer.excess),
        finite(answer.chance),
        finite(answer.smallest_change),
    )
