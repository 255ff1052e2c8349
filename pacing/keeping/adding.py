"""Add files to a history: each once, refusals remembered, and what the person gave then kept with every session."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

from pacing import __version__
from pacing.codec import encode
from pacing.errors import PhasesError
from pacing.history.daily import keep_daily
from pacing.history.duplicates import link_duplicates
from pacing.history.store import Added, History
from pacing.keeping.again import Again, judge_again, settle_zones
from pacing.model.assessment import Refusal, damaged_files
from pacing.model.person import Conditions
from pacing.pipeline import FileResult, Request, assess_paths
from pacing.read.reader import ReadOptions


@dataclass(frozen=True, slots=True)
class Adding:
    """What became of files that were to be added.

    `new`, `dated`: sessions kept now, and sessions that waited for a time zone and can be placed now. `known`: files
    known before. `without_zone`: sessions kept now whose zone is not known. `doubled`: sessions of the whole history
    that another recording stands for. `again`: what was judged or measured again because something new was given.
    `daily`: values of days and nights.
    """

    new: int
    dated: int
    known: int
    without_zone: int
    doubled: int
    refused: tuple[Refusal, ...]
    partly: tuple[Refusal, ...]
    again: Again
    daily: int = 0


def add_paths(
    history: History,
    paths: Iterable[Path],
    request: Request,
    *,
    jobs: int = 1,
    conditions: Conditions | None = None,
    tell: Callable[[FileResult], None] | None = None,
) -> Adding:
    """Read, measure and keep everything found in files, folders and archives, then judge older sessions again.

    Parameters
    ----------
    history
        An open history.
    paths
        Files, folders or archives.
    request
        Who the person is now, how the sessions were done and how files are read.
    jobs
        How many processes read at once.
    conditions
        What is given for just these files: it wins over what was given for those that are known.
    tell
        Called with each file as it is done.

    Returns
    -------
    Adding
        What was added, known, refused, and judged again.

    Raises
    ------
    HistoryError
        The history cannot be read or written.
    UsageError
        The request makes no sense, whatever the file.
    """
    request = replace(request, with_original=True, daily=True)
    reader = reader_words(request.reading)
    zone_given = request.reading.time_zone is not None
    counts = dict.fromkeys(Added, 0)
    refused: list[Refusal] = []
    partly: list[Refusal] = []
    without_zone = daily = 0
    known: dict[str, Conditions] = {}
    limit_was_used = _limit_was_used(history, request)
    results = assess_paths(paths, request, jobs, lambda sha: history.passes_over(sha, reader, zone_given=zone_given))
    for result in results:
        daily += keep_daily(history, result.daily) if result.daily else 0
        became = keep(history, result, request)
        if tell is not None:
            tell(result)
        if isinstance(became, Refusal):
            refused.append(became)
            continue
        if conditions is not None and became is Added.KNOWN and result.sha256 is not None:
            known[result.sha256] = conditions
        counts[became] += 1 if became is Added.KNOWN else len(result.sessions)
        if became is not Added.KNOWN:
            without_zone += sum(session.recording.clock_start is not None for session in result.sessions)
        partly.extend(damaged_files(result.sessions))
    again = judge_again(history, request, said_of=known)
    doubled = link_duplicates(history)
    settle_zones(history)
    return Adding(
        counts[Added.NEW],
        counts[Added.DATED],
        counts[Added.KNOWN],
        without_zone,
        doubled,
        tuple(refused),
        tuple(partly),
        replace(again, kept_limit=0) if limit_was_used else again,
        daily,
    )


def _limit_was_used(history: History, request: Request) -> bool:
    """Whether a kept session was judged by the limit given now: then its owner knows that others keep theirs."""
    now = (request.person.limits, request.rule)
    return any((context.person.limits, context.how.get("rule")) == now for context in history.contexts())


def keep(history: History, result: FileResult, request: Request) -> Added | Refusal:
    """Keep one file's sessions with the file itself, or its refusal; an earlier refusal is given again.

    That given phases do not fit says nothing of the file, so it is not remembered.

    Raises
    ------
    HistoryError
        The history cannot be written.
    """
    sha256, reader = result.sha256, reader_words(request.reading)
    if result.refusal is not None and result.daily and sha256 is not None:
        history.add(sha256, result.name, ())  # values of days alone are a file of their own kind, not a refused one
        return Added.NEW
    if result.refusal is not None:
        if sha256 is not None and result.refusal.error != PhasesError.__name__:
            history.keep_refusal(sha256, result.refusal, reader)
        return result.refusal
    if sha256 is None:
        return Added.KNOWN
    if result.known:
        return history.refusal(sha256, reader, result.name) or Added.KNOWN
    return history.add(sha256, result.name, result.sessions, original=result.original, how=how_read(request))


def how_read(request: Request) -> Mapping[str, Any]:
    """How files were read, the phases that were given and the rule, as plain data to keep with each session."""
    phases = None if request.given_phases is None else encode(request.given_phases)
    return {"reading": encode(request.reading), "given_phases": phases, "rule": request.rule}


def reader_words(reading: ReadOptions) -> str:
    """The program's version and the options files are read with: what was refused by them is refused again."""
    return " ".join((__version__, *(str(part) for part in astuple(reading))))
