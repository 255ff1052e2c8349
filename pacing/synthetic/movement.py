"""Speed, power and cadence that go with a plan, once a second."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseKind
from pacing.model.recording import Channel
from pacing.synthetic.fluctuation import coloured_noise
from pacing.synthetic.kinetics import stretches_of
from pacing.synthetic.plan import SessionPlan

STEADINESS = 0.05  # design: relative scatter of a self-chosen pace
STEADINESS_MEMORY_S = 5.0  # design


def movement_channels(plan: SessionPlan, rng: np.random.Generator) -> tuple[Channel, ...]:
    """The channels the plan asks for, on whole seconds, 0 while the person rests."""
    wanted = {
        "speed": (plan.speed, "m/s"),
        "power": (plan.power, "W"),
        "cadence": (plan.cadence, "1/min"),
    }
    time_s = np.arange(0.0, plan.duration_s)
    made = []
    for name, (recorded, unit) in wanted.items():
        if not recorded:
            continue
        aimed = _aimed_at(plan, name, time_s)
        scatter = 1.0 + STEADINESS * coloured_noise(rng, time_s.size, 1.0, STEADINESS_MEMORY_S)
        value = np.maximum(aimed * scatter, 0.0)
        made.append(Channel(name, unit, time_s, value if name == "speed" else np.rint(value)))
    return tuple(made)


def _aimed_at(plan: SessionPlan, name: str, time_s: FloatArray) -> FloatArray:
    aimed = np.zeros(time_s.shape)
    for stretch in stretches_of(plan):
        if stretch.bout is None:
            continue
        bout = plan.bouts[stretch.bout]
        full = {"speed": bout.speed_m_s, "power": bout.power_w, "cadence": bout.cadence_per_min}[name]
        walking_on = bout.recovery_speed_m_s / bout.speed_m_s if bout.speed_m_s else 0.0
        share = 1.0 if stretch.kind is PhaseKind.EXERCISE else walking_on
        first, stop = np.searchsorted(time_s, [stretch.start_s, stretch.stop_s])
        aimed[first:stop] = full * share
    return aimed
