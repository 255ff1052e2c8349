"""Speed, power and cadence that go with a plan, once a second.

Each follows what the person does with the delay of its sensor (a first-order lag), scatters around the pace they keep,
and a speed from satellites is not quite nil while they sit.
"""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseKind
from pacing.model.recording import Channel
from pacing.synthetic.fluctuation import coloured_noise, smoothed
from pacing.synthetic.kinetics import stretches_of
from pacing.synthetic.plan import SessionPlan

STEADINESS = 0.05  # design: relative scatter of a self-chosen pace
STEADINESS_MEMORY_S = 5.0  # design
STILL_SCATTER_M_S = 0.04  # design: what a satellite receiver makes of sitting still
STILL_MEMORY_S = 10.0  # design
LAG_S = {"speed": 2.0, "power": 0.0, "cadence": 1.0}  # design: how late each sensor follows
UNITS = {"speed": "m/s", "power": "W", "cadence": "1/min"}


def movement_channels(plan: SessionPlan, until_s: float, rng: np.random.Generator) -> tuple[Channel, ...]:
    """The channels the plan asks for, on whole seconds before `until_s`."""
    wanted = {"speed": plan.speed, "power": plan.power, "cadence": plan.cadence}
    time_s = np.arange(0.0, plan.duration_s)
    made = []
    for name in (name for name, recorded in wanted.items() if recorded):
        scatter = 1.0 + STEADINESS * coloured_noise(rng, time_s.size, 1.0, STEADINESS_MEMORY_S)
        value = smoothed(_aimed_at(plan, name, time_s), 1.0, LAG_S[name]) * scatter
        if name == "speed":
            value = value + STILL_SCATTER_M_S * coloured_noise(rng, time_s.size, 1.0, STILL_MEMORY_S)
        else:
            value = np.rint(value)
        kept = time_s < until_s
        made.append(Channel(name, UNITS[name], time_s[kept], np.maximum(value, 0.0)[kept]))
    return tuple(made)


def _aimed_at(plan: SessionPlan, name: str, time_s: FloatArray) -> FloatArray:
    """What the person does, without any sensor; nil during rest and halts."""
    aimed = np.zeros(time_s.shape)
    for stretch in stretches_of(plan):
        if stretch.bout is None:
            continue
        bout = plan.bouts[stretch.bout]
        full = {"speed": bout.speed_m_s, "power": bout.power_w, "cadence": bout.cadence_per_min}[name]
        walking_on = bout.recovery_speed_m_s / bout.speed_m_s if bout.speed_m_s else 0.0
        exercise = stretch.kind is PhaseKind.EXERCISE
        first, stop = np.searchsorted(time_s, [stretch.start_s, stretch.stop_s])
        aimed[first:stop] = full * (1.0 if exercise else walking_on)
        for after_s, length_s in bout.halts if exercise else ():
            halt = stretch.start_s + after_s
            begin, end = np.searchsorted(time_s, [halt, min(halt + length_s, stretch.stop_s)])
            aimed[begin:end] = 0.0
    return aimed
