"""Real files: ends of exercise where the file shows them, and no recovery where the sensor failed."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from pacing.clean.clean import clean_recording
from pacing.model.cleaned import Cleaned
from pacing.model.phases import Phase, PhaseKind
from pacing.model.recording import MarkerKind
from pacing.read.read import read_recordings
from pacing.segment.pauses import pauses, presses_in_motion
from pacing.segment.phases import find_phases

pytestmark = pytest.mark.corpus


def found(corpus: Path, name: str) -> tuple[Cleaned, tuple[Phase, ...]]:
    (recording, *_) = read_recordings(corpus / name)
    cleaned = clean_recording(recording)
    return cleaned, find_phases(recording, cleaned).of(PhaseKind.RECOVERY)


def level(cleaned: Cleaned, at_s: float) -> float:
    near = np.abs(cleaned.heart_rate.time_s - at_s) <= 2.5
    return float(np.nanmean(cleaned.heart_rate.bpm[near]))


def drop(cleaned: Cleaned, recovery: Phase) -> float:
    """Fall from the 5 s before the recovery to the 5 s around its 120th second [bpm]."""
    return level(cleaned, recovery.start_s - 2.5) - level(cleaned, recovery.start_s + 120.0)


@pytest.mark.parametrize(
    "name",
    [
        "fit/fitdecode__sample-activity-indoor-trainer.fit",
        "fit/php-fit-file-analysis__GitHub_stationary-bike-power_demo.FIT",
        "fit/Fit-File-Faker__mywhoosh_20260111.fit",
    ],
)
def test_riding_on_at_ease_after_the_last_effort_is_no_recovery(corpus: Path, name: str) -> None:
    _, recoveries = found(corpus, name)
    assert not recoveries


@pytest.mark.parametrize(
    ("name", "lost_s"),
    [
        ("fit/FitFileViewer__Virtual_Zwift_Climb_Portal_Cauberg_at_100_Elevation_in_Watopia_12_miles.fit", 1822),
        ("fit/FitFileViewer__18857497810_ACTIVITY.fit", 2021),
        ("fit/Fit-File-Faker__tpv_20250111.fit", 4219),
        ("fit/Fit-File-Faker__mywhoosh_20260111.fit", 2109),
    ],
)
def test_a_lost_signal_begins_no_recovery(corpus: Path, name: str, lost_s: float) -> None:
    cleaned, recoveries = found(corpus, name)
    lost = np.abs(cleaned.heart_rate.time_s - lost_s) <= 1
    assert np.isnan(cleaned.heart_rate.bpm[lost]).any() or "mywhoosh" in name
    assert not any(abs(recovery.start_s - lost_s) <= 15 for recovery in recoveries)


def test_beats_bring_back_the_recoveries_that_the_halted_timer_hid(corpus: Path) -> None:
    cleaned, recoveries = found(corpus, "fit/fit__garmin.fit")
    filled = next(step.changed for step in cleaned.steps if step.name == "heart_rate_from_beats")
    assert filled > 1000
    assert cleaned.coverage.measured_share > 0.98
    assert len(recoveries) >= 6


def test_a_graded_exercise_test_of_beats_has_its_end_at_the_peak(corpus: Path) -> None:
    cleaned, recoveries = found(corpus, "rr/hrv__08012805.txt")
    assert abs(recoveries[0].start_s - 663) <= 12
    assert drop(cleaned, recoveries[0]) == pytest.approx(47, abs=5)


PAUSED = {  # by how many were halted for half a minute or more: pressed in motion and resumed elsewhere, gone through
    "fit/Fit-File-Faker__karoo_20251119.fit": (13, [], []),
    "fit/FitFileParser__running.fit": (3, [], []),
    "fit/fit__garmin.fit": (17, [], []),
    "fit/fit__0160487007.fit": (14, [], []),
    "fit/fitdecode__2019-02-17-062644-ELEMNT-297E-195-0.fit": (33, [7084.0], []),
    "fit/python-fitparse__coros-pace-2-cycling-misaligned-fields.fit": (5, [1791.0, 11921.0], [1791.0]),
    "fit/sweatpy__2020-06-01-16-52-40.fit": (1, [53.0], [53.0]),
}


@pytest.mark.parametrize("name", PAUSED)
def test_of_86_pauses_four_were_pressed_in_motion_and_resumed_elsewhere(corpus: Path, name: str) -> None:
    (recording, *_) = read_recordings(corpus / name)
    markers = [m for m in recording.markers if m.kind in (MarkerKind.PAUSE, MarkerKind.RESUME)]
    halts = {press.time_s: resumed.time_s - press.time_s for press, resumed in pairwise(markers)}
    long = {m.time_s for m in markers if m.kind is MarkerKind.PAUSE and halts.get(m.time_s, 0.0) >= 30.0}
    moving = sorted(long & set(presses_in_motion(recording)))
    through = sorted(long - {start_s for start_s, _ in pauses(recording)})
    assert (len(long), moving, through) == PAUSED[name]


def test_a_swimmer_whose_heart_fell_at_the_wall_had_stopped_though_distance_counted_on(corpus: Path) -> None:
    _, recoveries = found(corpus, "reported/swim_pause_covered_by_strap.fit")
    assert [recovery.start_s for recovery in recoveries] == [900.0]
