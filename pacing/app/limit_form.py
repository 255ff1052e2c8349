"""The forms that set a limit, by number or by rule, and say who set it: as they are shown, and as they come back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from pacing.app.tasks import FieldError, Job, Reply
from pacing.app.template import filled
from pacing.judge.applicable_limits import rule_ids, rule_inputs, rule_of
from pacing.judge.limits_table import LimitRow, limits_table_for_session
from pacing.judge.rule import NoLimitError, RuleInputs
from pacing.model.assessment import Assessment
from pacing.model.exceedance import Limit
from pacing.model.person import LimitSetting, Person
from pacing.plural import plural
from pacing.report.wording.format_times import MONTHS
from pacing.report.wording.quality import plain_words
from pacing.report.wording.verdict import THEMSELVES, limit_number


@dataclass(frozen=True, slots=True)
class NumberField:
    """A number that a limit is made from: its field, its unit, the bounds that `Person` accepts, and words."""

    name: str
    unit: str
    lowest: float
    highest: float
    example: float
    what: str
    wanted: str


BPM = NumberField("bpm", "bpm", 30.0, 240.0, 104.0, "A limit", "A limit is a number of heartbeats per minute.")
SHARE = NumberField("share_percent", "%", 1.0, 100.0, 50.0, "A share", "A share of the reserve is a percentage.")
SETTERS = {  # what the form says, and what is kept and read on a clinician's sheet
    "me": ("I did", "the person"),
    "physiotherapist": ("A physiotherapist", "a physiotherapist"),
    "doctor": ("A doctor", "a doctor"),
    "other": ("Somebody else who treats me", "somebody else who gives treatment"),
}
AS_BEFORE = "as-before"
ABOVE_IT = ("1 minute of this session is above it.", "{} minutes of this session are above it.")


def limit_from_fields(fields: Mapping[str, str], newest: LimitSetting | None) -> LimitSetting:
    """The limit a form sets.

    Parameters
    ----------
    fields
        As the form sends them.
    newest
        The limit of before, whose setter may stay.

    Raises
    ------
    FieldError
        It is no limit.
    """
    set_by = SETTERS.get(fields.get("set_by", ""), ("", None))[1]
    if fields.get("set_by") == AS_BEFORE and newest is not None:
        set_by = newest.set_by
    rule = fields.get("rule", "fixed")
    if rule not in rule_ids():
        message = "This rule is not known here."
        raise FieldError(message, hint="Choose one from the list.")
    if not rule_of(rule).takes:
        return LimitSetting(rule, set_by=set_by)
    return replace(_setting(rule, _number(fields, _kind(rule))), set_by=set_by)


def _number(fields: Mapping[str, str], kind: NumberField) -> float:
    """The number a form gives.

    Raises
    ------
    FieldError
        It is none, or cannot be.
    """
    try:
        number = float(fields.get(kind.name, "").replace(",", "."))
    except ValueError as error:
        raise FieldError(kind.wanted, hint=f"Such as {kind.example:g}.") from error
    if not kind.lowest <= number <= kind.highest:
        message = f"{kind.what} of {number:g} {kind.unit} cannot be right."
        raise FieldError(message, hint=f"Values from {kind.lowest:g} to {kind.highest:g} are accepted.")
    return number


def set_by_whom(person: Person, set_by: str | None) -> Person:
    """The person with another word for who set the newest limit; None: it is not said any more."""
    *earlier, newest = person.limits
    return replace(person, limits=(*earlier, replace(newest, set_by=set_by)))


def setting_text(setting: LimitSetting) -> str:
    """A limit that was set, in words: its number, or its rule with the number that this takes.

    Examples
    --------
    >>> setting_text(LimitSetting("fixed", bpm=110.0)), setting_text(LimitSetting("share_of_reserve", share_percent=40))
    ('110 bpm', 'Share of heart-rate reserve (40 %)')
    """
    if setting.rule == "fixed" and setting.bpm is not None:
        return f"{setting.bpm:g} bpm"
    rule = rule_of(setting.rule)
    number = getattr(setting, _kind(setting.rule).name) if rule.takes else None
    return rule.title if number is None else f"{rule.title} ({number:g} {_kind(setting.rule).unit})"


def day_text(day: date) -> str:
    """A day as a sentence has it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def provenance_text(set_by: str | None, since: date | None) -> str:
    """Who set a limit and since when it holds, as far as either is known; begins with what follows a comma."""
    who = "" if set_by is None else f"set by {'you' if set_by.lower() in THEMSELVES else set_by}"
    return ", ".join(part for part in (who, "" if since is None else f"since {day_text(since)}") if part)


def limit_again(job: Job) -> Reply:
    """The form whose number was refused, with what was typed; nothing where the form had no number."""
    fields, here = job.what["fields"], f"{job.root}/session/{job.what['id']}"
    rule_id = fields.get("rule", "fixed")
    if rule_id not in rule_ids() or not rule_of(rule_id).takes:
        return {}, b""
    kind, rule = _kind(rule_id), rule_of(rule_id)
    now = next((kept for value, (_, kept) in SETTERS.items() if value == fields.get("set_by")), None)
    form = {"rule": rule_id, "title": rule.title, "words": rule.asks, "kind": kind, "now": fields.get(kind.name, "")}
    return {}, filled("limit_again.html.jinja", here=here, rule=form, setters=_setters(now)).encode()


def first_limit_form(session: Assessment, root: str, here: str) -> str:
    """The form that stands in place of the note that there is no limit."""
    return filled(
        "no_limit.html.jinja", here=here, you=f"{root}/you", **_rules(session), setters=_setters(None), rule_of_now=""
    )


def other_limit_form(
    session: Assessment,
    limit: Limit,
    root: str,
    here: str,
    *,
    newest: LimitSetting | None = None,
    own: bool = False,
    reaches_all: bool = True,
) -> str:
    """The folded form that changes the limit, with what is known of the one of now.

    Parameters
    ----------
    session
        Held against the limit.
    limit
        That limit.
    root, here
        What every path, and the session's own paths, begin with.
    newest
        The newest limit of the person, where the session keeps another.
    own
        Whether the session's limit was chosen for it alone.
    reaches_all
        Whether the newest limit holds for every session, whatever its day.
    """
    here_text = f"{limit_number(limit)} bpm"
    if newest is None:
        set_by, since, rule, number = limit.set_by, limit.since, limit.rule, limit_number(limit)
    else:
        set_by, since, rule = newest.set_by, newest.since, newest.rule
        number = f"{newest.bpm:g}" if rule == "fixed" and newest.bpm is not None else ""
    text, origin = here_text if newest is None else setting_text(newest), provenance_text(set_by, since)
    return filled(
        "limit.html.jinja",
        here=here,
        you=f"{root}/you",
        limit=text,
        short=text if rule == "fixed" else "the newest limit",
        number=number,
        origin=(f"This limit: {origin}." if newest is None else f"Your limit is {text}, {origin}.") if origin else "",
        older="" if newest is None else here_text,
        own=own,
        earlier=not reaches_all,
        setters=_setters(set_by),
        rule_of_now=rule,
        **_rules(session),
    )


def _setters(now: str | None) -> list[tuple[str, str, bool]]:
    """The choices of who set a limit: value, words, whether it is the one of now."""
    choices = [(value, words, now == kept) for value, (words, kept) in SETTERS.items()]
    own_words = now is not None and not any(chosen for *_, chosen in choices)
    return [*choices, (AS_BEFORE, str(now), True)] if own_words else choices


def _rules(session: Assessment) -> dict[str, object]:
    """Each rule: a choice where it gives a limit, a field where it takes a number; else what it lacks."""
    table = limits_table_for_session(session.recording, session.cleaned, session.measurements, session.person)
    inputs = rule_inputs(session.recording, session.measurements, session.person, ())
    lacking: dict[str, list[str]] = {}
    choices, asked = [], []
    for row in table.rows:
        takes, advice = rule_of(row.rule).takes, row.advice
        if row.rule == "fixed":
            continue
        if takes:
            advice = _what_it_lacks_besides(row.rule, inputs)
            if advice is None:
                asked.append(_asked(row, session.person))
        elif row.limit is not None:
            choices.append(_choice(row, row.limit))
        if advice is not None:
            lacking.setdefault(plain_words(advice), []).append(row.title)
    return {
        "rules": choices,
        "asked": asked,
        "lacking": [("; ".join(titles), remarks) for remarks, titles in lacking.items()],
    }


def _what_it_lacks_besides(rule_id: str, inputs: RuleInputs) -> str | None:
    """What a rule needs of this person beside the number that it takes; None: nothing."""
    rule = rule_of(rule_id)
    try:
        rule.limit(replace(inputs, setting=_setting(rule_id, _kind(rule_id).example)))
    except NoLimitError as lacks:
        return lacks.advice
    return None


def _kind(rule_id: str) -> NumberField:
    """The number that a rule cannot do without."""
    return BPM if rule_of(rule_id).takes[0] == BPM.name else SHARE


def _setting(rule_id: str, number: float) -> LimitSetting:
    """A rule with the number that it takes."""
    if _kind(rule_id) is BPM:
        return LimitSetting(rule_id, bpm=number)
    return LimitSetting(rule_id, share_percent=number)


def _asked(row: LimitRow, person: Person) -> dict[str, object]:
    """A rule that takes a number, with the one of now."""
    kind = _kind(row.rule)
    given = next((one for one in reversed(person.limits) if one.rule == row.rule), None)
    now = None if given is None else getattr(given, kind.name)
    words = rule_of(row.rule).asks
    return {
        "rule": row.rule,
        "title": row.title,
        "words": words,
        "kind": kind,
        "now": "" if now is None else f"{now:g}",
    }


def _choice(row: LimitRow, limit: Limit) -> dict[str, object]:
    spread = f" ± {limit.uncertainty_bpm:.0f}" if limit.uncertainty_bpm else ""
    above = "" if row.minutes_above is None else plural(round(row.minutes_above), *ABOVE_IT)
    trial = " Experimental." if row.experimental else ""
    return {"rule": row.rule, "title": row.title, "bpm": f"{limit.bpm:.0f}{spread} bpm", "said": f"{above}{trial}"}
