"""How often the 95 % intervals of the exertion indices hold the truth of made-up sessions.

Sessions come from `pacing.synthetic.population` and go through cleaning, segmentation and measuring as any file does.
What the truth of each index is stands in `truths`. The person is told to the program as persons tell themselves: an
age whose equation errs as published, and, in every second session, a resting level that errs as published. What the
made-up devices do too well errs here as the program takes it to err: a press on the lap button comes some seconds early
or late, and a speed sensor reads everything a little too fast or too slow.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from pacing import reference
from pacing.clean.clean import clean_recording
from pacing.measure.index import Inputs
from pacing.measure.kinetics import fit_decay, tau_grid_s
from pacing.measure.recovery.time_course import log_slope
from pacing.measure.session import all_indices, measure_index
from pacing.model.person import Conditions, Person, RestingFrom
from pacing.model.phases import PhaseKind
from pacing.model.recording import Recording
from pacing.numerics.quantiles import NORMAL_95
from pacing.reference import PREDICTED_MAXIMA
from pacing.segment.markers import UNCERTAINTY_S as PRESS_UNCERTAINTY_S
from pacing.segment.phases import find_phases
from pacing.synthetic.population import Draw, Evidence, SensorClass, draw_plan
from pacing.synthetic.session import SyntheticSession, make_session

EQUATION = "tanaka"
AGES = (25.0, 75.0)
SMALLEST_RESERVE_BPM = 45.0
LEVEL_INDICES = ("hr_rest", "hr_mean", "hr_peak", "hr_rise", "hr_reserve_share", "hr_peak_share_of_predicted")
RECOVERY_INDICES = (
    "hr_recovery_30",
    "hr_recovery_60",
    "hr_recovery_120",
    "hr_recovery_slow",
    "hr_recovery_share_60",
    "hr_recovery_share_120",
    "hr_recovery_t30",
    "hr_recovery_tau",
    "hr_recovery_half_time",
)
OTHER_INDICES = ("hr_onset_tau", "physiological_cost_index", "walking_speed_self_selected")
INDICES = (*LEVEL_INDICES, *RECOVERY_INDICES, *OTHER_INDICES)


@dataclass(frozen=True, slots=True)
class Row:
    """One index on one session: what was found, the truth, and the classes of the session."""

    seed: int
    index_id: str
    sensor: str
    evidence: str
    told_rest: bool
    effort_share: float
    value: float
    low: float
    high: float
    truth: float
    reason: str

    @property
    def covered(self) -> bool:
        """Whether the interval holds the truth."""
        return self.low <= self.truth <= self.high


def study_session(seed: int) -> tuple[Draw, SyntheticSession, Person]:
    """The session of a seed, and a person whose predicted maximum and told rest err as published."""
    draw = draw_plan(seed)
    rng = np.random.default_rng([seed, 4])
    equation = PREDICTED_MAXIMA[EQUATION]
    age = float(rng.uniform(*AGES))
    maximum = equation.bpm(age) + equation.standard_error_bpm * float(rng.standard_normal())
    maximum = max(maximum, draw.plan.resting_bpm + SMALLEST_RESERVE_BPM)
    plan = replace(draw.plan, maximum_bpm=maximum)
    error = reference.RESTING_TYPICAL_ERROR_PERCENT.value / 100.0
    told = plan.resting_bpm / (1.0 + error * float(rng.standard_normal())) if seed % 2 else None
    person = Person(age_years=age, resting_bpm=told, resting_from=RestingFrom.MORNING if told is not None else None)
    made = make_session(plan, seed)
    return replace(draw, plan=plan), replace(made, recording=as_people_record(made.recording, seed)), person


def as_people_record(recording: Recording, seed: int) -> Recording:
    """A made-up recording with the errors of a thumb on a button and of a speed sensor's calibration."""
    rng = np.random.default_rng([seed, 5])
    late_s = rng.standard_normal(len(recording.markers)) * PRESS_UNCERTAINTY_S / NORMAL_95
    scale = 1.0 + reference.SPEED_ERROR_PERCENT.value / 100.0 * float(rng.standard_normal())
    markers = [
        replace(m, time_s=min(max(m.time_s + float(late), 0.0), recording.duration_s)) if m.time_s > 0 else m
        for m, late in zip(recording.markers, late_s, strict=True)
    ]
    channels = [replace(c, value=c.value * scale) if c.name == "speed" else c for c in recording.channels]
    return replace(recording, markers=tuple(sorted(markers, key=lambda m: m.time_s)), channels=tuple(channels))


def truths(made: SyntheticSession) -> dict[str, float]:
    """The truth of each index: recoveries and rest without momentary variability, levels as the heart beat them."""
    truth, plan = made.truth, made.plan
    rest, recovery = plan.resting_bpm, truth.recoveries[-1]
    stop_s, end_bpm = recovery.stop_s, recovery.end_bpm
    peak = truth.realised_peak_bpm()
    found = {
        "hr_rest": rest,
        "hr_mean": float(truth.realised_bpm.mean()),
        "hr_peak": peak,
        "hr_rise": peak - rest,
        "hr_reserve_share": 100.0 * (peak - rest) / (plan.maximum_bpm - rest),
        "hr_peak_share_of_predicted": 100.0 * peak / plan.maximum_bpm,
        "hr_onset_tau": plan.bouts[0].tau_on_s,
        "walking_speed_self_selected": plan.bouts[0].speed_m_s,
    }
    for drop, seconds in zip(recovery.drop_bpm, (30, 60, 120), strict=True):
        if drop is not None:
            found[f"hr_recovery_{seconds}"] = drop
            found[f"hr_recovery_share_{seconds}"] = 100.0 * drop / (end_bpm - rest)
    if recovery.drop_bpm[2] is not None and recovery.drop_bpm[1] is not None:
        found["hr_recovery_slow"] = recovery.drop_bpm[2] - recovery.drop_bpm[1]
    after = (truth.time_s >= stop_s) & (truth.time_s < stop_s + reference.RECOVERY_TAU_LONGEST_S.value)
    after_s, after_bpm = truth.time_s[after] - stop_s, truth.bpm[after]
    if after_s.size >= reference.RECOVERY_TAU_SHORTEST_S.value:
        found["hr_recovery_tau"] = fit_decay(after_s, after_bpm, tau_grid_s(3.0, 800.0)).tau_s
    first = after_s <= reference.T30_WINDOW_S.value
    if first.sum() > 2:
        found["hr_recovery_t30"] = -1.0 / log_slope(after_s[first], after_bpm[first])
    half = after_bpm <= end_bpm - 0.5 * (end_bpm - rest)
    if half.any():
        found["hr_recovery_half_time"] = float(after_s[int(np.argmax(half))])
    bout = next(p for p in truth.phases if p.kind is PhaseKind.EXERCISE)
    settled = (truth.time_s >= bout.start_s + reference.WALK_SETTLED_AFTER_S.value) & (truth.time_s < bout.stop_s)
    if settled.any():
        walking = float(truth.realised_bpm[settled].mean())
        found["physiological_cost_index"] = (walking - rest) / (plan.bouts[0].speed_m_s * 60.0)
    return found


def study(seeds: Iterable[int], indices: tuple[str, ...] = INDICES) -> list[Row]:
    """Measure the sessions of `seeds` and hold each value against its truth."""
    known = all_indices()
    rows = []
    for seed in seeds:
        draw, made, person = study_session(seed)
        cleaned = clean_recording(made.recording)
        phases = find_phases(made.recording, cleaned)
        inputs = Inputs(made.recording, cleaned, phases, person, Conditions())
        truth = truths(made)
        for index_id in indices:
            found = measure_index(known[index_id], inputs)
            value, low, high = (np.nan if x is None else x for x in (found.value, found.low, found.high))
            rows.append(
                Row(
                    seed,
                    index_id,
                    draw.sensor.value,
                    draw.evidence.value,
                    person.resting_bpm is not None,
                    draw.effort_share,
                    value,
                    low,
                    high,
                    truth.get(index_id, np.nan),
                    "" if found.unavailable is None else found.unavailable.value,
                )
            )
    return rows


def coverage(rows: Iterable[Row]) -> tuple[int, float]:
    """How many rows have a value and a truth, and the share whose interval holds it (NaN with none)."""
    given = [r for r in rows if not r.reason and np.isfinite(r.truth)]
    return len(given), (float(np.mean([r.covered for r in given])) if given else float("nan"))


__all__ = ["INDICES", "Evidence", "Row", "SensorClass", "coverage", "study", "study_session", "truths"]
