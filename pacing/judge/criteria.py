"""Published criteria held against measured numbers, each only under the conditions of its test."""

from pacing.internal_errors import set_aside
from pacing.judge.cautions import WORDS
from pacing.model.measurement import Finding, FindingVerdict, Measurement
from pacing.model.person import Conditions, Person
from pacing.reference import CRITERIA, PREDICTED_MAXIMA, Criterion, Direction

USED_EQUATION = "equation"
SHARE_WITH = "share_with_"
BETA_BLOCKER_REASONS = {  # by whether the test was done on a beta-blocker, and whether it is unknown if one is taken
    (True, True): "This cut-off is for people on a beta-blocker; you did not say whether you take one.",
    (True, False): "This cut-off is for people on a beta-blocker, and you do not take one.",
    (False, True): "This cut-off is for people without a beta-blocker; you did not say whether you take one.",
    (False, False): "This cut-off is for people without a beta-blocker, and you take one.",
}
SEX_REASONS = {  # by whose cut-off it is, and whether the person's sex is unknown
    ("male", True): "This cut-off was found in men; you did not give your sex.",
    ("male", False): "This cut-off was found in men.",
    ("female", True): "This cut-off was found in women; you did not give your sex.",
    ("female", False): "This cut-off was found in women.",
}


def find_findings(
    measurements: tuple[Measurement, ...],
    person: Person,
    conditions: Conditions,
    criteria: tuple[Criterion, ...] = CRITERIA,
) -> tuple[Finding, ...]:
    """Every criterion that speaks of a number that was measured: its verdict, or why it does not apply here.

    Parameters
    ----------
    measurements
        All numbers of the session.
    person
        What the person said about themselves; None: not given.
    conditions
        How the session was done.
    criteria
        The published criteria that are asked.

    Returns
    -------
    tuple[Finding, ...]
    """
    by_index = {m.index.id: m for m in measurements if m.value is not None}
    findings = []
    for criterion in criteria:
        if criterion.index_id in by_index:
            try:
                findings.append(_finding(criterion, by_index[criterion.index_id], person, conditions))
            except Exception as error:  # noqa: BLE001 - set aside by name, or raised again
                set_aside(f"the criterion {criterion.id}", error)
    return tuple(findings)


def _finding(criterion: Criterion, measurement: Measurement, person: Person, conditions: Conditions) -> Finding:
    reason = why_not_applicable(criterion, measurement, person, conditions)
    value = compared_value(criterion, measurement)
    if reason is not None or value is None:
        verdict = FindingVerdict.NOT_APPLICABLE
    else:
        verdict = FindingVerdict.OUTSIDE if _is_outside(criterion, value) else FindingVerdict.WITHIN
        reason = _remark(criterion, measurement, value)
    return Finding(
        measurement.index.id, verdict, criterion.id, criterion.bound, criterion.unit, criterion.source, reason
    )


def why_not_applicable(
    criterion: Criterion, measurement: Measurement, person: Person, conditions: Conditions
) -> str | None:
    """Why a criterion says nothing about this number in one plain sentence; None when it does apply.

    Parameters
    ----------
    criterion
        A published criterion with the conditions of its test.
    measurement
        The number that was measured.
    person
        What the person said about themselves; None: not given.
    conditions
        How the session was done.

    Returns
    -------
    str | None
        None where there is none.
    """
    reasons = (
        _effort_reason(criterion, conditions),
        _posture_reason(criterion, conditions),
        _beta_blocker_reason(criterion, person),
        _medicine_reason(person),
        _sex_reason(criterion, person),
        _equation_reason(criterion, measurement),
    )
    return next((reason for reason in reasons if reason is not None), None)


def _effort_reason(criterion: Criterion, conditions: Conditions) -> str | None:
    if criterion.maximal_test and not conditions.maximal_test:
        return "This cut-off comes from maximal tests run by a clinician; this session was not marked as one."
    return None


def _posture_reason(criterion: Criterion, conditions: Conditions) -> str | None:
    if not criterion.postures:
        return None
    wanted = " or ".join(criterion.postures)
    if conditions.recovery_posture is None:
        return f"This cut-off is for recovery {wanted}; you did not say what you did after stopping."
    if conditions.recovery_posture not in criterion.postures:
        return f"This cut-off is for recovery {wanted}; yours was {conditions.recovery_posture}."
    return None


def _beta_blocker_reason(criterion: Criterion, person: Person) -> str | None:
    taken = person.medication.beta_blocker
    if criterion.beta_blocker is None or taken is criterion.beta_blocker:
        return None
    return BETA_BLOCKER_REASONS[criterion.beta_blocker, taken is None]


def _medicine_reason(person: Person) -> str | None:
    named = [WORDS[name] for name in person.medication.given() if name != "beta_blocker"]
    if not named:
        return None
    return f"You named {' and '.join(named)}, which changes heart rate; this cut-off was not made for that."


def _sex_reason(criterion: Criterion, person: Person) -> str | None:
    if not criterion.sex or person.sex == criterion.sex:
        return None
    return SEX_REASONS[criterion.sex, person.sex is None]


def _equation_reason(criterion: Criterion, measurement: Measurement) -> str | None:
    if compared_value(criterion, measurement) is not None:
        return None
    title = PREDICTED_MAXIMA[criterion.equation].title
    return f"This cut-off was found with the maximum predicted as {title}; this number was made with another equation."


def compared_value(criterion: Criterion, measurement: Measurement) -> float | None:
    """The number a criterion is held against: the measurement's value, made with the equation of the criterion's test.

    A measurement says in its part `equation` which predicted maximum it used, and may hold what it would be with
    another one in `share_with_<key>`. None when the criterion asks for an equation the measurement does not offer.

    Parameters
    ----------
    criterion
        A published criterion with the conditions of its test.
    measurement
        The number that was measured.

    Returns
    -------
    float | None
        None where there is none.
    """
    if not criterion.equation or measurement.parts.get(USED_EQUATION) == criterion.equation:
        return measurement.value
    other = measurement.parts.get(f"{SHARE_WITH}{criterion.equation}")
    return float(other) if isinstance(other, int | float) else None


def _is_outside(criterion: Criterion, value: float) -> bool:
    if criterion.direction is Direction.ABOVE:
        return value > criterion.bound
    return value < criterion.bound or (criterion.direction is Direction.AT_OR_BELOW and value == criterion.bound)


def _remark(criterion: Criterion, measurement: Measurement, value: float) -> str | None:
    if value != measurement.value:
        title = PREDICTED_MAXIMA[criterion.equation].title
        return f"Compared as in its test, with the maximum predicted as {title}: {value:.0f} {criterion.unit}."
    low, high = measurement.low, measurement.high
    if low is not None and high is not None and low <= criterion.bound <= high:
        return "The number's own range includes this cut-off: it may be on either side."
    return None
