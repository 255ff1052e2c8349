"""Whether RR intervals are beats at all, or heart rate dressed up as beats."""

from dataclasses import dataclass

from pacing.model.recording import Beats


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A pattern that beats never leave: its name and the sentence that explains it."""

    name: str
    sentence: str


def why_not_beats(beats: Beats) -> Fingerprint | None:
    """The fingerprint of heart rate in these intervals, or None when they may well be beats."""
    del beats
    return None
