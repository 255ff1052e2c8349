"""The sentences of the clinician's page: short, with every bound, without a judgement."""

from dataclasses import fields

from pacing.model.assessment import Assessment
from pacing.model.exceedance import ExceedanceVerdict, Excursion, Limit
from pacing.model.finding import Finding, FindingVerdict
from pacing.model.person import Condition, Medication, Person, RestingFrom
from pacing.reference import CRITERIA, SOURCES, Criterion, Direction
from pacing.report.rounding import number_text, unit_text
from pacing.report.wording.moments import length_text
from pacing.report.wording.quality import SENSOR_WORDS
from pacing.report.wording.verdict import limit_number, time_above_text

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
    "fixed": "a number that was chosen",
    "resting_plus_15": "resting heart rate + 15",
    "share_of_predicted_max_50": "50 % of 220 - age",
    "share_of_predicted_max_55": "55 % of 220 - age",
    "share_of_predicted_max_60": "60 % of 220 - age",
    "gulati_60": "60 % of 206 - 0.88 age",
    "share_of_reserve": "share of heart-rate reserve",
    "fibromyalgia_ventilatory_threshold": "threshold predicted in fibromyalgia",
    "measured_threshold": "measured threshold",
    "dfa_alpha1": "DFA alpha1 threshold",
    "learnt": "learnt from own sessions",
}
FINDING_WORDS = {
    FindingVerdict.WITHIN: "not beyond the bound",
    FindingVerdict.OUTSIDE: "beyond the bound",
}


def clinical_lead(assessment: Assessment) -> str:
    """The session against its limit in one line."""
    exceedance, limit = assessment.exceedance, assessment.limit
    if exceedance is None or limit is None:
        return "No limit was told: nothing is held against one."
    close = " A close call." if exceedance.borderline else ""
    if exceedance.verdict is ExceedanceVerdict.CANNOT_JUDGE:
        return (
            f"Cannot be judged against {limit_number(limit)} bpm: {length_text(exceedance.unknown_s)} of the session "
            f"are missing; time above between {length_text(exceedance.time_above_low_s)} and "
            f"{length_text(exceedance.time_above_high_s)}."
        )
    if not exceedance.time_above_s:
        return f"Not above {limit_number(limit)} bpm in anything that was recorded.{close}"
    count = len(exceedance.excursions)
    stretches = "one stretch" if count == 1 else f"{count} stretches"
    return (
        f"Above {limit_number(limit)} bpm for {time_above_text(exceedance)}, {stretches} of 10 seconds or more.{close}"
    )


def person_text(person: Person, assessment: Assessment) -> str:
    """Age, sex and condition as told."""
    age = person.age_at(assessment.recording.start)
    told = [
        f"{age:.0f} years" if age is not None else "",
        person.sex.value if person.sex is not None else "",
        CONDITION_WORDS[person.condition] if person.condition is not None else "",
        "feels worse after exertion" if person.worse_after_exertion else "",
    ]
    return ", ".join(part for part in told if part) or "nothing told"


def resting_text(person: Person) -> str:
    """Resting heart rate as told, and how it was found."""
    if person.resting_bpm is None:
        return "not told"
    how = f" ({RESTING_WORDS[person.resting_from]})" if person.resting_from is not None else ""
    return f"{person.resting_bpm:.0f} bpm{how}"


def medication_text(medication: Medication) -> str:
    """What changes heart rate: told yes, told no, and not told."""
    names = {field.name: getattr(medication, field.name) for field in fields(medication)}
    yes, no, unknown = ([_words(n) for n, told in names.items() if told is answer] for answer in (True, False, None))
    if len(unknown) == len(names):
        return "not told; a medicine, pacemaker or irregular rhythm can change everything on this page"
    parts = [f"yes: {', '.join(yes)}" if yes else "none told", f"no: {', '.join(no)}" if no else ""]
    parts.append(f"not told: {', '.join(unknown)}" if unknown else "")
    return "; ".join(part for part in parts if part)


def _words(name: str) -> str:
    return name.replace("_", " ")


def rule_text(limit: Limit) -> str:
    """A limit with its range and the rule it comes from."""
    spread = f" (95 % range {limit.bpm - limit.uncertainty_bpm:.0f} to {limit.bpm + limit.uncertainty_bpm:.0f})"
    return f"{limit_number(limit)} bpm{spread if limit.uncertainty_bpm > 0 else ''}, {rule_name(limit.rule)}"


def rule_name(rule: str) -> str:
    """A pacing rule in words."""
    return RULE_WORDS.get(rule, f"rule {_words(rule)}")


def limit_fact_text(assessment: Assessment) -> str:
    """The limit, who set it and since when."""
    limit = assessment.limit
    if limit is None:
        return assessment.limit_advice or "none told"
    by = f", set by {limit.set_by}" if limit.set_by else ", who set it was not told"
    since = f", since {limit.since:%Y-%m-%d}" if limit.since is not None else ""
    return f"{rule_text(limit)}{by}{since}"


def device_text(assessment: Assessment) -> str:
    """Device and sensor."""
    source = assessment.recording.source
    return f"{source.device or 'device not named in the file'}; {SENSOR_WORDS[source.sensor]}"


def rest_text(excursion: Excursion) -> str:
    """How the heart came down after a stretch above the limit."""
    if excursion.rest_after_s is not None:
        return f"within 10 bpm of rest after {length_text(excursion.rest_after_s)}"
    if excursion.rest_reached is False:
        return "did not come within 10 bpm of rest before the next stretch or the end"
    return "not known"


def criterion_of(finding: Finding) -> Criterion | None:
    """The published criterion a finding speaks of."""
    return next((c for c in CRITERIA if c.id == finding.criterion_id), None)


def bound_text(finding: Finding) -> str:
    """The published bound."""
    criterion = criterion_of(finding)
    direction = f"{DIRECTION_WORDS[criterion.direction]} " if criterion is not None else ""
    return f"{direction}{number_text(finding.bound, 0)}{unit_text(finding.unit)}"


def source_text(finding: Finding) -> str:
    """Where the bound was published."""
    source = SOURCES.get(finding.source)
    return source.text if source is not None else finding.source


def finding_text(finding: Finding) -> str:
    """What published bounds say here, or why they say nothing."""
    if finding.verdict is FindingVerdict.NOT_APPLICABLE:
        return f"Published bounds that do not apply here. {finding.reason or ''}".strip()
    return f"Published bounds under whose conditions the session was done: here {FINDING_WORDS[finding.verdict]}"
