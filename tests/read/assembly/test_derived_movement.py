"""Steps counted between samples and steps counted since the beginning give the same cadence."""

import numpy as np
import pytest

from pacing.read.assembly.derived_movement import cadence_from_steps
from pacing.read.assembly.series import Series

MINUTES = np.arange(4.0) * 60.0


@pytest.mark.parametrize(
    ("counts", "cadence"),
    [
        ([100.0, 100.0, 100.0, 100.0], [50.0, 50.0, 50.0, 50.0]),  # of each minute, all alike
        ([10.0, 30.0, 20.0, 40.0], [5.0, 15.0, 10.0, 20.0]),  # of each minute: a count since the beginning never falls
        ([0.0, 100.0, 200.0, 260.0], [50.0, 50.0, 30.0]),  # since the beginning
    ],
)
def test_only_a_count_that_never_falls_and_grows_counts_since_the_beginning(
    counts: list[float], cadence: list[float]
) -> None:
    found = cadence_from_steps(Series(MINUTES, np.array(counts)))
    assert found is not None
    assert found.value.tolist() == pytest.approx(cadence)
