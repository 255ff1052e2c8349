"""Heart rate that a strap kept and gave to the watch afterwards."""

import numpy as np
import pytest

from pacing.read.fit.heart_rate import StrapHeartRate, filled_from_strap
from tests.read.fit.fit_bytes import T0, FitBytes, read_one

CLOCK_S = 4_194_200.0  # the strap's own clock, shortly before its 32 bits roll over at 4194304 s


def _packed(ticks: list[int]) -> bytes:
    """Eight 12-bit values, least significant first, as FIT packs them."""
    whole = sum((tick & 0xFFF) << 12 * i for i, tick in enumerate(ticks))
    return whole.to_bytes(12, "little")


def _swim(seconds: int, rr_s: float, *, clock_s: float = CLOCK_S, fraction: float = 0.5) -> tuple[FitBytes, int]:
    """Records without heart rate, then a strap's memory: an anchor and messages of eight beats."""
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin", product=2697)
    for second in range(seconds):
        fit.message("record", 1, timestamp=T0 + second, distance=second)
    anchor = round(clock_s * 1024)
    fit.message("hr", 2, timestamp=T0, fractional_timestamp=fraction, filtered_bpm=[100], event_timestamp=[clock_s])
    tick, beats = float(anchor), 0
    while (tick - anchor) / 1024 < seconds - 10:
        ticks = []
        for _ in range(8):
            tick += rr_s * 1024
            ticks.append(round(tick))
        beats += 8
        fit.message("hr", 3, filtered_bpm=[round(60 / rr_s)] * 8, event_timestamp_12=list(_packed(ticks)))
    return fit, beats


@pytest.mark.parametrize("clock_s", [1000.0, CLOCK_S])
def test_the_memory_of_a_strap_fills_the_records_also_over_the_clocks_roll_over(clock_s: float) -> None:
    fit, _ = _swim(300, 0.6, clock_s=clock_s)
    recording = read_one(fit.file())
    assert (recording.heart_rate.bpm[2:290] == 100).all()
    assert np.isfinite(recording.heart_rate.bpm).sum() >= 290
    assert any("from a strap's memory" in remark for remark in recording.source.remarks)


def test_the_events_of_a_strap_are_beats_where_their_steps_agree_with_its_heart_rate() -> None:
    fit, beats = _swim(300, 0.6)
    recording = read_one(fit.file())
    assert recording.beats is not None
    assert recording.beats.rr_ms.size == beats
    assert recording.beats.rr_ms == pytest.approx(600, abs=1.1)
    assert recording.start is not None
    first_beat = recording.start.timestamp() + recording.beats.time_s[0]
    assert first_beat == pytest.approx(T0 + 631_065_600 + 0.5 + 0.6, abs=0.01)


def test_events_that_do_not_agree_with_the_heart_rate_are_no_beats() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(60):
        fit.message("record", 1, timestamp=T0 + second, distance=second)
    fit.message("hr", 2, timestamp=T0, filtered_bpm=[100], event_timestamp=[1000.0])
    for group in range(5):
        ticks = [1_024_000 + 1024 * (8 * group + i + 1) for i in range(8)]  # one a second, whatever the heart does
        fit.message("hr", 3, filtered_bpm=[100] * 8, event_timestamp_12=list(_packed(ticks)))
    recording = read_one(fit.file())
    assert recording.beats is None
    assert np.isfinite(recording.heart_rate.bpm).sum() >= 40


def test_events_before_any_anchor_have_no_time_and_are_left_out() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(20):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=90)
    fit.message("hr", 3, filtered_bpm=[100] * 8, event_timestamp_12=list(_packed(list(range(0, 8000, 1000)))))
    recording = read_one(fit.file())
    assert (recording.heart_rate.bpm == 90).all()
    assert recording.beats is None


def test_filling_takes_the_mean_since_the_record_before_and_holds_it_for_five_seconds() -> None:
    strap = StrapHeartRate(np.array([0.4, 0.9, 2.5]), np.array([100.0, 110.0, 120.0]))
    records = np.array([1.0, 2.0, 3.0, 7.0, 8.0])
    filled = filled_from_strap(records, np.array([np.nan, np.nan, 77.0, np.nan, np.nan]), strap)
    assert filled.tolist() == pytest.approx([105, 110, 77, 120, np.nan], nan_ok=True)
