"""Standing tests: heart rate rises because the person stood up, not because they exercised."""

from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import MarkerKind, Recording
from pacing.segment.bout import Bout

STANDING_WORDS = ("stand", "upright", "lean", "tilt")  # design: what people write
STILL_SPORTS = (None, "generic", "other", "training", "breathing")  # design: sports that may be a standing test
NEAR_S = 60.0  # design: standing shows in heart rate within a minute
SHORTEST_REST_S = 60.0  # design: less lying before it is not rest
PRESS_UNCERTAINTY_S = 5.0  # design: how far from the moment they stand up people press a button


def stood_up_s(recording: Recording, by_heart: tuple[Bout, ...]) -> float | None:
    """When the person stood up [s]; None when the recording is no standing test.

    It is one when a note or lap says so, or when a recording of no sport has one press of the lap button, and all that
    heart rate shows is a rise that begins at that press.
    """
    said = [m.time_s for m in recording.markers if _says_standing(m.label)]
    if said:
        return said[0]
    presses = [m.time_s for m in recording.markers if m.kind is MarkerKind.USER]
    if len(presses) != 1 or len(by_heart) != 1 or recording.sport not in STILL_SPORTS:
        return None
    return presses[0] if abs(by_heart[0].start.time_s - presses[0]) <= NEAR_S else None


def phases_of_standing(begin_s: float, stood_s: float) -> Phases:
    """The rest before standing up; standing is neither rest nor exercise."""
    if stood_s - begin_s < SHORTEST_REST_S:
        return Phases()
    return Phases((Phase(PhaseKind.REST, begin_s, stood_s, PhaseOrigin.MARKER, PRESS_UNCERTAINTY_S),))


def _says_standing(label: str) -> bool:
    words = label.lower().replace("_", " ").replace("-", " ").split()
    return any(word.startswith(STANDING_WORDS) for word in words)
