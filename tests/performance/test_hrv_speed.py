"""How fast variability is, as ratios against other programs measured in the same run.

Run with `python -m pytest tests/performance/test_hrv_speed.py -m performance -s`. NeuroKit2 is in the development
environment; antropy, fathon and hrv-analysis are compared with where they are installed. Ratios are medians of rounds
in which both take turns. Only ratios are asserted, and far below what is measured.
"""

import importlib.util
import time
import tracemalloc
import warnings
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from pacing.measure.hrv.geometric import triangle_base, triangular_index
from pacing.measure.hrv.nonlinear import fluctuations, sample_entropy
from pacing.measure.hrv.spectrum import band_power, lomb, resampled, welch
from pacing.measure.index import Index, Inputs
from pacing.measure.session import all_indices, measure_index
from pacing.model.arrays import FloatArray
from tests.measure.hrv_sessions import beats_of, of_series, session

pytestmark = [pytest.mark.performance, pytest.mark.filterwarnings("ignore")]
SIZES = {"5 min": 337, "1 h": 4684, "24 h": 100_000}
BANDS = ((0.003, 0.04), (0.04, 0.15), (0.15, 0.40))


def series(count: int) -> FloatArray:
    """Breathing, a slow wave, 1/f and the day's wave, on whole ms."""
    random = np.random.default_rng(5)
    clock = np.arange(count) * 0.85
    pink = np.fft.irfft(np.fft.rfft(random.normal(size=count)) / np.sqrt(np.arange(count // 2 + 1) + 1.0), count)
    day = 60.0 * np.sin(2 * np.pi * clock / 86_400.0) if count > 50_000 else 0.0
    breath, slow = 30.0 * np.sin(2 * np.pi * 0.25 * clock), 25.0 * np.sin(2 * np.pi * 0.1 * clock)
    rr_ms: FloatArray = np.round(850.0 + day + breath + slow + 25.0 * pink / pink.std())
    return rr_ms


def full_set(rr_ms: FloatArray) -> float:
    """Every number the full sets of other programs hold: time, histogram, Poincare, Welch, entropy, scaling."""
    found = of_series(rr_ms)
    counts = np.bincount((rr_ms / 7.8125).astype(np.intp)).astype(np.float64)
    spectrum = welch(resampled(np.cumsum(rr_ms) / 1000.0, rr_ms, 4.0), 4.0, 1200)
    powers = [band_power(spectrum, *band) for band in BANDS]
    entropy = sample_entropy(rr_ms, 0.2 * found["sdnn"]).entropy
    scaling = float(fluctuations(rr_ms, 4, 16).exponent())
    shapes = float(triangular_index(counts)) + float(triangle_base(np.pad(counts, 1)[None])[0])
    return found["rmssd"] + sum(powers) + entropy + scaling + shapes


def of_hrv_analysis(listed: list[float]) -> dict[str, float]:
    """The same set by hrv-analysis."""
    import hrvanalysis as hrva  # type: ignore[import-not-found, unused-ignore]

    result: dict[str, float] = hrva.get_time_domain_features(listed)
    for more in (
        hrva.get_geometrical_features,
        hrva.get_frequency_domain_features,
        hrva.get_csi_cvi_features,
        hrva.get_poincare_plot_features,
        hrva.get_sampen,
    ):
        result |= more(listed)
    return result


def _measured(indices: list[Index], inputs: Inputs) -> None:
    for index in indices:
        measure_index(index, inputs)


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def ratio(title: str, theirs: Callable[[], object], ours: Callable[[], object], rounds: int = 5) -> float:
    """Median of theirs over ours; prints it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs()
        ours()
        pairs = np.array([(timed(theirs), timed(ours)) for _ in range(rounds)])
    found = float(np.median(pairs[:, 0] / pairs[:, 1]))
    print(f"{title:44s} {1e3 * np.median(pairs[:, 0]):10.2f} ms {1e3 * np.median(pairs[:, 1]):9.2f} ms {found:8.1f}x")
    return found


@pytest.mark.skipif(importlib.util.find_spec("neurokit2") is None, reason="NeuroKit2 is not installed")
@pytest.mark.parametrize("name", ["5 min", "1 h"])
def test_neurokit(name: str) -> None:
    import neurokit2 as nk

    rr_ms = series(SIZES[name])
    time_s = np.cumsum(rr_ms) / 1000.0
    given = {"RRI": rr_ms, "RRI_Time": time_s}
    r, scales = 0.2 * rr_ms.std(ddof=1), np.arange(4, 17)
    if name == "5 min":
        assert (
            ratio("NeuroKit2 full set, 5 min", lambda: nk.hrv(given, sampling_rate=1000), lambda: full_set(rr_ms)) > 75
        )
    assert ratio(f"NeuroKit2 time, {name}", lambda: nk.hrv_time(given), lambda: of_series(rr_ms)) > 10
    by_welch = lambda: nk.hrv_frequency(given, psd_method="welch")  # noqa: E731
    even = lambda: welch(resampled(time_s, rr_ms, 4.0), 4.0, 1200)  # noqa: E731
    assert ratio(f"NeuroKit2 Welch, {name}", by_welch, even) > 15
    entropy = lambda: nk.entropy_sample(rr_ms, tolerance=r)  # noqa: E731
    assert ratio(f"NeuroKit2 SampEn, {name}", entropy, lambda: sample_entropy(rr_ms, r)) > 2
    dfa = lambda: nk.fractal_dfa(rr_ms, scale=scales)  # noqa: E731
    assert ratio(f"NeuroKit2 DFA alpha1, {name}", dfa, lambda: fluctuations(rr_ms, 4, 16).exponent()) > 5


@pytest.mark.skipif(importlib.util.find_spec("antropy") is None, reason="antropy is not installed")
@pytest.mark.parametrize(("name", "floor"), [("5 min", 0.3), ("1 h", 5.0), ("24 h", 2.0)])
def test_antropy(name: str, floor: float) -> None:
    import antropy  # type: ignore[import-not-found, unused-ignore]

    rr_ms = series(SIZES[name])
    r = 0.2 * rr_ms.std(ddof=1)
    theirs = lambda: antropy.sample_entropy(rr_ms, order=2, tolerance=r)  # noqa: E731
    assert ratio(f"antropy SampEn, {name}", theirs, lambda: sample_entropy(rr_ms, r), 3) > floor


@pytest.mark.skipif(importlib.util.find_spec("fathon") is None, reason="fathon is not installed")
@pytest.mark.parametrize(("name", "floor"), [("5 min", 1.5), ("1 h", 7.0), ("24 h", 12.0)])
def test_fathon(name: str, floor: float) -> None:
    import fathon  # type: ignore[import-not-found, unused-ignore]
    from fathon import fathonUtils  # type: ignore[import-not-found, unused-ignore]

    rr_ms = series(SIZES[name])

    def theirs() -> None:
        found = fathon.DFA(fathonUtils.toAggregated(rr_ms))
        found.computeFlucVec(np.arange(4, 17), polOrd=1)
        found.fitFlucVec()

    assert ratio(f"fathon DFA a1, {name}", theirs, lambda: fluctuations(rr_ms, 4, 16).exponent()) > floor


@pytest.mark.skipif(importlib.util.find_spec("hrvanalysis") is None, reason="hrv-analysis is not installed")
@pytest.mark.parametrize(("name", "floor"), [("5 min", 2.5), ("1 h", 75.0)])
def test_hrv_analysis(name: str, floor: float) -> None:
    import hrvanalysis as hrva  # type: ignore[import-not-found, unused-ignore]

    rr_ms = series(SIZES[name])
    listed = rr_ms.tolist()
    time_s = np.cumsum(rr_ms) / 1000.0
    assert ratio(f"hrv-analysis full set, {name}", lambda: of_hrv_analysis(listed), lambda: full_set(rr_ms), 3) > floor
    by_lomb = lambda: hrva.get_frequency_domain_features(listed, method="lomb")  # noqa: E731
    assert ratio(f"hrv-analysis Lomb, {name}", by_lomb, lambda: lomb(time_s, rr_ms), 3) > 3
    by_welch = lambda: hrva.get_frequency_domain_features(listed)  # noqa: E731
    even = lambda: welch(resampled(time_s, rr_ms, 4.0), 4.0, 1200)  # noqa: E731
    assert ratio(f"hrv-analysis Welch, {name}", by_welch, even, 3) > 1


@pytest.mark.parametrize("name", list(SIZES))
def test_all_thirty_indices_with_their_intervals(name: str) -> None:
    """The whole way of a session: correction, window, every index with its interval or reason."""
    beats = beats_of(series(SIZES[name]))
    indices = [index for key, index in all_indices().items() if key.startswith("hrv_")]
    cleaning = min(timed(lambda: session(beats, window="whole")) for _ in range(2))
    fresh = [session(beats, window="whole") for _ in range(2)]
    taken = min(timed(partial(_measured, indices, made)) for made in fresh)
    print(
        f"{'30 indices with intervals, ' + name:44s} cleaning {1e3 * cleaning:8.2f} ms, indices {1e3 * taken:8.2f} ms"
    )
    if name == "24 h":
        tracemalloc.start()
        made = session(beats, window="whole")
        _measured(indices, made)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        print(f"{'peak memory, 24 h':44s} {peak:8.1f} MiB")
        assert peak < 150
        assert taken < 3.0
