"""What a session did against a limit: time and dose above it, its highest half minute, and the word for it all.

Each comes with bounds for what was not recorded.
"""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from pacing.judge.excursions import (
    UNKNOWN,
    Side,
    Sides,
    Stretches,
    Unrecorded,
    few_unrecorded,
    recoveries_after_excursions,
    sides,
)
from pacing.judge.timeline import SECOND_S, AnyTimeline, Gaps, IndexArray, Timeline
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.exceedance import BorderlineReason, Exceedance, ExceedanceVerdict, Excursion
from pacing.reference import (
    LIMIT_DOSE_S,
    LIMIT_DOSE_SHARE,
    LIMIT_GRACE_S,
    LIMIT_MERGE_S,
    LIMIT_REST_AGAIN_BPM,
    LIMIT_SAMPLES_TO_SUSTAIN,
    LIMIT_SENSITIVITY_BPM,
    LIMIT_SUSTAINED_S,
    LIMIT_UNKNOWN_SHARE,
    PEAK_WINDOW_S,
)

GRAVITY = (ExceedanceVerdict.WITHIN, ExceedanceVerdict.BRIEF, ExceedanceVerdict.DOSE, ExceedanceVerdict.SUSTAINED)
"""Verdicts from the lightest to the gravest; one that could not be judged has no place among them."""


class Amount(NamedTuple):
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


def peak_over_bpm(timeline: AnyTimeline, limit_bpm: float) -> float:
    """How far the highest mean over 30 s lies over the limit [bpm]; 0 when none lies over it.

    A window begins with a recorded second and counts when four fifths of it were recorded; a session shorter than 30 s
    is one window.

    Parameters
    ----------
    timeline
        Heart rate over time, with what was not recorded.
    limit_bpm
        The limit [bpm].

    Returns
    -------
    float
        [bpm].
    """
    window_s = min(PEAK_WINDOW_S.value, timeline.duration_s)
    pieces = timeline.pieces(window_s)
    return max((_peak_of_piece(piece, own, limit_bpm, window_s) for piece, own in pieces), default=0.0)


def _peak_of_piece(line: Timeline, own: int, limit_bpm: float, window_s: float) -> float:
    """As `peak_over_bpm`, of the windows that begin with one of the first `own` rows."""
    above = line.bpm > limit_bpm
    if not above.any():
        return 0.0
    rows = _near(line, above, window_s)
    return max(_highest_over_bpm(line, rows, int(np.searchsorted(rows, own)), limit_bpm, window_s), 0.0)


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
    timeline: AnyTimeline,
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
    rest_bpm = None if resting_bpm is None else resting_bpm + LIMIT_REST_AGAIN_BPM.value
    case = _look(timeline, limit_bpm, (uncertainty_bpm, reading_error_bpm), rest_bpm)
    duration_s = timeline.duration_s
    above = case.above(limit_bpm, Unrecorded.AS_AROUND)
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
        longest_s=case.stretches(limit_bpm, Unrecorded.AS_AROUND).longest_s,
        dose_bpm_min=case.dose_bpm_s / SECONDS_PER_MINUTE,
        unknown_s=case.unknown_s,
        first_above_s=float(above.start_s[0]) if above.start_s.size else None,
        peak_over_bpm=case.peak_over_bpm,
        resolution_s=timeline.sampling_s if np.isfinite(timeline.sampling_s) else duration_s,
        excursions=_excursions(case, limit_bpm),
        borderline_reasons=reasons,
        reading_low_s=case.above_s(limit_bpm + reading_error_bpm, Unrecorded.NOT_ABOVE),
        reading_high_s=case.above_s(limit_bpm - reading_error_bpm, Unrecorded.ABOVE),
    )


def _look(timeline: AnyTimeline, limit_bpm: float, widths_bpm: tuple[float, float], rest_bpm: float | None) -> "_Case":
    """All that is asked of a timeline, at one look: a year is gone through once, and nothing of a piece is held on to.

    `widths_bpm`: how far the limit, and a reading, may be off [bpm]. `rest_bpm`: down to where rest goes [bpm].
    """
    uncertainty_bpm, error_bpm = widths_bpm
    gaps = timeline.gaps()
    short = gaps.shorter(LIMIT_MERGE_S.value)
    case = _Case(timeline, gaps, float(gaps.length_s.sum()), timeline.nothing_open)
    main = Unrecorded.NOT_ABOVE if case.is_too_unknown else Unrecorded.AS_AROUND
    asked = {(limit_bpm, way) for way in Unrecorded}
    asked |= {(limit_bpm + error_bpm, Unrecorded.NOT_ABOVE), (limit_bpm - error_bpm, Unrecorded.ABOVE)}
    asked |= {
        (limit_bpm + sign * off, main) for off in (LIMIT_SENSITIVITY_BPM.value, uncertainty_bpm) for sign in (-1, 1)
    }
    case.sides.update({key: Sides() for key in {(bpm, case.way(unrecorded)) for bpm, unrecorded in asked}})
    window_s = min(PEAK_WINDOW_S.value, timeline.duration_s)
    for piece, own in timeline.pieces(window_s):
        line = piece if own == piece.start_s.size else piece.rows(0, own)
        few = few_unrecorded(line, short)
        counted = {way: _counted_bpm(line, way) for _, way in case.sides}
        for (bpm, way), found in case.sides.items():
            codes = sides(counted[way], bpm, line.known, few, way)
            found.add(line.start_s, codes, line.bpm if (bpm, way) == (limit_bpm, Unrecorded.AS_AROUND) else None)
        if rest_bpm is not None:
            case.down.add(line.start_s, np.where(line.bpm <= rest_bpm, np.uint8(Side.ABOVE), np.uint8(Side.BELOW)))
        rows = np.flatnonzero(line.bpm > limit_bpm)
        if rows.size:
            case.dose_bpm_s += float(((line.bpm[rows] - limit_bpm) * line.lengths_s(rows)).sum())
        case.peak_over_bpm = max(case.peak_over_bpm, _peak_of_piece(piece, own, limit_bpm, window_s))
    case.rest_known = rest_bpm is not None
    return case


@dataclass(slots=True, eq=False)
class _Case:
    """A timeline with what was seen of it: on which side of each limit it stands, and what a limit asks beyond.

    `unknown_s`: seconds nobody recorded [s]. `nothing_open`: all ways to count these are one. `sides`: by limit [bpm]
    and the way unrecorded seconds are counted. `down`: where heart rate is down at rest. `dose_bpm_s`, `peak_over_bpm`:
    above the limit itself [bpm s, bpm].
    """

    timeline: AnyTimeline
    gaps: Gaps
    unknown_s: float
    nothing_open: bool
    sides: dict[tuple[float, Unrecorded], Sides] = field(default_factory=dict)
    down: Sides = field(default_factory=Sides)
    rest_known: bool = False
    dose_bpm_s: float = 0.0
    peak_over_bpm: float = 0.0
    known_stretches: dict[tuple[float, Unrecorded], Stretches] = field(default_factory=dict)
    known_above_s: dict[tuple[float, Unrecorded], float] = field(default_factory=dict)

    @property
    def is_too_unknown(self) -> bool:
        """Whether so much was not recorded that only a proven verdict stands."""
        duration_s = self.timeline.duration_s
        return too_much_unknown(self.unknown_s, duration_s) or not duration_s > 0

    def way(self, unrecorded: Unrecorded) -> Unrecorded:
        """The way to count unrecorded seconds; all are one where every second was recorded."""
        return Unrecorded.AS_AROUND if self.nothing_open else unrecorded

    def stretches(self, limit_bpm: float, unrecorded: Unrecorded) -> Stretches:
        """The stretches above, with unrecorded seconds counted as asked."""
        key = limit_bpm, self.way(unrecorded)
        if key not in self.known_stretches:
            self.known_stretches[key] = self.sides[key].stretches(self.timeline.end_s)
        return self.known_stretches[key]

    def above(self, limit_bpm: float, unrecorded: Unrecorded) -> Stretches:
        """The runs of rows strictly above a limit."""
        return self.sides[limit_bpm, self.way(unrecorded)].above(self.timeline.end_s)

    def above_s(self, limit_bpm: float, unrecorded: Unrecorded) -> float:
        """The seconds above a limit [s], with unrecorded ones counted as asked."""
        key = limit_bpm, self.way(unrecorded)
        if key not in self.known_above_s:
            above = self.above(*key)
            self.known_above_s[key] = float((above.stop_s - above.start_s).sum())
        return self.known_above_s[key]

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
        if not self.is_too_unknown:
            return self.counted(limit_bpm, Unrecorded.AS_AROUND)
        proven = self.counted(limit_bpm, Unrecorded.NOT_ABOVE)
        return proven if proven in _PROVEN else ExceedanceVerdict.CANNOT_JUDGE


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
        if case.gaps.start_s.size:
            reasons.append(BorderlineReason.NOT_RECORDED)
        if case.timeline.is_sparse:
            reasons.append(BorderlineReason.RESOLUTION)
    return tuple(reasons)


def _excursions(case: _Case, limit_bpm: float) -> tuple[Excursion, ...]:
    stretches = case.stretches(limit_bpm, Unrecorded.AS_AROUND)
    if not stretches.start_s.size:
        return ()
    runs = case.above(limit_bpm, Unrecorded.AS_AROUND)
    highest_bpm = case.sides[limit_bpm, Unrecorded.AS_AROUND].highest_above_bpm()
    firsts, lasts = (np.searchsorted(runs.start_s, edges) for edges in (stretches.start_s, stretches.stop_s))
    # Even places of the pairs are the excursions, odd ones the time between them.
    pairs = np.column_stack((firsts, lasts)).ravel()
    peaks = np.maximum.reduceat(highest_bpm, pairs[pairs < highest_bpm.size])[::2]
    rests = (UNKNOWN,) * peaks.size
    if case.rest_known:
        end_s = case.timeline.end_s
        rests = recoveries_after_excursions(stretches, case.down.above(end_s), case.gaps, end_s)
    return tuple(
        Excursion(start_s, stop_s, peak_bpm, rest.after_s, rest.reached)
        for start_s, stop_s, peak_bpm, rest in zip(
            stretches.start_s.tolist(), stretches.stop_s.tolist(), peaks.tolist(), rests, strict=True
        )
    )
