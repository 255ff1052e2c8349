"""People, past sessions and measurements for the judge's tests."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from pacing.judge.applicable_limits import rule_of
from pacing.judge.rule import RuleInputs
from pacing.model.exceedance import Limit
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Measurement, Part
from pacing.model.person import LimitSetting, PastSession, Person
from pacing.model.recording import Sensor

ALPHA1_COURSE = {
    f"course_{name}_{n}": value
    for n, (bpm, alpha1) in enumerate(zip(range(90, 150, 10), (1.2, 1.05, 0.9, 0.8, 0.65, 0.5), strict=True), 1)
    for name, value in (("bpm", float(bpm)), ("alpha1", alpha1))
}
"""Parts of a course of DFA alpha1 that falls steadily from 1.2 at 90 bpm to 0.5 at 140 bpm."""
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def limit_by(
    rule: str,
    person: Person,
    *,
    setting: LimitSetting | None = None,
    measurements: tuple[Measurement, ...] = (),
    sensor: Sensor = Sensor.STRAP,
    past: tuple[PastSession, ...] = (),
    ceiling_bpm: float | None = None,
) -> Limit:
    """The limit one rule gives."""
    return rule_of(rule).limit(RuleInputs(person, setting, NOON, measurements, sensor, past, ceiling_bpm))


def measured(
    index_id: str, value: float, *, width: float = 0.5, parts: Mapping[str, Part] | None = None, unit: str = "bpm"
) -> Measurement:
    """A measurement of any index."""
    info = IndexInfo(index_id, index_id, unit, IndexGroup.LEVEL, 0, Evidence.SUPPORTED, "d", "f", "n", "l", ())
    return Measurement(info, value, value - width, value + width, parts=parts or {})


def past_sessions(
    *upper_bpm: float, comfortable: bool | None = True, flare_after: bool | None = False, days_ago: float = 60.0
) -> tuple[PastSession, ...]:
    """Sessions one day after each other, all before noon of the day."""
    first = NOON - timedelta(days=days_ago)
    return tuple(
        PastSession(first + timedelta(days=n), comfortable, flare_after, bpm - 10, bpm, 1800.0)
        for n, bpm in enumerate(upper_bpm)
    )
