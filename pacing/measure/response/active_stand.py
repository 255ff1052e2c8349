"""Standing up from lying, where it was marked or can be seen: when the person lay, stood up, and stood until."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, in_words
from pacing.measure.uncertainty import part_between, usable_samples
from pacing.model.measurement import Reason
from pacing.model.person import Posture
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin
from pacing.model.recording import MarkerKind

MINUTE_S = 60.0
PAIR = 2
STAND_WORDS = ("stand", "upright")
STILL_SPORTS = (None, "generic", "other", "training", "breathing")  # design: sports that may be a standing test
LIE_WORDS = ("lying", "lie", "supine", "sit", "lay")

ADVICE_STAND = (
    "Lie still for five to ten minutes, press the lap button as you stand up, and stand still for ten minutes, with "
    "somebody beside you; stop at once when you feel faint."
)


class ActiveStand(NamedTuple):
    """Standing up at `at_s`, lying from `lying_from_s`, standing until `until_s` [s]; how it was found."""

    lying_from_s: float
    at_s: float
    until_s: float
    found_by: str


LEAST_LYING_S = 180.0  # design: tests lie for five to twenty minutes
LEAST_STANDING_S, MOST_STANDING_S = 120.0, 960.0  # design: and stand for two to fifteen
WALKING_FROM = {"cadence": 20.0, "speed": 0.3}  # 1/min of one foot, m/s
FEW_STEPS_SHARE = 0.02  # design: who gets up takes a step or two
LEAST_KNOWN_SHARE = 0.9  # design: a channel that is silent for longer may hide a walk
STEP_WITHIN_S = 60.0  # design: heart rate has answered to standing, or lying down, after so long ...
STEP_SHARE = 0.6  # design: ... by this share of the whole change, where a sensor on the wrist is late
LEVEL_SHARE = 0.35  # design: a level that lasts changes by less of the rise than this


def find_active_stand(inputs: Inputs) -> ActiveStand:
    """Where the person stood up: a marker that says so, phases given with a standing posture, one press at rest, or a
    step of heart rate in stillness.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    ActiveStand

    Raises
    ------
    NotMeasurableError
        NOT_RECORDED: nothing marks standing up.
    """
    stand = _by_label(inputs) or _by_given_phases(inputs) or _by_single_press(inputs) or _by_stillness(inputs)
    if stand is None:
        asked = _asked(inputs)
        sentence = f"The recording marks no standing up from lying. {asked or ADVICE_STAND}"
        raise NotMeasurableError(Reason.NOT_RECORDED, sentence)
    return stand


def _asked(inputs: Inputs) -> str | None:
    """The question whether a recording is a standing test that nobody marked; None where it does not look like one.

    A test lies, stands for minutes and lies down again: one step of heart rate without any load, a level that lasts,
    and a return. A gentle walk may look the same to heart rate, so the person is asked and nothing is assumed.
    """
    moves = any(inputs.recording.channel(name) is not None for name in ("speed", "power", "cadence"))
    steps = _one_step(inputs)
    if moves or steps is None:
        return None
    lying, upright = steps
    lasts_s = upright.stop_s - upright.start_s
    return (
        f"Heart rate rose {in_words(upright.start_s)} after the beginning and stayed up for {in_words(lasts_s)}. If "
        f'you stood up from lying then, say so with --phases "rest={lying.start_s:.0f}-{upright.start_s:.0f},'
        f'recovery={upright.start_s:.0f}-{upright.stop_s:.0f}" --recovery-posture standing.'
    )


def _one_step(inputs: Inputs) -> tuple[Phase, Phase] | None:
    """The rest and the raised heart rate after it, where a recording holds just these and they last as in a test."""
    rests, raised = inputs.phases.of(PhaseKind.REST), inputs.phases.of(PhaseKind.RAISED)
    if inputs.recording.sport not in STILL_SPORTS or len(inputs.phases.items) != PAIR or not rests or not raised:
        return None
    lying, upright = rests[0], raised[0]
    lasts_s = upright.stop_s - upright.start_s
    if lying.stop_s - lying.start_s < LEAST_LYING_S or not LEAST_STANDING_S <= lasts_s <= MOST_STANDING_S:
        return None
    return lying, upright


def _by_stillness(inputs: Inputs) -> ActiveStand | None:
    """One step of heart rate while the file's own steps or speed show that nobody walked: a rise within a minute or so
    to a level that lasts, and a fall as quick, or the end of the recording.
    """
    steps = _one_step(inputs)
    if steps is None or not _still(inputs, steps[0].start_s, steps[1].stop_s):
        return None
    lying, upright = steps
    time_s, bpm = usable_samples(inputs.cleaned)

    def level(start_s: float, stop_s: float) -> float:
        part = part_between(time_s, bpm, start_s, stop_s)[1]
        return float(np.median(part)) if part.size else np.nan

    third_s = (upright.stop_s - upright.start_s) / 3.0
    low, high = level(upright.start_s - MINUTE_S, upright.start_s), level(upright.start_s + third_s, upright.stop_s)
    rise = high - low
    soon = level(upright.start_s + STEP_WITHIN_S, upright.start_s + STEP_WITHIN_S + MINUTE_S / 2)
    early = level(upright.start_s + third_s, upright.stop_s - third_s)
    late = level(upright.stop_s - third_s, upright.stop_s)
    after = level(upright.stop_s + STEP_WITHIN_S, upright.stop_s + STEP_WITHIN_S + MINUTE_S / 2)
    stepped = soon - low >= STEP_SHARE * rise and abs(late - early) <= LEVEL_SHARE * rise
    returned = np.isnan(after) or after - low <= (1.0 - STEP_SHARE) * rise
    if not (rise > 0 and stepped and returned):
        return None
    return ActiveStand(lying.start_s, upright.start_s, upright.stop_s, "stillness")


def _still(inputs: Inputs, start_s: float, stop_s: float) -> bool:
    """Whether steps or speed were recorded nearly all of the time and show no walking."""
    known = False
    for name, moving_from in WALKING_FROM.items():
        channel = inputs.recording.channel(name)
        if channel is None:
            continue
        there = np.isfinite(channel.value) & (channel.time_s >= start_s) & (channel.time_s < stop_s)
        times, walking = channel.time_s[there], channel.value[there] > moving_from
        if times.size < PAIR:
            continue
        if walking.mean() > FEW_STEPS_SHARE:
            return False
        spacing_s = min(float(np.median(np.diff(times))), MINUTE_S)
        known |= times.size * spacing_s >= LEAST_KNOWN_SHARE * (stop_s - start_s)
    return known


def _says(label: str, words: tuple[str, ...]) -> bool:
    return any(part.startswith(words) for part in label.lower().replace("_", " ").replace("-", " ").split())


def _by_label(inputs: Inputs) -> ActiveStand | None:
    marks = [m for m in inputs.recording.markers if m.kind in (MarkerKind.USER, MarkerKind.LAP, MarkerKind.STOP)]
    for index, mark in enumerate(marks):
        if mark.kind is MarkerKind.STOP or not _says(mark.label, STAND_WORDS):
            continue
        before = [m.time_s for m in marks[:index] if m.kind is not MarkerKind.STOP and m.time_s < mark.time_s]
        after = [m.time_s for m in marks[index + 1 :] if m.kind is MarkerKind.STOP or _says(m.label, LIE_WORDS)]
        until_s = min([*after, inputs.recording.duration_s])
        if until_s > mark.time_s:
            return ActiveStand(before[-1] if before else 0.0, mark.time_s, until_s, "marker")
    return None


def _by_given_phases(inputs: Inputs) -> ActiveStand | None:
    """Phases given as rest and recovery, with nothing but a standing posture between them."""
    items = inputs.phases.items
    if inputs.conditions.recovery_posture is not Posture.STANDING:
        return None
    for lying, upright in pairwise(items):
        kinds = lying.kind is PhaseKind.REST and upright.kind is PhaseKind.RECOVERY
        if kinds and upright.origin is PhaseOrigin.GIVEN:
            return ActiveStand(lying.start_s, upright.start_s, upright.stop_s, "given")
    return None


def _by_single_press(inputs: Inputs) -> ActiveStand | None:
    """One plain press of the lap button in a recording without exercise (a rise from heart rate alone is none)."""
    moved = [p for p in inputs.phases.of(PhaseKind.EXERCISE) if p.origin is not PhaseOrigin.HEART_RATE]
    presses = [m for m in inputs.recording.markers if m.kind is MarkerKind.USER]
    if moved or len(presses) != 1 or presses[0].time_s < reference.STAND_LYING_WINDOW_S.value:
        return None
    if inputs.recording.sport not in STILL_SPORTS or inputs.recording.channel("speed") is not None:
        return None
    return ActiveStand(0.0, presses[0].time_s, inputs.recording.duration_s, "lap_press")
