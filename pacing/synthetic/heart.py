r"""From the noiseless heart rate to the beating heart: variability, then beats by integral pulse frequency modulation.

The RR interval that goes with the noiseless rate H is 60 / H; variability changes it by

    dRR(t) = exp(-(H - rest) / 30 bpm) (respiratory b(t) + slow p(t)),

b breathing, p a 1/f wave, so that it shrinks as the heart rate rises. The momentary rate is 60 / (60 / H + dRR) and a
beat falls where the integral of rate / 60 passes the next whole number: beats and heart rate come from one process.
"""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.synthetic.fluctuation import breathing, pink_wave
from pacing.synthetic.plan import SessionPlan

SHRINK_BPM = 30.0  # design: variability falls to 1/e this far above the resting level
LARGEST_SCALE = 1.5  # design: below the resting level (sleep) it grows no further than this
SLOW_LOW_HZ = 0.003  # design: band of the 1/f part
SLOW_HIGH_HZ = 0.12  # design
UNDULATION_LOW_HZ = 0.0015  # design: ups and downs of a self-chosen pace, over one to ten minutes
UNDULATION_HIGH_HZ = 0.015  # design
SECONDS_PER_MINUTE = 60.0
MS_PER_S = 1000.0
LONGEST_SHARE = 0.4  # design: no beat comes earlier or later than this share of its interval


def pace_wave(rng: np.random.Generator, count: int, step_s: float) -> FloatArray:
    """Unit-variance ups and downs of a self-chosen pace; shape (count,)."""
    return pink_wave(rng, count, step_s, UNDULATION_LOW_HZ, UNDULATION_HIGH_HZ)


def variability_scale(plan: SessionPlan, bpm: FloatArray) -> FloatArray:
    """How much of the resting variability is left at a heart rate: 1 at rest, less above."""
    scale: FloatArray = np.minimum(np.exp(-(bpm - plan.resting_bpm) / SHRINK_BPM), LARGEST_SCALE)
    return scale


def momentary_bpm(plan: SessionPlan, bpm: FloatArray, step_s: float, rng: np.random.Generator) -> FloatArray:
    """The true momentary heart rate [bpm] around the noiseless `bpm` on a grid of `step_s`; same shape."""
    amount = plan.variability
    if not (amount.respiratory_ms or amount.slow_ms):
        return bpm
    effort = np.clip((bpm - plan.resting_bpm) / (plan.maximum_bpm - plan.resting_bpm), 0.0, 1.0)
    wave_ms = amount.respiratory_ms * breathing(rng, effort, step_s, amount.respiratory_hz)
    wave_ms += amount.slow_ms * pink_wave(rng, bpm.size, step_s, SLOW_LOW_HZ, SLOW_HIGH_HZ)
    interval_s = SECONDS_PER_MINUTE / bpm
    change = variability_scale(plan, bpm) * wave_ms / MS_PER_S / interval_s
    rate: FloatArray = bpm / (1.0 + np.clip(change, -LONGEST_SHARE, LONGEST_SHARE))
    return rate


def beat_times_s(
    plan: SessionPlan, rate_bpm: FloatArray, bpm: FloatArray, step_s: float, rng: np.random.Generator
) -> FloatArray:
    """Times of the beats [s] of the momentary rate on a grid of `step_s` from 0; strictly increasing.

    The integral is taken by trapezoids and inverted linearly; `jitter_ms` scatters each beat on its own.
    """
    grid_s = np.arange(rate_bpm.size) * step_s
    pace = rate_bpm / SECONDS_PER_MINUTE
    beats_so_far = np.concatenate([[0.0], np.cumsum(0.5 * (pace[1:] + pace[:-1]) * step_s)]) + rng.random()
    numbers = np.arange(np.ceil(beats_so_far[0]), np.floor(beats_so_far[-1]) + 1.0)
    times_s: FloatArray = np.interp(numbers, beats_so_far, grid_s)
    if plan.variability.jitter_ms and times_s.size:
        scale = variability_scale(plan, np.interp(times_s, grid_s, bpm))
        times_s = times_s + scale * plan.variability.jitter_ms / MS_PER_S * rng.standard_normal(times_s.size)
        times_s = np.sort(times_s[(times_s >= 0) & (times_s <= grid_s[-1])])
    return times_s
