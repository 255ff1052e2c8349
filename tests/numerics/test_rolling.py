"""Quantiles in a moving window are those numpy gives, however long the series."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.numerics.rolling import running_least, running_lower_quartile, running_median, running_quartiles


def plain(values: FloatArray, width: int, percent: float) -> FloatArray:
    half = width // 2
    return np.array([np.percentile(values[max(i - half, 0) : i + half + 1], percent) for i in range(values.size)])


@pytest.mark.parametrize("count", [0, 1, 2, 5, 10, 11, 12, 90, 91, 92, 300])
@pytest.mark.parametrize("width", [11, 91])
def test_short_series_agree_with_numpy_in_every_place(count: int, width: int) -> None:
    values = np.random.default_rng(count).normal(800.0, 50.0, count)
    assert running_median(values, width) == pytest.approx(plain(values, width, 50))
    assert running_lower_quartile(values, width) == pytest.approx(plain(values, width, 25))
    assert running_least(values, width).tolist() == plain(values, width, 0).tolist()
    both = np.array([plain(values, width, 25), plain(values, width, 75)])
    assert np.array(running_quartiles(values, width)) == pytest.approx(both)


def test_a_series_of_a_whole_day_has_the_quantiles_of_its_parts() -> None:
    values = np.round(np.random.default_rng(1).normal(800.0, 50.0, 33_268))
    whole = running_quartiles(values, 91)[1]
    for first in (0, 10_000, values.size - 1000):
        part = running_quartiles(values[first : first + 1000], 91)[1]
        inside = slice(0 if first == 0 else 45, 1000 if first + 1000 == values.size else 955)
        assert whole[first : first + 1000][inside].tolist() == part[inside].tolist()
    assert running_median(values, 11)[20_000] == np.median(values[19_995:20_006])
