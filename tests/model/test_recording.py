from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from pacing.model.arrays import frozen
from pacing.model.recording import Beats, HeartRate, Recording, RecordingKind, Source

LOCAL = datetime(2026, 5, 4, 10, 30)  # noqa: DTZ001 - a clock without a zone
SOURCE = Source("walk.fit", "0" * 64, "fit")
HEART_RATE = HeartRate(frozen([0.0, 1.0]), frozen([60.0, 61.0]))
WALK = Recording(RecordingKind.ACTIVITY, HEART_RATE, None, (), (), None, 90.0, "walking", SOURCE)


@pytest.mark.parametrize("rr_ms", [0.0, -800.0, float("nan"), float("inf")])
def test_an_interval_is_positive_and_finite(rr_ms: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        Beats(frozen([1.0]), frozen([rr_ms]))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"start": LOCAL}, "time zone"),
        ({"clock_start": LOCAL.replace(tzinfo=UTC)}, "without zone"),
        ({"start": LOCAL.replace(tzinfo=UTC), "clock_start": LOCAL}, "only where start is unknown"),
        ({"duration_s": -1.0}, "duration"),
        ({"duration_s": float("nan")}, "duration"),
    ],
)
def test_what_contradicts_itself_is_no_recording(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("only where", "stands only where")):
        replace(WALK, **changed)


def test_a_recording_began_by_its_zone_or_its_clock_or_nobody_knows() -> None:
    assert WALK.began is None
    assert replace(WALK, clock_start=LOCAL).began == LOCAL
    assert replace(WALK, start=LOCAL.replace(tzinfo=UTC)).began == LOCAL.replace(tzinfo=UTC)


def test_a_recording_shows_itself_in_a_line() -> None:
    assert repr(WALK) == "<Recording walk.fit: walking, 1.5 min, 2 heart-rate samples>"
    told = replace(WALK, sport=None, clock_start=LOCAL, beats=Beats(frozen([1.0, 1.8]), frozen([800.0, 800.0])))
    assert repr(told) == "<Recording walk.fit: activity, 1.5 min from 2026-05-04 10:30, 2 heart-rate samples, 2 beats>"
