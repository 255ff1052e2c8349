"""How far heart rate fell after stopping, by when and how quickly, by our reckoning and by the watch's own."""

import numpy as np

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.levels import PERCENT, require_resting_level
from pacing.measure.recovery.device import device_value
from pacing.measure.recovery.drop import drop_after, drop_of
from pacing.measure.recovery.level_samples import end_level_samples, later_level_samples
from pacing.measure.recovery.sensor_suitability import SensorPolicy, SensorRules
from pacing.measure.recovery.time_course import half_time_value, t30_value, tau_value
from pacing.measure.uncertainty import REST_SEED, interval, normal_samples
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

AFTER_S = 30.0
RULES = SensorRules(optical=SensorPolicy.REFUSED, sparse=SensorPolicy.REFUSED)


def recovery(inputs: Inputs) -> Value:
    """The drop from the end of exercise.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    return drop_value(inputs, AFTER_S, RULES)


HR_RECOVERY_30 = Index(
    IndexInfo(
        id="hr_recovery_30",
        title="Heart-rate recovery in half a minute",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="How far heart rate fell within half a minute of stopping. The first of the three drops and the "
        "one a sensor's lag and an uncertain end change most.",
        formula="mean of the last 5 s before the end - mean of the 5 s around 30 s after it",
        needs="A chest strap writing every second, the end of exercise, and heart rate about 20 bpm above rest.",
        limits="It grows with effort and depends on posture and on moving on: compare only sessions that ended in "
        "the same way. No published limit applies outside its own test.",
        sources=("imai_1994", "bosquet_2008", "design"),
    ),
    recovery,
)


HR_RECOVERY_60_AFTER_S = 60.0
HR_RECOVERY_60_RULES = SensorRules(optical=SensorPolicy.CAUTION, sparse=SensorPolicy.CAUTION)


def _hr_recovery_60(inputs: Inputs) -> Value:
    """The drop from the end of exercise."""
    return drop_value(inputs, HR_RECOVERY_60_AFTER_S, HR_RECOVERY_60_RULES)


HR_RECOVERY_60 = Index(
    IndexInfo(
        id="hr_recovery_60",
        title="Heart-rate recovery in one minute",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="How far heart rate fell within one minute of stopping.",
        formula="mean of the last 5 s before the end (10 s optical) - mean of the 5 s around 60 s after it",
        needs="The end of exercise, the recording going on for a minute after it, and heart rate about 20 bpm "
        "above rest.",
        limits="It grows with effort and depends on posture and on moving on: compare only sessions that ended in "
        "the same way. No published limit applies outside its own test.",
        sources=("cole_1999", "watanabe_2001", "dacunha_2011", "buchheit_2014", "bosquet_2008"),
    ),
    _hr_recovery_60,
)


HR_RECOVERY_120_AFTER_S = 120.0
HR_RECOVERY_120_RULES = SensorRules(optical=SensorPolicy.GIVEN, sparse=SensorPolicy.GIVEN)


def _hr_recovery_120(inputs: Inputs) -> Value:
    """The drop from the end of exercise."""
    return drop_value(inputs, HR_RECOVERY_120_AFTER_S, HR_RECOVERY_120_RULES)


HR_RECOVERY_120 = Index(
    IndexInfo(
        id="hr_recovery_120",
        title="Heart-rate recovery in two minutes",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="How far heart rate fell within two minutes of stopping. This is the recovery number to look at "
        "first: a sensor's lag changes it least.",
        formula="mean of the last 5 s before the end (10 s optical) - mean of the 5 s around 120 s after it",
        needs="The end of exercise, the recording going on for two minutes after it, and heart rate about 20 "
        "bpm above rest.",
        limits="It grows with effort and depends on posture and on moving on: compare only sessions that ended in "
        "the same way. No published limit applies outside its own test.",
        sources=("cole_2000", "shetler_2001", "dacunha_2011", "bosquet_2008", "mellis_2014"),
    ),
    _hr_recovery_120,
)


HR_RECOVERY_SHARE_60_AFTER_S = 60.0
HR_RECOVERY_SHARE_60_RULES = SensorRules(optical=SensorPolicy.CAUTION, sparse=SensorPolicy.CAUTION)


def _hr_recovery_share_60(inputs: Inputs) -> Value:
    """The drop as a share of the rise."""
    return share_value(inputs, HR_RECOVERY_SHARE_60_AFTER_S, HR_RECOVERY_SHARE_60_RULES)


HR_RECOVERY_SHARE_60 = Index(
    IndexInfo(
        id="hr_recovery_share_60",
        title="Share of the rise recovered in one minute",
        unit="%",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="The fall of heart rate within one minute of stopping, as a share of how far it had been above "
        "the resting level.",
        formula="100 * (HR end - HR after 60 s) / (HR end - HR rest)",
        needs="What the fall in one minute needs, and a resting heart rate.",
        limits="A share compares sessions of different effort better than beats do, but it leans on the "
        "resting level and its definition. No limit exists for it.",
        sources=("bosquet_2008", "buchheit_2014", "design"),
    ),
    _hr_recovery_share_60,
)


HR_RECOVERY_SHARE_120_AFTER_S = 120.0
HR_RECOVERY_SHARE_120_RULES = SensorRules(optical=SensorPolicy.GIVEN, sparse=SensorPolicy.GIVEN)


def _hr_recovery_share_120(inputs: Inputs) -> Value:
    """The drop as a share of the rise."""
    return share_value(inputs, HR_RECOVERY_SHARE_120_AFTER_S, HR_RECOVERY_SHARE_120_RULES)


HR_RECOVERY_SHARE_120 = Index(
    IndexInfo(
        id="hr_recovery_share_120",
        title="Share of the rise recovered in two minutes",
        unit="%",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="The fall of heart rate within two minutes of stopping, as a share of how far it had been above "
        "the resting level.",
        formula="100 * (HR end - HR after 120 s) / (HR end - HR rest)",
        needs="What the fall in two minutes needs, and a resting heart rate.",
        limits="A share compares sessions of different effort better than beats do, but it leans on the "
        "resting level and its definition. No limit exists for it.",
        sources=("bosquet_2008", "buchheit_2014", "design"),
    ),
    _hr_recovery_share_120,
)


FIRST_S = 60.0
THEN_S = 120.0
HR_RECOVERY_SLOW_RULES = SensorRules(optical=SensorPolicy.CAUTION, sparse=SensorPolicy.CAUTION)


def slow_part(inputs: Inputs) -> Value:
    """The fall between one and two minutes after the end.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    return slow_value(inputs, FIRST_S, THEN_S, HR_RECOVERY_SLOW_RULES)


HR_RECOVERY_SLOW = Index(
    IndexInfo(
        id="hr_recovery_slow",
        title="Slow part of heart-rate recovery",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="How far heart rate fell in the second minute after stopping: the fall in two minutes less the "
        "fall in one.",
        formula="HR after 60 s - HR after 120 s, each a mean of 5 s",
        needs="What the fall in two minutes needs, recorded well at one minute too.",
        limits="A small difference of two uncertain levels: its interval is wide. No limit exists for it.",
        sources=("bosquet_2008", "pierpont_2000", "design"),
    ),
    slow_part,
)


HR_RECOVERY_T30 = Index(
    IndexInfo(
        id="hr_recovery_t30",
        title="Time constant of the first 30 s of recovery (T30)",
        unit="s",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="The time in which heart rate would fall to 37 %, were it to go on falling as in the first 30 s "
        "after stopping: the longer, the slower the fall.",
        formula="-1 / slope of ln(heart rate) on time over the first 30 s after the end",
        needs="A chest strap writing every second, the end of exercise known within seconds, and heart rate "
        "about 20 bpm above rest.",
        limits="Studies use different half minutes (0-30 s here, others 10-40 s). From one value a second it is rough.",
        sources=("imai_1994", "design"),
    ),
    t30_value,
)


HR_RECOVERY_TAU = Index(
    IndexInfo(
        id="hr_recovery_tau",
        title="Time constant of heart-rate recovery",
        unit="s",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="The time in which 63 % of the way down to the level of recovery is done, from an exponential "
        "fitted to three to five minutes of still recovery.",
        formula="least squares of HR(t) = level + amplitude * exp(-t / tau), all three free, t from the end of "
        "exercise",
        needs="At least 180 s (better 300 s) of still recovery after submaximal exercise, one value a second.",
        limits="Repeats differ by about a third in the same person. Not given after maximal tests, where it "
        "depends on the second the fit begins.",
        sources=("pierpont_2000", "buchheit_2014"),
    ),
    tau_value,
)


HR_RECOVERY_HALF_TIME = Index(
    IndexInfo(
        id="hr_recovery_half_time",
        title="Half time of heart-rate recovery",
        unit="s",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="How long heart rate took to fall half of the way from its level at the end to the resting level.",
        formula="first t with mean HR over 5 s at or below HR end - 0.5 * (HR end - HR rest)",
        needs="The end of exercise, a resting heart rate, one value a second, and a recording that lasts "
        "until half is reached.",
        limits="It leans on the resting level and its definition.",
        sources=("bosquet_2008", "design"),
    ),
    half_time_value,
)


HR_RECOVERY_DEVICE_120 = Index(
    IndexInfo(
        id="hr_recovery_device_120",
        title="Two-minute recovery by the watch's own record",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="Some watches note heart rate two minutes after the timer was stopped. This is the fall from "
        "the recorded level at the stop to that noted value: a check that does not depend on this "
        "program finding the end.",
        formula="mean of the last 5 s two minutes before the watch's note - noted heart rate",
        needs="A watch that writes a recovery heart rate (FIT event recovery_hr), and heart rate up to the stop.",
        limits="One value by rules of the maker that are not published; that it is a level at two minutes, not "
        "a fall, is how the files at hand show it.",
        sources=("design",),
    ),
    device_value,
)


INDICES = (
    HR_RECOVERY_30,
    HR_RECOVERY_60,
    HR_RECOVERY_120,
    HR_RECOVERY_SHARE_60,
    HR_RECOVERY_SHARE_120,
    HR_RECOVERY_SLOW,
    HR_RECOVERY_T30,
    HR_RECOVERY_TAU,
    HR_RECOVERY_HALF_TIME,
    HR_RECOVERY_DEVICE_120,
)


def drop_value(inputs: Inputs, after_s: float, rules: SensorRules) -> Value:
    """The drop [bpm] as an index gives it.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    after_s : how long after the end [s]
    rules : which sensors may carry it

    Returns
    -------
    Value
        [bpm] with its 95 % interval.

    References
    ----------
    Cole 1999, Cole 2000, Shetler 2001: `reference` keeps their limits and conditions.
    """
    drop = drop_after(inputs, after_s, rules)
    low, high = interval(
        drop.drop_bpm, end_level_samples(inputs, drop.bout) - later_level_samples(inputs, drop.bout, after_s)
    )
    return Value(drop.drop_bpm, low, high, drop.window, drop.parts, drop.caveats)


def share_value(inputs: Inputs, after_s: float, rules: SensorRules) -> Value:
    """The drop as a share of the rise over rest [%] as an index gives it.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    after_s : how long after the end [s]
    rules : which sensors may carry it

    Returns
    -------
    Value
        [%] with its 95 % interval.
    """
    drop = drop_after(inputs, after_s, rules)
    rest = require_resting_level(inputs)
    ends = end_level_samples(inputs, drop.bout)
    rises = ends - (rest.bpm + normal_samples(REST_SEED, rest.sd_bpm))
    with np.errstate(divide="ignore"):
        draws = np.where(rises > 0, PERCENT * (ends - later_level_samples(inputs, drop.bout, after_s)) / rises, np.nan)
    value = PERCENT * drop.drop_bpm / (drop.end_bpm - rest.bpm)
    parts = {**drop.parts, "drop_bpm": drop.drop_bpm, "rest_bpm": rest.bpm, "rest_definition": rest.definition}
    return Value(value, *interval(value, draws), drop.window, parts, drop.caveats)


def slow_value(inputs: Inputs, first_s: float, then_s: float, rules: SensorRules) -> Value:
    """The fall between two moments after the end [bpm] as an index gives it.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    first_s, then_s : the two moments after the end [s]
    rules : which sensors may carry it

    Returns
    -------
    Value
        [bpm] with its 95 % interval.
    """
    later = drop_after(inputs, then_s, rules)
    earlier = drop_of(inputs, later.bout, first_s)
    value = earlier.later_bpm - later.later_bpm
    draws = later_level_samples(inputs, later.bout, first_s) - later_level_samples(inputs, later.bout, then_s)
    parts = {**later.parts, f"level_{first_s:.0f}_bpm": earlier.later_bpm, f"level_{then_s:.0f}_bpm": later.later_bpm}
    window = later.bout.end_s + first_s, later.bout.end_s + then_s
    return Value(value, *interval(value, draws), window, parts, later.caveats)
