"""The NN intervals that variability is measured from, settings by which programs differ, and what each family needs."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

import numpy as np

from pacing import reference
from pacing.measure.hrv.window import WHOLE, Window, why_not_beats, window_of
from pacing.measure.index import Inputs, NotMeasurableError, in_words, once
from pacing.model.arrays import BoolArray, FloatArray, StateArray
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Part, Reason
from pacing.model.person import Correction
from pacing.model.recording import Beats, Sensor

ADJACENCY_TOLERANCE_S = 0.05  # design: as in cleaning: rounding stays far below, a missing beat far above
EDGE_S = 0.001
ADVICE = "Record every heartbeat (RR intervals): chest straps send them, and many watches and apps can save them."


@dataclass(frozen=True, slots=True, eq=False)
class NNSeries:
    """Usable intervals of one window.

    `time_s`, `nn_ms`, `paired`: shape (n,); end [s] and length [ms] of each usable interval, and whether it is adjacent
    to the one before it. `artefact_share`: wrong beats over all in the window, 0..1. `covered_s`: the intervals' summed
    length [s]. `early_share`: beats that came early though nothing was wrong with the sensor, over all, 0..1.
    """

    time_s: FloatArray
    nn_ms: FloatArray
    paired: BoolArray
    window: Window
    artefact_share: float
    covered_s: float
    caveats: tuple[str, ...]
    parts: Mapping[str, Part]
    early_share: float = 0.0
    memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)  # what `once` has worked out


@once
def nn_series(inputs: Inputs) -> NNSeries:
    """The usable intervals of the session's window; found once per session.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    NNSeries

    Raises
    ------
    NotMeasurableError
        No beats, no window, an optical sensor during exercise, or what stands as beats is heart rate.
    """
    return series_between(inputs, require_beats(inputs), window_of(inputs))


@once
def require_beats(inputs: Inputs) -> Beats:
    """The session's beats after cleaning.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Beats

    Raises
    ------
    NotMeasurableError
        There are none, or what stands as beats is heart rate.
    """
    raw = inputs.recording.beats
    beats = inputs.cleaned.beats
    if raw is None or not raw.rr_ms.size or beats is None or not beats.rr_ms.size:
        raise NotMeasurableError(Reason.NEEDS_BEATS, ADVICE)
    why = why_not_beats(raw)
    if why is not None:
        raise NotMeasurableError(Reason.NEEDS_BEATS, f"{why.sentence} {ADVICE}", {"fingerprint": why.name})
    return beats


def series_between(inputs: Inputs, beats: Beats, window: Window) -> NNSeries:
    """The usable intervals that lie wholly within `window`.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    beats
        Ends [s] and lengths [ms] of RR intervals.
    window
        The window that is analysed.

    Returns
    -------
    NNSeries

    Raises
    ------
    NotMeasurableError
        None does, or the sensor was optical and the window holds exercise.
    """
    _refuse_optical_exercise(inputs, window)
    state = inputs.cleaned.beat_state
    if state is None:  # pragma: no cover - beats and beat_state go together
        raise NotMeasurableError(Reason.NEEDS_BEATS, ADVICE)
    ended = int(np.searchsorted(beats.time_s, window.start_s - EDGE_S))  # those before do not begin in it either
    last = max(int(np.searchsorted(beats.time_s, window.stop_s + EDGE_S, side="right")), ended)
    begins_s = beats.time_s[ended:last] - beats.rr_ms[ended:last] / 1000.0
    skipped = int(np.searchsorted(begins_s, window.start_s - EDGE_S))
    part, begins_s = slice(ended + skipped, last), begins_s[skipped:]
    usable = state[part] != BeatState.REJECTED
    if not usable.any():
        raise NotMeasurableError(Reason.TOO_MANY_GAPS, f"The window has no usable heartbeat. {ADVICE}")
    follows = np.zeros(usable.size, dtype=np.bool_)
    follows[1:] = np.abs(begins_s[1:] - beats.time_s[part][:-1]) <= ADJACENCY_TOLERANCE_S
    follows[1:] &= usable[1:] & usable[:-1]
    nn_ms = beats.rr_ms[part][usable]
    share, early = artefact_share(state[part]), float((state[part] == BeatState.EARLY).mean())
    covered_s = float(nn_ms.sum()) / 1000.0
    paired = follows[usable]
    parts: dict[str, Part] = {
        "window_from": window.origin,
        "intervals": float(nn_ms.size),
        "adjacent_pairs": float(paired.sum()),
        "covered_s": round(covered_s, 3),
        "artefact_share": round(share, 5),
        "correction": inputs.conditions.correction.value,
    }
    if early:
        parts["early_share"] = round(early, 5)
    caveats, times_s, remarks = _caveats(inputs, window), beats.time_s[part][usable], MappingProxyType(parts)
    return NNSeries(times_s, nn_ms, paired, window, share, covered_s, caveats, remarks, early)


def artefact_share(state: StateArray) -> float:
    """Wrong beats over all, 0..1: a corrected beat changed the two intervals it ends and begins, and counts once.

    Parameters
    ----------
    state
        State of each interval, shape (n,).

    Returns
    -------
    float

    Examples
    --------
    >>> artefact_share(np.array([0, 1, 1, 0, 2], dtype=np.uint8))
    0.4
    """
    corrected = np.concatenate(([False], state == BeatState.CORRECTED, [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(corrected))
    beats = int(np.sum((edges[1::2] - edges[::2] + 1) // 2))
    return (beats + int((state == BeatState.REJECTED).sum())) / state.size


def _caveats(inputs: Inputs, window: Window) -> tuple[str, ...]:
    caveats = list(window.caveats)
    if inputs.recording.source.sensor is Sensor.OPTICAL:
        caveats.append("From an optical sensor: this is pulse-rate variability (PRV), which can differ from HRV.")
    if inputs.conditions.correction is Correction.NONE:
        caveats.append("No artefact correction was made, as asked: single wrong beats count into the number.")
    return tuple(caveats)


def _refuse_optical_exercise(inputs: Inputs, window: Window) -> None:
    if inputs.recording.source.sensor is not Sensor.OPTICAL or inputs.conditions.hrv_window == WHOLE:
        return
    for phase in inputs.phases.exertion:
        if phase.start_s < window.stop_s and phase.stop_s > window.start_s:
            raise NotMeasurableError(
                Reason.OPTICAL_SENSOR,
                "An optical sensor's beats are trusted at rest only. Choose a window of rest, or wear a chest strap.",
            )


MS_PER_S = 1000.0


@dataclass(frozen=True, slots=True)
class HrvSettings:
    """Every choice on which programs differ; the defaults are ours.

    `pnn_per_interval`: pNN50 per interval instead of per difference. `pnn_closed`: exactly 50 ms counts. `ddof`: of
    SDNN and SD2. `step_ddof`, `width_ddof`: of SDSD; of SD1. `alpha1_beats`, `alpha2_beats`: window lengths of DFA,
    both ends included. `dfa_overlap`: windows overlap by half. `entropy_r`: tolerance in standard deviations.
    `entropy_closed`: a distance of exactly r matches. `spectrum`: `welch` or `lomb`. `interpolation`: `cubic` or
    `linear`. `resampled_hz`, `segment_s` (longest segment), `segment_share` (longest segment as a share of the
    series), `whole_below_s` (a shorter series is one segment), `detrend`: of the Welch spectrum. `triangle_bin_ms`:
    bin of the triangular index. `stress_root`: the stress index's square root.
    """

    pnn_per_interval: bool = False
    pnn_closed: bool = False
    ddof: int = 1
    step_ddof: int = 1
    width_ddof: int = 1
    alpha1_beats: tuple[int, int] = (4, 16)
    alpha2_beats: tuple[int, int] = (16, 64)
    dfa_overlap: bool = False
    entropy_r: float = 0.2
    entropy_closed: bool = True
    spectrum: str = "welch"
    interpolation: str = "cubic"
    resampled_hz: float = 4.0
    segment_s: float = 300.0
    segment_share: float = 1.0
    whole_below_s: float = 0.0
    detrend: str = "linear"
    triangle_bin_ms: float = 7.8125
    stress_root: bool = False


OURS = HrvSettings()
A_DAY_S = 86_400.0
COMPAT = MappingProxyType(
    {
        "kubios": HrvSettings(
            alpha1_beats=(4, 12), alpha2_beats=(13, 64), detrend="smoothness_priors", stress_root=True
        ),
        "neurokit2": HrvSettings(
            pnn_per_interval=True,
            alpha1_beats=(4, 11),
            alpha2_beats=(12, 64),
            dfa_overlap=True,
            resampled_hz=100.0,
            segment_s=A_DAY_S,
            segment_share=0.5,
            detrend="constant",
        ),
        "hrv-analysis": HrvSettings(
            step_ddof=0,
            interpolation="linear",
            segment_s=64.0,
            detrend="constant",
            triangle_bin_ms=8.0,
            entropy_closed=False,
        ),
        "pyhrv": HrvSettings(
            step_ddof=0, width_ddof=0, segment_s=75.0, whole_below_s=300.0, detrend="constant", entropy_closed=False
        ),
        "physionet": HrvSettings(entropy_r=0.15, pnn_closed=True, spectrum="lomb"),
    }
)


def settings_of(compat: str | None) -> HrvSettings:
    """The settings of another program, or ours when none is named or it is not known.

    Parameters
    ----------
    compat
        The program whose settings are used; None: our own.

    Returns
    -------
    HrvSettings
    """
    return OURS if compat is None else COMPAT.get(compat, OURS)


def settings_parts(compat: str | None, *names: str) -> dict[str, Part]:
    """The named settings as parts of a result, and which of them another program's way changed.

    Parameters
    ----------
    compat
        The program whose settings are used; None: our own.

    Returns
    -------
    dict[str, Part]

    Examples
    --------
    >>> settings_parts("physionet", "entropy_r")
    {'entropy_r': 0.15, 'compat': 'physionet', 'compat_changed': 'entropy_r: 0.15 instead of 0.2'}
    """
    chosen = settings_of(compat)
    parts: dict[str, Part] = {name: _part(getattr(chosen, name)) for name in names}
    if compat is not None:
        changed = [
            f"{field.name}: {_part(getattr(chosen, field.name))} instead of {_part(getattr(OURS, field.name))}"
            for field in fields(HrvSettings)
            if field.name in names and getattr(chosen, field.name) != getattr(OURS, field.name)
        ]
        parts["compat"] = compat if compat in COMPAT else f"{compat} is not known; our settings were used"
        parts["compat_changed"] = "; ".join(changed) or "nothing that concerns this number"
    return parts


def _part(value: object) -> Part:
    if isinstance(value, tuple):
        return "-".join(str(item) for item in value)
    if isinstance(value, bool | float | str):
        return value
    return float(str(value))


EDGE_SHARE = 0.95  # design: whole beats fill a little less than the window that holds them
ULTRA_SHORT = "Shorter than five minutes (ultra-short): for your own trend only, from recordings of equal length."
NOTED = "Between {noted:.0%} and {most:.0%} of the beats were corrected or left out: read it with care."
EARLY = (
    "Many heartbeats ({share:.0%}) came early. Variability describes a regular rhythm, so it is not given; heart rate "
    "counts every beat."
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a family of indices needs.

    `least_s`, `standard_s`: refused below, ultra-short below [s]. `least_pairs`: adjacent pairs or beats. `noted`,
    `most`: artefact shares, 0..1, from which on a caveat stands beside the number and from which on there is none.
    `next_time`: what to do then.
    """

    least_s: float
    least_pairs: int
    standard_s: float = reference.HRV_STANDARD_S.value
    noted: float = reference.HRV_ARTEFACTS_NOTED.value
    most: float = reference.HRV_ARTEFACTS_MOST.value
    next_time: str = "Record at least five minutes at rest"


DAY_S = reference.HRV_LEAST_DAY_S.value
NIGHT_S = 14_400.0  # design: four of the six hours of the night
_CLEAN = reference.HRV_ARTEFACTS_NOTED.value
_NOTED = reference.HRV_DFA_ARTEFACTS_NOTED.value
REQUIREMENTS = MappingProxyType(
    {
        "mean": Requirement(reference.HRV_LEAST_MEAN_S.value, 5),
        "time": Requirement(reference.HRV_LEAST_TIME_DOMAIN_S.value, 20),
        "geometric": Requirement(reference.HRV_LEAST_GEOMETRIC_S.value, 20),
        "hf": Requirement(reference.HRV_LEAST_HF_S.value, 20, noted=_NOTED, most=_CLEAN),
        "lf": Requirement(reference.HRV_LEAST_LF_S.value, 20, noted=_NOTED, most=_CLEAN),
        "vlf": Requirement(reference.HRV_LEAST_VLF_S.value, 20, noted=_NOTED, most=_CLEAN),
        "entropy": Requirement(reference.HRV_LEAST_COMPLEXITY_S.value, 200, noted=_NOTED, most=_CLEAN),
        "alpha1": Requirement(
            reference.HRV_LEAST_COMPLEXITY_S.value, 200, noted=_NOTED, most=reference.HRV_DFA_ARTEFACTS_MOST.value
        ),
        "day": Requirement(DAY_S, 20, standard_s=DAY_S, next_time="Record a whole day with its night"),
        "night": Requirement(NIGHT_S, 20, standard_s=NIGHT_S, next_time="Record a whole night"),
        "alpha2": Requirement(
            reference.HRV_LEAST_ALPHA2_S.value,
            600,
            noted=_NOTED,
            most=reference.HRV_DFA_ARTEFACTS_MOST.value,
            next_time="Record ten minutes at rest",
        ),
    }
)


def require(
    series: NNSeries, family: str, *, covered_s: float | None = None, beats: int | None = None
) -> tuple[str, ...]:
    """The caveats that go with the family's numbers.

    `covered_s` and `beats` where only a part of the series can be used (its longest unbroken run).

    Parameters
    ----------
    series
        NN intervals of the window with their gaps.
    family
        Family of indices whose needs hold.
    covered_s
        Time the intervals cover [s].
    beats
        How many intervals there are; None: not counted.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.

    Raises
    ------
    NotMeasurableError
        The series is too short, too broken or has too many artefacts.
    """
    needs = REQUIREMENTS[family]
    length_s = series.covered_s if covered_s is None else covered_s
    count = int(series.paired.sum()) if beats is None else beats
    if series.early_share > needs.noted:
        raise NotMeasurableError(Reason.TOO_MANY_ARTEFACTS, EARLY.format(share=series.early_share), series.parts)
    if series.artefact_share + series.early_share > needs.most:
        raise NotMeasurableError(
            Reason.TOO_MANY_ARTEFACTS,
            f"Too many heartbeats ({series.artefact_share:.0%}) were recorded wrongly. Check how the sensor sits, keep "
            "still, and record again.",
            series.parts,
        )
    if length_s < needs.least_s * EDGE_SHARE:
        length, needed = in_words(length_s), in_words(needs.least_s)
        length = "a little less" if length == needed else length
        broken = covered_s is not None and series.covered_s >= needs.least_s * EDGE_SHARE
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS if broken else Reason.TOO_SHORT,
            f"The {'unbroken ' if broken else ''}heartbeats last {length}, and this needs {needed}. {needs.next_time}.",
            series.parts,
        )
    if count < needs.least_pairs:
        broken = int(series.nn_ms.size) > needs.least_pairs
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS if broken else Reason.TOO_FEW_BEATS,
            f"Too few heartbeats follow one another ({count} of {needs.least_pairs}). {needs.next_time}.",
            series.parts,
        )
    caveats = list(series.caveats)
    if length_s < needs.standard_s * EDGE_SHARE:
        caveats.append(ULTRA_SHORT)
    if series.artefact_share > needs.noted:
        caveats.append(NOTED.format(noted=needs.noted, most=needs.most))
    return tuple(caveats)
