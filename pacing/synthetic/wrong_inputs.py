"""Eight inputs that other programs answer wrongly, each with the right answer.

A series of 330 RR intervals (breathing, a slow wave, noise), its RMSSD known, and copies of it with one thing wrong
each. `pacing doctor` and the tests run them through the whole program: the file as a person would bring it, the same
intervals as beats on their clock, and what must come out.
"""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Beats

SEED = 7
BEATS = 330
MEAN_RR_MS = 950.0
SLOW_HEART_RR_MS = 1053.0  # 57 bpm: intervals above one second, where guesses by size go wrong
RMSSD_MS = 34.86  # the series is scaled to this root mean square of differences
SLOW_HEART_RMSSD_MS = 40.8
BREATH_HZ, SLOW_HZ = 0.25, 0.08
BREATH_MS, SLOW_MS, NOISE_MS = 30.0, 22.0, 13.0
CONSTANT_RR_MS = 812.0
RR_HEADER = "rr_ms"
FEW_BEATS = 20
GAP_MS = 30_000.0
FAULT_AT = 165
AVERAGE_OVER_S = 5
MS_PER_S = 1000.0
MS_PER_MINUTE = 60_000.0
TOLERANCE_SHARE = 0.02  # design: as close as artefact correction claims to come
LEAST_TOLERANCE_MS = 0.1  # design
NEEDS_BEATS, TOO_SHORT, TOO_FEW_BEATS = "needs_beats", "too_short", "too_few_beats"
UNIT_ERROR, DAMAGED, NO_HEART_RATE = "UnitError", "DamagedFileError", "NoHeartRateError"


@dataclass(frozen=True, slots=True)
class Right:
    """The right answers to an input.

    `rmssd_ms`: the right RMSSD [ms], within 2 % (0.1 ms at least), or None where no number is right. `refusals`: reason
    codes and error classes that are right as well, or instead.
    """

    rmssd_ms: float | None
    refusals: tuple[str, ...] = ()

    @property
    def tolerance_ms(self) -> float:
        """How far a right value may lie from `rmssd_ms` [ms]."""
        return max(TOLERANCE_SHARE * (self.rmssd_ms or 0.0), LEAST_TOLERANCE_MS)

    def accepts(self, rmssd_ms: float | None, refusal: str | None) -> bool:
        """Whether a value [ms], or without one the name of a refusal, is a right answer.

        Examples
        --------
        >>> Right(34.86, ("UnitError",)).accepts(35.0, None), Right(34.86).accepts(None, "UnitError")
        (True, False)
        """
        if rmssd_ms is None:
            return refusal in self.refusals
        return self.rmssd_ms is not None and abs(rmssd_ms - self.rmssd_ms) <= self.tolerance_ms


@dataclass(frozen=True, slots=True, eq=False)
class WrongInput:
    """One input with one thing wrong.

    `id`, `title`: its name, short and in words. `file_name`, `text`: the file a person would bring. `beats`: the same
    intervals on a beat clock. `right`: what may come out. `elsewhere`: the RMSSD [ms] that six Python libraries, tried
    in 2026, answered to a series like this one.
    """

    id: str
    title: str
    file_name: str
    text: str
    beats: Beats
    right: Right
    elsewhere: str


def wrong_inputs() -> tuple[WrongInput, ...]:
    """The eight inputs, the faultless one first.

    Examples
    --------
    >>> [case.id for case in wrong_inputs()][:3]
    ['clean', 'seconds', 'averaged']
    """
    rr_ms = resting_intervals_ms(MEAN_RR_MS, RMSSD_MS)
    return (
        _listed("clean", "A faultless series", rr_ms, right=Right(RMSSD_MS), elsewhere="34.9"),
        _seconds(),
        _averaged(rr_ms),
        _gap(rr_ms),
        _missed_beat(rr_ms),
        _listed(
            "few_beats",
            "Only 20 beats",
            rr_ms[:FEW_BEATS],
            right=Right(None, (TOO_SHORT, TOO_FEW_BEATS)),
            elsewhere="30.45 without a word",
        ),
        _not_a_number(rr_ms),
        _constant(),
    )


def resting_intervals_ms(mean_ms: float, rmssd_ms: float) -> FloatArray:
    """330 RR intervals at rest [ms], not rounded, with exactly this root mean square of successive differences."""
    rng = np.random.default_rng(SEED)
    time_s = np.arange(BEATS) * mean_ms / MS_PER_S
    wave = BREATH_MS * np.sin(2 * np.pi * BREATH_HZ * time_s) + SLOW_MS * np.sin(2 * np.pi * SLOW_HZ * time_s)
    wave = wave + NOISE_MS * rng.standard_normal(BEATS)
    wave *= rmssd_ms / np.sqrt(np.mean(np.diff(wave) ** 2))
    made: FloatArray = mean_ms + wave - wave.mean()
    return made


def _listed(case_id: str, title: str, rr_ms: FloatArray, *, right: Right, elsewhere: str) -> WrongInput:
    """A case whose file is a plain list of whole milliseconds, one interval a line."""
    whole_ms = np.rint(rr_ms)
    text = _lines([f"{value:.0f}" for value in whole_ms])
    return WrongInput(case_id, title, f"{case_id}.txt", text, beats_from(whole_ms), right, elsewhere)


def _seconds() -> WrongInput:
    """Intervals in seconds, of a heart at 57 bpm, where "below 10 means seconds" and "median below 1" disagree."""
    rr_ms = np.rint(resting_intervals_ms(SLOW_HEART_RR_MS, SLOW_HEART_RMSSD_MS))
    text = _lines([f"{value / MS_PER_S:.3f}" for value in rr_ms])
    right = Right(SLOW_HEART_RMSSD_MS, (UNIT_ERROR,))
    return WrongInput(
        "seconds",
        "Seconds instead of milliseconds",
        "seconds.txt",
        text,
        beats_from(rr_ms),
        right,
        "0.04 from four of six",
    )


def _averaged(rr_ms: FloatArray) -> WrongInput:
    """Heart rate once a second, averaged over 5 s and whole as a watch gives it, dressed up as RR intervals."""
    beat_s = np.cumsum(rr_ms) / MS_PER_S
    second_s = np.arange(AVERAGE_OVER_S, np.floor(beat_s[-1]) + 1.0)
    before = np.searchsorted(beat_s, second_s, side="right")
    earlier = np.searchsorted(beat_s, second_s - AVERAGE_OVER_S, side="right")
    sums_ms = np.concatenate([[0.0], np.cumsum(rr_ms)])
    bpm = np.rint(MS_PER_MINUTE * (before - earlier) / (sums_ms[before] - sums_ms[earlier]))
    return _listed(
        "averaged",
        "Averaged heart rate dressed up as RR intervals",
        MS_PER_MINUTE / bpm,
        right=Right(None, (NEEDS_BEATS, UNIT_ERROR, NO_HEART_RATE)),
        elsewhere="10.8 from all six",
    )


def _gap(rr_ms: FloatArray) -> WrongInput:
    """Thirty seconds without a beat in the middle: one interval of half a minute in the list."""
    with_gap_ms = rr_ms.copy()
    with_gap_ms[FAULT_AT] += GAP_MS
    return _listed(
        "gap", "One gap of 30 seconds", with_gap_ms, right=Right(RMSSD_MS), elsewhere="2265 from all but one"
    )


def _missed_beat(rr_ms: FloatArray) -> WrongInput:
    """One beat not seen: two intervals become one."""
    joined_ms = np.delete(rr_ms, FAULT_AT)
    joined_ms[FAULT_AT - 1] = rr_ms[FAULT_AT - 1] + rr_ms[FAULT_AT]
    return _listed(
        "missed_beat", "One missed beat", joined_ms, right=Right(RMSSD_MS), elsewhere="75.7 from all but one"
    )


def _not_a_number(rr_ms: FloatArray) -> WrongInput:
    """One line that is no number; the beats have a hole there."""
    whole_ms = np.rint(rr_ms)
    cells = [f"{value:.0f}" for value in whole_ms]
    cells[FAULT_AT] = "NaN"
    known = np.arange(BEATS) != FAULT_AT
    beats = beats_from(whole_ms)
    holed = Beats(beats.time_s[known], beats.rr_ms[known])
    right = Right(RMSSD_MS, (DAMAGED, UNIT_ERROR))
    return WrongInput(
        "not_a_number",
        "One line is not a number",
        "not_a_number.txt",
        _lines(cells),
        holed,
        right,
        "NaN, a crash, or 35.2",
    )


def _constant() -> WrongInput:
    """Every interval the same, in a column that names its unit: here only the constancy is in question."""
    rr_ms = np.full(BEATS, CONSTANT_RR_MS)
    text = _lines([RR_HEADER, *(f"{value:.0f}" for value in rr_ms)])
    right = Right(0.0, (NEEDS_BEATS,))
    elsewhere = "0, some with a warning or a crash"
    return WrongInput("constant", "Every interval the same", "constant.csv", text, beats_from(rr_ms), right, elsewhere)


def beats_from(rr_ms: FloatArray) -> Beats:
    """Intervals [ms] end to end from time 0 as beats on their clock.

    Examples
    --------
    >>> beats_from(np.array([800.0, 1000.0])).time_s.tolist()
    [0.8, 1.8]
    """
    return Beats(np.cumsum(rr_ms) / MS_PER_S, rr_ms)


def _lines(cells: list[str]) -> str:
    return "\n".join(cells) + "\n"
