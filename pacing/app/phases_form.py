"""Where exercise began and stopped, corrected by its owner: the form below the chart, and what it says."""

import re
from collections.abc import Mapping

from pacing.app.tasks import FieldError
from pacing.app.template import filled
from pacing.model.assessment import Assessment
from pacing.model.person import Posture
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import RecordingKind
from pacing.report.canvas import LEFT_IN, RIGHT_IN, WIDTH_IN
from pacing.report.figures.timeline import rooms_in
from pacing.report.plot_data import time_axis

TYPED = re.compile(r"(?:(\d{1,2})[:.](\d{2})|(\d{1,3}))[:.](\d{2})|(\d{1,3})(?: ?min)?", re.ASCII)
GIVEN_UNCERTAINTY_S = 0.0
POSTURES = (
    (Posture.LYING, "lay down"),
    (Posture.SITTING, "sat"),
    (Posture.STANDING, "stood"),
    (Posture.WALKING, "kept walking"),
)


def moment(seconds: float) -> str:
    """Seconds since the start, as minutes and seconds, or hours too.

    Examples
    --------
    >>> moment(65), moment(3725)
    ('1:05', '1:02:05')
    """
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, remaining = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{remaining:02d}" if hours else f"{minutes}:{remaining:02d}"


def seconds_of(typed: str) -> float | None:
    """What a person typed as seconds since the start: minutes, minutes and seconds, or hours too; None if neither.

    Examples
    --------
    >>> seconds_of("1:05"), seconds_of("1:02:05"), seconds_of("25"), seconds_of("25 min"), seconds_of("half past")
    (65.0, 3725.0, 1500.0, 1500.0, None)
    """
    result = TYPED.fullmatch(typed.strip())
    if result is None:
        return None
    hours, of_the_hour, minutes, seconds, alone = (int(part or 0) for part in result.groups())
    return float(hours * 3600 + (of_the_hour + minutes + alone) * 60 + seconds)


def phases_form(session: Assessment, here: str) -> str:
    """The form below the chart that corrects when exercise began and stopped; "" for a whole day."""
    if session.recording.kind is RecordingKind.DAY:
        return ""
    bouts = session.phases.of(PhaseKind.EXERCISE)
    height_in, bottom_in = rooms_in(time_axis(session, with_clock=True))
    given = any(phase.origin is PhaseOrigin.GIVEN for phase in session.phases.items)
    return filled(
        "phases.html.jinja",
        here=here,
        given=given,
        began=moment(bouts[0].start_s) if bouts else "",
        stopped=moment(bouts[-1].stop_s) if bouts else "",
        lasts=moment(session.recording.duration_s),
        postures=POSTURES,
        posture=session.conditions.recovery_posture or "",
        span_s=max(session.recording.duration_s, 1.0),
        left=round(LEFT_IN / WIDTH_IN, 5),
        right=round(1 - RIGHT_IN / WIDTH_IN, 5),
        bottom=round(1 - bottom_in / height_in, 5),
    )


def phases_from_fields(fields: Mapping[str, str], duration_s: float) -> Phases:
    """Rest before, exercise between the two moments that were given, recovery after.

    Parameters
    ----------
    fields
        Of the form: `began` and `stopped`, as a person types moments.
    duration_s
        Of the recording [s].

    Raises
    ------
    FieldError
        A moment is none, or the two do not lie within the recording in their order.
    """
    began, stopped = (seconds_of(fields.get(name, "")) for name in ("began", "stopped"))
    if began is None or stopped is None:
        message = "A moment is minutes and seconds since the start."
        raise FieldError(message, hint="Such as 5:00 and 25:30.")
    stopped = min(stopped, duration_s)
    if not 0 <= began < stopped:
        message = f"The stop must come after the beginning, and the recording lasts {moment(duration_s)}."
        raise FieldError(message, hint=f"You gave {moment(began)} and {moment(stopped)}; are they swapped?")
    spans = (
        (PhaseKind.REST, 0.0, began),
        (PhaseKind.EXERCISE, began, stopped),
        (PhaseKind.RECOVERY, stopped, duration_s),
    )
    return Phases(tuple(Phase(kind, a, b, PhaseOrigin.GIVEN, GIVEN_UNCERTAINTY_S) for kind, a, b in spans if b > a))
