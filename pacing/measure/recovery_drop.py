"""How far heart rate has fallen some time after exercise ended: the drop, its share of the rise, their intervals."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value, once
from pacing.measure.levels import PERCENT, Level, require_resting_level, resting_level
from pacing.measure.recovery_account import bout_caveats, bout_parts
from pacing.measure.recovery_bout import RecoveryBout, require_bouts, require_recorded, require_sure_end
from pacing.measure.recovery_draws import end_draws, later_draws
from pacing.measure.recovery_level import end_level_bpm, level_after_bpm, track_of
from pacing.measure.recovery_rules import SensorRules, require_rise, require_sensor, sensor_caveats
from pacing.measure.uncertainty import REST_STREAM, interval, normal_draws
from pacing.measure.windows import SECOND_S
from pacing.model.measurement import Part

MeasuredT = TypeVar("MeasuredT")


def last_of(bouts: tuple[RecoveryBout, ...], measure: Callable[[RecoveryBout], MeasuredT]) -> MeasuredT:
    """What `measure` finds on the last bout it can; the last bout's refusal when on none."""
    first_refusal: NotMeasurableError | None = None
    for bout in reversed(bouts):
        try:
            return measure(bout)
        except NotMeasurableError as refusal:
            first_refusal = first_refusal or refusal
    if first_refusal is None:
        message = "there are no bouts to measure on"
        raise ValueError(message)
    raise first_refusal


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
    """One measured drop: levels [bpm], the resting level, and what stands beside it."""

    after_s: float
    bout: RecoveryBout
    end_bpm: float
    later_bpm: float
    rest: Level | None
    parts: dict[str, Part]
    caveats: tuple[str, ...]

    @property
    def drop_bpm(self) -> float:
        """Heart rate at the end minus heart rate later [bpm]."""
        return self.end_bpm - self.later_bpm

    @property
    def window(self) -> tuple[float, float]:
        """From the end of exercise to the later moment [s]."""
        return self.bout.end_s, self.bout.end_s + self.after_s


def drop_after(inputs: Inputs, after_s: float, rules: SensorRules) -> Drop:
    """The drop `after_s` [s] after the last exercise bout that has one; those of other bouts are among its parts."""
    bouts = require_bouts(inputs)
    track = track_of(inputs)
    require_sensor(track, rules)
    last, earlier = last_measurable(bouts, lambda bout: drop_of(inputs, bout, after_s))
    others: dict[str, Part] = {}
    for drop in earlier:
        others[f"bout_{drop.bout.number}_drop_bpm"] = drop.drop_bpm
        others[f"bout_{drop.bout.number}_end_s"] = drop.bout.end_s
    caveats = (*last.caveats, *sensor_caveats(track, rules))
    return replace(last, parts={**last.parts, **others}, caveats=caveats)


@once
def drop_of(inputs: Inputs, bout: RecoveryBout, after_s: float) -> Drop:
    """The drop after one bout."""
    track = track_of(inputs)
    slack_s = reference.RECOVERY_NEAREST_SAMPLE_S.value if track.sparse else 0.0
    require_recorded(bout, after_s + SECOND_S - slack_s)
    require_sure_end(bout, after_s)
    end_bpm = end_level_bpm(track, bout)
    rest = resting_level(inputs)
    require_rise(track, end_bpm, rest)
    later_bpm = level_after_bpm(track, bout, after_s)
    parts: dict[str, Part] = {**bout_parts(inputs, bout, end_bpm), "later_bpm": later_bpm}
    peak_bpm = parts.get("peak_bpm")
    if isinstance(peak_bpm, float):
        parts["from_peak_bpm"] = peak_bpm - later_bpm
    return Drop(
        after_s=after_s,
        bout=bout,
        end_bpm=end_bpm,
        later_bpm=later_bpm,
        rest=rest,
        parts=parts,
        caveats=bout_caveats(inputs, bout),
    )


def drop_value(inputs: Inputs, after_s: float, rules: SensorRules) -> Value:
    """The drop [bpm] as an index gives it."""
    drop = drop_after(inputs, after_s, rules)
    low, high = interval(drop.drop_bpm, end_draws(inputs, drop.bout) - later_draws(inputs, drop.bout, after_s))
    return Value(drop.drop_bpm, low, high, drop.window, drop.parts, drop.caveats)


def share_value(inputs: Inputs, after_s: float, rules: SensorRules) -> Value:
    """The drop as a share of the rise over rest [%] as an index gives it."""
    drop = drop_after(inputs, after_s, rules)
    rest = require_resting_level(inputs)
    ends = end_draws(inputs, drop.bout)
    rises = ends - (rest.bpm + normal_draws(REST_STREAM, rest.sd_bpm))
    with np.errstate(divide="ignore"):
        draws = np.where(rises > 0, PERCENT * (ends - later_draws(inputs, drop.bout, after_s)) / rises, np.nan)
    value = PERCENT * drop.drop_bpm / (drop.end_bpm - rest.bpm)
    parts = {**drop.parts, "drop_bpm": drop.drop_bpm, "rest_bpm": rest.bpm, "rest_definition": rest.definition}
    return Value(value, *interval(value, draws), drop.window, parts, drop.caveats)


def slow_value(inputs: Inputs, first_s: float, then_s: float, rules: SensorRules) -> Value:
    """The fall between two moments after the end [bpm] as an index gives it."""
    later = drop_after(inputs, then_s, rules)
    earlier = drop_of(inputs, later.bout, first_s)
    value = earlier.later_bpm - later.later_bpm
    draws = later_draws(inputs, later.bout, first_s) - later_draws(inputs, later.bout, then_s)
    parts = {**later.parts, f"level_{first_s:.0f}_bpm": earlier.later_bpm, f"level_{then_s:.0f}_bpm": later.later_bpm}
    window = later.bout.end_s + first_s, later.bout.end_s + then_s
    return Value(value, *interval(value, draws), window, parts, later.caveats)
