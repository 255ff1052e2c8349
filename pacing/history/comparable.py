"""Which sessions may be held together: same sport, sensor, posture and movement, and much the same effort."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import numpy as np

from pacing.history.store import History
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo
from pacing.reference import COMPARABLE_END_BPM

COMPARABLE_SPEED_SHARE = 0.05  # design: as steady as one person's own pace from day to day
UNTOLD = "-"
TOLD = "told"  # a level the person told is no measurement, and has no trend


class Effort(Enum):
    """What says how hard a session was, where the number depends on it."""

    END_HEART_RATE = "the heart rate at the end of exercise"
    WALKING_SPEED = "the walking speed"


@dataclass(frozen=True, slots=True)
class Traced:
    """A number worth following.

    `index_id`: the measurement it comes from; `part`: that part of it instead of its value. `effort`: what must be
    alike between sessions, within `tolerance` of the group's median, or, where `tolerance_share`, within that share.
    """

    info: IndexInfo
    index_id: str
    part: str | None = None
    effort: Effort | None = None
    tolerance: float = 0.0
    tolerance_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """One session's value."""

    start: datetime
    value: float
    session_id: str


@dataclass(frozen=True, slots=True)
class Comparable:
    """Sessions that may be held together, in order of time; `left_out`: those alike but for their effort."""

    group: str
    points: tuple[Point, ...]
    left_out: int

    @property
    def series(self) -> list[tuple[datetime, float]]:
        """(start, value) of each."""
        return [(point.start, point.value) for point in self.points]


def _info(index_id: str, title: str, unit: str, group: IndexGroup, decimals: int) -> IndexInfo:
    return IndexInfo(index_id, title, unit, group, decimals, Evidence.SUPPORTED, "", "", "", "", ())


LEVEL, RECOVERY, VARIABILITY = IndexGroup.LEVEL, IndexGroup.RECOVERY, IndexGroup.VARIABILITY
SPEED_INDEX = "walking_speed_self_selected"
ALIKE = ("posture", "movement", "definition")  # parts of a measurement that make it comparable
END_BPM = COMPARABLE_END_BPM.value

# The most repeatable first, as the repeatability literature orders them; a report shows the first three that can speak.
TRACED: tuple[Traced, ...] = (
    Traced(
        _info("hr_after_120", "Heart rate two minutes after stopping", "bpm", RECOVERY, 0),
        "hr_recovery_120", "later_bpm", Effort.END_HEART_RATE, END_BPM,
    ),
    Traced(
        _info("hr_mean", "Mean heart rate at the same walking speed", "bpm", LEVEL, 0),
        "hr_mean", None, Effort.WALKING_SPEED, 0.0, COMPARABLE_SPEED_SHARE,
    ),
    Traced(
        _info("hr_recovery_120", "Heart-rate recovery in two minutes", "bpm", RECOVERY, 0),
        "hr_recovery_120", None, Effort.END_HEART_RATE, END_BPM,
    ),
    Traced(_info("hr_rest", "Resting heart rate", "bpm", LEVEL, 0), "hr_rest"),
    Traced(_info("hrv_ln_rmssd", "Ln RMSSD", "ln ms", VARIABILITY, 2), "hrv_ln_rmssd"),
    Traced(
        _info("walking_speed_self_selected", "Self-selected walking speed", "m/s", LEVEL, 2),
        SPEED_INDEX,
    ),
)  # fmt: skip


def comparable_sessions(history: History) -> dict[str, tuple[Comparable, ...]]:
    """The sessions that have each number worth following, by its id: groups of comparable ones, the largest first.

    Doubles, sessions without a date, and values the person told are absent. Where effort matters, a session counts only
    within the tolerance of its group's median effort. Every kept document is opened once for all numbers.
    """
    wanted = tuple(dict.fromkeys((*(traced.index_id for traced in TRACED), SPEED_INDEX)))
    pairs = ", ".join("?, json_extract(document, ?)" for _ in wanted)
    rows = history.rows(
        f"SELECT id, start, coalesce(sport, ?), json_extract(document, ?), json_object({pairs}) FROM session"  # noqa: S608 - only marks
        " WHERE start IS NOT NULL AND same_as IS NULL ORDER BY start_utc_s, id",
        [UNTOLD, "$.source.sensor", *(text for name in wanted for text in (name, f"$.measurements.{name}"))],
    )
    groups: dict[str, dict[str, list[tuple[Point, float | None]]]] = {traced.info.id: {} for traced in TRACED}
    for identity, start, sport, sensor, text in rows:
        when, measured = datetime.fromisoformat(start), json.loads(text)
        for traced in TRACED:
            found = measured[traced.index_id]
            if found is None or found["value"] is None:
                continue
            parts = found["parts"]
            kind = [sport, sensor or UNTOLD, *(parts.get(name) or UNTOLD for name in ALIKE)]
            value = found["value"] if traced.part is None else parts.get(traced.part)
            if value is not None and TOLD not in kind:
                point = Point(when, float(value), identity)
                group = groups[traced.info.id].setdefault(_group_words(kind), [])
                group.append((point, _effort(traced, parts, measured)))
    return {
        traced.info.id: tuple(
            sorted(
                (_alike(group, points, traced) for group, points in groups[traced.info.id].items()),
                key=lambda comparable: -len(comparable.points),
            )
        )
        for traced in TRACED
    }


def _effort(traced: Traced, parts: dict[str, Any], measured: dict[str, Any]) -> float | None:
    """How hard the session was, as far as it matters to this number."""
    if traced.effort is None:
        return None
    if traced.effort is Effort.END_HEART_RATE:
        end_bpm = parts.get("end_bpm")
        return None if end_bpm is None else float(end_bpm)
    speed = measured[SPEED_INDEX]
    return None if speed is None or speed["value"] is None else float(speed["value"])


def _group_words(kind: list[str]) -> str:
    """What the sessions have in common, without what no file told.

    Examples
    --------
    >>> _group_words(["walking", "optical", "sitting", "passive", "-"])
    'walking, optical, sitting, passive'
    """
    known = [word.replace("_", " ") for word in kind if word not in (UNTOLD, "unknown", "generic")]
    return ", ".join(known) or "sport and sensor not told"


def _alike(group: str, points: list[tuple[Point, float | None]], traced: Traced) -> Comparable:
    """The points whose effort lies near the group's median."""
    if traced.effort is None:
        return Comparable(group, tuple(point for point, _ in points), 0)
    efforts = [effort for _, effort in points if effort is not None]
    if not efforts:
        return Comparable(group, (), len(points))
    middle = float(np.median(efforts))
    tolerance = traced.tolerance + traced.tolerance_share * middle
    kept = tuple(point for point, effort in points if effort is not None and abs(effort - middle) <= tolerance)
    return Comparable(group, kept, len(points) - len(kept))
