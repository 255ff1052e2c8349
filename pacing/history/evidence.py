"""Which of several recordings of one session stands for all: the one that brings the most evidence."""

from collections.abc import Iterable
from dataclasses import dataclass

from pacing.model.recording import Sensor

WHOLE_SHARE = 0.9  # design: a recording with less than this of the longest one's seconds does not stand for it


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """What one recording of a session brings: seconds with a heart rate, its sensor, and how many numbers it gave."""

    id: str
    recorded_s: float
    sensor: str
    numbers: int


def better_first(recordings: Iterable[LinkEvidence]) -> list[LinkEvidence]:
    """Recordings of one session in the order of their evidence.

    First those that recorded (nearly) as much as the longest; then a strap, which follows the heart most closely; then
    those that gave more numbers, as a file with movement and marks does; then more seconds; then the id.

    Examples
    --------
    >>> watch, strap = LinkEvidence("a", 1800.0, "optical", 30), LinkEvidence("b", 1750.0, "strap", 28)
    >>> short = LinkEvidence("c", 900.0, "strap", 40)
    >>> [evidence.id for evidence in better_first([watch, short, strap])]
    ['b', 'a', 'c']
    """
    every = tuple(recordings)
    longest_s = max((evidence.recorded_s for evidence in every), default=0.0)
    return sorted(
        every,
        key=lambda evidence: (
            evidence.recorded_s < WHOLE_SHARE * longest_s,
            evidence.sensor != Sensor.STRAP,
            -evidence.numbers,
            -evidence.recorded_s,
            evidence.id,
        ),
    )
