"""The forms that set a limit, by number or by rule, and say who set it: as they are shown, and as they come back."""

from collections.abc import Mapping
from dataclasses import replace

from pacing.app.tasks import FieldError
from pacing.app.template import filled
from pacing.judge.applicable_limits import rule_ids
from pacing.judge.limits_table import LimitRow, limits_table_for_session
from pacing.model.assessment import Assessment
from pacing.model.exceedance import Limit
from pacing.model.person import LimitSetting, Person
from pacing.report.wording.format_times import MONTHS
from pacing.report.wording.quality import plain_words
from pacing.report.wording.verdict import THEMSELVES, limit_number

LOWEST_BPM, HIGHEST_BPM = 30.0, 240.0  # as Person accepts them
SETTERS = {  # what the form says, and what is kept and read on a clinician's sheet
    "me": ("I did", "the person"),
    "physiotherapist": ("A physiotherapist", "a physiotherapist"),
    "doctor": ("A doctor", "a doctor"),
    "other": ("Somebody else who treats me", "somebody else who treats the person"),
}
AS_BEFORE = "as-before"


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
    if "rule" in fields:
        if fields["rule"] not in rule_ids():
            message = "This rule is not known here."
            raise FieldError(message, hint="Choose one of the list.")
        return LimitSetting(fields["rule"], set_by=set_by)
    typed = fields.get("bpm", "").replace(",", ".")
    try:
        bpm = float(typed)
    except ValueError as error:
        message = "A limit is a number of heartbeats per minute."
        raise FieldError(message, hint="Such as 104.") from error
    if not LOWEST_BPM <= bpm <= HIGHEST_BPM:
        message = f"A limit of {bpm:g} bpm cannot be right."
        raise FieldError(message, hint=f"Values from {LOWEST_BPM:g} to {HIGHEST_BPM:g} are accepted.")
    return LimitSetting("fixed", bpm=bpm, set_by=set_by)


def set_by_whom(person: Person, set_by: str | None) -> Person:
    """The person with another word for who set the newest limit; None: it is not said any more."""
    *earlier, newest = person.limits
    return replace(person, limits=(*earlier, replace(newest, set_by=set_by)))


def first_limit_form(session: Assessment, root: str, here: str) -> str:
    """The form that stands in place of the note that there is no limit."""
    return filled("no_limit.html.jinja", here=here, you=f"{root}/you", **_rules(session), setters=_setters(None))


def other_limit_form(session: Assessment, limit: Limit, root: str, here: str, *, older: bool) -> str:
    """The folded form that changes the limit, with what is known of the one of now.

    Parameters
    ----------
    session
        Held against the limit.
    limit
        That limit.
    root, here
        What every path, and the session's own paths, begin with.
    older
        Whether the session keeps the limit of its time, which is not the newest.
    """
    return filled(
        "limit.html.jinja",
        here=here,
        you=f"{root}/you",
        limit=limit_number(limit),
        origin=_origin(limit),
        earlier=limit.since is not None,
        older=older,
        setters=_setters(limit.set_by),
        **_rules(session),
    )


def _origin(limit: Limit) -> str:
    """Who set a limit and since when it holds, as far as either is known."""
    who = "" if limit.set_by is None else f"set by {'you' if limit.set_by.lower() in THEMSELVES else limit.set_by}"
    since = limit.since
    when = "" if since is None else f"since {since.day} {MONTHS[since.month - 1]} {since.year}"
    words = ", ".join(part for part in (who, when) if part).replace("treats the person", "treats you")
    return f"This limit: {words}." if words else ""


def _setters(now: str | None) -> list[tuple[str, str, bool]]:
    """The choices of who set a limit: value, words, whether it is the one of now."""
    choices = [(value, words, now == kept) for value, (words, kept) in SETTERS.items()]
    own_words = now is not None and not any(chosen for *_, chosen in choices)
    return [*choices, (AS_BEFORE, str(now), True)] if own_words else choices


def _rules(session: Assessment) -> dict[str, object]:
    """Every rule that gives this person a limit, as a choice; and those that do not, by what they lack."""
    table = limits_table_for_session(session.recording, session.cleaned, session.measurements, session.person)
    lacking: dict[str, list[str]] = {}
    for row in table.rows:
        if row.limit is None and row.rule != "fixed":
            lacking.setdefault(plain_words(row.advice or ""), []).append(row.title)
    rules = [_choice(row, row.limit) for row in table.rows if row.limit is not None and row.rule != "fixed"]
    return {"rules": rules, "lacking": [(", ".join(titles), remarks) for remarks, titles in lacking.items()]}


def _choice(row: LimitRow, limit: Limit) -> dict[str, object]:
    spread = f" ± {limit.uncertainty_bpm:.0f}" if limit.uncertainty_bpm else ""
    above = "" if row.minutes_above is None else f"{row.minutes_above:.0f} minutes of this session are above it."
    trial = " Experimental." if row.experimental else ""
    return {"rule": row.rule, "title": row.title, "bpm": f"{limit.bpm:.0f}{spread} bpm", "said": f"{above}{trial}"}
