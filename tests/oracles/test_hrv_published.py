"""Values other programs publish for series we have: with the reference's own settings, and to its own digits."""

import csv
from pathlib import Path

import numpy as np
import pytest

from pacing.measure.hrv.geometric import triangular_index
from pacing.measure.hrv.long_term import segments_of
from pacing.measure.hrv.spectrum import resampled, trapezoid_power, welch
from pacing.model.arrays import FloatArray
from tests.measure.hrv_sessions import of_series

pytestmark = pytest.mark.corpus


def _loaded(path: Path) -> FloatArray:
    rr_ms: FloatArray = (np.load(path) if path.suffix == ".npy" else np.loadtxt(path)).astype(np.float64).ravel()
    return rr_ms[rr_ms > 0]


def test_pyhrv_hour_of_rest(corpus: Path) -> None:
    """PyHRV's report of its long sample; its SDSD (43.391) is its own and is left out."""
    found = of_series(_loaded(corpus / "rr" / "pyhrv__SampleNNISeriesLong.npy"))
    expected = {
        "mean_nn": 768.438,
        "sdnn": 85.357,
        "rmssd": 60.523,
        "nn50": 1338,
        "pnn50": 28.571,
        "nn20": 3008,
        "pnn20": 64.232,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=2e-5)


def test_pyhrv_five_minute_segments(corpus: Path) -> None:
    """SDANN 21.466 and SDNN index 82.555: it cuts where a segment's sum passes 300 s, we by the clock; hence 2 %."""
    rr_ms = _loaded(corpus / "rr" / "pyhrv__SampleNNISeriesLong.npy")
    found = segments_of(np.cumsum(rr_ms) / 1000.0, rr_ms, 0.0)
    assert found.mean_ms.std(ddof=1) == pytest.approx(21.466, rel=0.02)
    assert found.deviation_ms.mean() == pytest.approx(82.555, rel=0.005)


def test_pyhrv_triangular_index(corpus: Path) -> None:
    """11.509 with bins of 7.8125 ms, as ours are. The series lies on a grid of 1/128 s, so no bin edge may move."""
    rr_ms = _loaded(corpus / "rr" / "pyhrv__SampleNNISeriesLong.npy")
    counts = np.bincount((rr_ms / 7.8125).astype(np.intp)).astype(np.float64)
    assert float(triangular_index(counts)) == pytest.approx(11.509, abs=5e-4)


def test_julia_hrv_long_list(corpus: Path) -> None:
    found = of_series(_loaded(corpus / "rr" / "HeartRateVariability.jl__e1304.txt"))
    expected = {"mean_nn": 917.24, "sdnn": 137.19, "rmssd": 27.85, "nn50": 342, "pnn50": 4.41, "pnn20": 36.53}
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-3)
    assert found["nn20"] == pytest.approx(2831, abs=1)


def test_python_hrv_spectrum_with_its_settings(corpus: Path) -> None:
    """Cubic 4 Hz, Hann 256, overlap 128, constant detrending, trapezoidal bands, the zero at the end dropped."""
    rr_ms = _loaded(corpus / "rr" / "hrv__real_rri.txt")
    even = resampled(np.cumsum(rr_ms) / 1000.0, rr_ms, 4.0)
    spectrum = welch(even, 4.0, 256, detrend="constant")
    powers = [trapezoid_power(spectrum, *band) for band in ((0.0, 0.04), (0.04, 0.15), (0.15, 0.40))]
    assert powers == pytest.approx([844.5, 1343.50, 1414.88], rel=0.01)
    assert powers[1] / powers[2] == pytest.approx(0.94, abs=0.015)


def test_3245_measured_lists_agree_with_the_app_that_measured_them(corpus: Path) -> None:
    csv.field_size_limit(10**9)
    with (corpus / "datasets" / "hrv-covid19__hrv_measurements.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 3245
    apart = np.zeros((len(rows), 3))
    for place, row in enumerate(rows):
        found = of_series(np.array(row["rr_data"].split(","), dtype=np.float64))
        apart[place] = [found[name] - float(row[name]) for name in ("sdnn", "rmssd", "pnn50")]
    assert np.abs(apart).max() < 0.1


def test_a_human_and_the_program_correct_the_same_beat(corpus: Path) -> None:
    """Two fast beats where one is extra: a human merged them."""
    from pacing.clean.rr_intervals import clean_beats
    from pacing.model.person import Correction
    from tests.measure.hrv_sessions import beats_of

    raw = _loaded(corpus / "rr" / "exploring-heart-rate-variability__rr.txt")
    human = _loaded(corpus / "rr" / "exploring-heart-rate-variability__manual-correction-rr.txt")
    cleaned = clean_beats(beats_of(raw), Correction.LIPPONEN)
    ours = of_series(cleaned.beats.rr_ms[cleaned.state < 2])["rmssd"]
    assert ours == pytest.approx(of_series(human)["rmssd"], rel=0.02)
