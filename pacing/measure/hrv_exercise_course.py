"""DFA alpha1 against heart rate through the exercise of a session: what the experimental pacing rule is made from."""

import numpy as np

from pacing.measure.hrv_course import COURSE_WINDOW_S, course_of
from pacing.measure.index import Inputs
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Part
from pacing.model.phases import PhaseKind

COURSE_BPM, COURSE_ALPHA1, COURSE_ARTEFACT_SHARE = "course_bpm_", "course_alpha1_", "course_artefact_share_"


def exercise_course_parts(inputs: Inputs) -> dict[str, Part]:
    """Heart rate [bpm], alpha1 and the share of artefacts of each two-minute window that lies within exercise.

    Windows follow each other without overlap, so that they are separate witnesses; those without an alpha1 are left
    out. The names end with the window's number, from 1; empty where the session has no beats or no exercise.
    """
    beats, state = inputs.cleaned.beats, inputs.cleaned.beat_state
    bouts = inputs.phases.of(PhaseKind.EXERCISE)
    if beats is None or state is None or not bouts:
        return {}
    course = course_of(beats, state, step_s=COURSE_WINDOW_S)
    half_s = COURSE_WINDOW_S / 2.0
    parts: dict[str, Part] = {}
    number = 0
    for middle_s, bpm, alpha1 in zip(course.time_s, course.bpm, course.alpha1, strict=True):
        start_s, stop_s = middle_s - half_s, middle_s + half_s
        inside = any(bout.start_s <= start_s and stop_s <= bout.stop_s for bout in bouts)
        if not (inside and np.isfinite(bpm) and np.isfinite(alpha1)):
            continue
        number += 1
        first, last = np.searchsorted(beats.time_s, (start_s, stop_s))
        parts[f"{COURSE_BPM}{number}"] = float(bpm)
        parts[f"{COURSE_ALPHA1}{number}"] = float(alpha1)
        parts[f"{COURSE_ARTEFACT_SHARE}{number}"] = float(np.mean(state[first:last] != BeatState.NORMAL))
    return parts
