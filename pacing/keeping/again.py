"""Judge and measure kept sessions again: by a limit, an age, a posture or a medicine that was given later.

A limit alone is judged from the kept series, in a few milliseconds a session; everything else is measured again from
the kept file.
"""

import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from pacing.errors import HistoryError, PacingError
from pacing.history.annotations import past_sessions
from pacing.history.context import KeptContext
from pacing.history.duplicates import zones_by_twins
from pacing.history.season import recalled_session
from pacing.history.store import History
from pacing.history.twins import start_by_twin
from pacing.judge.applicable_limits import LEARNING_RULE
from pacing.judge.session import judge_session
from pacing.keeping.what_holds import SessionSettings, settings_for, settings_then, with_said, without_limit
from pacing.model.assessment import Assessment
from pacing.model.cleaned import Cleaned
from pacing.model.person import Conditions
from pacing.model.recording import HeartRate
from pacing.pipeline import Request, assess_recording
from pacing.read.read import read_source
from pacing.read.source import SourceFile

WRITTEN_TOGETHER = 25  # design: whole days take 1.4 MB each; other programs wait while so many are written
NOTHING_SAID: Mapping[str, Conditions] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Again:
    """What became of kept sessions when they were looked at again.

    `judged`: by another limit, from the kept series. `measured`: from the kept file. `changed`: of both, those whose
    limit or verdict changed; the earlier ones are kept with their date. `kept_limit`: sessions that keep the limit of
    their time although another is given now. `without_original`: sessions that could only be judged, because their file
    is not kept. `failed`: sessions whose kept file could not be read again, left as they were.
    """

    judged: int = 0
    measured: int = 0
    changed: int = 0
    kept_limit: int = 0
    without_original: int = 0
    failed: int = 0


def judge_again(
    history: History,
    now: Request,
    *,
    all_of_it: bool = False,
    since: date | None = None,
    session_id: str | None = None,
    said_of: Mapping[str, Conditions] = NOTHING_SAID,
) -> Again:
    """Judge, and where needed measure, every kept session for which something else holds now than when it was kept.

    Parameters
    ----------
    history
        An open history.
    now
        What is given now: the person, how sessions were done, the rule.
    all_of_it
        What is given now wins over what was given at a session's time, and every session is measured again from its
        file where that is kept, as after an update of the program.
    since
        Only sessions from this day on; None: all.
    session_id
        Only this session; None: all.
    said_of
        What is said now of single files, by their hash: it wins over what was said of them before.

    Returns
    -------
    Again
        How many sessions were judged, measured and changed.

    Raises
    ------
    HistoryError
        The history cannot be read or written.
    """
    contexts = history.contexts(session_id)
    past = past_sessions(history) if _learns(now, contexts) else ()
    kept_limit = 0
    holding: list[tuple[KeptContext, SessionSettings]] = []
    for context in contexts:
        if since is not None and (context.day is None or context.day < since):
            continue
        holds = settings_for(context, now, now_wins=all_of_it)
        if context.sha256 in said_of:
            holds = with_said(holds, said_of[context.sha256], now.given_phases)
        kept_limit += _keeps_limit(holds, now)
        if holds != settings_then(context) or all_of_it:
            holding.append((context, holds))
    return replace(hold_all(history, holding, past, fully=all_of_it), kept_limit=kept_limit)


def settle_zones(history: History) -> int:
    """Place kept sessions in the zone that a linked recording's local clock tells; gives how many were measured again.

    A session whose file is not kept stays as it is.

    Parameters
    ----------
    history
        An open history, in which recordings of one session are linked.

    Raises
    ------
    HistoryError
        The history cannot be read or written.
    """
    settled = 0
    for session_id, ahead_s in zones_by_twins(history).items():
        start = start_by_twin(history.session(session_id).start, ahead_s)
        if start is None:
            continue  # its zone is settled already, so nothing is measured again
        (context,) = history.contexts(session_id)
        holds = settings_then(context)
        past = past_sessions(history) if _learns(Request(holds.person, rule=holds.rule), [context]) else ()
        try:
            session = measured_again(history, context, holds, past, start=start)
        except PacingError:
            continue  # its file cannot be read any more, which `pacing history check` says
        if session is not None:
            history.replace(session, holds.how())
            settled += 1
    return settled


def measured_again(
    history: History,
    context: KeptContext,
    holds: SessionSettings,
    past: Iterable[Any] = (),
    *,
    start: datetime | None = None,
) -> Assessment | None:
    """A kept session read and measured again from its kept file, with all its samples; None where that is not kept.

    The zone that another recording of it settled stays, unless a zone is given.

    Parameters
    ----------
    history
        An open history.
    context
        What the session was kept with.
    holds
        What holds for it now: `settings_then(context)` for what held when it was kept.
    past
        Earlier sessions, for the rule that learns.
    start
        When it began, in the zone that another recording of it settles; None: as it is kept.

    Raises
    ------
    PacingError
        The kept file cannot be read any more, or given phases do not fit.
    """
    packed = history.original(context.sha256)
    if packed is None:
        return None
    try:
        data = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise HistoryError("The kept file is damaged.", hint="Remove the session and add it again.") from error
    source = SourceFile(history.session(context.session_id).file_name, lambda: io.BytesIO(data))
    request = Request(holds.person, holds.conditions, holds.reading, holds.given_phases, holds.rule, past=tuple(past))
    index = int(context.session_id.rpartition("-")[2])
    recording = next((r for r in read_source(source, holds.reading) if r.source.place == index), None)
    if recording is None:
        return None
    start = history.session(context.session_id).start if start is None else start
    if holds.reading.time_zone is None and _only_the_zone_differs(recording.start, start):
        recording = replace(recording, start=start)
    return assess_recording(recording, request)


def _only_the_zone_differs(as_read: datetime | None, settled: datetime | None) -> bool:
    """Whether two starts are one instant, of which the first was read in UTC for want of another zone."""
    if as_read is None or settled is None or as_read.utcoffset() != timedelta():
        return False
    return abs((as_read - settled).total_seconds()) < 1.0 and settled.utcoffset() != timedelta()


def judged_again(
    history: History, context: KeptContext, holds: SessionSettings, past: Iterable[Any] = ()
) -> Assessment:
    """A kept session judged again from its kept series and numbers, without reading its file.

    Parameters
    ----------
    history
        An open history.
    context
        What the session was kept with.
    holds
        What holds for it now.
    past
        Earlier sessions, for the rule that learns.

    Returns
    -------
    Assessment
        The session with its new limit, verdict and days; its recording has no samples but those of the heart rate.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    light = recalled_session(history, context.session_id)
    time_s, bpm, state = history.series(context.session_id)
    recording = replace(light.recording, markers=context.markers)
    cleaned = _with_series(light.cleaned, time_s, bpm, state)
    return with_judgement(replace(light, recording=recording, cleaned=cleaned), holds, past)


def with_judgement(session: Assessment, holds: SessionSettings, past: Iterable[Any] = ()) -> Assessment:
    """A session that is at hand, judged by what holds for it now; its numbers stay.

    Parameters
    ----------
    session
        The session, with its heart rate.
    holds
        What holds for it now.
    past
        Earlier sessions, for the rule that learns.

    Returns
    -------
    Assessment
        With its new limit, verdict and days.
    """
    judgement = judge_session(
        session.recording,
        session.cleaned,
        session.measurements,
        holds.person,
        holds.conditions,
        rule=holds.rule,
        past=tuple(past),
    )
    return replace(
        session,
        person=holds.person,
        conditions=holds.conditions,
        limit=judgement.limit,
        limit_advice=judgement.limit_advice,
        exceedance=judgement.exceedance,
        findings=judgement.findings,
        other_limits=judgement.other_limits,
        days=judgement.days,
    )


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """A kept session as it is now, not written yet; `words`: what happened, as the fields of `Again` are called."""

    words: tuple[str, ...]
    holds: SessionSettings
    session: Assessment | None
    is_measured: bool = False


def hold_all(
    history: History,
    holding: Iterable[tuple[KeptContext, SessionSettings]],
    past: Iterable[Any] = (),
    *,
    fully: bool = False,
) -> Again:
    """Judge or measure kept sessions by what holds for each of them now, and keep them so.

    Many that are only judged are written together, each whole, so that the disk is waited for once and not once each;
    they are worked out before, so that no other program waits meanwhile.

    Parameters
    ----------
    history
        An open history.
    holding
        What each session was kept with, and what holds for it now.
    past
        Earlier sessions, for the rule that learns.
    fully
        Whether to measure them again even where only the limit is another.

    Returns
    -------
    Again
        What happened to them.

    Raises
    ------
    HistoryError
        The history cannot be read or written.
    """
    counts, past = Counter[str](), tuple(past)
    waiting: list[_WorkedOut] = []
    for context, holds in holding:
        waiting.append(_worked_out(history, context, holds, past, fully=fully))
        if waiting[-1].is_measured or len(waiting) == WRITTEN_TOGETHER:
            counts += _written(history, waiting)
            waiting = []
    counts += _written(history, waiting)
    return Again(**counts)


def _worked_out(
    history: History, context: KeptContext, holds: SessionSettings, past: tuple[Any, ...], *, fully: bool
) -> _WorkedOut:
    only_limit = not fully and without_limit(settings_then(context)) == without_limit(holds)
    if not only_limit:
        try:
            session = measured_again(history, context, holds, past)
        except PacingError:
            return _WorkedOut(("failed",), holds, None)
        if session is not None:
            return _WorkedOut(("measured",), holds, session, is_measured=True)
    words = ("judged",) if only_limit else ("judged", "without_original")
    return _WorkedOut(words, holds, judged_again(history, context, holds, past))


def _written(history: History, waiting: list[_WorkedOut]) -> Counter[str]:
    """Keep sessions as they were worked out, all of them or none; gives how often each thing happened."""
    counts = Counter[str]()
    if not waiting:
        return counts
    with history.change():
        for one in waiting:
            counts.update(one.words)
            if one.session is not None:
                write = history.replace if one.is_measured else history.replace_judgement
                counts["changed"] += write(one.session, one.holds.how())
    return counts


def whole_session(history: History, session_id: str, past: Iterable[Any] = ()) -> Assessment:
    """A kept session to be shown: measured again from its file, else what is kept of it, with its heart rate.

    Parameters
    ----------
    history
        An open history.
    session_id
        The session's id, or how it begins.
    past
        Earlier sessions, for the rule that learns.

    Returns
    -------
    Assessment
        With all samples where the file is kept; else with the cleaned heart rate alone.

    Raises
    ------
    PacingError
        There is no such session, or its kept file cannot be read any more.
    """
    (context,) = history.contexts(history.session(session_id).id)
    then = settings_then(context)
    measured = measured_again(history, context, then, past)
    return judged_again(history, context, then, past) if measured is None else measured


def _with_series(cleaned: Cleaned, time_s: Any, bpm: Any, state: Any) -> Cleaned:
    return replace(cleaned, heart_rate=HeartRate(time_s, bpm), state=state)


def _keeps_limit(holds: SessionSettings, now: Request) -> bool:
    """Whether a session keeps another limit than the one given now."""
    given_now = bool(now.person.limits) or now.rule is not None
    return (
        given_now
        and bool(holds.person.limits or holds.rule)
        and ((holds.person.limits, holds.rule) != (now.person.limits, now.rule))
    )


def _learns(now: Request, contexts: Iterable[KeptContext]) -> bool:
    """Whether any session is, or shall be, judged by the rule that learns from the past ones."""
    every = [(now.person, now.rule), *((context.person, context.how.get("rule")) for context in contexts)]
    return any(
        rule == LEARNING_RULE or any(setting.rule == LEARNING_RULE for setting in person.limits)
        for person, rule in every
    )
