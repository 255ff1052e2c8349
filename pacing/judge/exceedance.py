"""What a session did against a limit, with bounds for what was not recorded."""

from dataclasses import dataclass

import numpy as np

from pacing.judge.descent import descents
from pacing.judge.excursions import Stretches, Unrecorded, few_unrecorded, sides, stretches_above
from pacing.judge.peak import peak_over_bpm
from pacing.judge.timeline import Timeline
from pacing.judge.verdict import Amount, sustained_from_s, too_much_unknown, verdict_of
from pacing.model.arrays import BoolArray
from pacing.model.exceedance import BorderlineReason, Exceedance, ExceedanceVerdict, Excursion
from pacing.reference import LIMIT_SENSITIVITY_BPM, LIMIT_SUSTAINED_S

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
    undo it. Any other verdict becomes `cannot_judge` when over a fifth of the session is missing.

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
    case = _Case(timeline, few_unrecorded(timeline))
    duration_s, unknown_s = timeline.duration_s, timeline.unknown_s
    found = case.stretches(limit_bpm, Unrecorded.AS_AROUND)
    above = timeline.bpm > limit_bpm
    above_s = case.seconds(above)
    verdict = case.verdict(limit_bpm)
    reasons = _borderline_reasons(case, limit_bpm, uncertainty_bpm, verdict)
    return Exceedance(
        verdict=verdict,
        borderline=bool(reasons),
        time_above_s=above_s,
        time_above_low_s=case.seconds(timeline.low_bpm > limit_bpm),
        time_above_high_s=case.seconds(timeline.high_bpm > limit_bpm) + unknown_s,
        share_above=above_s / duration_s if duration_s > 0 else 0.0,
        longest_s=found.longest_s,
        dose_bpm_min=_dose_bpm_min(timeline, limit_bpm, above),
        unknown_s=unknown_s,
        first_above_s=float(timeline.start_s[int(np.argmax(above))]) if above.any() else None,
        peak_over_bpm=peak_over_bpm(timeline, limit_bpm, above) if above.any() else 0.0,
        resolution_s=timeline.sampling_s if np.isfinite(timeline.sampling_s) else duration_s,
        excursions=_excursions(timeline, found, resting_bpm),
        borderline_reasons=reasons,
        reading_low_s=case.seconds(timeline.low_bpm > limit_bpm + reading_error_bpm),
        reading_high_s=case.seconds(timeline.high_bpm > limit_bpm - reading_error_bpm) + unknown_s,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A timeline with what every limit tried on it needs."""

    timeline: Timeline
    few: BoolArray

    def seconds(self, rows: BoolArray) -> float:
        """The length of some rows [s]."""
        return float((self.timeline.stop_s[rows] - self.timeline.start_s[rows]).sum())

    def stretches(self, limit_bpm: float, unrecorded: Unrecorded) -> Stretches:
        """The stretches above, with unrecorded seconds counted as told."""
        line = self.timeline
        bpm = {Unrecorded.NOT_ABOVE: line.low_bpm, Unrecorded.AS_AROUND: line.bpm, Unrecorded.ABOVE: line.high_bpm}
        codes = sides(bpm[unrecorded], limit_bpm, line.known, self.few, unrecorded)
        return stretches_above(line.start_s, line.stop_s, codes)

    def counted(self, limit_bpm: float, unrecorded: Unrecorded) -> ExceedanceVerdict:
        """The verdict when unrecorded seconds are counted as told."""
        line = self.timeline
        # Where samples lie far apart the bounds already hold what may lie between them: two minutes stay two minutes.
        sustained_s = LIMIT_SUSTAINED_S.value
        if unrecorded is Unrecorded.AS_AROUND:
            sustained_s = sustained_from_s(line.sampling_s)
        if unrecorded is Unrecorded.ABOVE:
            above_s = self.seconds(line.high_bpm > limit_bpm) + line.unknown_s
        else:
            above_s = self.seconds((line.low_bpm if unrecorded is Unrecorded.NOT_ABOVE else line.bpm) > limit_bpm)
        longest_s = self.stretches(limit_bpm, unrecorded).longest_s
        return verdict_of(Amount(above_s, longest_s, line.duration_s), sustained_s)

    def verdict(self, limit_bpm: float) -> ExceedanceVerdict:
        """The verdict against one limit."""
        if not too_much_unknown(self.timeline.unknown_s, self.timeline.duration_s) and self.timeline.duration_s > 0:
            return self.counted(limit_bpm, Unrecorded.AS_AROUND)
        proven = self.counted(limit_bpm, Unrecorded.NOT_ABOVE)
        return proven if proven in _PROVEN else ExceedanceVerdict.CANNOT_JUDGE


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
        if width_bpm > 0 and any(case.verdict(limit_bpm + sign * width_bpm) is not verdict for sign in (-1, 1)):
            reasons.append(reason)
    if any(case.counted(limit_bpm, way) is not verdict for way in (Unrecorded.NOT_ABOVE, Unrecorded.ABOVE)):
        if not case.timeline.known.all():
            reasons.append(BorderlineReason.NOT_RECORDED)
        if case.timeline.is_sparse:
            reasons.append(BorderlineReason.RESOLUTION)
    return tuple(reasons)


def _dose_bpm_min(timeline: Timeline, limit_bpm: float, above: BoolArray) -> float:
    width_s = timeline.stop_s[above] - timeline.start_s[above]
    return float(((timeline.bpm[above] - limit_bpm) * width_s).sum()) / SECONDS_PER_MINUTE


def _excursions(timeline: Timeline, found: Stretches, resting_bpm: float | None) -> tuple[Excursion, ...]:
    if not found.start_s.size:
        return ()
    firsts = np.searchsorted(timeline.start_s, found.start_s)
    lasts = np.searchsorted(timeline.start_s, found.stop_s)
    # Even places of the pairs are the excursions, odd ones the time between them.
    pairs = np.column_stack((firsts, lasts)).ravel()
    peaks = np.fmax.reduceat(timeline.bpm, pairs[pairs < timeline.bpm.size])[::2]
    rests = descents(timeline, found, resting_bpm)
    return tuple(
        Excursion(start_s, stop_s, peak_bpm, rest.after_s, rest.reached)
        for start_s, stop_s, peak_bpm, rest in zip(
            found.start_s.tolist(), found.stop_s.tolist(), peaks.tolist(), rests, strict=True
        )
    )
