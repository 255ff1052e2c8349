"""Which part of a session is rest, exercise and recovery."""

from dataclasses import dataclass
from enum import StrEnum

from pacing.errors import PhasesError


class PhaseKind(StrEnum):
    """What the person was doing.

    RAISED: heart rate was raised, and nothing in the file tells whether the person moved. Excitement, pain, standing up
    and fever raise it as exercise does.
    """

    REST = "rest"
    EXERCISE = "exercise"
    RAISED = "raised"
    RECOVERY = "recovery"


class PhaseOrigin(StrEnum):
    """Which evidence set the phase's beginning."""

    GIVEN = "given"
    MARKER = "marker"
    MOVEMENT = "movement"
    HEART_RATE = "heart_rate"


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch [start_s, stop_s) of a session.

    `origin` and `uncertainty_s` (half-width of a 95 % range, [s]) speak of where this phase BEGINS; so the end of an
    exercise bout is as sure as the recovery after it. Of exercise and raised heart rate, `uncertainty_s` is that of the
    less sure of both ends: no recovery may follow. `movement`: True when the person kept moving (an active
    recovery), False when they did not, None when the file cannot tell.
    """

    kind: PhaseKind
    start_s: float
    stop_s: float
    origin: PhaseOrigin
    uncertainty_s: float
    movement: bool | None = None


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases of a session in order; they never overlap, but time between them may belong to none.

    Raises
    ------
    PhasesError
        A phase is empty, or two overlap.
    """

    items: tuple[Phase, ...] = ()

    def __post_init__(self) -> None:
        """Check order and overlap."""
        for phase in self.items:
            if not phase.stop_s > phase.start_s:
                message = f"The phase {phase.kind} ({phase.start_s:g}-{phase.stop_s:g} s) is empty."
                raise PhasesError(message, hint="Give each phase as start-stop in seconds, stop after start.")
        for before, after in zip(self.items, self.items[1:], strict=False):
            if after.start_s < before.stop_s:
                message = f"The phases {before.kind} and {after.kind} overlap at {after.start_s:g} s."
                raise PhasesError(message, hint="Phases may touch but not overlap.")

    def of(self, kind: PhaseKind) -> tuple[Phase, ...]:
        """All phases of one kind, in order."""
        return tuple(p for p in self.items if p.kind is kind)

    @property
    def exertion(self) -> tuple[Phase, ...]:
        """Exercise and raised heart rate, in order: all that is not rest, whatever raised it."""
        return tuple(p for p in self.items if p.kind in (PhaseKind.EXERCISE, PhaseKind.RAISED))
