"""What a session did against its limit, in plain sentences.

How many of several recordings were above the limit; whole days are counted apart from the sessions within them.
"""

import math
from statistics import median

from pacing.model.assessment import Assessment
from pacing.model.exceedance import BorderlineReason, Exceedance, ExceedanceVerdict, Limit
from pacing.model.recording import RecordingKind
from pacing.reference import LIMIT_GRACE_S
from pacing.report.document import Audience
from pacing.report.wording.format_numbers import share_text
from pacing.report.wording.format_times import MINUTE_S, bounded_length_text, length_text, range_text

VERDICT_WORDS = {
    ExceedanceVerdict.WITHIN: "stayed under",
    ExceedanceVerdict.BRIEF: "above for short moments",
    ExceedanceVerdict.SUSTAINED: "above for longer",
    ExceedanceVerdict.DOSE: "above for a large part",
    ExceedanceVerdict.CANNOT_JUDGE: "cannot be judged",
}
CLOSE_CALL = {
    BorderlineReason.NEAR_LIMIT: "a limit a few beats higher or lower would have changed what this page says",
    BorderlineReason.RULE_UNCERTAINTY: "the limit comes from a formula that is only roughly right for one person",
    BorderlineReason.NOT_RECORDED: "what was not recorded could have changed it",
    BorderlineReason.RESOLUTION: "the recording has too few values a minute to tell a long stretch from a short one",
}
SHORTEST_NAMED_S = 5.0  # design: less that was not recorded explains nothing
IN_STRETCHES_SHARE = 0.5  # design: with less of it in stretches, moments tell the story
CLOSE_CALL_ANYHOW = "a slightly different limit would have changed what this page says"
NO_LIMIT_WORD = "no limit told"


def verdict_word(assessment: Assessment) -> str:
    """The verdict in a few words, for a table; a close call says so."""
    exceedance = assessment.exceedance
    if exceedance is None:
        return NO_LIMIT_WORD
    word = VERDICT_WORDS[exceedance.verdict]
    return f"{word} (close call)" if exceedance.borderline else word


def limit_text(limit: Limit) -> str:
    """The limit as it stands in a sentence."""
    return f"the limit you chose ({limit_number(limit)} bpm)"


def limit_number(limit: Limit) -> str:
    """The limit as a number: as it was chosen, or whole where it comes from a formula."""
    return f"{limit.bpm:.0f}" if limit.uncertainty_bpm > 0 else f"{limit.bpm:g}"


def time_above_bounds_s(exceedance: Exceedance) -> tuple[float, float]:
    """The widest bounds known for the time above [s]: what was not recorded, and the sensor's own error.

    The only bounds a page shows, so that no reader meets two ranges of one number.
    """
    lows = (exceedance.time_above_s, exceedance.time_above_low_s, exceedance.reading_low_s)
    highs = (exceedance.time_above_s, exceedance.time_above_high_s, exceedance.reading_high_s)
    return min(low for low in lows if low is not None), max(high for high in highs if high is not None)


def time_above_text(exceedance: Exceedance) -> str:
    """Time above the limit with its bounds."""
    return bounded_length_text(exceedance.time_above_s, *time_above_bounds_s(exceedance))


def bounds_sentence(exceedance: Exceedance) -> str:
    """How far the time above may be off, and through what; empty where it reads the same either way."""
    low_s, high_s = time_above_bounds_s(exceedance)
    if length_text(low_s) == length_text(high_s):
        return ""
    open_s = exceedance.time_above_high_s - exceedance.time_above_low_s
    coarse = exceedance.resolution_s >= MINUTE_S
    missing = (exceedance.unknown_s if coarse else open_s) >= SHORTEST_NAMED_S
    between = coarse and open_s - exceedance.unknown_s >= SHORTEST_NAMED_S
    sensor = low_s < exceedance.time_above_low_s or high_s > exceedance.time_above_high_s
    causes = [
        cause
        for cause, counts in (
            ("what was not recorded", missing),
            ("what lies between the values", between),
            ("the sensor's own error", sensor),
        )
        if counts
    ]
    because = " and ".join(filter(None, (", ".join(causes[:-1]), *causes[-1:]))) or "the edges of what was recorded"
    if round(low_s) == 0:
        return f"With {because}, the time above may have been anything up to {length_text(high_s)}."
    return f"With {because}, the time above may have been {range_text(low_s, high_s)}."


def _within(exceedance: Exceedance, limit: Limit, kind: RecordingKind) -> str:
    if exceedance.unknown_s >= MINUTE_S:
        span = "in everything that was recorded"
    elif exceedance.time_above_s > 0:
        span = f"but for {length_text(exceedance.time_above_s)}"
    else:
        span = f"for the whole {'session' if kind is RecordingKind.ACTIVITY else 'recording'}"
    comma = "," if span.startswith("but") else ""
    return f"You stayed under {limit_text(limit)}{comma} {span}."


def _above(exceedance: Exceedance, limit: Limit) -> str:
    sentence = f"Your heart rate was above {limit_text(limit)} for about {length_text(exceedance.time_above_s)}"
    if is_in_moments(exceedance):
        return f"{sentence}, in many short moments; {longest_moment_text(exceedance)}."
    count = len(exceedance.excursions)
    if count <= 1:
        return f"{sentence}, in one stretch."
    return f"{sentence}, in {count} stretches; the longest was {length_text(exceedance.longest_s)}."


def is_in_moments(exceedance: Exceedance) -> bool:
    """Whether the time above is mostly outside the stretches, in moments too short to be one."""
    in_stretches_s = sum(e.stop_s - e.start_s for e in exceedance.excursions)
    return exceedance.time_above_s > 0 and in_stretches_s < IN_STRETCHES_SHARE * exceedance.time_above_s


def longest_moment_text(exceedance: Exceedance) -> str:
    """How long the longest of many short moments was."""
    if not exceedance.excursions:
        return f"none lasted {LIMIT_GRACE_S.value:.0f} seconds"
    return f"the longest lasted {length_text(exceedance.longest_s)}"


def _cannot_judge(assessment: Assessment, limit: Limit) -> str:
    if assessment.cleaned.coverage.measured_share > 0 and not math.isfinite(assessment.cleaned.sampling_s):
        return f"This recording cannot tell whether you stayed under {limit_text(limit)}: it holds only one value."
    missing = share_text(1 - assessment.cleaned.coverage.measured_share)
    return (
        f"This recording cannot tell whether you stayed under {limit_text(limit)}, because {missing} of it is missing."
    )


def lead_sentence(assessment: Assessment) -> str:
    """The one sentence a patient reads first."""
    exceedance, limit = assessment.exceedance, assessment.limit
    if exceedance is None or limit is None:
        return (
            "No limit was told, so this page shows your heart rate but cannot say whether you stayed inside your pace."
        )
    if exceedance.verdict is ExceedanceVerdict.CANNOT_JUDGE:
        return _cannot_judge(assessment, limit)
    if exceedance.verdict is ExceedanceVerdict.WITHIN:
        return _within(exceedance, limit, assessment.recording.kind)
    return _above(exceedance, limit)


def after_lead_sentences(assessment: Assessment) -> tuple[str, ...]:
    """What must be said right after the first sentence: how far it may be off, missing time, a close call."""
    exceedance = assessment.exceedance
    if exceedance is None:
        return ()
    sentences = []
    judged = exceedance.verdict is not ExceedanceVerdict.CANNOT_JUDGE
    if judged and exceedance.unknown_s >= MINUTE_S:
        sentences.append(f"{length_text(exceedance.unknown_s)} of it were not recorded.")
    bounds = bounds_sentence(exceedance)
    if bounds:
        sentences.append(bounds)
    if exceedance.borderline:
        reasons = [CLOSE_CALL[reason] for reason in exceedance.borderline_reasons] or [CLOSE_CALL_ANYHOW]
        sentences.append(f"This is a close call: {', and '.join(reasons)}.")
    if exceedance.resolution_s >= MINUTE_S:
        sentences.append(
            f"The recording is too coarse to show moments above the limit shorter than "
            f"{length_text(exceedance.resolution_s)}."
        )
    return tuple(sentences)


APART = "Whole days count apart"  # what a session did, its day did too


def is_whole_day(assessment: Assessment) -> bool:
    """Whether it is an all-day recording, within which sessions may lie."""
    return assessment.recording.kind is RecordingKind.DAY


def counted_text(sessions: tuple[Assessment, ...]) -> str:
    """How many sessions and how many days there are, as "3 sessions and 1 whole day"."""
    alone, days = _held(sessions)
    parts = [_counted(len(held), word) for held, word in ((alone, "session"), (days, "whole day")) if held]
    return " and ".join(parts)


SEVERAL_DAYS = 3  # design: from here on an all-day recording is told by its days


def spans_days(assessment: Assessment) -> bool:
    """Whether it is an all-day recording of several days, which is told day by day."""
    return len(assessment.days) >= SEVERAL_DAYS


def days_lead(assessment: Assessment) -> str:
    """The first sentence on an all-day recording of several days: on how many of them, and how long on a middle one."""
    judged = _judged([day.exceedance for day in assessment.days])
    if assessment.limit is None or not judged:
        return lead_sentence(assessment)
    above = f"above {limit_text(assessment.limit)}"
    middle_s = median(exceedance.time_above_s for exceedance in judged)
    middle = f" On the middle day it was above it for about {length_text(middle_s)}." if middle_s > 0 else ""
    unjudged = len(assessment.days) - len(judged)
    rest = f" Nothing can be said about {_counted(unjudged, 'day')}." if unjudged else ""
    return f"Your heart rate was {_above_text(judged, above, 'on', 'day')}.{middle}{rest}"


def several_lead(sessions: tuple[Assessment, ...], audience: Audience) -> str:
    """The first sentence of an overview: how many sessions were above the limit for longer, and how many days.

    A day counts beside its sessions, never with them: what a session did, its day did too.
    """
    alone, days = _held(sessions)
    if not any((*alone, *days)):
        return f"Here are {counted_text(sessions)}. No limit was told, so none is held against one."
    judged_alone, judged_days = _judged(alone), _judged(days)
    whose, limit = ("Your heart", "you chose") if audience is Audience.PATIENT else ("Heart", "that was told")
    above = f"above the limit {limit}"
    if not judged_alone and not judged_days:
        return f"Whether {whose.lower()} rate was {above} cannot be said of {counted_text(sessions)}."
    said = []
    if judged_alone:
        said.append(f"{whose} rate was {_above_text(judged_alone, above, 'in', 'session')}.")
        if judged_days:
            said.append(f"{APART}: heart rate was {_above_text(judged_days, 'above it', 'on', 'day')}.")
    else:
        said.append(f"{whose} rate was {_above_text(judged_days, above, 'on', 'day')}.")
    rest_alone, rest_days = len(alone) - len(judged_alone), len(days) - len(judged_days)
    if not days and rest_alone:
        said.append(f"Nothing can be said about the other {rest_alone}.")
    elif rest_alone or rest_days:
        rest = [_counted(n, word) for n, word in ((rest_alone, "session"), (rest_days, "day")) if n]
        said.append(f"Nothing can be said about {' and '.join(rest)}.")
    return " ".join(said)


def _held(sessions: tuple[Assessment, ...]) -> tuple[list[Exceedance | None], list[Exceedance | None]]:
    """What each session, and each day of the whole days, did against the limit."""
    alone = [s.exceedance for s in sessions if not is_whole_day(s)]
    whole = [s for s in sessions if is_whole_day(s)]
    return alone, [e for s in whole for e in (tuple(day.exceedance for day in s.days) or (s.exceedance,))]


def _judged(held: list[Exceedance | None]) -> list[Exceedance]:
    return [e for e in held if e is not None and e.verdict is not ExceedanceVerdict.CANNOT_JUDGE]


def _above_text(judged: list[Exceedance], above: str, where: str, word: str) -> str:
    flagged, count = sum(e.flagged for e in judged), len(judged)
    if not flagged:
        return f"not {above} for long {where} " + (f"the one {word}" if count == 1 else f"any of {count} {word}s")
    return f"{above} for longer {where} " + (f"the one {word}" if count == 1 else f"{flagged} of {count} {word}s")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
