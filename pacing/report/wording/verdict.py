"""What a session did against its limit, and how many of several were above it; whole days are counted apart."""

import math
from statistics import median

from pacing.model.assessment import Assessment
from pacing.model.exceedance import BorderlineReason, Exceedance, ExceedanceVerdict, Limit
from pacing.model.recording import RecordingKind
from pacing.plural import plural
from pacing.reference import LIMIT_GRACE_S
from pacing.report.wording.format_numbers import share_text, spoken_text
from pacing.report.wording.format_times import MINUTE_S, bounded_length_text, length_text, range_text, whole_minutes

VERDICT_WORDS = {
    ExceedanceVerdict.WITHIN: "stayed under",
    ExceedanceVerdict.BRIEF: "above for short moments",
    ExceedanceVerdict.SUSTAINED: "above for two minutes or more at a stretch",
    ExceedanceVerdict.DOSE: "above for short moments that add up",
    ExceedanceVerdict.CANNOT_JUDGE: "cannot be judged",
}
CLOSE_CALL_WORDS = {
    ExceedanceVerdict.WITHIN: "stayed under (close call)",
    ExceedanceVerdict.BRIEF: "above for short moments (close call)",
    ExceedanceVerdict.SUSTAINED: "above for two minutes or more at a stretch (close call)",
    ExceedanceVerdict.DOSE: "above for short moments that add up (close call)",
    ExceedanceVerdict.CANNOT_JUDGE: "cannot be judged (close call)",
}
VERDICT_WITH_TIME = {
    ExceedanceVerdict.WITHIN: "stayed under, except for {length}",
    ExceedanceVerdict.BRIEF: "above for {length} in all, in short moments",
    ExceedanceVerdict.SUSTAINED: "above for {length} in all",
    ExceedanceVerdict.DOSE: "above for {length} in all, in short moments that add up",
}
CLOSE_CALL_WITH_TIME = {
    ExceedanceVerdict.WITHIN: "stayed under, except for {length} (close call)",
    ExceedanceVerdict.BRIEF: "above for {length} in all, in short moments (close call)",
    ExceedanceVerdict.SUSTAINED: "above for {length} in all (close call)",
    ExceedanceVerdict.DOSE: "above for {length} in all, in short moments that add up (close call)",
}
NONE_IS_SET = "No limit is set"  # how an advice begins that says the same as the first sentence of the page
NO_LIMIT_WORD = "no limit set"
NO_LIMIT_LEAD = (
    "You have not set a limit yet. This page shows your heart rate but cannot say whether you stayed within your pace."
)
NO_LIMIT_HERE_LEAD = (
    "There is no limit for this session. This page shows your heart rate but cannot say whether you stayed within "
    "your pace."
)
LEVELS = "Your heart rate was {mean} on average, and {peak} in its highest half minute."
WITHIN_RECORDED = "You stayed under {limit} in everything that was recorded."
WITHIN_BUT = "You stayed under {limit}, except for {length}."
WITHIN_SESSION = "You stayed under {limit} for the whole session."
WITHIN_RECORDING = "You stayed under {limit} for the whole recording."
ABOVE_SCATTERED = "Your heart rate was above {limit} for about {length}, a few seconds at a time."
ABOVE_ONCE = "Your heart rate was above {limit} for about {length}, between {start} and {stop}."
ABOVE_OFTEN = (
    "Your heart rate was above {limit} for about {length} in all, in {count} stretches. The "
    "longest lasted {longest}, between {start} and {stop}."
)
ABOVE_MOMENTS = "Your heart rate was above {limit} for about {length} in all, in many short moments; {longest}."
THEMSELVES = ("the person", "me", "myself", "you", "self", "patient")  # who set a limit, as people write it
IN_STRETCHES_SHARE = 0.5  # design: with less of it in stretches, moments tell the story
ONE_VALUE = "This recording cannot show whether you stayed under {limit}: it holds only one value."
CANNOT_JUDGE = "This recording cannot show whether you stayed under {limit}: {share} of it is missing."
NOT_RECORDED = "Nothing was recorded for {length}."
TOO_COARSE = "This recording cannot show moments above the limit that are shorter than {length}."
BETWEEN = {  # where values lie far apart, what may lie between them comes first; by the same two
    (False, False): "Because the values lie far apart, the time above the limit could be {range}.",
    (True, False): (
        "Because the values lie far apart and some of it was not recorded, the time above the limit could be {range}."
    ),
    (False, True): (
        "Because the values lie far apart and the sensor is not exact, the time above the limit could be {range}."
    ),
    (True, True): (
        "Because the values lie far apart, some of it was not recorded and the sensor is not exact, the time above the "
        "limit could be {range}."
    ),
}
BOUNDS = {  # by whether something is missing, and whether the sensor's own error widens them
    (False, False): "The time above the limit could be {range}.",
    (True, False): "Because some of it was not recorded, the time above the limit could be {range}.",
    (False, True): "Because the sensor is not exact, the time above the limit could be {range}.",
    (True, True): (
        "Because some of it was not recorded and the sensor is not exact, the time above the limit could be {range}."
    ),
}
CLOSE_CALL = "This is a close call."
CLOSE_CALL_BECAUSE = {
    BorderlineReason.NEAR_LIMIT: ("With a limit a few beats higher or lower, this page would give another answer."),
    BorderlineReason.RULE_UNCERTAINTY: "The limit comes from a formula that is only roughly right for one person.",
    BorderlineReason.NOT_RECORDED: "What was not recorded could change the answer.",
    BorderlineReason.RESOLUTION: "With so few values a minute, a long stretch and a short one look the same.",
}
CLOSE_CALL_ANYHOW = "A slightly different limit would change the answer."
SHORTEST_NAMED_S = 5.0  # design: less that was not recorded explains nothing


def verdict_word(assessment: Assessment) -> str:
    """The verdict in a few words, for a table; a close call says so."""
    exceedance = assessment.exceedance
    if exceedance is None:
        return NO_LIMIT_WORD
    return (CLOSE_CALL_WORDS if exceedance.borderline else VERDICT_WORDS)[exceedance.verdict]


def verdict_with_time(assessment: Assessment) -> str:
    """The verdict with the time above, for a table."""
    exceedance, word = assessment.exceedance, verdict_word(assessment)
    if exceedance is None or not exceedance.time_above_s > 0:
        return word
    sentence = (CLOSE_CALL_WITH_TIME if exceedance.borderline else VERDICT_WITH_TIME).get(exceedance.verdict)
    return word if sentence is None else sentence.format(length=length_text(exceedance.time_above_s))


def limit_words(limit: Limit) -> str:
    """A limit as its person calls it: one that somebody else set is theirs, but not their choice.

    Examples
    --------
    >>> limit_words(Limit(104.0, "fixed", 0.0)), limit_words(Limit(104.0, "fixed", 0.0, set_by="a physiotherapist"))
    ('the limit you chose (104 bpm)', 'your limit (104 bpm)')
    """
    chosen = limit.set_by is None or limit.set_by.lower() in THEMSELVES
    return f"{'the limit you chose' if chosen else 'your limit'} ({limit_number(limit)} bpm)"


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
    if length_text(low_s) == length_text(high_s) or high_s < SHORTEST_NAMED_S:
        return ""
    open_s = exceedance.time_above_high_s - exceedance.time_above_low_s
    coarse = exceedance.resolution_s >= MINUTE_S
    missing = (exceedance.unknown_s if coarse else open_s) >= SHORTEST_NAMED_S
    between = coarse and open_s - exceedance.unknown_s >= SHORTEST_NAMED_S
    sensor = low_s < exceedance.time_above_low_s or high_s > exceedance.time_above_high_s
    span = f"anything up to {length_text(high_s)}" if round(low_s) == 0 else range_text(low_s, high_s)
    return (BETWEEN if between else BOUNDS)[missing, sensor].format(range=span)


def lead_sentence(assessment: Assessment) -> str:
    """The one sentence a patient reads first."""
    exceedance, limit = assessment.exceedance, assessment.limit
    if exceedance is None or limit is None:
        return NO_LIMIT_LEAD if says_that_none_is_set(assessment.limit_advice) else NO_LIMIT_HERE_LEAD
    if exceedance.verdict is ExceedanceVerdict.CANNOT_JUDGE:
        coverage = assessment.cleaned.coverage
        if coverage.measured_share > 0 and not math.isfinite(assessment.cleaned.sampling_s):
            return ONE_VALUE.format(limit=limit_words(limit))
        missing = share_text(1 - coverage.measured_share)
        return CANNOT_JUDGE.format(limit=limit_words(limit), share=missing)
    if exceedance.verdict is ExceedanceVerdict.WITHIN:
        return _within(exceedance, limit, assessment.recording.kind)
    return _above(assessment, exceedance, limit)


def level_sentence(assessment: Assessment) -> str:
    """How high heart rate was, where there is no limit to compare it with; "" where it was not measured."""
    mean, peak = assessment.measurement("hr_mean"), assessment.measurement("hr_peak")
    if mean is None or peak is None or mean.value is None or peak.value is None:
        return ""
    return LEVELS.format(mean=spoken_text(mean), peak=spoken_text(peak))


def says_that_none_is_set(limit_advice: str | None) -> bool:
    """Whether there is no limit because none is set, and not because a rule cannot give one here."""
    return limit_advice is None or limit_advice.startswith(NONE_IS_SET)


def _within(exceedance: Exceedance, limit: Limit, kind: RecordingKind) -> str:
    if exceedance.unknown_s >= MINUTE_S:
        sentence = WITHIN_RECORDED
    elif exceedance.time_above_s > 0:
        sentence = WITHIN_BUT
    else:
        sentence = WITHIN_SESSION if kind is RecordingKind.ACTIVITY else WITHIN_RECORDING
    return sentence.format(limit=limit_words(limit), length=length_text(exceedance.time_above_s))


def _above(assessment: Assessment, exceedance: Exceedance, limit: Limit) -> str:
    whose, length = limit_words(limit), length_text(exceedance.time_above_s)
    if not exceedance.excursions:
        return ABOVE_SCATTERED.format(limit=whose, length=length)
    if is_in_moments(exceedance):
        return ABOVE_MOMENTS.format(limit=whose, length=length, longest=longest_moment_text(exceedance))
    longest = max(exceedance.excursions, key=lambda e: e.stop_s - e.start_s)
    named_s = exceedance.time_above_s if len(exceedance.excursions) == 1 else exceedance.longest_s
    start, stop = whole_minutes(assessment, longest.start_s, longest.stop_s, named_s)
    return (ABOVE_ONCE if len(exceedance.excursions) == 1 else ABOVE_OFTEN).format(
        limit=whose,
        length=length,
        count=len(exceedance.excursions),
        longest=length_text(exceedance.longest_s),
        start=start,
        stop=stop,
    )


def is_in_moments(exceedance: Exceedance) -> bool:
    """Whether the time above is mostly outside the stretches, in moments too short to be one."""
    in_stretches_s = sum(e.stop_s - e.start_s for e in exceedance.excursions)
    return exceedance.time_above_s > 0 and in_stretches_s < IN_STRETCHES_SHARE * exceedance.time_above_s


def longest_moment_text(exceedance: Exceedance) -> str:
    """How long the longest of many short moments was."""
    if not exceedance.excursions:
        return f"none lasted {LIMIT_GRACE_S.value:.0f} seconds"
    return f"the longest lasted {length_text(exceedance.longest_s)}"


def after_lead_sentences(assessment: Assessment) -> tuple[str, ...]:
    """What must be said right after the first sentence: how far it may be off, missing time, a close call."""
    exceedance = assessment.exceedance
    if exceedance is None:
        return ()
    sentences = []
    judged = exceedance.verdict is not ExceedanceVerdict.CANNOT_JUDGE
    if judged and exceedance.unknown_s >= MINUTE_S:
        sentences.append(NOT_RECORDED.format(length=length_text(exceedance.unknown_s)))
    bounds = bounds_sentence(exceedance)
    if bounds:
        sentences.append(bounds)
    if exceedance.borderline:
        reasons = [CLOSE_CALL_BECAUSE[reason] for reason in exceedance.borderline_reasons]
        sentences += [CLOSE_CALL, *(reasons or [CLOSE_CALL_ANYHOW])]
    if exceedance.resolution_s >= MINUTE_S:
        sentences.append(TOO_COARSE.format(length=length_text(exceedance.resolution_s)))
    return tuple(sentences)


Sentences = tuple[str, str]  # of one, and of several
NO_LIMIT = "No limit is set, so these sessions are not compared with one."
NO_LIMIT_DAYS = "No limit is set, so these recordings are not compared with one."
NONE_JUDGED = "These recordings cannot show whether heart rate was above the limit."
APART = "Whole days are counted separately."  # what a session did, its day did too
SESSIONS_BELOW: Sentences = (
    "In the one session that can be judged, heart rate was not above the limit for two minutes at a stretch.",
    "In none of {} sessions was heart rate above the limit for two minutes at a stretch.",
)
SESSIONS_ABOVE: Sentences = (
    "In the one session that can be judged, heart rate was above the limit for two minutes or more at a stretch.",
    "In {above} of {} sessions heart rate was above the limit for two minutes or more at a stretch.",
)
SESSIONS_ADDED_UP: Sentences = (
    "In the one session that can be judged, heart rate was above the limit for short moments that add up.",
    (
        "In {above} of {} sessions heart rate was above the limit for two minutes or more at a stretch, or for moments "
        "that add up."
    ),
)
DAYS_BELOW: Sentences = (
    "On the one day that can be judged, heart rate was not above the limit for two minutes at a stretch.",
    "On none of {} days was heart rate above the limit for two minutes at a stretch.",
)
DAYS_ABOVE: Sentences = (
    "On the one day that can be judged, heart rate was above the limit for two minutes or more at a stretch.",
    "On {above} of {} days heart rate was above the limit for two minutes or more at a stretch.",
)
DAYS_ADDED_UP: Sentences = (
    "On the one day that can be judged, heart rate was above the limit for short moments that add up.",
    (
        "On {above} of {} days heart rate was above the limit for two minutes or more at a stretch, or for moments "
        "that add up."
    ),
)
OTHERS_NO_LIMIT = ("The other one has no limit.", "The other {} have no limit.")
OTHERS_NOT_JUDGED = ("The other one cannot be judged.", "The other {} cannot be judged.")
OTHERS_MIXED = ("The other one cannot be judged.", "The other {} have no limit or cannot be judged.")
SESSIONS_LEFT = (
    "One session has no limit or cannot be judged.",
    "{} sessions have no limit or cannot be judged.",
)
DAYS_LEFT = ("One day has no limit or cannot be judged.", "{} days have no limit or cannot be judged.")


def is_whole_day(assessment: Assessment) -> bool:
    """Whether it is an all-day recording, within which sessions may lie."""
    return assessment.recording.kind is RecordingKind.DAY


def counted_text(sessions: tuple[Assessment, ...]) -> str:
    """How many sessions and how many days there are, as "3 sessions and 1 whole day"."""
    alone, days = _against_limit(sessions)
    alone_text = plural(len(alone), "{} session", "{} sessions")
    days_text = plural(len(days), "{} whole day", "{} whole days")
    if not days:
        return alone_text
    return f"{alone_text} and {days_text}" if alone else days_text


SEVERAL_DAYS = 3  # design: from here on an all-day recording is described by its days
MIDDLE_DAY = "On the middle day it was about {length}."


def spans_days(assessment: Assessment) -> bool:
    """Whether it is an all-day recording of several days, which is described day by day."""
    return len(assessment.days) >= SEVERAL_DAYS


def days_lead(assessment: Assessment) -> str:
    """The first sentence on an all-day recording of several days: on how many of them, and how long on a middle one."""
    judged = _judged([day.exceedance for day in assessment.days])
    if assessment.limit is None or not judged:
        return lead_sentence(assessment)
    middle_s = median(exceedance.time_above_s for exceedance in judged)
    lead = several_lead((assessment,)).replace("the limit", limit_words(assessment.limit), 1)
    return f"{lead} {MIDDLE_DAY.format(length=length_text(middle_s))}" if middle_s > 0 else lead


def several_lead(sessions: tuple[Assessment, ...]) -> str:
    """The first sentence of an overview: in how many sessions, and on how many days, the limit was passed.

    A day counts beside its sessions, never with them: what a session did, its day did too.
    """
    alone, days = _against_limit(sessions)
    if not any((*alone, *days)):
        return NO_LIMIT_DAYS if days else NO_LIMIT
    judged_alone, judged_days = _judged(alone), _judged(days)
    if not judged_alone and not judged_days:
        return NONE_JUDGED
    remarks = []
    if judged_alone:
        remarks.append(_above_text(judged_alone, SESSIONS_BELOW, SESSIONS_ABOVE, SESSIONS_ADDED_UP))
    if judged_days:
        remarks += [APART] if judged_alone else []
        remarks.append(_above_text(judged_days, DAYS_BELOW, DAYS_ABOVE, DAYS_ADDED_UP))
    rest_alone, rest_days = len(alone) - len(judged_alone), len(days) - len(judged_days)
    if rest_alone:
        remarks.append(plural(rest_alone, *(SESSIONS_LEFT if days else _others(alone))))
    if rest_days:
        remarks.append(plural(rest_days, *DAYS_LEFT))
    return " ".join(remarks)


def _against_limit(sessions: tuple[Assessment, ...]) -> tuple[list[Exceedance | None], list[Exceedance | None]]:
    """What each session, and each day of the whole days, did against the limit."""
    alone = [s.exceedance for s in sessions if not is_whole_day(s)]
    whole = [s for s in sessions if is_whole_day(s)]
    return alone, [e for s in whole for e in (tuple(day.exceedance for day in s.days) or (s.exceedance,))]


def _judged(exceedances: list[Exceedance | None]) -> list[Exceedance]:
    return [e for e in exceedances if e is not None and e.verdict is not ExceedanceVerdict.CANNOT_JUDGE]


def _above_text(judged: list[Exceedance], below: Sentences, above: Sentences, added_up: Sentences) -> str:
    flagged = [e.verdict for e in judged if e.flagged]
    sentences = below if not flagged else added_up if ExceedanceVerdict.DOSE in flagged else above
    return plural(len(judged), *sentences, above=len(flagged))


def _others(alone: list[Exceedance | None]) -> Sentences:
    """What is said of the sessions that were not judged."""
    without_limit = sum(e is None for e in alone)
    if not without_limit:
        return OTHERS_NOT_JUDGED
    return OTHERS_MIXED if len(_judged(alone)) + without_limit < len(alone) else OTHERS_NO_LIMIT
