"""The sentences of the clinician's page: short, with every bound, without a judgement."""

import re
from dataclasses import fields
from datetime import date

from pacing.model.assessment import Assessment
from pacing.model.exceedance import Exceedance, ExceedanceVerdict, Excursion, Limit
from pacing.model.longitudinal import Felt
from pacing.model.measurement import Finding, FindingVerdict, Measurement
from pacing.model.person import Condition, Medication, Person, RestingFrom
from pacing.plural import plural
from pacing.reference import CRITERIA, DESIGN, SOURCES, Criterion, Direction
from pacing.report.wording.format_numbers import number_text, share_text, unit_text
from pacing.report.wording.format_times import MONTHS, by_the_clock, length_text, moment_text, range_text
from pacing.report.wording.quality import SENSOR_WORDS, plain_words
from pacing.report.wording.verdict import limit_number, time_above_bounds_s, time_above_text

CONDITION_WORDS = {
    Condition.FIBROMYALGIA: "fibromyalgia",
    Condition.ME_CFS: "ME/CFS",
    Condition.LONG_COVID: "long COVID",
    Condition.POTS: "POTS",
    Condition.OTHER: "another condition",
}
RESTING_WORDS = {
    RestingFrom.MORNING: "in the morning",
    RestingFrom.SEATED: "seated",
    RestingFrom.SLEEP: "asleep",
    RestingFrom.DEVICE: "from a device",
}
DIRECTION_WORDS = {
    Direction.BELOW: "below",
    Direction.AT_OR_BELOW: "at or below",
    Direction.ABOVE: "above",
}
RULE_WORDS = {
    "fixed": "a chosen number",
    "resting_plus_15": "resting heart rate + 15",
    "share_of_predicted_max_50": "50 % of 220 - age",
    "share_of_predicted_max_55": "55 % of 220 - age",
    "share_of_predicted_max_60": "60 % of 220 - age",
    "gulati_60": "60 % of 206 - 0.88 age, for women",
    "share_of_reserve": "share of heart-rate reserve",
    "fibromyalgia_ventilatory_threshold": "ventilatory threshold predicted in women with fibromyalgia",
    "measured_threshold": "measured threshold",
    "dfa_alpha1": "DFA alpha1 threshold",
    "learnt": "learned from the person's own sessions",
}
OWN_DEFINITION = "own definition"
FOUND_WORDS = {"told": "given"}
NO_LIMIT = "No limit is set, so this session is not compared with one."
CANNOT_JUDGE = "Cannot be judged against {limit} bpm: {missing} of the session missing; time above the limit {range}."
NOT_ABOVE = "Not above {limit} bpm in anything that was recorded."
ABOVE_SCATTERED = "Above {limit} bpm for {length}, in no stretch long enough to list."
ABOVE_STRETCHES = (
    "Above {limit} bpm for {length}, in one stretch.",
    "Above {limit} bpm for {length}, in {} stretches.",
)
CLOSE_CALL = "A close call."
ABOVE_SHARE = "{share} of what was recorded"
ABOVE_LONGEST = "the longest stretch {length}"
ABOVE_FIRST_CLOCK = "first at {moment}"
ABOVE_FIRST = "first {moment} after the start"
ABOVE_HIGHEST = "the highest half minute {over:.0f} bpm over the limit"
ABOVE_HIGHEST_VALUE = "the highest value {over:.0f} bpm over the limit"
HALF_MINUTE_S = 30.0
ABOVE_DOSE = "about {beats} more than at the limit (dose {dose:.0f} bpm·min)"
COMFORTABLE_WORDS = {
    True: "comfortable",
    False: "not comfortable",
    None: "whether it was comfortable was not said",
}
AFTER_WORDS = {
    True: "felt worse in the three days after",
    False: "did not feel worse in the three days after",
    None: "whether the person felt worse in the three days after was not said",
}
NO_KIND = "other"  # of a note
NOTHING_GIVEN = "age, sex and condition not given"
MEDICINES_UNKNOWN = "not given. Any of them could change every number here."
LIMIT_UNKNOWN = "none set"
SETTER_UNKNOWN = "who set it was not said"
FINDING_SENTENCES = {
    FindingVerdict.WITHIN: "Published bounds from a test done as this session was: the number is not beyond the bound",
    FindingVerdict.OUTSIDE: "Published bounds from a test done as this session was: the number is beyond the bound",
}


def clinical_lead(assessment: Assessment) -> str:
    """The session against its limit in one line."""
    exceedance, limit = assessment.exceedance, assessment.limit
    if exceedance is None or limit is None:
        return NO_LIMIT
    number = limit_number(limit)
    if exceedance.verdict is ExceedanceVerdict.CANNOT_JUDGE:
        low_s, high_s = time_above_bounds_s(exceedance)
        return CANNOT_JUDGE.format(
            limit=number, missing=length_text(exceedance.unknown_s), range=range_text(low_s, high_s)
        )
    count, length = len(exceedance.excursions), time_above_text(exceedance)
    if not exceedance.time_above_s:
        sentence = NOT_ABOVE.format(limit=number)
    elif not count:
        sentence = ABOVE_SCATTERED.format(limit=number, length=length)
    else:
        sentence = plural(count, *ABOVE_STRETCHES, limit=number, length=length)
    return f"{sentence} {CLOSE_CALL}" if exceedance.borderline else sentence


def above_text(assessment: Assessment, exceedance: Exceedance) -> str:
    """What the first line does not say of the time above: its share, when first, how high, how much."""
    first_s = exceedance.first_above_s
    if not exceedance.time_above_s or first_s is None:
        return time_above_text(exceedance)
    over_bpm = exceedance.peak_over_bpm
    first = ABOVE_FIRST_CLOCK if by_the_clock(assessment) else ABOVE_FIRST
    parts = (
        ABOVE_SHARE.format(share=share_text(exceedance.share_above)),
        ABOVE_LONGEST.format(length=length_text(exceedance.longest_s)) if exceedance.longest_s else "",
        first.format(moment=moment_text(assessment, first_s)),
        (ABOVE_HIGHEST if exceedance.resolution_s < HALF_MINUTE_S else ABOVE_HIGHEST_VALUE).format(over=over_bpm)
        if over_bpm >= 1
        else "",
        ABOVE_DOSE.format(
            beats=plural(round(exceedance.dose_bpm_min), "{} heartbeat", "{} heartbeats"), dose=exceedance.dose_bpm_min
        ),
    )
    return "; ".join(part for part in parts if part)


def person_text(person: Person, assessment: Assessment) -> str:
    """Age, sex and condition as given."""
    age = person.age_at(assessment.recording.began)
    given = [
        f"{age:.0f} years" if age is not None else "",
        person.sex.value if person.sex is not None else "",
        CONDITION_WORDS[person.condition] if person.condition is not None else "",
        "feels worse after exertion" if person.worse_after_exertion else "",
    ]
    return ", ".join(part for part in given if part) or NOTHING_GIVEN


def resting_text(assessment: Assessment) -> str:
    """Resting heart rate as given, and how it was found; where none was given, that of the recording."""
    person, measured = assessment.person, assessment.measurement("hr_rest")
    if person.resting_bpm is None:
        if measured is None or measured.value is None:
            return "not given"
        return f"{measured.value:.0f} bpm, from this recording"
    how = f" ({RESTING_WORDS[person.resting_from]})" if person.resting_from is not None else ""
    return f"{person.resting_bpm:.0f} bpm{how}"


def medication_text(medication: Medication) -> str:
    """What changes heart rate: what is taken, what is not, and what is not known."""
    names = {field.name: getattr(medication, field.name) for field in fields(medication)}
    yes, no, unknown = ([_words(n) for n, given in names.items() if given is answer] for answer in (True, False, None))
    if len(unknown) == len(names):
        return MEDICINES_UNKNOWN
    parts = [f"yes: {', '.join(yes)}" if yes else "none given", f"no: {', '.join(no)}" if no else ""]
    parts.append(f"not given: {', '.join(unknown)}" if unknown else "")
    return "; ".join(part for part in parts if part)


def _words(name: str) -> str:
    return name.replace("_", " ")


def rule_text(limit: Limit) -> str:
    """A limit with its 95 % range, and the rule it comes from."""
    spread = f" ({limit.bpm - limit.uncertainty_bpm:.0f} to {limit.bpm + limit.uncertainty_bpm:.0f})"
    return f"{limit_number(limit)} bpm{spread if limit.uncertainty_bpm > 0 else ''}, {rule_name(limit.rule)}"


def other_limits_text(limits: tuple[Limit, ...]) -> str:
    """What other rules would give this person, each after its rule's name."""
    each = (
        f"{rule_name(limit.rule)}: {limit.bpm:.0f} bpm "
        f"({limit.bpm - limit.uncertainty_bpm:.0f} to {limit.bpm + limit.uncertainty_bpm:.0f})"
        for limit in limits
    )
    return f"{'; '.join(each)}; in brackets the 95 % range for one person"


def rule_name(rule: str) -> str:
    """A pacing rule in words."""
    return RULE_WORDS.get(rule, f"rule {_words(rule)}")


def limit_fact_text(assessment: Assessment) -> str:
    """The limit, who set it and since when."""
    limit = assessment.limit
    if limit is None:
        return LIMIT_UNKNOWN if assessment.limit_advice is None else plain_words(assessment.limit_advice)
    by = f", set by {limit.set_by}" if limit.set_by else f"; {SETTER_UNKNOWN}"
    since = f", since {limit.since:%Y-%m-%d}" if limit.since is not None else ""
    return f"{rule_text(limit)}{by}{since}"


def device_text(assessment: Assessment) -> str:
    """Device and sensor."""
    source = assessment.recording.source
    return f"{source.device or 'device not named in the file'}; {SENSOR_WORDS[source.sensor]}"


def felt_text(felt: Felt) -> str:
    """What the person said of a session; "" where they said nothing.

    Examples
    --------
    >>> felt_text(Felt(comfortable=False, flare_after=True)), felt_text(Felt())
    ('not comfortable; felt worse in the three days after', '')
    """
    if felt.comfortable is None and felt.flare_after is None:
        return ""
    return f"{COMFORTABLE_WORDS[felt.comfortable]}; {AFTER_WORDS[felt.flare_after]}"


COMFORTABLE_BRIEFLY = {True: "comfortable", False: "not comfortable", None: ""}
AFTER_BRIEFLY = {True: "worse in the days after", False: "not worse in the days after", None: ""}


def felt_briefly(felt: Felt) -> str:
    """What the person answered of a session and nothing else, for a table; "" where they answered nothing.

    Examples
    --------
    >>> felt_briefly(Felt(comfortable=True, flare_after=True)), felt_briefly(Felt())
    ('comfortable; worse in the days after', '')
    """
    answers = (COMFORTABLE_BRIEFLY[felt.comfortable], AFTER_BRIEFLY[felt.flare_after])
    return "; ".join(answer for answer in answers if answer)


def noted_on(felt: Felt, day: date) -> str:
    """What the person noted on one day, in their words; "" where they noted nothing."""
    return " ".join(text if kind == NO_KIND else f"{kind}: {text}" for noted, kind, text in felt.notes if noted == day)


def notes_text(assessment: Assessment) -> str:
    """What the person noted around a session, in their words, each note with its day; "" where they noted nothing."""
    began = assessment.recording.began
    days: dict[date, list[str]] = {}
    for day, kind, text in assessment.felt.notes:
        days.setdefault(day, []).append(f"“{text}”" if kind == NO_KIND else f"{kind}: “{text}”")
    return "; ".join(
        f"{_note_day(day, None if began is None else began.date())}: {', '.join(texts)}" for day, texts in days.items()
    )


def _note_day(day: date, session_day: date | None) -> str:
    if day == session_day:
        return "that day"
    return f"{day.day} {MONTHS[day.month - 1]}"


def rest_text(excursion: Excursion) -> str:
    """How the heart came down after a stretch above the limit."""
    if excursion.rest_after_s is not None:
        return f"after {length_text(excursion.rest_after_s)}"
    if excursion.rest_reached is False:
        return "not before the next stretch or the end"
    return "not known"


def criterion_of(finding: Finding) -> Criterion | None:
    """The published criterion a finding speaks of."""
    return next((c for c in CRITERIA if c.id == finding.criterion_id), None)


def bound_text(finding: Finding) -> str:
    """The published bound."""
    criterion = criterion_of(finding)
    direction = f"{DIRECTION_WORDS[criterion.direction]} " if criterion is not None else ""
    return f"{direction}{number_text(finding.bound, 0)}{unit_text(finding.unit)}"


def bound_with_test(finding: Finding) -> str:
    """A published bound with the conditions of its test and its source, as a sentence."""
    criterion = criterion_of(finding)
    conditions = f": {criterion.note.rstrip('.')}" if criterion is not None else ""
    text = bound_text(finding)
    return f"{text[:1].upper()}{text[1:]}{conditions} ({source_text(finding.source)})."


def source_text(key: str) -> str:
    """Where something was published."""
    source = SOURCES.get(key)
    return source.text if source is not None else key


def founded_text(measurement: Measurement) -> str:
    """How well a number is founded in research, with every source of its definition."""
    info = measurement.index
    return f"{info.evidence.value.capitalize()}. {'; '.join(source_text(key) for key in info.sources)}."


def founded_briefly(measurement: Measurement) -> str:
    """How well a number is founded in research, and its first source in a few words."""
    info = measurement.index
    first = re.split(r", | \(|: ", source_text(info.sources[0]))[0] if info.sources[0] != DESIGN else OWN_DEFINITION
    return f"{info.evidence.value}; {first}"


def definition_words(measurement: Measurement) -> str:
    """How a level was found, where the ledger names it.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> definition_words(Some(parts={"definition": "told:seated"})), definition_words(Some(parts={}))
    ('given: seated', '')
    """
    result = measurement.parts.get("definition")
    if not isinstance(result, str):
        return ""
    how, _, where = result.partition(":")
    return FOUND_WORDS.get(how, _words(how)) + (f": {_words(where)}" if where else "")


def beats_text(measurement: Measurement) -> str:
    """Which stretch a variability number is from and how many of its beats were corrected."""
    share, kind = measurement.parts.get("artefact_share"), measurement.parts.get("window_from")
    corrected = f"{share_text(float(share))} of beats corrected" if isinstance(share, float | int) else ""
    return ", ".join(part for part in (_words(kind) if isinstance(kind, str) else "", corrected) if part)


def finding_text(finding: Finding) -> str:
    """What published bounds say here, or why they say nothing."""
    if finding.verdict is FindingVerdict.NOT_APPLICABLE:
        return f"Published bounds that do not apply here. {finding.reason or ''}".strip()
    return FINDING_SENTENCES[finding.verdict]
