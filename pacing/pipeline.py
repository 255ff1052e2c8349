"""The program on one page: read -> clean -> segment -> measure -> judge. The only module that knows every stage."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pacing import __version__
from pacing.clean.recording import clean_recording
from pacing.errors import PacingError, ReadError
from pacing.judge.session import judge_session
from pacing.measure.index import Inputs
from pacing.measure.session import measure_session
from pacing.model.assessment import Assessment, Outcome, Program, Refusal
from pacing.model.conditions import Conditions
from pacing.model.person import Person
from pacing.model.phases import Phases
from pacing.model.recording import Recording
from pacing.read.container import find_sources
from pacing.read.options import ReadOptions
from pacing.read.recordings import read_source
from pacing.read.source_file import SourceFile
from pacing.segment.find import find_phases

PROGRAM = Program("pacing", __version__)


@dataclass(frozen=True, slots=True)
class Request:
    """What shall be done with each recording: who the person is, how the session was done, how files are read.

    `given_phases`: phases the person gave. `rule`: the pacing rule to use instead of the person's own limit. `analyse`:
    False stops after cleaning, for `pacing inspect`.
    """

    person: Person = Person()
    conditions: Conditions = Conditions()
    reading: ReadOptions = ReadOptions()
    given_phases: Phases | None = None
    rule: str | None = None
    analyse: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class FileResult:
    """What became of one file (or archive member): its sessions, or why it was refused."""

    name: str
    sessions: tuple[Assessment, ...]
    refusal: Refusal | None


def assess_recording(recording: Recording, request: Request) -> Assessment:
    """One recording through every stage.

    Raises
    ------
    PhasesError
        Given phases lie outside the session.
    """
    cleaned = clean_recording(recording, request.conditions.correction)
    if not request.analyse:
        return Assessment(
            recording, cleaned, Phases(), request.person, request.conditions, (), None, None, None, (), PROGRAM
        )
    phases = find_phases(recording, cleaned, request.given_phases)
    measurements = measure_session(Inputs(recording, cleaned, phases, request.person, request.conditions))
    judgement = judge_session(recording, cleaned, measurements, request.person, request.conditions, rule=request.rule)
    return Assessment(
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
    )


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
        What the person told; nothing where left out.
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
        return FileResult(source.file_name, (), _refusal(source.file_name, source))
    try:
        recordings = read_source(source, request.reading)
        return FileResult(source.name, tuple(assess_recording(r, request) for r in recordings), None)
    except PacingError as error:
        return FileResult(source.name, (), _refusal(source.name, error))
    except Exception as error:
        if os.environ.get("PACING_DEBUG"):
            raise
        return FileResult(source.name, (), _own_mistake(source.name, error))


def assess_paths(paths: Iterable[Path], request: Request, jobs: int = 1) -> Iterator[FileResult]:
    """Every file found in `paths`, one result each, in order; with `jobs` > 1 in as many processes."""
    sources = (source for path in paths for source in find_sources(path))
    if jobs <= 1:
        for source in sources:
            yield assess_source(source, request)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - costs start-up time, rarely needed
    from functools import partial  # noqa: PLC0415

    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(partial(assess_source, request=request), list(sources), chunksize=4)


def collect_outcome(
    results: Iterable[FileResult], request: Request, progress: Callable[[FileResult], None] | None = None
) -> Outcome:
    """All results as one outcome; `progress` is told of each as it comes."""
    sessions: list[Assessment] = []
    refused: list[Refusal] = []
    for result in results:
        if progress is not None:
            progress(result)
        sessions.extend(result.sessions)
        if result.refusal is not None:
            refused.append(result.refusal)
    return Outcome(tuple(sessions), tuple(refused), request.person, PROGRAM)


def damaged_files(sessions: Sequence[Assessment]) -> tuple[Refusal, ...]:
    """Files of which only a part could be saved, each with what was lost."""
    damaged = {s.recording.source.file_name: s.recording.source.damage for s in sessions}
    return tuple(
        Refusal(name, "DamagedFileError", damage, "What could be read was used; export the file again if you can.")
        for name, damage in damaged.items()
        if damage
    )


def _refusal(name: str, error: PacingError) -> Refusal:
    return Refusal(name, type(error).__name__, error.message, error.hint)


def _own_mistake(name: str, error: Exception) -> Refusal:
    return Refusal(
        name,
        "InternalError",
        f"The program made a mistake with this file ({type(error).__name__}); nothing was calculated from it.",
        "This is not your fault. Set PACING_DEBUG=1 and run again to see the details, and please report it.",
    )
