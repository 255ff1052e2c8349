"""Which sessions may be held together: same sport, sensor, posture and movement, and much the same effort."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import numpy as np

from pacing.history.store import History
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo
from pacing.reference import COMPARABLE_END_BPM

COMPARABLE_SPEED_SHARE = 0.05  # design: as steady as one person's own pace from day to day
UNTOLD = "-"
TOLD = "told"  # a level the person told is no measurement, and has no trend


@dataclass(frozen=True, slots=True)
class Traced:
    """A number worth following.

    `index_id`: the measurement it comes from; `part`: that part of it instead of its value. `effort`: where in a
    session its effort stands (a path in the document), within `tolerance` of the group's median, or, where
    `tolerance_share`, within that share of it.
    """

    info: IndexInfo
    index_id: str
    part: str | None = None
    effort: str | None = None
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
END = "$.measurements.hr_recovery_120.parts.end_bpm"
SPEED = "$.measurements.walking_speed_self_selected.value"
END_BPM = COMPARABLE_END_BPM.value

# The most repeatable first, as the repeatability literature orders them; a report shows the first three that can speak.
TRACED: tuple[Traced, ...] = (
    Traced(
        _info("hr_after_120", "Heart rate two minutes after stopping", "bpm", RECOVERY, 0),
        "hr_recovery_120", "later_bpm", END, END_BPM,
    ),
    Traced(
        _info("hr_mean", "Mean heart rate at the same walking speed", "bpm", LEVEL, 0),
        "hr_mean", None, SPEED, 0.0, COMPARABLE_SPEED_SHARE,
    ),
    Traced(
        _info("hr_recovery_120", "Heart-rate recovery in two minutes", "bpm", RECOVERY, 0),
        "hr_recovery_120", None, END, END_BPM,
    ),
    Traced(_info("hr_rest", "Resting heart rate", "bpm", LEVEL, 0), "hr_rest"),
    Traced(_info("hrv_ln_rmssd", "Ln RMSSD", "ln ms", VARIABILITY, 2), "hrv_ln_rmssd"),
    Traced(
        _info("walking_speed_self_selected", "Self-selected walking speed", "m/s", LEVEL, 2),
        "walking_speed_self_selected",
    ),
)  # fmt: skip
TRACED_BY_ID = MappingProxyType({traced.info.id: traced for traced in TRACED})


def comparable_series(history: History, traced: Traced) -> tuple[Comparable, ...]:
    """The sessions that have this number, by group of comparable ones; the largest group first.

    Doubles, sessions without a date, and values the person told are absent. Where effort matters, a session counts only
    within the tolerance of its group's median effort.
    """
    at = f"$.measurements.{traced.index_id}"
    path = f"{at}.parts.{traced.part}" if traced.part else f"{at}.value"
    rows = history.rows(
        "SELECT id, start, json_extract(document, ?), json_extract(document, ?), coalesce(sport, ?),"
        " coalesce(json_extract(document, '$.source.sensor'), ?), coalesce(json_extract(document, ?), ?),"
        " coalesce(json_extract(document, ?), ?), coalesce(json_extract(document, ?), ?)"
        " FROM measurement JOIN session ON session.id = session_id"
        " WHERE index_id = ? AND value IS NOT NULL AND start IS NOT NULL AND same_as IS NULL ORDER BY start_utc_s",
        (
            path, traced.effort or "$.none", UNTOLD, UNTOLD, f"{at}.parts.posture", UNTOLD, f"{at}.parts.movement",
            UNTOLD, f"{at}.parts.definition", UNTOLD, traced.index_id,
        ),
    )  # fmt: skip
    groups: dict[str, list[tuple[Point, float | None]]] = {}
    for identity, start, value, effort, *kind in rows:
        if value is not None and TOLD not in kind:
            point = Point(datetime.fromisoformat(start), float(value), identity)
            groups.setdefault(_group_words(kind), []).append((point, effort))
    found = [_alike(group, points, traced) for group, points in groups.items()]
    return tuple(sorted(found, key=lambda comparable: -len(comparable.points)))


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
