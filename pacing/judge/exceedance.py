"""What a session did against a limit: time and dose above it, its highest half minute, and the word for it all.

Each comes with bounds for what was not recorded.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from pacing.judge.excursions import (
    Stretches,
    Unrecorded,
    few_unrecorded,
    recoveries_after_excursions,
    sides,
    stretches_above,
)
from pacing.judge.timeline import PIECE_ROWS, SECOND_S, BetweenSamples, IndexArray, Smoothed, Timeline
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.exceedance import BorderlineReason, Exceedance, ExceedanceVerdict, Excursion
from pacing.reference import (
    LIMIT_DOSE_S,
    LIMIT_DOSE_SHARE,
    LIMIT_GRACE_S,
    LIMIT_SAMPLES_TO_SUSTAIN,
    LIMIT_SENSITIVITY_BPM,
    LIMIT_SUSTAINED_S,
    LIMIT_UNKNOWN_SHARE,
    PEAK_WINDOW_S,
)

GRAVITY = (ExceedanceVerdict.WITHIN, ExceedanceVerdict.BRIEF, ExceedanceVerdict.DOSE, ExceedanceVerdict.SUSTAINED)
"""Verdicts from the lightest to the gravest; one that could not be judged has no place among them."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a verdict is made from: seconds above, the longest stretch and the session's length [s]."""

    above_s: float
    longest_s: float
    duration_s: float


def sustained_from_s(sampling_s: float) -> float:
    """From which length a stretch is sustained [s]: two minutes, and three samples where samples lie far apart.

    Parameters
    ----------
    sampling_s
        Median spacing of the samples [s].

    Returns
    -------
    float
        [s].

    Examples
    --------
    >>> sustained_from_s(1.0), sustained_from_s(60.0), sustained_from_s(float("nan"))
    (120.0, 180.0, 120.0)
    """
    samples_s = LIMIT_SAMPLES_TO_SUSTAIN.value * sampling_s
    return max(LIMIT_SUSTAINED_S.value, samples_s) if math.isfinite(samples_s) else LIMIT_SUSTAINED_S.value


def verdict_of(amount: Amount, sustained_s: float) -> ExceedanceVerdict:
    """The verdict on what was recorded, the gravest word first: sustained, dose, brief, within.

    Parameters
    ----------
    amount
        What was recorded above the limit.
    sustained_s
        From which length a stretch is sustained [s].

    Returns
    -------
    ExceedanceVerdict

    Examples
    --------
    >>> str(verdict_of(Amount(119.0, 119.0, 3600.0), 120.0)), str(verdict_of(Amount(120.0, 120.0, 3600.0), 120.0))
    ('brief', 'sustained')
    """
    if amount.longest_s >= sustained_s:
        return ExceedanceVerdict.SUSTAINED
    large_share = amount.above_s > LIMIT_DOSE_SHARE.value * amount.duration_s
    if amount.above_s > LIMIT_DOSE_S.value or (large_share and amount.above_s >= LIMIT_GRACE_S.value):
        return ExceedanceVerdict.DOSE
    if amount.longest_s > 0.0:
        return ExceedanceVerdict.BRIEF
    return ExceedanceVerdict.WITHIN


def too_much_unknown(unknown_s: float, duration_s: float) -> bool:
    """Whether so much was not recorded that only a proven verdict stands.

    Parameters
    ----------
    unknown_s
        What was not recorded [s].
    duration_s
        Length of the session [s].

    Returns
    -------
    bool
    """
    return unknown_s > LIMIT_UNKNOWN_SHARE.value * duration_s


def reaches(verdict: ExceedanceVerdict | None, level: ExceedanceVerdict) -> bool:
    """Whether a verdict is at least as grave as a level: within < brief < dose < sustained.

    A session without a limit, or one that could not be judged, reaches no level but `cannot_judge` itself.

    Parameters
    ----------
    verdict
        The verdict on the session; None: it has no limit.
    level
        The verdict it is held against.

    Returns
    -------
    bool

    Examples
    --------
    >>> reaches(ExceedanceVerdict.SUSTAINED, ExceedanceVerdict.DOSE), reaches(None, ExceedanceVerdict.BRIEF)
    (True, False)
    >>> reaches(ExceedanceVerdict.CANNOT_JUDGE, ExceedanceVerdict.BRIEF)
    False
    """
    if verdict not in GRAVITY or level not in GRAVITY:
        return verdict is level
    return GRAVITY.index(verdict) >= GRAVITY.index(level)


KNOWN_SHARE = 0.8
"""How much of a window must be recorded for its mean to count; design."""


def peak_over_bpm(timeline: Timeline, limit_bpm: float, above: BoolArray) -> float:
    """How far the highest mean over 30 s lies over the limit [bpm]; 0 when none lies over it.

    A window begins with a recorded second and counts when four fifths of it were recorded; a session shorter than 30 s
    is one window.

    Parameters
    ----------
    above
        Shape (n,): which rows of the timeline lie above the limit; at least one.
    """
    window_s = min(PEAK_WINDOW_S.value, timeline.duration_s)
    rows, highest = _near(timeline, above, window_s), 0.0
    for first in range(0, rows.size, PIECE_ROWS):
        last = min(first + PIECE_ROWS, rows.size)
        until_s = timeline.start_s[rows[last - 1]] + window_s
        reach = int(np.searchsorted(rows, np.searchsorted(timeline.start_s, until_s, side="right"), side="right"))
        highest = max(highest, _highest_over_bpm(timeline, rows[first:reach], last - first, limit_bpm, window_s))
    return highest


def _highest_over_bpm(line: Timeline, rows: IndexArray, begins: int, limit_bpm: float, window_s: float) -> float:
    """The highest mean over the limit [bpm] of the windows that begin with one of the first `begins` rows."""
    known, start_s, stop_s = line.known[rows], line.start_s[rows], line.ends_s(rows)
    width_s = np.where(known, stop_s - start_s, 0.0)
    over_bpm = np.where(known, line.bpm[rows] - limit_bpm, 0.0)
    known_s, area = _running_sum(width_s), _running_sum(over_bpm * width_s)
    last = _rows_within(start_s, stop_s, window_s)[:begins]
    recorded_s = known_s[last] - known_s[:begins]
    enough = known[:begins] & (recorded_s >= KNOWN_SHARE * window_s)
    if not enough.any():
        return 0.0
    return float(((area[last] - area[:begins])[enough] / recorded_s[enough]).max())


def _near(line: Timeline, above: BoolArray, window_s: float) -> IndexArray:
    """The rows that share a window with a row above: a window without one cannot have a mean above."""
    edges = np.flatnonzero(np.diff(above, prepend=False, append=False))
    firsts = line.first_ending_after(line.start_s[edges[::2]] - window_s)
    ends = np.searchsorted(line.start_s, line.ends_s(edges[1::2] - 1) + window_s, side="left")
    firsts[1:] = np.maximum(firsts[1:], ends[:-1])  # both increase: no row is taken twice
    counts = np.maximum(ends - firsts, 0)
    places: IndexArray = np.repeat(firsts - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    return places


def _rows_within(start_s: FloatArray, stop_s: FloatArray, window_s: float) -> IndexArray:
    """For each row, the end of the rows that lie wholly within a window beginning with it."""
    count = start_s.size
    until_s = start_s + window_s
    # Rows of one second are the rule: there the end is known, and only elsewhere it must be looked for.
    last = np.minimum(np.arange(count) + int(window_s / SECOND_S), count)
    next_stop_s = np.append(stop_s, np.inf)[last]
    wrong = np.flatnonzero((stop_s[last - 1] > until_s) | (next_stop_s <= until_s))
    last[wrong] = np.searchsorted(stop_s, until_s[wrong], side="right")
    return last


def _running_sum(values: FloatArray) -> FloatArray:
    total: FloatArray = np.concatenate(([0.0], np.cumsum(values)))
    return total


SECONDS_PER_MINUTE = 60.0

_PROVEN = (ExceedanceVerdict.SUSTAINED, ExceedanceVerdict.DOSE)


def judge_exceedance(
    timeline: Timeline,
    limit_bpm: float,
    *,
    uncertainty_bpm: float = 0.0,
    resting_bpm: float | None = None,
    reading_error_bpm: float = 0.0,
) -> Exceedance:
    """Hold a session against a limit.

    Strictly above counts; exactly at the limit does not. Seconds nobody recorded are neither above nor not above: they
    make the bounds. Fewer than ten of them in a row do not end a stretch above. A verdict of sustained or dose that
    stands even when all that is missing is counted as not above is kept however much is missing: more data could not
    undo it. Any other verdict becomes `cannot_judge` when over a fifth of the session is missing. Less than two values
    judge nothing.

    Parameters
    ----------
    timeline
        The session.
    limit_bpm
        The limit [bpm].
    uncertainty_bpm
        Half-width of the limit's 95 % range [bpm].
    resting_bpm
        Resting heart rate [bpm], for the rest taken after each excursion.
    reading_error_bpm
        How far one reading may be off [bpm], for `reading_low_s` and `reading_high_s`.

    References
    ----------
    workwell
    """
    case = _Case(timeline, few_unrecorded(timeline), timeline.unknown_s, nothing_open=_nothing_open(timeline))
    duration_s, unknown_s = timeline.duration_s, case.unknown_s
    stretches = case.stretches(limit_bpm, Unrecorded.AS_AROUND)
    above = timeline.bpm > limit_bpm
    above_s = case.above_s(limit_bpm, Unrecorded.AS_AROUND)
    verdict = case.verdict(limit_bpm)
    reasons = _borderline_reasons(case, limit_bpm, uncertainty_bpm, verdict)
    return Exceedance(
        verdict=verdict,
        borderline=bool(reasons),
        time_above_s=above_s,
        time_above_low_s=case.above_s(limit_bpm, Unrecorded.NOT_ABOVE),
        time_above_high_s=case.above_s(limit_bpm, Unrecorded.ABOVE),
        share_above=above_s / duration_s if duration_s > 0 else 0.0,
        longest_s=stretches.longest_s,
        dose_bpm_min=_dose_bpm_min(timeline, limit_bpm, above),
        unknown_s=unknown_s,
        first_above_s=float(timeline.start_s[int(np.argmax(above))]) if above.any() else None,
        peak_over_bpm=peak_over_bpm(timeline, limit_bpm, above) if above.any() else 0.0,
        resolution_s=timeline.sampling_s if np.isfinite(timeline.sampling_s) else duration_s,
        excursions=_excursions(timeline, stretches, resting_bpm),
        borderline_reasons=reasons,
        reading_low_s=case.above_s(limit_bpm + reading_error_bpm, Unrecorded.NOT_ABOVE),
        reading_high_s=case.above_s(limit_bpm - reading_error_bpm, Unrecorded.ABOVE),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A timeline with what every limit tried on it needs; what was asked of one limit is remembered.

    `few`: rows in short unrecorded stretches. `unknown_s`: seconds nobody recorded [s]. `nothing_open`: all ways
    to count unrecorded seconds are one.
    """

    timeline: Timeline
    few: BoolArray
    unknown_s: float
    nothing_open: bool
    known_stretches: dict[tuple[float, Unrecorded], Stretches] = field(default_factory=dict)
    known_above_s: dict[tuple[float, Unrecorded], float] = field(default_factory=dict)

    def stretches(self, limit_bpm: float, unrecorded: Unrecorded) -> Stretches:
        """The stretches above, with unrecorded seconds counted as asked."""
        key = limit_bpm, self._way(unrecorded)
        if key not in self.known_stretches:
            codes, first = [], 0
            for piece in self.timeline.pieces():
                few = self.few[first : first + piece.known.size]
                codes.append(sides(_counted_bpm(piece, unrecorded), limit_bpm, piece.known, few, unrecorded))
                first += piece.known.size
            above = stretches_above(self.timeline.start_s, self.timeline.end_s, np.concatenate(codes))
            self.known_stretches[key] = above
        return self.known_stretches[key]

    def above_s(self, limit_bpm: float, unrecorded: Unrecorded) -> float:
        """The seconds above a limit [s], with unrecorded ones counted as asked."""
        key = limit_bpm, self._way(unrecorded)
        if key not in self.known_above_s:
            above = [_counted_bpm(piece, unrecorded) > limit_bpm for piece in self.timeline.pieces()]
            unknown_s = self.unknown_s if unrecorded is Unrecorded.ABOVE else 0.0
            self.known_above_s[key] = self.timeline.seconds(np.concatenate(above)) + unknown_s
        return self.known_above_s[key]

    def _way(self, unrecorded: Unrecorded) -> Unrecorded:
        return Unrecorded.AS_AROUND if self.nothing_open else unrecorded

    def counted(self, limit_bpm: float, unrecorded: Unrecorded) -> ExceedanceVerdict:
        """The verdict when unrecorded seconds are counted as asked."""
        line = self.timeline
        # Where samples lie far apart the bounds already hold what may lie between them: two minutes stay two minutes.
        sustained_s = LIMIT_SUSTAINED_S.value
        if unrecorded is Unrecorded.AS_AROUND:
            sustained_s = sustained_from_s(line.sampling_s)
        above_s = self.above_s(limit_bpm, unrecorded)
        longest_s = self.stretches(limit_bpm, unrecorded).longest_s
        return verdict_of(Amount(above_s, longest_s, line.duration_s), sustained_s)

    def verdict(self, limit_bpm: float) -> ExceedanceVerdict:
        """The verdict against one limit."""
        if not np.isfinite(self.timeline.sampling_s):  # fewer than two values
            return ExceedanceVerdict.CANNOT_JUDGE
        if not too_much_unknown(self.unknown_s, self.timeline.duration_s) and self.timeline.duration_s > 0:
            return self.counted(limit_bpm, Unrecorded.AS_AROUND)
        proven = self.counted(limit_bpm, Unrecorded.NOT_ABOVE)
        return proven if proven in _PROVEN else ExceedanceVerdict.CANNOT_JUDGE


def _nothing_open(timeline: Timeline) -> bool:
    """Whether every row was recorded and is what it is judged by, whatever was not recorded around it."""
    bounds = timeline.bounds
    if isinstance(bounds, Smoothed) and not (
        np.array_equal(bounds.low_bpm, bounds.bpm) and np.array_equal(bounds.high_bpm, bounds.bpm)
    ):
        return False
    return not isinstance(bounds, BetweenSamples) and bool(timeline.known.all())


def _counted_bpm(line: Timeline, unrecorded: Unrecorded) -> FloatArray:
    """What each row counts as [bpm] when unrecorded seconds are counted as asked; shape (n,)."""
    if unrecorded is Unrecorded.NOT_ABOVE:
        return line.low_bpm
    return line.high_bpm if unrecorded is Unrecorded.ABOVE else line.bpm


def _borderline_reasons(
    case: _Case, limit_bpm: float, uncertainty_bpm: float, verdict: ExceedanceVerdict
) -> tuple[BorderlineReason, ...]:
    if verdict is ExceedanceVerdict.CANNOT_JUDGE:
        return ()
    reasons = []
    for reason, width_bpm in (
        (BorderlineReason.NEAR_LIMIT, LIMIT_SENSITIVITY_BPM.value),
        (BorderlineReason.RULE_UNCERTAINTY, uncertainty_bpm),
    ):
        others_bpm = (limit_bpm - width_bpm, limit_bpm + width_bpm)
        if any(case.verdict(other_bpm) is not verdict for other_bpm in others_bpm):
            reasons.append(reason)
    if any(case.counted(limit_bpm, way) is not verdict for way in (Unrecorded.NOT_ABOVE, Unrecorded.ABOVE)):
        if not case.timeline.known.all():
            reasons.append(BorderlineReason.NOT_RECORDED)
        if case.timeline.is_sparse:
            reasons.append(BorderlineReason.RESOLUTION)
    return tuple(reasons)


def _dose_bpm_min(timeline: Timeline, limit_bpm: float, above: BoolArray) -> float:
    dose = 0.0
    for first in range(0, above.size, PIECE_ROWS):
        rows = first + np.flatnonzero(above[first : first + PIECE_ROWS])
        dose += float(((timeline.bpm[rows] - limit_bpm) * timeline.lengths_s(rows)).sum())
    return dose / SECONDS_PER_MINUTE


def _excursions(timeline: Timeline, stretches: Stretches, resting_bpm: float | None) -> tuple[Excursion, ...]:
    if not stretches.start_s.size:
        return ()
    firsts = np.searchsorted(timeline.start_s, stretches.start_s)
    lasts = np.searchsorted(timeline.start_s, stretches.stop_s)
    # Even places of the pairs are the excursions, odd ones the time between them.
    pairs = np.column_stack((firsts, lasts)).ravel()
    peaks = np.fmax.reduceat(timeline.bpm, pairs[pairs < timeline.bpm.size])[::2]
    rests = recoveries_after_excursions(timeline, stretches, resting_bpm)
    return tuple(
        Excursion(start_s, stop_s, peak_bpm, rest.after_s, rest.reached)
        for start_s, stop_s, peak_bpm, rest in zip(
            stretches.start_s.tolist(), stretches.stop_s.tolist(), peaks.tolist(), rests, strict=True
        )
    )
