"""A described database to recordings: one for each device's or app's days, and one for each session."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Marker, MarkerKind, Recording, RecordingKind, Sensor
from pacing.read.assembly.beat_check import chained, stamped
from pacing.read.assembly.draft import NamedSeries, RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.excerpt import FEWEST_SAMPLES, SortedSamples, end_of_recovery
from pacing.read.assembly.local_time import PlacedTimes, place_instants, place_local
from pacing.read.assembly.rr_intervals import BeatTimes as PlacedBeats
from pacing.read.assembly.series import Series as Timed
from pacing.read.database.connection import Database
from pacing.read.database.description import DatabaseSchema, Series, TimeForm
from pacing.read.database.samples import NOBODY, Values, read_values, tables_of
from pacing.read.database.sessions import Session, owner_names, read_sessions
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

MILLISECONDS = 1000.0
CUT = "The samples were cut out of those of the whole day, with up to 5 minutes after the session's end."
OWN_SESSIONS = "The sessions in the database ({}) are separate recordings as well: their minutes are in both."
OTHER_OWNER = "The session was saved by another app than its heart rate."
SEVERAL = "The database holds several devices or apps that overlap in time; each is a recording of its own."
OFFSETS = "The offset to UTC changes in the file; clocks are shown with the one that holds most often."
ARRIVALS = "The intervals carry the time at which they arrived; the beats were laid on the clock from these."
LISTED = "The beat intervals are listed without times; they were laid one after the other from the session's start."
SINGLE = "Devices or apps with a single heart rate, which is no recording, left out: {}."


@dataclass(frozen=True, slots=True, eq=False)
class _Gathered:
    """Values of one owner and one session of several tables, put one behind the other."""

    second: FloatArray
    value: FloatArray
    zone_s: float
    zones: int
    local: bool


def recordings_in(
    source: SourceFile, options: ReadOptions, database: Database, name: str, schema: DatabaseSchema
) -> list[Recording]:
    """Every recording that a described database holds, but those of whole files inside it.

    Parameters
    ----------
    source, options
        The file, and what the person said of its time zone.
    database
        The same file, open.
    name
        Id of the description.
    schema
        The description.

    Returns
    -------
    list of Recording
        Days of each device or app first, then sessions in order of time; numbered from 0 in `place`.

    Raises
    ------
    DamagedFileError
        The database is broken where the samples stand.
    """
    names = owner_names(database, schema)
    blank = RecordingBuilder(
        source=source, reader=f"database/{name}", sensor=schema.sensor, remarks=(*schema.remarks, *database.remarks)
    )
    lost = 0
    gathered: dict[str, dict[tuple[int, int], list[tuple[Values, Series]]]] = defaultdict(lambda: defaultdict(list))
    for series in schema.series:
        for table in tables_of(database, series.rows):
            values = read_values(database, table, series.rows, series.session)
            lost += values.lost
            for key, part in _apart(values):
                gathered[series.holds][key].append((part, series))
    listed_sessions = [one for sessions in schema.sessions for one in read_sessions(database, sessions)]
    drafts = [
        *_days(blank, options, schema, names, gathered, listed_sessions),
        *_own(blank, options, names, gathered, listed_sessions),
    ]
    damage = f"Rows without a readable time or value, left out: {lost}." if lost else None
    return [
        recording_of(replace(draft, place=number, damage=damage))
        for number, draft in enumerate(draft for draft in drafts if has_heart_rate(draft))
    ]


def _apart(values: Values) -> Iterator[tuple[tuple[int, int], Values]]:
    """The values of each owner and session by themselves."""
    if not values.second.size:
        return
    owners, sessions = _distinct(values.owner), _distinct(values.session)
    if owners.size == sessions.size == 1:
        yield (int(owners[0]), int(sessions[0])), values
        return
    code = np.searchsorted(owners, values.owner) * sessions.size + np.searchsorted(sessions, values.session)
    for one in _distinct(code).tolist():
        here = code == one
        owner, session = divmod(one, sessions.size)
        yield (int(owners[owner]), int(sessions[session])), values.where(here)


def _distinct(numbered: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The different numbers, in order; without sorting millions of equal ones."""
    return numbered[:1] if (numbered == numbered[0]).all() else np.unique(numbered)


def _put_together(parts: Sequence[tuple[Values, Series]], scale: float = 1.0) -> _Gathered:
    second = np.concatenate([values.second for values, _ in parts])
    value = np.concatenate([values.value for values, _ in parts]) * scale
    zones = np.concatenate([values.zone_s for values, _ in parts])
    known, counts = (zones[:1], [1]) if (zones == zones[0]).all() else np.unique(zones, return_counts=True)
    finite = np.isfinite(known)
    zone_s = float(known[finite][np.argmax(np.asarray(counts)[finite])]) if finite.any() else np.nan
    return _Gathered(
        second, value, zone_s, int(finite.sum()), any(s.rows.form is TimeForm.LOCAL_TEXT for _, s in parts)
    )


def _placed(second: FloatArray, zone_s: float | None, options: ReadOptions, *, local: bool) -> PlacedTimes:
    if local:
        return place_local(second, options.time_zone)
    return place_instants(second, None if zone_s is None or np.isnan(zone_s) else zone_s, options.time_zone)


def _days(
    blank: RecordingBuilder,
    options: ReadOptions,
    schema: DatabaseSchema,
    names: dict[int, str],
    gathered: dict[str, dict[tuple[int, int], list[tuple[Values, Series]]]],
    listed_sessions: Sequence[Session],
) -> Iterator[RecordingBuilder]:
    """The whole of what each owner measured, and the sessions that are cut out of it."""
    whole = {owner: _put_together(parts) for (owner, key), parts in gathered["heart_rate"].items() if key == NOBODY}
    single = [owner for owner, one in whole.items() if one.second.size < FEWEST_SAMPLES]
    if len(single) < len(whole):
        whole = {owner: one for owner, one in whole.items() if owner not in single}
        blank = replace(blank, remarks=(*blank.remarks, *((SINGLE.format(len(single)),) if single else ())))
    samples = {owner: SortedSamples(one.second, one.value) for owner, one in whole.items()}
    cuts = list(_cut(blank, options, names, whole, samples, [one for one in listed_sessions if one.cut]))
    for owner, one in whole.items():
        placed = _placed(one.second, one.zone_s, options, local=one.local)
        remarks = (*blank.remarks, *placed.remarks)
        if len(whole) > 1:
            remarks += (SEVERAL,)
        if one.zones > 1:
            remarks += (OFFSETS,)
        if cuts:
            remarks += (OWN_SESSIONS.format(len(cuts)),)
        device = names.get(owner)
        yield replace(
            blank,
            heart_rate=Timed(placed.second, one.value),
            channels=_channels(gathered, (owner, NOBODY), placed.second - one.second),
            origin=placed.origin,
            clock=placed.clock,
            kind=schema.kind,
            device=device or schema.source,
            remarks=remarks,
        )
    yield from sorted(cuts, key=lambda draft: draft.markers[-1].time_s)


def _cut(
    blank: RecordingBuilder,
    options: ReadOptions,
    names: dict[int, str],
    whole: dict[int, _Gathered],
    samples: dict[int, SortedSamples],
    listed_sessions: Sequence[Session],
) -> Iterator[RecordingBuilder]:
    starts_s = [one.start_s for one in listed_sessions]
    for session in listed_sessions:
        counts = {owner: one.count(session.start_s, session.stop_s) for owner, one in samples.items()}
        owner = session.owner
        if counts.get(owner, 0) < FEWEST_SAMPLES:
            owner = max(counts, key=counts.__getitem__, default=NOBODY)
        if counts.get(owner, 0) < FEWEST_SAMPLES:
            continue
        cut = samples[owner].between(session.start_s, end_of_recovery(session.stop_s, starts_s))
        local = whole[owner].local
        placed = _placed(cut.time_s, session.zone_s, options, local=local)
        shift = placed.second[0] - cut.time_s[0]
        other = owner != session.owner and NOBODY not in (owner, session.owner)
        yield replace(
            blank,
            heart_rate=Timed(placed.second, cut.value),
            markers=(Marker(session.stop_s + shift, MarkerKind.STOP),),
            origin=placed.origin,
            clock=placed.clock,
            kind=RecordingKind.ACTIVITY,
            sport=session.sport,
            device=names.get(owner),
            remarks=(
                *blank.remarks,
                *placed.remarks,
                CUT,
                *session.remarks,
                *((OTHER_OWNER,) if other else ()),
            ),
        )


def _own(
    blank: RecordingBuilder,
    options: ReadOptions,
    names: dict[int, str],
    gathered: dict[str, dict[tuple[int, int], list[tuple[Values, Series]]]],
    listed_sessions: Sequence[Session],
) -> Iterator[RecordingBuilder]:
    """Recordings with samples or beats of their own, in order of time."""
    by_key = {one.key: one for one in listed_sessions if one.key != NOBODY}
    keys = {key for key in gathered["heart_rate"] if key[1] != NOBODY} | set(gathered["rr"])
    listed = {(one.owner, one.key) for one in listed_sessions if one.rr_s and (one.owner, one.key) not in keys}
    drafts = []
    for key in keys | listed:
        session = by_key.get(key[1])
        drafts.append(_one(blank, options, names, gathered, key, session))
    yield from (draft for _, draft in sorted(drafts, key=lambda pair: pair[0]))


def _one(
    blank: RecordingBuilder,
    options: ReadOptions,
    names: dict[int, str],
    gathered: dict[str, dict[tuple[int, int], list[tuple[Values, Series]]]],
    key: tuple[int, int],
    session: Session | None,
) -> tuple[float, RecordingBuilder]:
    """One recording, and the second at which it begins."""
    rates, intervals = gathered["heart_rate"].get(key), gathered["rr"].get(key)
    zone_s = None if session is None else session.zone_s
    local = session is not None and session.local
    remarks = blank.remarks if session is None else (*blank.remarks, *session.remarks)
    rate = None if rates is None else _put_together(rates)
    if rate is not None:
        zone_s = rate.zone_s if zone_s is None and not np.isnan(rate.zone_s) else zone_s
        local = rate.local
    beats = PlacedBeats(Timed(np.zeros(0), np.zeros(0)), 0, 0)
    if intervals is not None:
        unit = intervals[0][1].unit
        rr = _put_together(intervals, MILLISECONDS if unit == "s" else 1.0)
        checked = stamped(rr.second, rr.value)
        beats = checked.placed
        zone_s = rr.zone_s if zone_s is None and not np.isnan(rr.zone_s) else zone_s
        local = rr.local
        remarks = (*remarks, *checked.remarks, ARRIVALS)
    elif session is not None and session.rr_s:
        lasted_s = session.stop_s - session.start_s
        checked = chained(np.array(session.rr_s) * MILLISECONDS, session.start_s, lasted_s)
        beats = checked.placed
        remarks = (*remarks, *checked.remarks, LISTED)
    second = np.zeros(0) if rate is None else rate.second
    moments = np.concatenate((second, beats.beats.time_s))
    placed = _placed(moments, zone_s, options, local=local)
    began_s = float(np.min(moments)) if moments.size else np.inf
    markers: tuple[Marker, ...] = ()
    if session is not None and np.isfinite(session.stop_s) and moments.size:
        shift = placed.second[0] - moments[0]
        markers = (Marker(session.stop_s + shift, MarkerKind.STOP),)
    return began_s, replace(
        blank,
        heart_rate=Timed(placed.second[: second.size], np.zeros(0) if rate is None else rate.value),
        beats=Timed(placed.second[second.size :], beats.beats.value),
        channels=_channels(gathered, key, placed.second[: second.size] - second),
        markers=markers,
        origin=placed.origin,
        clock=placed.clock,
        kind=RecordingKind.ACTIVITY if second.size else RecordingKind.BEATS,
        sport=None if session is None else session.sport,
        device=names.get(key[0]),
        sensor=Sensor.STRAP if intervals is not None and blank.sensor is Sensor.UNKNOWN else blank.sensor,
        remarks=(*remarks, *placed.remarks),
    )


def _channels(
    gathered: dict[str, dict[tuple[int, int], list[tuple[Values, Series]]]], key: tuple[int, int], shift: FloatArray
) -> tuple[NamedSeries, ...]:
    """What else was measured by the same owner in the same session."""
    moved = float(shift[0]) if shift.size else 0.0
    result = []
    for holds, by_key in gathered.items():
        if holds in ("heart_rate", "rr") or key not in by_key:
            continue
        one = _put_together(by_key[key])
        order = np.argsort(one.second, kind="stable")
        result.append(NamedSeries(holds, by_key[key][0][1].unit, Timed(one.second[order] + moved, one.value[order])))
    return tuple(result)
