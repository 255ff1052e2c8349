"""How many of several recordings were above the limit; whole days are counted apart from the sessions within them."""

from pacing.model.assessment import Assessment
from pacing.model.exceedance import Exceedance, ExceedanceVerdict
from pacing.model.recording import RecordingKind
from pacing.report.document import Audience

APART = "Whole days count apart"  # what a session did, its day did too


def is_whole_day(assessment: Assessment) -> bool:
    """Whether it is an all-day recording, within which sessions may lie."""
    return assessment.recording.kind is RecordingKind.DAY


def counted_text(sessions: tuple[Assessment, ...]) -> str:
    """How many sessions and how many days there are, as "3 sessions and 1 whole day"."""
    alone, days = _held(sessions)
    parts = [_counted(len(held), word) for held, word in ((alone, "session"), (days, "whole day")) if held]
    return " and ".join(parts)


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
