"""What a worker does: the files of a batch through the whole program, to rows of Parquet and a few counts.

Runs in any process that has this program and sees the files: of this machine, or of a cluster. It keeps nothing and
writes nothing; what it gives is small, and the same wherever it was made.
"""

import errno
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pacing._version import __version__
from pacing.codec import encode, finite
from pacing.cohort.batch_plan import Batch, FileTask
from pacing.cohort.pseudonyms import Naming, sport_for
from pacing.cohort.tables import OF_FILES, parquet_bytes
from pacing.cohort.tally import Tally
from pacing.errors import CohortError
from pacing.internal_errors import InternalError
from pacing.model.assessment import Assessment, Refusal, refusal_of
from pacing.model.daily import DailyValue
from pacing.model.exceedance import Day, Exceedance
from pacing.model.measurement import Measurement
from pacing.pipeline import Request, assess_source
from pacing.read.archive import sources_of_listed
from pacing.read.budget import Budget, Spending

GONE = frozenset(
    getattr(errno, name) for name in ("ESTALE", "EIO", "ENOTCONN", "ETIMEDOUT", "EHOSTDOWN") if hasattr(errno, name)
)
"""What a system says of files whose disk or server is gone, not they."""
ENDED = "InternalError"
ENDED_MESSAGE = "The process that read this file ended each time it was tried; nothing was calculated from it."
ENDED_HINT = "Is there enough memory for each worker? Try the file on its own."
ONE_AT_A_TIME = threading.Lock()  # a worker of a cluster may have threads; reading is made for one

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch gives: each table with rows as Parquet, how many rows, the counts, and mistakes of the program."""

    tables: dict[str, bytes]
    rows: dict[str, int]
    tally: Tally
    mistakes: tuple[InternalError, ...] = ()


@dataclass(slots=True)
class _Collected:
    """What the files of a batch gave so far."""

    naming: Naming
    rows: Rows = field(default_factory=lambda: {name: [] for name in OF_FILES})
    tally: Tally = field(default_factory=Tally)
    mistakes: list[InternalError] = field(default_factory=list)


def do_batch(batch: Batch) -> BatchResult:
    """The files of a batch, in order.

    Raises
    ------
    CohortError
        This process has another version of the program, or the folder of the files is gone.
    """
    if batch.version != __version__:
        message = f"A worker has version {__version__} of this program, and {batch.version} is asked for."
        raise CohortError(message, hint="Install the same version everywhere.")
    collected = _Collected(batch.naming)
    with ONE_AT_A_TIME:
        for one in batch.files:
            _do_file(one, replace(batch.requests[one.person], daily=True), collected)
    return _finished(collected)


def batch_that_died(batch: Batch) -> BatchResult:
    """The result of a batch of one file whose process ended again and again."""
    collected = _Collected(batch.naming)
    for one in batch.files:
        _count_file(one, collected)
        _refuse(one, Refusal(one.name, ENDED, ENDED_MESSAGE, ENDED_HINT), collected)
    return _finished(collected)


def joined(results: "list[BatchResult]") -> BatchResult:
    """The results of the parts of a batch as that of all of it: the same as if it had been done at once."""
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    tally = Tally()
    for one in results:
        tally.add(one.tally)
    tables, rows = {}, {}
    for name in OF_FILES:
        parts = [pq.read_table(io.BytesIO(one.tables[name])) for one in results if name in one.tables]
        if parts:
            whole = pa.concat_tables(parts)
            tables[name] = parquet_bytes(name, [tuple(row.values()) for row in whole.to_pylist()])
            rows[name] = whole.num_rows
    return BatchResult(tables, rows, tally, tuple(mistake for one in results for mistake in one.mistakes))


def _finished(collected: _Collected) -> BatchResult:
    rows = {name: some for name, some in collected.rows.items() if some}
    return BatchResult(
        {name: parquet_bytes(name, some) for name, some in rows.items()},
        {name: len(some) for name, some in rows.items()},
        collected.tally,
        tuple(collected.mistakes),
    )


def _count_file(one: FileTask, collected: _Collected) -> None:
    collected.tally.person(collected.naming.called("person", one.person)).files += 1


def _do_file(one: FileTask, request: Request, collected: _Collected) -> None:
    _count_file(one, collected)
    if one.refused is not None:
        _refuse(one, refusal_of(one.name, one.refused), collected)
        return
    path = Path(one.path)
    _require_there(path)
    sources: Iterator[Any] = sources_of_listed(path, one.name, Spending(Budget(request.reading.budget)))
    for source in sources:
        result = assess_source(source, request)
        if result.refusal is not None and not result.daily:
            _require_there(path)
            _refuse(replace(one, name=result.name), result.refusal, collected)
        for session in result.sessions:
            _add_session(one, session, collected)
        _add_daily(one, result.daily, collected)
        collected.mistakes.extend(result.mistakes)


def _require_there(path: Path) -> None:
    """Stop everything where a file is gone with all that lay beside it: then not the file is to blame.

    Raises
    ------
    CohortError
        Its folder is gone or empty, or its disk or server does not answer.
    """
    try:
        path.stat()
    except OSError as error:
        if error.errno not in GONE and _has_others(path.parent):
            return  # reading says that this one is missing
        message = f"The folder {path.parent} cannot be reached any more: {error.strerror or error}."
        hint = "Is its disk or server there, for every worker? Then go on with --resume; what is done stays."
        raise CohortError(message, hint=hint) from error


def _has_others(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def _refuse(one: FileTask, refusal: Refusal, collected: _Collected) -> None:
    naming, person = collected.naming, collected.naming.called("person", one.person)
    words = (None, None) if naming.hides else (refusal.message, refusal.hint)
    file = naming.called("file", f"{one.person}/{one.name}") if naming.hides else one.name
    collected.rows["refused"].append((person, file, refusal.error, *words))
    collected.tally.refused[refusal.error] += 1
    collected.tally.person(person).refused += 1


def _add_session(one: FileTask, session: Assessment, collected: _Collected) -> None:
    naming, rows = collected.naming, collected.rows
    keys = naming.called("person", one.person), naming.called("session", session.session_id)
    rows["sessions"].append((*keys, *_session_row(one, session, naming)))
    rows["measurements"].extend((*keys, *_measurement_row(measurement)) for measurement in session.measurements)
    if session.exceedance is not None:
        rows["excursions"].extend(
            (
                *keys,
                number,
                finite(e.start_s),
                finite(e.stop_s),
                finite(e.peak_bpm),
                finite(e.rest_after_s),
                e.rest_reached,
            )
            for number, e in enumerate(session.exceedance.excursions)
        )
    rows["days"].extend((*keys, number, *_day_row(day)) for number, day in enumerate(session.days))
    collected.tally.add_session(keys[0], session)


def _session_row(one: FileTask, session: Assessment, naming: Naming) -> tuple[Any, ...]:
    recording, cleaned, limit = session.recording, session.cleaned, session.limit
    source, coverage, began, held = recording.source, cleaned.coverage, recording.began, session.exceedance
    return (
        naming.called("file", f"{one.person}/{source.file_name}") if naming.hides else source.file_name,
        None if naming.hides else source.sha256,
        source.place,
        recording.kind.value,
        recording.start,
        None if began is None else began.replace(tzinfo=None),
        None if began is None else began.date(),
        finite(recording.duration_s),
        sport_for(naming, recording.sport),
        source.sensor.value,
        None if naming.hides else source.device,
        source.reader,
        finite(session.person.age_at(began)),
        finite(coverage.measured_share),
        finite(coverage.longest_gap_s),
        finite(cleaned.sampling_s),
        coverage.hr_samples,
        coverage.beats,
        finite(coverage.beat_artefact_share),
        source.damage is not None,
        None if limit is None else finite(limit.bpm),
        None if limit is None else limit.rule,
        None if limit is None else finite(limit.uncertainty_bpm),
        *_judged(held),
        None if held is None else finite(held.first_above_s),
        None if held is None else finite(held.peak_over_bpm),
    )


def _judged(held: Exceedance | None) -> tuple[Any, ...]:
    if held is None:
        return (None,) * 10
    return (
        held.verdict.value,
        held.flagged,
        held.borderline,
        finite(held.time_above_s),
        finite(held.time_above_low_s),
        finite(held.time_above_high_s),
        finite(held.share_above),
        finite(held.longest_s),
        finite(held.dose_bpm_min),
        finite(held.unknown_s),
    )


def _measurement_row(measurement: Measurement) -> tuple[Any, ...]:
    parts = encode(measurement.parts)
    return (
        measurement.index.id,
        finite(measurement.value),
        finite(measurement.low),
        finite(measurement.high),
        measurement.index.unit,
        encode(measurement.unavailable),
        *(measurement.window or (None, None)),
        json.dumps(parts, ensure_ascii=False, allow_nan=False) if parts else None,
    )


def _day_row(day: Day) -> tuple[Any, ...]:
    night = day.night
    nights = (None,) * 3 if night is None else tuple(map(finite, (night.bpm, night.low_bpm, night.high_bpm)))
    return (day.day, finite(day.recorded_s), finite(day.not_worn_s), *_judged(day.exceedance), *nights)


def _add_daily(one: FileTask, values: tuple[DailyValue, ...], collected: _Collected) -> None:
    naming = collected.naming
    person = naming.called("person", one.person)
    collected.rows["daily_values"].extend(
        (
            person,
            value.day,
            value.kind.value,
            value.value,
            value.kind.unit,
            naming.called("source", f"{one.person}/{value.source}") if naming.hides else value.source,
            value.method,
        )
        for value in values
    )
