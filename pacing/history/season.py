"""A season of a history: at most three trends, what follows exertion, dated notes, and sessions without samples."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any, TypeAlias

import numpy as np

from pacing.history.annotations import felt_near_each, scores_near
from pacing.history.daily import daily_values
from pacing.history.diary import key_symptoms, notes, symptoms
from pacing.history.nights_after import nights_after
from pacing.history.post_exertion import Judged, exertion_days, judged_on, payback
from pacing.history.store import History
from pacing.history.trend import MOST_EACH_SIDE, before_and_after, trend_of
from pacing.internal_errors import set_aside
from pacing.longitudinal.comparable import NEEDED, TRACED, Comparable, Traced, comparable_sessions, followed
from pacing.longitudinal.daily_range import daily_series
from pacing.longitudinal.reference_interval import LEAST_SESSIONS
from pacing.model.arrays import frozen_states
from pacing.model.assessment import Assessment, Program
from pacing.model.cleaned import Cleaned, Coverage
from pacing.model.exceedance import Exceedance, ExceedanceVerdict, Excursion, Limit
from pacing.model.longitudinal import (
    NOTHING_SAID,
    BeforeAfter,
    DatedNote,
    Felt,
    Season,
    SymptomScore,
    TrendSummary,
)
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Measurement, Reason
from pacing.model.person import Conditions, Person
from pacing.model.phases import Phases
from pacing.model.recording import HeartRate, Recording, RecordingKind, Sensor, Source

NO_SAMPLES = np.empty(0)
NO_HEART_RATE, NO_STATES = HeartRate(NO_SAMPLES, NO_SAMPLES), frozen_states(np.empty(0, np.uint8))
NO_PHASES, NOBODY, NO_CONDITIONS, PROGRAM = Phases(), Person(), Conditions(), Program("pacing", "")
OF_SOURCE = ("file_name", "sha256", "reader", "device", "sensor", "damage")
WHOLE = ("coverage", "limit", "limit_advice", "exceedance")  # parts of a kept document that are needed as they are
OF_MEASUREMENT = ("title", "unit", "value", "low", "high", "window", "parts", "caveats")
VALUE = OF_MEASUREMENT.index("value")
MOST_AT_ONCE = 14  # indices: SQLite takes 127 arguments
Light: TypeAlias = tuple[tuple[Any, ...], dict[str, Any]]  # id, start, clock, duration [s], sport, kind; the document


def stored_sessions(history: History, index_ids: Iterable[str]) -> tuple[Assessment, ...]:
    """Every dated session as an assessment without samples, doubles left out, oldest first.

    Parameters
    ----------
    index_ids
        The indices to recall where they have a value; every other is left out, and never even decoded, so that
        years of sessions open in a moment.
    """
    felt = felt_near_each(history)
    return tuple(_recalled(light, felt, {}) for light in _light_documents(history, tuple(index_ids)))


def _recalled(
    light: Light, felt: Callable[[str, Recording], Felt], scores: Mapping[str, Mapping[date, float]]
) -> Assessment:
    """The session of a document, with what the person said of it, and scored around it."""
    row, document = light
    recording = _recording(row, document["source"])
    return _session(recording, document, felt(row[0], recording), scores_near(scores, recording))


def _light_documents(history: History, index_ids: tuple[str, ...]) -> Iterator[Light]:
    """Of every dated session that counts, oldest first, what is needed of its document; indices that have a value."""
    groups = [index_ids[first : first + MOST_AT_ONCE] for first in range(0, max(len(index_ids), 1), MOST_AT_ONCE)]
    paths = [[f"$.measurements.{index_id}.{name}" for index_id in some for name in OF_MEASUREMENT] for some in groups]
    paths[0] = [*(f"$.source.{name}" for name in OF_SOURCE), *(f"$.{name}" for name in WHOLE), *paths[0]]
    # many parts of a document at once: to look it up takes longest
    asked = ", ".join(f"json_extract(document, {', '.join('?' * len(some))})" for some in paths)
    rows = history.rows(
        f"SELECT id, start, clock_start, duration_s, sport, kind, {asked} FROM session"  # noqa: S608 - only marks
        " WHERE same_as IS NULL AND clock_s IS NOT NULL ORDER BY coalesce(start_utc_s, clock_s), id",
        [path for some in paths for path in some],
    )
    for row in rows:
        parts = list(chain.from_iterable(map(json.loads, row[6:])))
        first, each = len(OF_SOURCE) + len(WHOLE), len(OF_MEASUREMENT)
        document = dict(zip(WHOLE, parts[len(OF_SOURCE) : first], strict=True))
        document["source"] = dict(zip(OF_SOURCE, parts[: len(OF_SOURCE)], strict=True))
        document["measurements"] = {
            index_id: dict(zip(OF_MEASUREMENT, parts[at : at + each], strict=True))
            for index_id, at in zip(index_ids, range(first, len(parts), each), strict=True)
            if parts[at + VALUE] is not None
        }
        yield row[:6], document


def recalled_session(history: History, session_id: str) -> Assessment:
    """One kept session as an assessment without samples, with all its numbers.

    Parameters
    ----------
    history
        An open history.
    session_id
        The whole id of the session.

    Raises
    ------
    HistoryError
        No such session.
    """
    row = history.session(session_id)
    document = history.document(session_id)
    start, clock_start = (None if at is None else at.isoformat() for at in (row.start, row.clock_start))
    recording = _recording((row.id, start, clock_start, row.duration_s, row.sport, row.kind), document["source"])
    return _session(recording, document, NOTHING_SAID, ())


def _recording(row: tuple[Any, ...], source: dict[str, Any]) -> Recording:
    """The recording of one kept session, without samples."""
    identity, start, clock_start, duration_s, sport, kind = row
    return Recording(
        RecordingKind(kind),
        NO_HEART_RATE,
        None,
        (),
        (),
        None if start is None else datetime.fromisoformat(start),
        duration_s,
        sport,
        Source(
            source["file_name"],
            source["sha256"],
            source["reader"],
            source["device"],
            Sensor(source["sensor"]),
            damage=source["damage"],
            place=int(identity.rpartition("-")[2]),
        ),
        None if clock_start is None else datetime.fromisoformat(clock_start),
    )


def _session(
    recording: Recording, document: dict[str, Any], felt: Felt, scores: tuple[SymptomScore, ...]
) -> Assessment:
    """One kept session as an assessment without samples, with the numbers that its document brings."""
    coverage = document["coverage"]
    cleaned = Cleaned(
        NO_HEART_RATE,
        NO_STATES,
        float("nan") if coverage["sampling_s"] is None else coverage["sampling_s"],
        derived_from_beats=False,
        beats=None,
        beat_state=None,
        steps=(),
        coverage=Coverage(*(coverage[name] for name in Coverage.__slots__)),
    )
    return Assessment(
        recording,
        cleaned,
        NO_PHASES,
        NOBODY,
        NO_CONDITIONS,
        tuple(_measurement(index_id, plain) for index_id, plain in document["measurements"].items()),
        _limit(document["limit"]),
        document["limit_advice"],
        _exceedance(document["exceedance"]),
        (),
        PROGRAM,
        symptoms=scores,
        felt=felt,
    )


def _measurement(index_id: str, plain: dict[str, Any]) -> Measurement:
    info = index_info(index_id, plain["title"], plain["unit"])
    window, reason = plain.get("window"), plain.get("unavailable")
    return Measurement(
        info,
        plain["value"],
        plain["low"],
        plain["high"],
        None if reason is None else Reason(reason),
        plain.get("advice"),
        None if window is None else (window[0], window[1]),
        plain["parts"],
        tuple(plain.get("caveats", ())),
    )


@cache
def index_info(index_id: str, title: str, unit: str) -> IndexInfo:
    """What is kept of an index with a session: its id, title and unit; `pacing why` tells the rest."""
    return IndexInfo(index_id, title, unit, IndexGroup.LEVEL, 1, Evidence.SUPPORTED, "", "", "", "", ())


def _limit(plain: dict[str, Any] | None) -> Limit | None:
    if plain is None:
        return None
    return Limit(plain["bpm"], plain["rule"], plain["uncertainty_bpm"], plain["inputs"], set_by=plain["set_by"])


def _exceedance(plain: dict[str, Any] | None) -> Exceedance | None:
    if plain is None:
        return None
    above = plain["time_above_s"]
    return Exceedance(
        verdict=ExceedanceVerdict(plain["verdict"]),
        borderline=plain["borderline"],
        time_above_s=above["value"],
        time_above_low_s=above["low"],
        time_above_high_s=above["high"],
        share_above=plain["share_above"],
        longest_s=plain["longest_s"],
        dose_bpm_min=plain["dose_bpm_min"],
        unknown_s=plain["unknown_s"],
        first_above_s=plain["first_above_s"],
        peak_over_bpm=plain["peak_over_bpm"],
        resolution_s=plain["resolution_s"],
        excursions=tuple(
            Excursion(e["start_s"], e["stop_s"], e["peak_bpm"], e["rest_after_s"]) for e in plain["excursions"]
        ),
    )


NEWEST_NOTES = 10  # design: older ones stay in the diary


def season_of(history: History, since: date | None = None) -> tuple[Season, tuple[Assessment, ...]]:
    """What a history says, and every dated session behind it, light.

    Parameters
    ----------
    history
        An open history.
    since
        Only sessions and notes from this day on; what follows exertion is always of all there is.

    Returns
    -------
    tuple of Season and tuple of Assessment
        What they say together, and the sessions, the oldest first.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    scores, felt = symptoms(history), felt_near_each(history)
    judged, recalled = [], []
    for light in _light_documents(history, NEEDED):  # one at a time: the parts of years are many
        judged.append(_judged(light))
        recalled.append(_recalled(light, felt, scores))
    exerted = exertion_days(history, filter(None, judged))
    sessions = tuple(session for session in recalled if since is None or _began_on(session) >= since)
    chosen = followed(comparable_sessions(sessions))
    daily = daily_series(daily_values(history))
    season = Season(
        _summaries(chosen),
        payback(scores, exerted),
        tuple(note for note in _notes(history, chosen) if since is None or note.day >= since),
        int(history.rows("SELECT count(*) FROM session WHERE same_as IS NOT NULL")[0][0]),
        key_symptoms(scores),
        int(history.rows("SELECT count(*) FROM session WHERE clock_s IS NULL")[0][0]),
        nights_after(daily, exerted),
        daily,
    )
    return season, sessions


def _judged(light: Light) -> Judged | None:
    """Of a session that is not of whole days and was judged, its day, whether it was flagged, and its dose."""
    (_, start, clock_start, *_, kind), document = light
    exceedance = document["exceedance"]
    if exceedance is None or kind == RecordingKind.DAY:
        return None
    return judged_on(start or clock_start, exceedance["flagged"], exceedance["dose_bpm_min"])


def _began_on(session: Assessment) -> date:
    began = session.recording.began
    return date.min if began is None else began.date()


def followed_trends(sessions: tuple[Assessment, ...]) -> tuple[TrendSummary, ...]:
    """The trends that a season speaks of: at most three numbers, each over one group of comparable sessions."""
    return _summaries(followed(comparable_sessions(sessions)))


def all_trends(sessions: tuple[Assessment, ...]) -> tuple[TrendSummary, ...]:
    """Every number worth following, in every group of comparable sessions that is large enough, or else the largest."""
    alike = comparable_sessions(sessions)
    return _summaries(
        (traced, comparable)
        for traced in TRACED
        for groups in [alike[traced.info.id]]
        for comparable in ([group for group in groups if len(group.points) >= LEAST_SESSIONS] or groups[:1])
    )


def _summaries(pairs: Iterable[tuple[Traced, Comparable]]) -> tuple[TrendSummary, ...]:
    """The trend of each; one that fails by a mistake of the program is left out by its name."""
    result = []
    for traced, comparable in pairs:
        try:
            result.append(summary_of(traced, comparable))
        except Exception as error:  # noqa: BLE001 - set aside by name, or raised again
            set_aside(f"the trend of {traced.info.id}", error)
    return tuple(result)


def summary_of(traced: Traced, comparable: Comparable) -> TrendSummary:
    """The trend of one number over comparable sessions."""
    trend = trend_of(traced.info.id, comparable.series)
    return TrendSummary(
        traced.info,
        comparable.group,
        len(comparable.points),
        trend.change.value,
        trend.level,
        trend.usual_low,
        trend.usual_high,
        trend.smallest_change,
        trend.noise_from,
        trend.change_point,
        comparable.left_out,
        trend.first_mean,
        trend.last_mean,
        trend.slope_per_30_days,
        comparable.effort,
        comparable.effort_unknown,
    )


def _notes(history: History, followed_series: tuple[tuple[Traced, Comparable], ...]) -> tuple[DatedNote, ...]:
    dated = []
    for day, kind, text in notes(history)[-NEWEST_NOTES:]:
        steps = []
        for traced, comparable in followed_series:
            result = before_and_after(comparable.series, day)
            if result is not None:
                earlier = sum(point.start.date() < day for point in comparable.points)
                later = len(comparable.points) - earlier
                used = min(earlier, MOST_EACH_SIDE), min(later, MOST_EACH_SIDE)
                steps.append(BeforeAfter(traced.info, *result, *used))
        dated.append(DatedNote(day, kind, text, tuple(steps)))
    return tuple(dated)
