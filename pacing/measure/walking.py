"""Walking at a self-chosen speed: the speed itself, and what it costs the heart."""

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value
from pacing.measure.levels import LEAST_SHARE_OF_WINDOW, PERCENT, require_resting_level
from pacing.measure.load import Load, walks
from pacing.measure.medication import medication_caveats
from pacing.measure.scatter import block_mean_sd
from pacing.measure.time_words import in_words
from pacing.measure.uncertainty import (
    PEAK_STREAM,
    REST_STREAM,
    interval,
    normal_draws,
    normal_interval,
    sensor_error,
)
from pacing.measure.windows import SECOND_S, part_between, usable_samples
from pacing.model.measurement import Part, Reason
from pacing.model.phases import Phase

SPEED_STREAM = 41
SECONDS_PER_MINUTE = 60.0


def walking_speed_value(inputs: Inputs) -> Value:
    """Median speed of the middle 80 % of the longest walk [m/s]."""
    bout, speeds = _longest(walks(inputs))
    edge_s = edge_of(bout, reference.WALK_MIDDLE_SHARE.value)
    inside = (speeds.time_s >= bout.start_s + edge_s) & (speeds.time_s < bout.stop_s - edge_s)
    known = speeds.value[inside & np.isfinite(speeds.value)]
    _require_long_enough(bout, known.size * SECOND_S)
    value = float(np.median(known))
    sd = np.hypot(block_mean_sd(known), value * reference.SPEED_ERROR_PERCENT.value / PERCENT)
    low, high = normal_interval(value, float(sd))
    window = bout.start_s + edge_s, bout.stop_s - edge_s
    stood = float(np.mean(known < reference.WALK_SLOWEST_M_S.value))
    return Value(value, max(low, 0.0), high, window, {"walk_s": bout.stop_s - bout.start_s, "standing_share": stood})


def edge_of(bout: Phase, share: float) -> float:
    """What to leave out at either end of a bout so that its middle `share` (0..1) is left, in whole seconds [s].

    Examples
    --------
    >>> from pacing.model.phases import PhaseKind, PhaseOrigin
    >>> edge_of(Phase(PhaseKind.EXERCISE, 100.0, 700.0, PhaseOrigin.MARKER, 0.0), 0.8)
    60.0
    """
    return float(np.floor((bout.stop_s - bout.start_s) * (1.0 - share) / 2.0 + 1e-9))


def physiological_cost(walking_bpm: float, resting_bpm: float, speed_m_s: float) -> float:
    """Heart beats above resting per metre walked.

    Examples
    --------
    >>> physiological_cost(105.0, 75.0, 75.0 / 60.0)
    0.4
    """
    return (walking_bpm - resting_bpm) / (speed_m_s * SECONDS_PER_MINUTE)


def cost_index_value(inputs: Inputs) -> Value:
    """Beats above resting per metre over the settled part of the longest walk."""
    bout, speeds = _longest(walks(inputs))
    rest = require_resting_level(inputs)
    settled_s = reference.WALK_SETTLED_AFTER_S.value
    begin_s = bout.start_s + settled_s
    known = speeds.value[(speeds.time_s >= begin_s) & np.isfinite(speeds.value)]
    _, bpm = part_between(*usable_samples(inputs.cleaned), begin_s, bout.stop_s)
    shortest_s = reference.WALK_SETTLED_SHORTEST_S.value
    if min(known.size, bpm.size) * SECOND_S < max(shortest_s, (bout.stop_s - begin_s) * LEAST_SHARE_OF_WINDOW):
        reason = Reason.TOO_SHORT if bout.stop_s - begin_s < shortest_s else Reason.TOO_MANY_GAPS
        raise NotMeasurableError(
            reason,
            f"The walk was too short or not recorded well. Walk on for {in_words(settled_s + shortest_s)} or more, "
            "with heart rate and speed recorded.",
        )
    walking_bpm, speed = float(bpm.mean()), float(known.mean())
    if not speed > reference.WALK_SLOWEST_M_S.value:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE, "The walk was mostly standing. Walk without stopping for a few minutes."
        )
    value = physiological_cost(walking_bpm, rest.bpm, speed)
    hr_sd = np.hypot(sensor_error(inputs.recording).level_sd_bpm(bpm.size * SECOND_S), block_mean_sd(bpm))
    speed_sd = np.hypot(block_mean_sd(known), speed * reference.SPEED_ERROR_PERCENT.value / PERCENT)
    rises = walking_bpm + normal_draws(PEAK_STREAM, float(hr_sd)) - rest.bpm - normal_draws(REST_STREAM, rest.sd_bpm)
    drawn_speeds = np.maximum(speed + normal_draws(SPEED_STREAM, float(speed_sd)), reference.WALK_SLOWEST_M_S.value)
    low, high = interval(value, rises / (drawn_speeds * SECONDS_PER_MINUTE))
    parts: dict[str, Part] = {
        "walking_bpm": walking_bpm,
        "rest_bpm": rest.bpm,
        "rest_definition": rest.definition,
        "speed_m_s": speed,
        "settled_s": bout.stop_s - begin_s,
    }
    caveats = medication_caveats(inputs.person.medication)
    return Value(value, low, high, (begin_s, bout.stop_s), parts, caveats)


def _longest(found: tuple[tuple[Phase, Load], ...]) -> tuple[Phase, Load]:
    return max(found, key=lambda walk: int(np.isfinite(walk[1].value).sum()))


def _require_long_enough(bout: Phase, known_s: float) -> None:
    shortest_s = reference.WALK_SHORTEST_S.value
    if known_s >= shortest_s * LEAST_SHARE_OF_WINDOW:
        return
    reason = Reason.TOO_SHORT if bout.stop_s - bout.start_s < shortest_s else Reason.TOO_MANY_GAPS
    raise NotMeasurableError(reason, f"Walk on for {in_words(shortest_s)} or more, with speed recorded.")
