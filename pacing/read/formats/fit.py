"""FIT: what nearly every sports watch and bike computer writes."""

from pacing.model.daily import DailyValue
from pacing.model.recording import Recording
from pacing.read.fit.wire.file_parts import LONG_HEADER, SHORT_HEADER, begins_with_file_id, find_header, header_at
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile

CONTAINERS = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"SQLite format 3")
HEADER_LENGTHS = (bytes([SHORT_HEADER]), bytes([LONG_HEADER]))


def _matches(head: FileHead) -> bool:
    """A FIT header at the beginning (its letters may be damaged), or one behind bytes that are not text."""
    data = head.data
    if header_at(data, 0) is not None or header_at(data, 0, magic=False) is not None:
        return True
    if head.is_text or data.startswith(CONTAINERS):
        return False
    header = find_header(data, 0)
    return header is not None and begins_with_file_id(data, header.messages_at)


def _signed(head: FileHead) -> bool:
    """A whole header at the beginning: its length is a byte that no text begins with, and its letters are right."""
    return head.data[:1] in HEADER_LENGTHS and header_at(head.data, 0) is not None


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    from pacing.read.fit.recordings import read_fit  # noqa: PLC0415 - heavy: only when a FIT file is read

    return read_fit(source, options)


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    from pacing.read.fit.daily import daily_of_fit  # noqa: PLC0415 - heavy: only when values of days are wanted

    return daily_of_fit(source, options)


READER = Reader(
    title="FIT activity or monitoring file (Garmin, Polar, Wahoo, Coros, Suunto, Zwift, ...)",
    matches=_matches,
    read=_read,
    binary=True,
    signed=_signed,
    daily=_daily,
)
