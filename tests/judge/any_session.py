"""Any session around a limit, for tests of what must always hold."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from pacing.judge.timeline import Timeline, timeline_of
from pacing.model.recording import Sensor

LIMIT = 110.0
FloatArray: TypeAlias = npt.NDArray[np.float64]


@st.composite
def heart_rates(draw: st.DrawFn) -> FloatArray:
    """One value a second around the limit, in stretches and with scatter; some of it missing."""
    stretches = draw(
        st.lists(
            st.tuples(st.sampled_from([90, 105, 108, 109, 110, 111, 113, 125, 0]), st.integers(1, 90)),
            min_size=1,
            max_size=14,
        )
    )
    seed = draw(st.integers(0, 2**32 - 1))
    scatter = draw(st.sampled_from([0, 1, 3]))
    values = np.concatenate([np.full(seconds, float(level)) for level, seconds in stretches])
    values[values == 0] = np.nan
    return values + np.random.default_rng(seed).integers(-scatter, scatter + 1, values.size)


def line(bpm: FloatArray, sensor: Sensor, *, leave_out: bool = False) -> Timeline:
    time_s = np.arange(float(bpm.size))
    kept = np.isfinite(bpm) if leave_out else np.ones(bpm.size, dtype=np.bool_)
    return timeline_of(time_s[kept], bpm[kept], float(bpm.size), 1.0, sensor)
