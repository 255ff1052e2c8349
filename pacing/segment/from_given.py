"""Phases the person gave: taken as they are, if they lie inside the session."""

from dataclasses import replace

from pacing.errors import PhasesError
from pacing.model.phases import PhaseOrigin, Phases

TOLERANCE_S = 1.0  # design: a session of 1799.6 s is "1800 s" to the person who gives it


def given_phases(given: Phases, duration_s: float) -> Phases:
    """The given phases, marked as given and certain; an end up to a second late is set to the session's end.

    Raises
    ------
    PhasesError
        A phase lies, wholly or partly, outside the session.
    """
    items = []
    for phase in given.items:
        if phase.start_s < 0 or phase.stop_s > duration_s + TOLERANCE_S or phase.start_s >= duration_s:
            message = (
                f"The phase {phase.kind} ({phase.start_s:g}-{phase.stop_s:g} s) is not inside the session, "
                f"which runs from 0 to {duration_s:.0f} s."
            )
            raise PhasesError(message, hint="Give seconds since the start of the recording.")
        stop_s = min(phase.stop_s, duration_s)
        items.append(replace(phase, stop_s=stop_s, origin=PhaseOrigin.GIVEN, uncertainty_s=0.0))
    return Phases(tuple(items))
