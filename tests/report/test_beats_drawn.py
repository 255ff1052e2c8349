"""Figures of heartbeats: from how many on they are drawn, and what stands where in them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from pacing.model.arrays import frozen
from pacing.model.assessment import Assessment
from pacing.model.cleaned import BeatState
from pacing.model.recording import Beats, RecordingKind
from pacing.report.drawing import load_figure
from pacing.report.figures import poincare, recovery, spectrum, tachogram
from pacing.report.figures.spectrum import power_density
from tests.report.conftest import measured

Cases = Mapping[str, Callable[[], Assessment]]


def with_beats(session: Assessment, time_s: np.ndarray, rr_ms: np.ndarray) -> Assessment:
    """A session of these beats, all of them in the stretch its variability was taken from."""
    beats, state = Beats(frozen(time_s), frozen(rr_ms)), np.full(time_s.size, BeatState.NORMAL, dtype=np.uint8)
    rmssd = replace(measured("hrv_rmssd", 30.0, 25.0, 35.0), window=(float(time_s[0]), float(time_s[-1])))
    return replace(session, measurements=(rmssd,), cleaned=replace(session.cleaned, beats=beats, beat_state=state))


@pytest.mark.parametrize(
    ("count", "first_s", "last_s", "shown"),
    [
        (spectrum.LEAST_BEATS, 200.0, 200.0 + spectrum.LEAST_S, True),
        (spectrum.LEAST_BEATS - 1, 200.0, 200.0 + spectrum.LEAST_S, False),
        (spectrum.LEAST_BEATS, 200.0, 199.0 + spectrum.LEAST_S, False),
    ],
)
def test_a_spectrum_takes_a_hundred_beats_over_two_and_a_half_minutes(
    cases: Cases, count: int, first_s: float, last_s: float, shown: bool
) -> None:
    session = with_beats(cases["strap"](), np.linspace(first_s, last_s, count), np.full(count, 1000.0))
    assert load_figure("spectrum").applies((session,)) is shown


def test_a_rhythm_at_the_end_of_a_stretch_is_in_its_spectrum() -> None:
    """225 s are two segments that overlap by half: what only the last third holds is in the second."""
    beat_s = np.arange(0.0, 226.0)
    rhythm_ms = np.where(beat_s > 150.0, 40 * np.sin(2 * np.pi * 0.3 * beat_s), 0.0)
    frequency_hz, density = power_density(Beats(frozen(beat_s), frozen(1000 + rhythm_ms)))
    assert frequency_hz[density.argmax()] == pytest.approx(0.3, abs=0.01)
    assert density.max() > 100


def test_the_name_of_a_band_stands_in_its_middle(cases: Cases) -> None:
    axes = load_figure("spectrum").draw((cases["strap"](),)).axes[0]
    named = {text.get_text(): text.xy[0] for text in axes.texts}  # type: ignore[attr-defined]
    assert named == {band: pytest.approx((low + high) / 2) for band, (low, high) in spectrum.BANDS_HZ.items()}


@pytest.mark.parametrize(("pairs", "shown"), [(poincare.LEAST_PAIRS, True), (poincare.LEAST_PAIRS - 1, False)])
def test_thirty_pairs_of_beats_make_a_picture(cases: Cases, pairs: int, shown: bool) -> None:
    beat_s = np.arange(1.0, pairs + 2.0)
    session = with_beats(cases["strap"](), beat_s, np.full(beat_s.size, 1000.0))
    assert load_figure("poincare").applies((session,)) is shown


@pytest.mark.parametrize(("count", "shown"), [(tachogram.LEAST_BEATS, True), (tachogram.LEAST_BEATS - 1, False)])
def test_thirty_beats_make_a_picture(cases: Cases, count: int, shown: bool) -> None:
    beat_s = np.arange(1.0, count + 1.0)
    session = with_beats(cases["strap"](), beat_s, np.full(count, 1000.0))
    assert load_figure("tachogram").applies((session,)) is shown


def test_beats_without_their_states_cannot_be_drawn(cases: Cases) -> None:
    session = cases["strap"]()
    unsorted = replace(session, cleaned=replace(session.cleaned, beats=None, beat_state=None))
    for name in ("tachogram", "poincare", "spectrum"):
        with pytest.raises(ValueError, match=r"to draw"):
            load_figure(name).draw((unsorted,))
    assert load_figure("poincare").describe((unsorted,)) == load_figure("tachogram").describe((unsorted,))


def test_beats_of_a_day_stand_at_their_hour(cases: Cases) -> None:
    session = cases["strap"]()
    start = datetime(2026, 5, 1, 6, 0, tzinfo=UTC)
    day = replace(session, recording=replace(session.recording, kind=RecordingKind.DAY, start=start))
    line, marks = load_figure("tachogram").draw((day,)).axes[0].lines
    assert session.cleaned.beats is not None
    assert session.cleaned.beat_state is not None
    corrected = session.cleaned.beats.time_s[session.cleaned.beat_state == BeatState.CORRECTED]
    assert np.asarray(line.get_xdata())[[0, -1]] == pytest.approx([6.0, 6.5], abs=0.01)
    assert np.asarray(marks.get_xdata()).tolist() == pytest.approx((6.0 + corrected / 3600.0).tolist())


@pytest.mark.parametrize(
    ("part", "number"), [(True, None), ("106", None), (None, None), (106, 106.0), (106.5, 106.5), (0, 0.0)]
)
def test_a_part_of_a_measurement_is_drawn_only_if_it_is_a_number(part: object, number: float | None) -> None:
    measurement = replace(measured("hr_recovery_60", 22.0, 18.0, 25.0), parts={"end_bpm": part})  # type: ignore[dict-item]
    assert recovery._number(measurement, "end_bpm") == number


@pytest.mark.parametrize(
    ("parts", "level_bpm"), [({"end_bpm": 106.0}, [106.0 - 22.4]), ({"end_bpm": "high"}, []), ({}, [])]
)
def test_a_fall_is_drawn_from_where_it_began_if_that_is_known(
    cases: Cases, parts: dict[str, float], level_bpm: list[float]
) -> None:
    fall = replace(measured("hr_recovery_60", 22.4, 18.9, 25.9), parts=parts)
    axes = load_figure("recovery").draw((replace(cases["within"](), measurements=(fall,)),)).axes[0]
    assert [text.xy for text in axes.texts[1:]] == [(60.0, at) for at in level_bpm]  # type: ignore[attr-defined]


@pytest.mark.parametrize("parts", [{"level_bpm": 72.0}, {"amplitude_bpm": 34.0}, {}])
def test_a_curve_that_is_not_whole_is_not_drawn(cases: Cases, parts: dict[str, float]) -> None:
    session = cases["within"]()
    tau = measured("hr_recovery_tau", 61.0, 52.0, 71.0, level_bpm=72.0, amplitude_bpm=34.0)
    others = tuple(m for m in session.measurements if m.index.id != "hr_recovery_tau")
    drawn = [
        len(load_figure("recovery").draw((replace(session, measurements=(*others, one)),)).axes[0].lines)
        for one in (tau, replace(tau, parts=parts))
    ]
    assert drawn[0] - drawn[1] == 1
