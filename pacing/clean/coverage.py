"""How much of the session was recorded."""

import numpy as np

from pacing.model.arrays import FloatArray, StateArray
from pacing.model.cleaned import BeatState, Coverage, SampleState


def coverage(
    seconds: FloatArray,
    state: StateArray,
    hr_samples: int,
    beats_written: int | None = None,
    beat_state: StateArray | None = None,
) -> Coverage:
    """Share of the session's seconds with a usable value, longest stretch without one, samples and beats written.

    The session's seconds are all from the first to the last second of the grid, including holes that were left out of
    it. Usable: measured or filled. `beats_written`: RR intervals the device wrote; `beat_state`: what became of them,
    which may be more, because correction puts in the beats that were missed.

    Examples
    --------
    >>> found = coverage(np.array([0.0, 1.0, 9.0]), np.zeros(3, np.uint8), 3)
    >>> found.measured_share, found.longest_gap_s
    (0.3, 7.0)
    """
    artefacts = None
    if beat_state is not None and beat_state.size:
        artefacts = float(np.mean(beat_state != BeatState.NORMAL))
    if not seconds.size:
        return Coverage(0.0, 0.0, hr_samples, beats_written, artefacts)
    usable = seconds[state <= SampleState.FILLED]
    span_s = float(seconds[-1] - seconds[0]) + 1.0
    ends = np.concatenate(([seconds[0] - 1.0], usable, [seconds[-1] + 1.0]))
    return Coverage(usable.size / span_s, float(np.diff(ends).max()) - 1.0, hr_samples, beats_written, artefacts)
