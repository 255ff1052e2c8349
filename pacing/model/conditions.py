"""How a session was done and how it shall be analysed: told by the person, never guessed."""

from dataclasses import dataclass
from enum import StrEnum

from pacing.model.person import Posture


class Correction(StrEnum):
    """Which artefact correction RR intervals get."""

    LIPPONEN = "lipponen"
    THRESHOLD = "threshold"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the person told about this session and this analysis.

    `recovery_posture`: what they did after stopping. `maximal_test`: a clinician ran it as a maximal test, so published
    cut-offs may apply. `hrv_window`: `standard`, `whole`, or (start, stop) in s. `compat`: reproduce another program.
    """

    recovery_posture: Posture | None = None
    maximal_test: bool = False
    hrv_window: str | tuple[float, float] = "standard"
    correction: Correction = Correction.LIPPONEN
    compat: str | None = None
