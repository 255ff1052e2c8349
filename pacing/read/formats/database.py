"""SQLite databases that are an app's export: Health Connect, Gadgetbridge, GarminDB and others, by descriptions."""

import io
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pacing.read.schemas
from pacing.errors import NoHeartRateError, ReadError
from pacing.model.daily import DailyValue
from pacing.model.recording import Recording
from pacing.plural import plural
from pacing.read.database.connection import MAGIC, Database, opened, quoted, unknown_database
from pacing.read.database.description import DatabaseSchema
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.registry import collect

OWN_HISTORY = frozenset({"file", "session", "measurement", "series", "mark"})
WHOLE_FILES = "Of {} files of the watch kept inside the database, {} hold a recording; the others hold none."


def schemas() -> Mapping[str, DatabaseSchema]:
    """All descriptions by their id.

    Returns
    -------
    mapping of str to DatabaseSchema
        In alphabetical order.
    """
    return collect(pacing.read.schemas, "SCHEMA", DatabaseSchema)


def _matches(head: FileHead) -> bool:
    return head.data.startswith(MAGIC)


def schema_of(database: Database) -> tuple[str, DatabaseSchema]:
    """The one description that fits an open database.

    Parameters
    ----------
    database
        An open one.

    Returns
    -------
    tuple of str and DatabaseSchema
        Its id, and itself.

    Raises
    ------
    NoHeartRateError
        None fits.
    """
    fitting = {name: schema for name, schema in schemas().items() if _fits(database, schema)}
    if not fitting:
        if database.tables.keys() >= OWN_HISTORY:
            raise NoHeartRateError(
                database.file_name,
                "This is a history of this program, not a recording.",
                hint="Name it with --history to work with it.",
            )
        raise unknown_database(database)
    return max(
        fitting.items(), key=lambda named: (len(named[1].needs), sum(database.has(mark) for mark in named[1].marks))
    )


def _fits(database: Database, schema: DatabaseSchema) -> bool:
    from pacing.read.database.samples import tables_of  # noqa: PLC0415 - heavy: only when a database is read

    if schema.needs:
        return all(database.has(table) for table in schema.needs)
    described = [series.rows for series in schema.series] + [daily.rows for daily in schema.daily]
    return any(tables_of(database, rows) for rows in described) or any(
        database.has(table, column) for table, column in schema.files
    )


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    from pacing.read.database.daily import daily_in  # noqa: PLC0415 - heavy: only when a database is read
    from pacing.read.database.recordings import recordings_in  # noqa: PLC0415

    with opened(source) as database:
        name, schema = schema_of(database)
        result = recordings_in(source, options, database, name, schema)
        for table, column in schema.files:
            if database.has(table, column):
                result += _of_files(source, options, database, table, column, len(result))
        if not result:
            held = daily_in(source, options, database, name, schema)
            if held:
                raise NoHeartRateError(
                    source.name,
                    plural(
                        len(held),
                        "The database holds 1 value of a day, but no heart rate within it.",
                        "The database holds {} values of days, but no heart rate within them.",
                    ),
                    hint="`pacing add` keeps them, and `pacing day` shows them.",
                )
            raise NoHeartRateError(
                source.name,
                f"The database ({schema.title}) has no heart rate in it.",
                hint="Was a watch or strap connected to the app? Export it again after a day with wear.",
            )
        return tuple(result)


def _of_files(
    source: SourceFile, options: ReadOptions, database: Database, table: str, column: str, first: int
) -> list[Recording]:
    """Recordings of whole FIT files that stand in a column."""
    from pacing.read.fit.recordings import read_fit  # noqa: PLC0415 - heavy: only where a database holds such files

    result: list[Recording] = []
    files = readable = 0
    query = f"SELECT rowid FROM {quoted(database.names[table.casefold()])}"  # noqa: S608 - a name of ours
    keys = [row[0] for block in database.rows(query) for row in block]
    for key in keys:
        one = f"SELECT {quoted(column)} FROM {quoted(table)} WHERE rowid = ?"  # noqa: S608 - names of ours
        for block in database.rows(one, (key,)):
            for (data,) in block:
                if not isinstance(data, bytes) or not data:
                    continue
                files += 1
                inner = SourceFile(f"{source.name}/{table.lower()}_{key}.fit", partial(io.BytesIO, data))
                try:
                    here = read_fit(inner, options)
                except ReadError:
                    continue  # most files of a watch hold settings, sleep or totals; they are counted below
                readable += 1
                result += [
                    replace(
                        one_recording,
                        source=replace(
                            one_recording.source,
                            file_name=source.name,
                            sha256=source.sha256,
                            reader="database/fit",
                            place=first + len(result) + number,
                        ),
                    )
                    for number, one_recording in enumerate(here)
                ]
    sentence = WHOLE_FILES.format(files, readable)
    return [
        replace(one, source=replace(one.source, remarks=(*one.source.remarks, sentence))) if files else one
        for one in result
    ]


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    from pacing.read.database.daily import daily_in  # noqa: PLC0415 - heavy: only when a database is read

    with opened(source) as database:
        name, schema = schema_of(database)
        return daily_in(source, options, database, name, schema)


READER = Reader(
    title="SQLite exports: Android Health Connect, Gadgetbridge, GarminDB, garmin-health-data, StrapLog",
    matches=_matches,
    read=_read,
    binary=True,
    daily=_daily,
)
