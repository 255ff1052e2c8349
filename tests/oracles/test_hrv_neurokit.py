"""NeuroKit2 on the same series, with each difference explained."""

import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from pacing.measure.hrv.nonlinear import fluctuations, sample_entropy
from tests.measure.hrv_sessions import of_series, sinus


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sample_entropy_agrees_to_all_digits(seed: int) -> None:
    """Both count a distance of exactly r as a match; r off the grid of the intervals."""
    import neurokit2 as nk

    rr_ms = sinus(400, seed)
    r = 0.2 * rr_ms.std(ddof=1)
    theirs, _ = nk.entropy_sample(rr_ms, delay=1, dimension=2, tolerance=r)
    assert sample_entropy(rr_ms, r).entropy == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_scaling_agrees_once_its_windows_are_ours(seed: int) -> None:
    """Its own default for alpha1 is windows of 4 to 11 beats, overlapping; told 4-16 without overlap it agrees."""
    import neurokit2 as nk

    rr_ms = sinus(400, seed)
    theirs, _ = nk.fractal_dfa(rr_ms, scale=np.arange(4, 17), overlap=False, multifractal=False)
    assert float(fluctuations(rr_ms, 4, 16).exponent()) == pytest.approx(theirs, abs=1e-6)


def test_time_domain_agrees_but_for_the_divisor_of_pnn50() -> None:
    """It divides NN50 by the number of intervals, we by the number of differences."""
    import neurokit2 as nk

    rr_ms = sinus(330)
    theirs = nk.hrv_time({"RRI": rr_ms, "RRI_Time": np.cumsum(rr_ms) / 1000.0}, sampling_rate=1000).iloc[0]
    ours = of_series(rr_ms)
    for name, column in (("sdnn", "HRV_SDNN"), ("rmssd", "HRV_RMSSD"), ("sdsd", "HRV_SDSD"), ("mean_nn", "HRV_MeanNN")):
        assert ours[name] == pytest.approx(theirs[column], rel=1e-9)
    assert ours["pnn50"] * (rr_ms.size - 1) / rr_ms.size == pytest.approx(theirs["HRV_pNN50"], rel=1e-9)
