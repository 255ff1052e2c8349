"""Sessions made by hand: only what comparing looks at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pacing.model.assessment import Assessment
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Measurement, Part, Reason
from pacing.model.recording import Sensor
from tests.history.test_store import made_session as empty_session

START = datetime(2026, 1, 1, 10, tzinfo=UTC)


def measured(
    index_id: str, value: float | None, half: float = 0.0, parts: Mapping[str, Part] | None = None
) -> Measurement:
    """A measurement with its interval, or none at all."""
    info = IndexInfo(index_id, index_id, "bpm", IndexGroup.RECOVERY, 0, Evidence.SUPPORTED, "d.", "f", "n.", "l.", ())
    if value is None:
        return Measurement(info, unavailable=Reason.NOT_RECORDED, advice="Record it.")
    return Measurement(info, value, value - half, value + half, parts=parts or {})


def made_session(
    number: int,
    value: float = 30.0,
    *,
    end_bpm: float | None = 110.0,
    end_half: float | None = None,
    posture: str | None = "sitting",
    movement: str = "passive",
    sensor: Sensor = Sensor.OPTICAL,
    sport: str | None = "walking",
    reserve: Mapping[str, Part] | None = None,
    peak_bpm: float = 115.0,
    peak_half: float | None = 3.0,
    speed_m_s: float | None = None,
    every_days: float = 2.0,
) -> Assessment:
    """A session with a recovery of `value` after an exercise that ended at `end_bpm`, `number` times two days later."""
    sha256 = f"{number:064x}"[::-1]
    made = empty_session(sha256, start=START + timedelta(days=every_days * number))
    parts: dict[str, Part] = {"posture": posture, "movement": movement}
    if end_bpm is not None:
        parts |= {"end_bpm": end_bpm, "later_bpm": end_bpm - value}
    if end_half is not None:
        parts["end_half_width_bpm"] = end_half
    found = [measured("hr_recovery_120", value, 4.0, parts)]
    if peak_half is not None:
        found.append(measured("hr_peak", peak_bpm, peak_half))
    if reserve is not None:
        found.append(measured("hr_reserve_share", 45.0, 12.0, reserve))
    if speed_m_s is not None:
        found.append(measured("walking_speed_self_selected", speed_m_s, 0.05))
        found.append(measured("hr_mean", 100.0 + value, 1.0))
    source = replace(made.recording.source, sensor=sensor)
    recording = replace(made.recording, source=source, sport=sport)
    return replace(made, recording=recording, measurements=tuple(found))


def recovery_of(session: Assessment) -> Measurement:
    """The recovery of a made session."""
    found = session.measurement("hr_recovery_120")
    assert found is not None
    return found
