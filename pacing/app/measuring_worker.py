"""Dropped files into the history, one after the other, each said as it begins and as it is done.

The history stays open from the first file of a drop to its last: to open and close it takes a fifth of a file's time.
"""

import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pacing.app.judging import judge_all
from pacing.app.messages import Message
from pacing.app.person_form import profile_of, request_of
from pacing.app.session_page import session_reply, warm
from pacing.app.tasks import Job, Reply, Role, Task
from pacing.caseload.reading import EMPTY
from pacing.errors import ReadError
from pacing.history.daily import keep_daily
from pacing.history.duplicates import link_duplicates
from pacing.history.store import Added, History
from pacing.keeping.adding import keep, reader_words
from pacing.keeping.again import settle_zones
from pacing.keeping.history_file import needs_past
from pacing.model.assessment import Assessment, Refusal, damaged_files
from pacing.pipeline import FileResult, Request, assess_source
from pacing.read.archive import find_sources
from pacing.read.archive_streams import close_archives
from pacing.read.source import SourceFile

NOTHING_INSIDE = ("There is nothing in it that could be a recording.", "Bring a FIT or CSV file, or a whole export.")

SENTENCE_END = re.compile(r"(?<=[.;]) ")
OF_A_TERMINAL = re.compile(r"`pacing|--[a-z]|PACING_DEBUG")

_newest: list[Assessment] = []  # the session measured last, whose page is wanted next
_open: dict[Path, History] = {}  # the one history that is open, by where it lies


@contextmanager
def _history(path: Path) -> Iterator[History]:
    """A history that stays open for the next file; where something goes wrong with it, it is closed and says so."""
    if path not in _open:
        _close()
        _open[path] = History(path)
    kept = _open[path]
    try:
        yield kept
    except BaseException:
        del _open[path]
        with kept:
            raise


def _close() -> None:
    while _open:
        with _open.popitem()[1]:
            pass


def add(job: Job) -> Reply:
    """Read one dropped file, or what is inside it, and keep it; from the place inside on that was asked for."""
    path, shown, skip = Path(job.what["path"]), str(job.what["name"]), int(job.what["skip"])
    request = request_of(job.place)
    job.tell({"inside": _count_inside(path)})
    try:
        if next(_named(path, shown), None) is None:  # then no history is made for it either
            why = (EMPTY, "") if path.is_dir() else NOTHING_INSIDE
            job.tell({"done": _done("refused", (), [(shown, *why)])})
            return {}, b""
        with _history(job.place.history) as kept:
            for number, source in enumerate(_named(path, shown)):
                if number < skip:
                    continue
                name = source.file_name if isinstance(source, ReadError) else source.name
                job.tell({"begins": name, "place": number})
                job.tell({"done": _add_one(kept, source, request)})
    finally:
        close_archives()
    return {}, b""


def _add_one(kept: History, source: SourceFile | ReadError, request: Request) -> Message:
    result = _passed_over(kept, source, request) or assess_source(source, request)
    days = keep_daily(kept, result.daily) if result.daily else 0
    became = keep(kept, result, request)
    if isinstance(became, Refusal):
        return _done("refused", (), [_facts(became)])
    if became is Added.KNOWN:
        known = kept.rows("SELECT id FROM session WHERE sha256 = ? ORDER BY place", (result.sha256,))
        return _done("known", [row[0] for row in known], [])
    _newest[:] = result.sessions[-1:]
    partly = [_facts(one) for one in damaged_files(result.sessions)]
    return {**_done("added", [session.session_id for session in result.sessions], partly), "days": days}


def _passed_over(kept: History, source: SourceFile | ReadError, request: Request) -> FileResult | None:
    """The result for a file that need not be read again; None where it must be read, or cannot be opened."""
    if isinstance(source, ReadError):
        return None
    try:
        sha256 = source.sha256
    except (OSError, EOFError, ReadError):
        return None  # reading it says why
    zone_given = request.reading.time_zone is not None
    if not kept.passes_over(sha256, reader_words(request.reading), zone_given=zone_given):
        return None
    return FileResult(source.name, (), None, sha256, known=True)


def _done(became: str, sessions: object, refused: list[tuple[str, str, str]]) -> Message:
    return {"became": became, "sessions": sessions, "refused": refused}


def _facts(refusal: Refusal) -> tuple[str, str, str]:
    """A refusal as a page says it: what to do stands there without commands and options of a terminal."""
    hint = " ".join(part for part in SENTENCE_END.split(refusal.hint) if not OF_A_TERMINAL.search(part))
    return refusal.file_name, refusal.message, f"{hint[:1].upper()}{hint[1:]}"  # its first part may be the one left out


def _named(path: Path, shown: str) -> Iterator[SourceFile | ReadError]:
    """What is at a path, under the name that the person knows instead of the random one on the disk."""
    if path.is_dir():
        yield from find_sources(path)
        return
    for source in find_sources(path):
        if isinstance(source, ReadError):
            name = shown + source.file_name.removeprefix(path.name)
            yield type(source)(name, source.message, hint=source.hint)
        else:
            yield replace(source, name=shown + source.name.removeprefix(path.name))


def _count_inside(path: Path) -> int:
    """About how many files there are inside; 1 for a file that is no archive."""
    if path.is_dir():
        return max(1, sum(len(files) for _, _, files in os.walk(path)))
    try:
        with zipfile.ZipFile(path) as archive:
            return max(1, sum(not member.is_dir() for member in archive.infolist()))
    except (zipfile.BadZipFile, OSError, ValueError):
        return 1


def order(job: Job) -> Reply:
    """Whether it matters in which order files are read: to a rule that learns from the sessions before."""
    return {"matters": needs_past(request_of(job.place))}, b""


def finish(job: Job) -> Reply:
    """What is done once a drop: recordings of one session are linked, and the page of an only session is drawn."""
    try:
        if not job.what["added"]:
            return {}, b""
        with _history(job.place.history) as kept:
            link_duplicates(kept)
            settle_zones(kept)
            wanted = job.what["only"]
            if not _newest or _newest[0].session_id != wanted:
                return {}, b""
            remarks, page = session_reply(kept, _newest[0], job.root, profile_of(job.place).person)
    finally:
        _close()
    return {"page": {"id": wanted, "said": remarks}}, page


ROLE = Role(
    {"warm": Task(warm), "order": Task(order), "add": Task(add), "finish": Task(finish), "judge": Task(judge_all)},
    is_bounded=True,
)
