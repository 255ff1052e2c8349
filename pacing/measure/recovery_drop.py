"""How far heart rate has fallen some time after exercise ended: the drop, its share of the rise, their intervals."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value
from pacing.measure.levels import PERCENT, Level, require_resting_level, resting_level
from pacing.measure.recovery_account import bout_caveats, bout_parts
from pacing.measure.recovery_bout import RecoveryBout, require_bouts, require_recorded, require_sure_end
from pacing.measure.recovery_level import HALF_WINDOW_S, Track, end_level_bpm, level_after_bpm, track_of
from pacing.measure.recovery_rules import SensorRules, require_rise, require_sensor, sensor_caveats
from pacing.measure.scatter import scatter_bpm
from pacing.measure.shifted import Curve, curve_through
from pacing.measure.uncertainty import NORMAL_95, REST_STREAM, interval, normal_draws, sensor_error, uniform_draws
from pacing.measure.windows import SECOND_S, part_between
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part
from pacing.model.phases import PhaseOrigin

END_STREAM, LAG_STREAM, FIRST_STREAM = 11, 12, 13  # independent errors
LATER_STREAM = 100  # and one for each time after the end: 100 + seconds
SCATTER_S = 60.0  # design: a level's scatter is looked for in the minute around it


class OfBout(Protocol):
    """Something measured on one bout."""

    @property
    def bout(self) -> RecoveryBout:
        """The bout it was measured on."""
        ...


MeasuredT = TypeVar("MeasuredT", bound=OfBout)


def last_measurable(
    bouts: tuple[RecoveryBout, ...], measure: Callable[[RecoveryBout], MeasuredT]
) -> tuple[MeasuredT, tuple[MeasuredT, ...]]:
    """What `measure` finds on the last bout it can, and on the earlier ones; the last bout's refusal when on none."""
    found: list[MeasuredT] = []
    refusals: list[NotMeasurableError] = []
    for bout in reversed(bouts):
        try:
            found.append(measure(bout))
        except NotMeasurableError as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    return found[0], tuple(found[1:])


@dataclass(frozen=True, slots=True, eq=False)
class Drop:
    """One measured drop: levels [bpm], their draws, the resting level, and what stands beside it."""

    after_s: float
    bout: RecoveryBout
    end_bpm: float
    later_bpm: float
    rest: Level | None
    end_draws: FloatArray
    later_draws: FloatArray
    parts: dict[str, Part]
    caveats: tuple[str, ...]

    @property
    def drop_bpm(self) -> float:
        """Heart rate at the end minus heart rate later [bpm]."""
        return self.end_bpm - self.later_bpm

    @property
    def draws(self) -> FloatArray:
        """Draws of the drop [bpm]."""
        return self.end_draws - self.later_draws

    @property
    def window(self) -> tuple[float, float]:
        """From the end of exercise to the later moment [s]."""
        return self.bout.end_s, self.bout.end_s + self.after_s


def drop_after(inputs: Inputs, after_s: float, rules: SensorRules) -> Drop:
    """The drop `after_s` [s] after the last exercise bout that has one; those of other bouts are among its parts."""
    bouts = require_bouts(inputs)
    track = track_of(inputs)
    require_sensor(track, rules)
    last, earlier = last_measurable(bouts, lambda bout: drop_of(inputs, track, bout, after_s, rules))
    others: dict[str, Part] = {}
    for drop in earlier:
        others[f"bout_{drop.bout.number}_drop_bpm"] = drop.drop_bpm
        others[f"bout_{drop.bout.number}_end_s"] = drop.bout.end_s
    return replace(last, parts={**last.parts, **others})


def drop_of(inputs: Inputs, track: Track, bout: RecoveryBout, after_s: float, rules: SensorRules) -> Drop:
    """The drop after one bout."""
    slack_s = reference.RECOVERY_NEAREST_SAMPLE_S.value if track.sparse else 0.0
    require_recorded(bout, after_s + SECOND_S - slack_s)
    require_sure_end(bout, after_s)
    end_bpm = end_level_bpm(track, bout)
    rest = resting_level(inputs)
    require_rise(track, end_bpm, rest)
    later_bpm = level_after_bpm(track, bout, after_s)
    anchors = anchor_draws(inputs, bout)
    curve = recovery_curve(track, bout)
    parts = {**bout_parts(inputs, track, bout, end_bpm), "later_bpm": later_bpm}
    peak_bpm = parts.get("peak_bpm")
    if isinstance(peak_bpm, float):
        parts["from_peak_bpm"] = peak_bpm - later_bpm
    return Drop(
        after_s=after_s,
        bout=bout,
        end_bpm=end_bpm,
        later_bpm=later_bpm,
        rest=rest,
        end_draws=end_draws(inputs, track, bout, anchors),
        later_draws=later_draws(inputs, track, bout, curve, anchors, after_s),
        parts=parts,
        caveats=(*bout_caveats(inputs, track, bout), *sensor_caveats(track, rules)),
    )


def recovery_curve(track: Track, bout: RecoveryBout) -> Curve:
    """Heart rate from the bout's beginning until exercise begins again."""
    until_s = np.inf if bout.resumed_s is None else bout.resumed_s
    return curve_through(*part_between(track.time_s, track.bpm, bout.exercise.start_s, until_s))


def anchor_draws(inputs: Inputs, bout: RecoveryBout) -> FloatArray:
    """Draws of when, on the sensor's clock, the exercise ended [s]: the end's own uncertainty and the sensor's lag.

    An end found in the heart rate itself already carries the lag.
    """
    anchors = bout.end_s + normal_draws(END_STREAM, bout.end_uncertainty_s / NORMAL_95)
    if bout.origin is PhaseOrigin.HEART_RATE:
        return anchors
    error = sensor_error(inputs.recording)
    return anchors + uniform_draws(LAG_STREAM, error.lag_low_s, error.lag_high_s)


def end_draws(inputs: Inputs, track: Track, bout: RecoveryBout, anchors: FloatArray) -> FloatArray:
    """Draws of heart rate when the exercise ended [bpm], for draws of that moment [s].

    Only what was recorded before the end speaks of it, carried on as it last went: later seconds already fall.
    """
    before = curve_through(*part_between(track.time_s, track.bpm, bout.exercise.start_s, bout.end_s))
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(track.end_window_s)
    scatter = scatter_bpm(track.time_s, track.bpm, bout.end_s - SCATTER_S, bout.end_s)
    return before.mean(anchors - track.end_window_s, anchors) + normal_draws(FIRST_STREAM, max(sensor_sd, scatter))


def later_draws(
    inputs: Inputs, track: Track, bout: RecoveryBout, curve: Curve, anchors: FloatArray, after_s: float
) -> FloatArray:
    """Draws of heart rate `after_s` [s] after the exercise ended [bpm], for draws of that moment [s]."""
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(2 * HALF_WINDOW_S)
    start_s = min(bout.end_s + after_s - SCATTER_S / 2, bout.recorded_until_s - SCATTER_S)
    scatter = scatter_bpm(track.time_s, track.bpm, max(start_s, bout.end_s), start_s + SCATTER_S)
    at_s = anchors + after_s
    return curve.mean(at_s - HALF_WINDOW_S, at_s + HALF_WINDOW_S) + normal_draws(
        LATER_STREAM + int(after_s), max(sensor_sd, scatter)
    )


def drop_value(inputs: Inputs, after_s: float, rules: SensorRules) -> Value:
    """The drop [bpm] as an index gives it."""
    drop = drop_after(inputs, after_s, rules)
    low, high = interval(drop.drop_bpm, drop.draws)
    return Value(drop.drop_bpm, low, high, drop.window, drop.parts, drop.caveats)


def share_value(inputs: Inputs, after_s: float, rules: SensorRules) -> Value:
    """The drop as a share of the rise over rest [%] as an index gives it."""
    drop = drop_after(inputs, after_s, rules)
    rest = require_resting_level(inputs)
    rises = drop.end_draws - (rest.bpm + normal_draws(REST_STREAM, rest.sd_bpm))
    with np.errstate(divide="ignore"):
        draws = np.where(rises > 0, PERCENT * drop.draws / rises, np.nan)
    value = PERCENT * drop.drop_bpm / (drop.end_bpm - rest.bpm)
    parts = {**drop.parts, "drop_bpm": drop.drop_bpm, "rest_bpm": rest.bpm, "rest_definition": rest.definition}
    return Value(value, *interval(value, draws), drop.window, parts, drop.caveats)


def slow_value(inputs: Inputs, first_s: float, then_s: float, rules: SensorRules) -> Value:
    """The fall between two moments after the end [bpm] as an index gives it."""
    later = drop_after(inputs, then_s, rules)
    earlier = drop_of(inputs, track_of(inputs), later.bout, first_s, rules)
    value = earlier.later_bpm - later.later_bpm
    draws = earlier.later_draws - later.later_draws
    parts = {**later.parts, f"level_{first_s:.0f}_bpm": earlier.later_bpm, f"level_{then_s:.0f}_bpm": later.later_bpm}
    window = later.bout.end_s + first_s, later.bout.end_s + then_s
    return Value(value, *interval(value, draws), window, parts, later.caveats)
