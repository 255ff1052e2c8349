"""How much of what was not recorded falls into pauses of the timer."""

import numpy as np

from pacing.judge.timeline import Timeline
from pacing.model.recording import Marker, MarkerKind


def paused_unrecorded_s(timeline: Timeline, markers: tuple[Marker, ...]) -> float:
    """Seconds nobody recorded because the timer was halted [s]; a pause lasts until the timer goes on, or the end.

    Examples
    --------
    >>> from pacing.judge.timeline import timeline_of
    >>> from pacing.model.recording import Sensor
    >>> line = timeline_of(np.array([0.0, 1.0, 10.0]), np.array([90.0, 91.0, 95.0]), 11.0, 1.0, Sensor.STRAP)
    >>> pause, resume = Marker(4.0, MarkerKind.PAUSE), Marker(10.0, MarkerKind.RESUME)
    >>> paused_unrecorded_s(line, (pause, resume))
    6.0
    """
    unknown = ~timeline.known
    if not unknown.any():
        return 0.0
    start_s, stop_s = timeline.start_s[unknown], timeline.stop_s[unknown]
    overlaps = (
        np.clip(np.minimum(stop_s, until_s) - np.maximum(start_s, from_s), 0.0, None).sum()
        for from_s, until_s in _pauses(markers, float(timeline.stop_s[-1]))
    )
    return float(sum(overlaps))


def _pauses(markers: tuple[Marker, ...], end_s: float) -> list[tuple[float, float]]:
    """The pauses in order; a second halt inside a pause changes nothing."""
    pauses, halted_s = [], None
    for marker in sorted(markers, key=lambda marker: marker.time_s):
        if marker.kind is MarkerKind.PAUSE and halted_s is None:
            halted_s = marker.time_s
        elif marker.kind is MarkerKind.RESUME and halted_s is not None:
            pauses.append((halted_s, marker.time_s))
            halted_s = None
    return pauses if halted_s is None else [*pauses, (halted_s, end_s)]
