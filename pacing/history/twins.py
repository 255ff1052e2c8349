"""The same session in several files of one report: found among the sessions, and counted once, as in the history.

Two recordings are one session where they overlap in time and their heart rates agree; where they are the same values
shifted by whole quarters of an hour (one of the two files writes another zone than it says); where files are the same
byte by byte; or where undated values are the same. The better one stands for all, and says for which.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

import numpy as np

from pacing.history.evidence import LinkEvidence, better_first
from pacing.history.traces import LARGEST_SHIFT_S, PackedTrace, shift_between
from pacing.model.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Twins:
    """The place of the session that stands for others, theirs, and how far the clock of each of these is ahead [s]."""

    best: int
    others: tuple[int, ...]
    ahead_s: tuple[float, ...]


def twins_among(traces: Sequence[PackedTrace], sessions: Sequence[Assessment]) -> list[Twins]:
    """Groups of sessions that are one, the better one first."""
    group_of: dict[int, list[int]] = {}
    shift: dict[tuple[int, int], float] = {}
    for one, other in _near_pairs(traces):
        mine, theirs = group_of.get(one, [one]), group_of.get(other, [other])
        if mine is theirs:
            continue
        ahead_s = shift_between(traces[one].unpacked(), traces[other].unpacked())
        if ahead_s is None:
            continue
        shift[one, other], shift[other, one] = ahead_s, -ahead_s
        mine.extend(theirs)
        group_of.update(dict.fromkeys(mine, mine))
    result = []
    for group in {id(group): group for group in group_of.values()}.values():
        best, *others = _better_first(sorted(group), traces, sessions)
        result.append(Twins(best, tuple(others), tuple(shift.get((best, other), 0.0) for other in others)))
    return result


def _near_pairs(traces: Sequence[PackedTrace]) -> Iterable[tuple[int, int]]:
    """Pairs that could be one session: of one content, both undated, or no further apart than zones are."""
    by_time = sorted(range(len(traces)), key=lambda position: (traces[position].bare.began_s or -np.inf, position))
    for rank, one in enumerate(by_time):
        first = traces[one].bare
        end_s = (first.began_s or 0.0) + traces[one].end_s
        for other in by_time[rank + 1 :]:
            second = traces[other].bare
            reach_s = 0.0 if first.zone_known and second.zone_known else LARGEST_SHIFT_S
            if first.began_s is not None and (second.began_s or 0.0) > end_s + LARGEST_SHIFT_S:
                break
            near = first.began_s is None or (second.began_s or 0.0) <= end_s + reach_s
            if near or first.sha256 == second.sha256:
                yield one, other


def _better_first(group: list[int], traces: Sequence[PackedTrace], sessions: Sequence[Assessment]) -> list[int]:
    """The sessions in the order of their evidence; before all, those whose file knows its zone."""
    evidence = [
        LinkEvidence(
            f"{position:09d}",
            sessions[position].recording.duration_s * sessions[position].cleaned.coverage.measured_share,
            sessions[position].recording.source.sensor,
            sum(measurement.value is not None for measurement in sessions[position].measurements),
        )
        for position in group
    ]
    order = [int(one.id) for one in better_first(evidence)]
    return sorted(order, key=lambda position: not traces[position].bare.zone_known)


def said_of_twins(best: Assessment, names: tuple[str, ...]) -> Assessment:
    """The session that stands for others, saying for which."""
    source = best.recording.source
    others = ", ".join(dict.fromkeys(names))
    remark = f"The same session is also in {others}; it is counted once."
    return replace(best, recording=replace(best.recording, source=replace(source, remarks=(*source.remarks, remark))))


def start_by_twin(start: datetime | None, ahead_s: float) -> datetime | None:
    """The start in the zone that a twin's local clock tells: how far it is ahead of UTC; None where it tells nothing.

    Examples
    --------
    >>> start_by_twin(datetime(2026, 3, 1, 8, tzinfo=timezone.utc), 7200.0).isoformat()
    '2026-03-01T10:00:00+02:00'
    """
    if start is None or not ahead_s or start.utcoffset() != timedelta():
        return None
    return start.astimezone(timezone(timedelta(seconds=ahead_s)))
