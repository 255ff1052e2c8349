"""A season of a history: at most three trends, what follows exertion, dated notes, and sessions without samples."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

import numpy as np

from pacing.history.annotations import felt_near_each, scores_near
from pacing.history.daily import daily_values
from pacing.history.diary import key_symptoms, notes, symptoms
from pacing.history.nights_after import nights_after
from pacing.history.post_exertion import exertion_days, payback
from pacing.history.store import History
from pacing.history.trend import MOST_EACH_SIDE, before_and_after, trend_of
from pacing.internal_errors import set_aside
from pacing.longitudinal.comparable import NEEDED, TRACED, Comparable, Traced, comparable_sessions, followed
from pacing.longitudinal.daily_range import daily_series
from pacing.longitudinal.reference_interval import LEAST_SESSIONS
from pacing.model.assessment import Assessment, Program
from pacing.model.cleaned import Cleaned, Coverage
from pacing.model.exceedance import Exceedance, ExceedanceVerdict, Excursion, Limit
from pacing.model.longitudinal import BeforeAfter, DatedNote, Season, TrendSummary
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Measurement, Reason
from pacing.model.person import Conditions, Person
from pacing.model.phases import Phases
from pacing.model.recording import HeartRate, Recording, RecordingKind, Sensor, Source

NO_SAMPLES = np.empty(0)
WHOLE = ("source", "coverage", "limit", "limit_advice", "exceedance")  # parts of a kept document that are needed


def stored_sessions(history: History, index_ids: Iterable[str]) -> tuple[Assessment, ...]:
    """Every dated session as an assessment without samples, doubles left out, oldest first.

    Parameters
    ----------
    index_ids
        The indices to recall where they have a value; every other is left out, and never even decoded, so that
        years of sessions open in a moment.
    """
    wanted = tuple(index_ids)
    paths = {name: f"$.{name}" for name in WHOLE} | {name: f"$.measurements.{name}" for name in wanted}
    marks = ", ".join("?" for _ in paths)  # all parts of a document at once: it is looked up once
    rows = history.rows(
        f"SELECT id, start, clock_start, duration_s, sport, kind, json_extract(document, {marks}) FROM session"  # noqa: S608 - only marks
        " WHERE same_as IS NULL AND clock_s IS NOT NULL ORDER BY coalesce(start_utc_s, clock_s), id",
        list(paths.values()),
    )
    felt = felt_near_each(history)
    recalled = (_recalled_session(row[:6], dict(zip(paths, json.loads(row[6]), strict=True)), wanted) for row in rows)
    return tuple(replace(one, felt=felt(one.session_id, one.recording)) for one in recalled)


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
    light = _recalled_session((row.id, start, clock_start, row.duration_s, row.sport, row.kind), document, ())
    numbers = document["measurements"].items()
    return replace(light, measurements=tuple(_measurement(index_id, plain) for index_id, plain in numbers))


def _recalled_session(row: tuple[Any, ...], document: dict[str, Any], index_ids: tuple[str, ...]) -> Assessment:
    """One kept session as an assessment without samples."""
    identity, start, clock_start, duration_s, sport, kind = row
    source, coverage = document["source"], document["coverage"]
    recording = Recording(
        RecordingKind(kind),
        HeartRate(NO_SAMPLES, NO_SAMPLES),
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
    cleaned = Cleaned(
        HeartRate(NO_SAMPLES, NO_SAMPLES),
        np.empty(0, np.uint8),
        float("nan") if coverage["sampling_s"] is None else coverage["sampling_s"],
        derived_from_beats=False,
        beats=None,
        beat_state=None,
        steps=(),
        coverage=Coverage(*(coverage[name] for name in Coverage.__slots__)),
    )
    measurements = tuple(
        _measurement(index_id, document[index_id])
        for index_id in index_ids
        if document[index_id] is not None and document[index_id]["value"] is not None
    )
    return Assessment(
        recording,
        cleaned,
        Phases(),
        Person(),
        Conditions(),
        measurements,
        _limit(document["limit"]),
        document["limit_advice"],
        _exceedance(document["exceedance"]),
        (),
        Program("pacing", ""),
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
    scores, exerted = symptoms(history), exertion_days(history)
    recalled = (s for s in stored_sessions(history, NEEDED) if since is None or _began_on(s) >= since)
    sessions = tuple(replace(session, symptoms=scores_near(scores, session.recording)) for session in recalled)
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
