"""The program on one page: read -> clean -> segment -> measure -> judge. The only module that knows every stage.

The newest sessions of a long run keep their samples, so that they can be drawn; older ones keep their numbers only.
"""

import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from pathlib import Path

import numpy as np

from pacing._version import __version__
from pacing.clean.clean import clean_recording
from pacing.cpu_time import OutOfTimeError, at_most_seconds
from pacing.errors import PacingError, ReadError, UsageError
from pacing.history.traces import PackedTrace, trace_of
from pacing.history.twins import said_of_twins, start_by_twin, twins_among
from pacing.internal_errors import InternalError, collected, note, with_file
from pacing.judge.session import judge_session
from pacing.measure.index import Inputs
from pacing.measure.session import measure_session
from pacing.model.assessment import Assessment, Outcome, Program, Refusal, internal_error, process_ended, refusal_of
from pacing.model.daily import DailyValue
from pacing.model.person import Conditions, PastSession, Person
from pacing.model.phases import Phases
from pacing.model.recording import HeartRate, Recording
from pacing.put_away import PutAway
from pacing.read.archive import find_sources
from pacing.read.budget import Budget, Spending, needs_too_much_memory, took_too_long
from pacing.read.read import read_daily, read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.segment.phases import find_phases
from pacing.stage_log import log_clean, log_judge, log_measure, log_read, log_segment

NOTHING = np.empty(0)


def without_samples(assessment: Assessment) -> Assessment:
    """The assessment with every number it says, but no series to draw."""
    nothing = HeartRate(NOTHING, NOTHING)
    names = tuple(replace(channel, time_s=NOTHING, value=NOTHING) for channel in assessment.recording.channels)
    recording = replace(assessment.recording, heart_rate=nothing, beats=None, channels=names)
    cleaned = replace(assessment.cleaned, heart_rate=nothing, state=np.empty(0, np.uint8), beats=None, beat_state=None)
    return replace(assessment, recording=recording, cleaned=cleaned)


def keep_newest_samples(sessions: list[Assessment] | PutAway, with_samples: list[int], most: int) -> None:
    """Take the samples from the oldest of the sessions numbered `with_samples`, until at most `most` have theirs.

    Sessions without a date count as oldest, and among those the later place as older: as a report draws them.
    """
    while len(with_samples) > most:
        oldest = min(with_samples, key=lambda position: (_instant(sessions[position]), -position))
        with_samples.remove(oldest)
        sessions[oldest] = without_samples(sessions[oldest])


def _instant(assessment: Assessment) -> float:
    """When a session began [s since 1970]; a clock without a zone counts as UTC, as in a report's order."""
    began = assessment.recording.began
    if began is None:
        return float("-inf")
    return (began if began.tzinfo else began.replace(tzinfo=UTC)).timestamp()


MOST_KEPT_BYTES, MOST_PACKED_BYTES = 1 << 28, 1 << 25  # design: 256 MiB, 32 MiB gzipped; whole phone exports are larger
QUICK_BYTES = 1 << 18  # design: 256 KiB, a few hours of a watch; read and measured in a quarter of a second
PROGRAM = Program("pacing", __version__)
CANNOT_OPEN = (OSError, EOFError, zlib.error, ReadError)  # what opening a file, or a member of an archive, may raise


@dataclass(frozen=True, slots=True)
class Request:
    """What shall be done with each recording: who the person is, how the session was done, how files are read.

    `given_phases`: phases the person gave. `rule`: the pacing rule to use instead of the person's own limit. `analyse`:
    False stops after cleaning, for `pacing inspect`. `past`: earlier sessions, for the rule that learns. `daily`: read
    the values of whole days and nights as well. `with_original`: the file itself comes with its sessions, for a history
    to keep. `profile_name`: the profile that some of this was given in.
    """

    person: Person = Person()
    conditions: Conditions = Conditions()
    reading: ReadOptions = ReadOptions()
    given_phases: Phases | None = None
    rule: str | None = None
    analyse: bool = True
    past: tuple[PastSession, ...] = ()
    daily: bool = False
    with_original: bool = False
    profile_name: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FileResult:
    """What became of one file (or archive member): its sessions, or why it was refused.

    `known`: its content was known already, so it was not read again. `sha256` is None where it could not be opened.
    `daily`: its values of whole days and nights, where they were asked for; a file that holds only these is refused as
    a recording all the same.
    `mistakes`: parts that failed by a mistake of the program itself, and so were left out.
    `original`: the file itself, gzipped, where it was asked for and is not too large to be kept.
    """

    name: str
    sessions: tuple[Assessment, ...]
    refusal: Refusal | None
    sha256: str | None = None
    known: bool = False
    daily: tuple[DailyValue, ...] = ()
    mistakes: tuple[InternalError, ...] = ()
    original: bytes | None = None


def assess_recording(recording: Recording, request: Request) -> Assessment:
    """One recording through every stage.

    Raises
    ------
    PhasesError
        Given phases lie outside the session.
    """
    log_read(recording)
    cleaned = clean_recording(recording, request.conditions.correction)
    log_clean(cleaned)
    if not request.analyse:
        return Assessment(
            recording, cleaned, Phases(), request.person, request.conditions, (), None, None, None, (), PROGRAM
        )
    phases = find_phases(recording, cleaned, request.given_phases)
    log_segment(phases)
    measurements = measure_session(Inputs(recording, cleaned, phases, request.person, request.conditions))
    log_measure(measurements)
    judgement = judge_session(
        recording,
        cleaned,
        measurements,
        request.person,
        request.conditions,
        rule=request.rule,
        past=request.past,
    )
    assessment = Assessment(
        recording,
        cleaned,
        phases,
        request.person,
        request.conditions,
        measurements,
        judgement.limit,
        judgement.limit_advice,
        judgement.exceedance,
        judgement.findings,
        PROGRAM,
        judgement.other_limits,
        judgement.days,
        profile_name=request.profile_name,
    )
    log_judge(assessment)
    return assessment


def assess_file(
    path: Path,
    person: Person | None = None,
    conditions: Conditions | None = None,
    *,
    rule: str | None = None,
    reading: ReadOptions | None = None,
    given_phases: Phases | None = None,
) -> Outcome:
    """Everything found in one file, folder or archive.

    Parameters
    ----------
    path
        File, folder or archive.
    person, conditions
        What the person said; nothing where left out.
    rule
        A pacing rule to use instead of the person's own limit.
    reading
        How to read the file.
    given_phases
        Phases the person gave.

    Returns
    -------
    Outcome
        Sessions in order, and what was refused.
    """
    request = Request(person or Person(), conditions or Conditions(), reading or ReadOptions(), given_phases, rule)
    return collect_outcome(assess_paths([path], request), request)


def assess_source(source: SourceFile | ReadError, request: Request) -> FileResult:
    """One file (or archive member) through every stage; what goes wrong becomes its refusal, never an exception.

    With the environment variable PACING_DEBUG set, a mistake of the program itself is raised instead.
    """
    if isinstance(source, ReadError):
        return FileResult(source.file_name, (), refusal_of(source.file_name, source))
    daily: tuple[DailyValue, ...] = ()
    seconds = source.budget.seconds(source.size)
    try:
        with collected() as mistakes, at_most_seconds(seconds):
            if request.daily:
                daily = read_daily(source, request.reading)
            recordings = read_source(source, request.reading)
            sessions = tuple(assess_recording(recording, request) for recording in recordings)
        original = source.packed(MOST_KEPT_BYTES, MOST_PACKED_BYTES) if request.with_original and sessions else None
        marked = with_file(mistakes, source.name)
        return FileResult(source.name, sessions, None, source.sha256, daily=daily, mistakes=marked, original=original)
    except UsageError:
        raise
    except OutOfTimeError:
        return FileResult(source.name, (), refusal_of(source.name, took_too_long(source.name, seconds)))
    except MemoryError:
        return FileResult(source.name, (), refusal_of(source.name, needs_too_much_memory(source.name)))
    except PacingError as error:
        return FileResult(source.name, (), refusal_of(source.name, error), _content_hash(source), daily=daily)
    except Exception as error:
        if os.environ.get("PACING_DEBUG"):
            raise
        return FileResult(source.name, (), internal_error(source.name, error))


def assess_paths(
    paths: Iterable[Path],
    request: Request,
    jobs: int = 1,
    knows: Callable[[str], bool] | None = None,
    meanwhile: Iterable[Callable[[], object]] = (),
) -> Iterator[FileResult]:
    """Every file found in `paths`, one result each, in order.

    Parameters
    ----------
    jobs
        How many processes read at once; no more than there are processors.
    knows
        Tells by a file's SHA-256 whether it shall be passed over unread.
    meanwhile
        What this process does, piece by piece, while others read: nothing on which a result depends.

    Raises
    ------
    UsageError
        The request itself makes no sense, whatever the file.
    """
    for result in _results(paths, request, jobs, knows, meanwhile):
        for mistake in result.mistakes:
            note(mistake)
        yield result


def _results(
    paths: Iterable[Path],
    request: Request,
    jobs: int,
    knows: Callable[[str], bool] | None,
    meanwhile: Iterable[Callable[[], object]],
) -> Iterator[FileResult]:
    budget = Budget(request.reading.budget)
    spending = Spending(budget)
    sources = (source for path in paths for source in find_sources(path, spending))
    jobs = min(jobs, os.cpu_count() or 1)
    if jobs <= 1:
        for source in sources:
            yield _passed_over(source, knows) or assess_source(source, request)
        return
    from pacing.workers import Workers  # noqa: PLC0415 - costs start-up time, rarely needed

    assess = partial(assess_source, request=request)
    workers = Workers(assess, jobs, _of_dead_process, budget.memory_bytes, is_quick=_is_quick)
    yield from workers.in_order(sources, partial(_passed_over, knows=knows), meanwhile)


def _is_quick(source: SourceFile | ReadError) -> bool:
    return isinstance(source, SourceFile) and source.size <= QUICK_BYTES


def _of_dead_process(source: SourceFile | ReadError, how: str) -> FileResult:
    """The result of a file whose process ended twice."""
    name = _name(source)
    return FileResult(name, (), process_ended(name, how))


def _passed_over(source: SourceFile | ReadError, knows: Callable[[str], bool] | None) -> FileResult | None:
    if knows is None or isinstance(source, ReadError):
        return None
    try:
        return FileResult(source.name, (), None, source.sha256, known=True) if knows(source.sha256) else None
    except CANNOT_OPEN:
        return None  # it cannot be opened; assessing it says why


def _content_hash(source: SourceFile) -> str | None:
    """The file's SHA-256, so that a refusal can be remembered; None where it cannot be opened to its end."""
    try:
        return source.sha256
    except CANNOT_OPEN:
        return None


def _name(source: SourceFile | ReadError) -> str:
    return source.file_name if isinstance(source, ReadError) else source.name


def collect_outcome(
    results: Iterable[FileResult],
    request: Request,
    progress: Callable[[FileResult], None] | None = None,
    most_with_samples: int | None = None,
    *,
    put_away: bool = False,
) -> Outcome:
    """All results as one outcome.

    Parameters
    ----------
    progress
        Called with each result as it comes.
    most_with_samples
        How many sessions, the newest, keep their samples for drawing; None: all.
    put_away
        Whether those without their samples wait outside of memory: for documents that take them one after another.
    """
    sessions: list[Assessment] | PutAway = PutAway() if put_away else []
    with_samples: list[int] = []
    refused: list[Refusal] = []
    traces: list[PackedTrace] = []
    untraced: list[Assessment] = []
    for result in results:
        if progress is not None:
            progress(result)
        for session in result.sessions:
            with_samples.append(len(sessions))
            sessions.append(session)
            untraced.append(session)
            if len(sessions) > 1:  # a lone one has no twin
                traces += [PackedTrace.of(trace_of(one)) for one in untraced if request.analyse]
                untraced.clear()
        if most_with_samples is not None:
            keep_newest_samples(sessions, with_samples, most_with_samples)
        if result.refusal is not None:
            refused.append(result.refusal)
    doubles = _twins_said(sessions, traces, request) if request.analyse else frozenset()
    each_once = (
        sessions.without(doubles)
        if isinstance(sessions, PutAway)
        else tuple(session for position, session in enumerate(sessions) if position not in doubles)
    )
    return Outcome(each_once, tuple(refused), request.person, PROGRAM)


def _twins_said(sessions: list[Assessment] | PutAway, traces: list[PackedTrace], request: Request) -> frozenset[int]:
    """Let each session that another file holds too say so; the positions of the others, which it stands for.

    A twin's local clock settles the zone.
    """
    doubles: set[int] = set()
    for twins in twins_among(traces, sessions):
        best = sessions[twins.best]
        starts = [start_by_twin(best.recording.start, ahead_s) for ahead_s in twins.ahead_s]
        start = next((start for start in starts if start is not None), None)
        if start is not None and best.cleaned.heart_rate.time_s.size:
            best = assess_recording(replace(best.recording, start=start), request)
        sessions[twins.best] = said_of_twins(best, tuple(traces[other].bare.file_name for other in twins.others))
        doubles.update(twins.others)
    return frozenset(doubles)
