"""Which sessions may be compared: same sport, sensor, posture and movement, and the same effort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType

from pacing.longitudinal.effort_matching import (
    IN_BPM,
    IN_RESERVE,
    IN_SPEED,
    PEAK_INDEX,
    RESERVE_INDEX,
    SPEED_INDEX,
    Effort,
    EffortBy,
    EffortScale,
    Reserve,
    effort_at_end,
    effort_by_speed,
    equally_hard,
    is_close_enough,
    reserve_of,
)
from pacing.longitudinal.once import once_for
from pacing.longitudinal.reference_interval import LEAST_SESSIONS
from pacing.model.assessment import Assessment
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Measurement

NOT_WRITTEN = "-"
GIVEN = "told"  # a level the person gave is no measurement, and has no trend
UNSPECIFIC = (NOT_WRITTEN, "unknown", "generic")
ALIKE = ("posture", "movement", "definition")  # parts of a measurement that make it comparable
MOST_FOLLOWED = 3  # design: what a person, and a clinician, takes in at once


@dataclass(frozen=True, slots=True)
class Traced:
    """A number worth following.

    `index_id`: the measurement it comes from; `part`: that part of it instead of its value. `effort`: what must be
    alike between sessions, because the number depends on it.
    """

    info: IndexInfo
    index_id: str
    part: str | None = None
    effort: EffortBy | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One session's value; `low`, `high`: its own 95 % interval, None for a part of a measurement."""

    start: datetime
    value: float
    low: float | None
    high: float | None
    session_id: str


@dataclass(frozen=True, slots=True)
class Comparable:
    """Sessions that may be held together, in order of time.

    `group`: what they have in common, in words; `effort`: how hard they were, in words, "" where it does not matter.
    `left_out`: sessions alike but for their effort. `effort_unknown`: sessions alike whose effort is not known, or not
    closely enough.
    """

    group: str
    points: tuple[Point, ...]
    effort: str = ""
    left_out: int = 0
    effort_unknown: int = 0

    @property
    def series(self) -> list[tuple[datetime, float]]:
        """(start, value) of each session, in order of time; the value in the number's unit."""
        return [(point.start, point.value) for point in self.points]


def _info(index_id: str, title: str, unit: str, group: IndexGroup, decimals: int) -> IndexInfo:
    return IndexInfo(index_id, title, unit, group, decimals, Evidence.SUPPORTED, "", "", "", "", ())


LEVEL, RECOVERY, VARIABILITY = IndexGroup.LEVEL, IndexGroup.RECOVERY, IndexGroup.VARIABILITY

# The most repeatable first, as the repeatability literature orders them; a report shows the first three that can speak.
TRACED: tuple[Traced, ...] = (
    Traced(
        _info("hr_after_120", "Heart rate two minutes after stopping", "bpm", RECOVERY, 0),
        "hr_recovery_120", "later_bpm", EffortBy.END_OF_EXERCISE,
    ),
    Traced(
        _info("hr_mean", "Mean heart rate at the same walking speed", "bpm", LEVEL, 0),
        "hr_mean", None, EffortBy.WALKING_SPEED,
    ),
    Traced(
        _info("hr_recovery_120", "Heart-rate recovery in two minutes", "bpm", RECOVERY, 0),
        "hr_recovery_120", None, EffortBy.END_OF_EXERCISE,
    ),
    Traced(_info("hr_rest", "Resting heart rate", "bpm", LEVEL, 0), "hr_rest"),
    Traced(_info("hrv_ln_rmssd", "Ln RMSSD", "ln ms", VARIABILITY, 2), "hrv_ln_rmssd"),
    Traced(_info(SPEED_INDEX, "Self-selected walking speed", "m/s", LEVEL, 2), SPEED_INDEX),
)  # fmt: skip
NEEDED = tuple(dict.fromkeys((*(traced.index_id for traced in TRACED), SPEED_INDEX, RESERVE_INDEX, PEAK_INDEX)))
"""The measurements a session must bring for all of this."""


def comparable_sessions(sessions: Sequence[Assessment]) -> Mapping[str, tuple[Comparable, ...]]:
    """The sessions that have each number worth following, by its id: groups of comparable ones, the largest first.

    Sessions without a date, and values the person gave, are absent. Of sessions alike but for their effort, each
    set of equally hard ones that is large enough to follow is a group; where none is, the largest alone.

    Parameters
    ----------
    sessions
        In any order, each once: who recorded one session twice brings the better recording.

    Returns
    -------
    dict of str to tuple of Comparable
        By the id of each number in `TRACED`; an empty tuple where no session has it.
    """
    return _compared(tuple(sessions))


@once_for
def _compared(sessions: tuple[Assessment, ...]) -> Mapping[str, tuple[Comparable, ...]]:
    """What a page over a thousand sessions asks for five times: whether there is a figure, its words, the drawing."""
    dated = sorted((s for s in sessions if s.recording.placed is not None), key=_instant_s)
    reserve = reserve_of(dated)
    return MappingProxyType({traced.info.id: _groups(traced, dated, reserve) for traced in TRACED})


def followed(alike: Mapping[str, tuple[Comparable, ...]]) -> tuple[tuple[Traced, Comparable], ...]:
    """The numbers that a report follows, each over its largest group.

    The first three that have enough sessions; where there are fewer, others that have not yet. Of two that come from
    one measurement only the first: they would tell one change twice.

    Parameters
    ----------
    alike
        What `comparable_sessions` gave.

    Returns
    -------
    tuple of (Traced, Comparable)
        At most `MOST_FOLLOWED`, the most repeatable first.
    """
    largest = [(traced, groups[0]) for traced in TRACED if (groups := alike[traced.info.id])]
    enough = [pair for pair in largest if len(pair[1].points) >= LEAST_SESSIONS]
    others = [pair for pair in largest if len(pair[1].points) < LEAST_SESSIONS]
    first_of: dict[str, tuple[Traced, Comparable]] = {}
    for pair in (*enough, *others):
        first_of.setdefault(pair[0].index_id, pair)
    return tuple(first_of.values())[:MOST_FOLLOWED]


def _groups(traced: Traced, dated: Sequence[Assessment], reserve: Reserve | None) -> tuple[Comparable, ...]:
    """One number in all groups of comparable sessions."""
    kinds: dict[str, list[tuple[Point, Effort | None]]] = {}
    for session in dated:
        measurement = session.measurement(traced.index_id)
        kind = None if measurement is None else _kind_words(session, measurement)
        point = None if measurement is None else _point(traced, session, measurement)
        if measurement is not None and kind is not None and point is not None:
            kinds.setdefault(kind, []).append((point, _effort(traced, session, measurement, reserve)))
    groups = [group for kind, points in kinds.items() for group in _by_effort(traced, kind, points, reserve)]
    return tuple(sorted(groups, key=lambda group: -len(group.points)))


def _by_effort(
    traced: Traced, kind: str, points: list[tuple[Point, Effort | None]], reserve: Reserve | None
) -> list[Comparable]:
    """Sessions of one kind, parted by how hard they were where that matters."""
    if traced.effort is None:
        return [Comparable(kind, tuple(point for point, _ in points))]
    by_speed = traced.effort is EffortBy.WALKING_SPEED
    if by_speed and all(effort is None for _, effort in points):
        return []  # no walks
    scale = IN_SPEED if by_speed else IN_BPM if reserve is None else IN_RESERVE
    placed = [(point, effort) for point, effort in points if effort is not None and is_close_enough(effort, scale)]
    unknown = len(points) - len(placed)
    sets = equally_hard([effort.value for _, effort in placed], scale.apart)
    if not sets:
        return [Comparable(kind, (), "", 0, unknown)]
    shown = [places for places in sets if len(places) >= LEAST_SESSIONS] or sets[:1]
    return [_comparable(kind, [placed[index] for index in places], scale, len(placed), unknown) for places in shown]


def _comparable(
    kind: str, members: list[tuple[Point, Effort]], scale: EffortScale, placed: int, unknown: int
) -> Comparable:
    efforts = [effort.value for _, effort in members]
    return Comparable(
        kind,
        tuple(point for point, _ in members),
        scale.text(min(efforts), max(efforts)),
        placed - len(members),
        unknown,
    )


def _effort(traced: Traced, session: Assessment, measurement: Measurement, reserve: Reserve | None) -> Effort | None:
    if traced.effort is None:
        return None
    return (
        effort_by_speed(session)
        if traced.effort is EffortBy.WALKING_SPEED
        else effort_at_end(session, measurement, reserve)
    )


def _point(traced: Traced, session: Assessment, measurement: Measurement) -> Point | None:
    """The number of one session, or None where it has none."""
    start = session.recording.placed
    if start is None or measurement.value is None:
        return None
    if traced.part is None:
        return Point(start, measurement.value, measurement.low, measurement.high, session.session_id)
    part = measurement.parts.get(traced.part)
    if not isinstance(part, int | float) or isinstance(part, bool):
        return None
    return Point(start, float(part), None, None, session.session_id)


def _kind_words(session: Assessment, measurement: Measurement) -> str | None:
    """What a session has in common with others of its kind, but for what no file says; None where a person gave it."""
    parts = (str(measurement.parts.get(name) or NOT_WRITTEN) for name in ALIKE)
    return _words_of(session.recording.sport or NOT_WRITTEN, session.recording.source.sensor.value, *parts)


@cache  # thousands of sessions are of a few kinds
def _words_of(sport: str, sensor: str, *parts: str) -> str | None:
    if any(part == GIVEN or part.startswith(f"{GIVEN}:") for part in parts):
        return None
    words = (sport, sensor, *parts)
    return ", ".join(word.replace("_", " ") for word in words if word not in UNSPECIFIC) or "sport and sensor not known"


def _instant_s(session: Assessment) -> float:
    start = session.recording.placed
    return float("-inf") if start is None else start.timestamp()
