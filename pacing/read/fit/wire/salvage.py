"""All messages of a FIT file that can be read with certainty, and an account of what was lost."""

from dataclasses import dataclass, field
from typing import NamedTuple

from pacing.plural import plural
from pacing.read.fit.wire.file_parts import CRC_BYTES, Extent, Header, extent_of, find_header, header_at
from pacing.read.fit.wire.resync import first_nonsense, last_trusted, place_to_go_on
from pacing.read.fit.wire.walk import Group, Stop, StopReason, Walker

MOST_BREAKS = 200  # design: damaged places mended in one file; more means the bytes are noise
MOST_PARTS = 1000  # design: files chained in one


@dataclass(slots=True)
class Account:
    """What was lost: bytes and seconds, and remarks in the order found."""

    lost_bytes: int = 0
    lost_s: float = 0.0
    breaks: int = 0
    unfinished: bool = False
    odd: bool = False
    remarks: list[str] = field(default_factory=list)

    def lost(self, count: int, remark: str) -> None:
        """Note `count` lost bytes."""
        self.lost_bytes += count
        self.odd = True
        self.remarks.append(remark)

    def sentence(self) -> str | None:
        """One sentence on what was lost, or None when nothing is wrong."""
        if not self.odd:
            return None
        pieces = []
        if self.unfinished:
            pieces.append("the recording was never finished by the device")
        if self.lost_bytes:
            pieces.append(plural(self.lost_bytes, "1 byte could not be read", "{} bytes could not be read"))
        if self.lost_s:
            pieces.append(f"about {self.lost_s:.0f} s of data are missing there")
        if not pieces:
            return "A length or checksum is wrong: every message could be read, but single values may have changed."
        text = ", ".join(pieces)
        return f"{text[0].upper()}{text[1:]}; all that could be read with certainty was kept."


class Salvaged(NamedTuple):
    """The layouts with their messages of all parts, the number of parts and the account of losses."""

    groups: tuple[Group, ...]
    parts: int
    account: Account


def salvage(data: bytes) -> Salvaged:
    """Walk over all parts of `data`; every message that can be read with certainty is kept.

    Parameters
    ----------
    data
        Bytes of the file.

    Returns
    -------
    Salvaged
    """
    account = Account()
    groups: list[Group] = []
    position, part = 0, 0
    while position < len(data) and part < MOST_PARTS:
        header = _header_here_or_later(data, position, first=part == 0, account=account)
        if header is None:
            break
        walker = Walker(data, part)
        extent = extent_of(data, header)
        position = _walk_part(walker, header, extent, account)
        groups += walker.groups.values()
        part += 1
    return Salvaged(tuple(groups), part, account)


def _header_here_or_later(data: bytes, position: int, *, first: bool, account: Account) -> Header | None:
    header = header_at(data, position)
    if header is None and first:
        header = header_at(data, position, magic=False)
        if header is not None:
            account.lost(0, "the letters .FIT in the header are damaged")
    if header is None:
        header = find_header(data, position)
        until = header.position if header is not None else len(data)
        what = "before the header" if first else "after the end of the file"
        account.lost(until - position, f"{until - position} bytes {what} are not FIT data")
    if header is not None and not header.checksum_right:
        account.lost(0, "the checksum of the header is wrong")
    return header


def _walk_part(walker: Walker, header: Header, extent: Extent, account: Account) -> int:
    """Walk over one part; where the next may begin."""
    for remark in extent.remarks:
        account.lost(0, remark)
    if extent.unfinished:
        account.unfinished = True
        account.lost(0, "the header gives no length: the device never finished the recording")
    position, end, following = header.messages_at, extent.end, extent.next_at
    if not extent.checksum_right and not extent.unfinished and following < len(walker.data):
        beyond = find_header(walker.data, following)
        limit = beyond.position if beyond is not None else len(walker.data)
        if limit > following:  # more bytes than the header tells: its length may be wrong
            reached = walker.run(position, end)
            if reached is not None and reached.reason is StopReason.CUT:
                position, end, following = reached.position, limit - CRC_BYTES, limit
            elif reached is None:
                return following
            else:
                walker.forget_after(position)
    while True:
        stop = walker.run(position, end)
        if not extent.checksum_right:
            stop = _nonsense(walker, position, stop, end) or stop
        next_at = _go_on(walker, header, extent, stop, end, account) if stop is not None else None
        if next_at is None:
            return following
        position = next_at


def _nonsense(walker: Walker, begin: int, stop: Stop | None, end: int) -> Stop | None:
    """A stop where the walk lost its way between the messages, all after it taken back; None = it did not."""
    nonsense = first_nonsense(walker, begin, stop.position if stop is not None else end)
    if nonsense is None:
        return None
    walker.forget_after(nonsense.end)
    return Stop(nonsense.end, StopReason.NONSENSE)


def _go_on(walker: Walker, header: Header, extent: Extent, stop: Stop, end: int, account: Account) -> int | None:
    """Where to go on after a stop, with what was lost noted; None = nowhere."""
    account.breaks += 1
    if extent.unfinished and end - stop.position <= CRC_BYTES:
        return None  # the place where a checksum was to be written
    trusted = last_trusted(walker, header.messages_at, stop.position)
    doubtful = trusted.doubtful or (not extent.checksum_right and stop.reason is not StopReason.CUT)
    begin = trusted.end if doubtful and trusted.time_s is not None else stop.position
    if begin < stop.position:
        walker.forget_after(begin)
    resumed = None
    if account.breaks <= MOST_BREAKS:
        resumed = place_to_go_on(walker, begin if begin < stop.position else begin + 1, end, trusted.time_s)
    next_at = resumed.position if resumed is not None else end
    account.lost(next_at - begin, f"{stop.reason.value} at byte {stop.position}: {next_at - begin} bytes left out")
    if resumed is None:
        return None
    if trusted.time_s is not None:
        account.lost_s += resumed.time_s - trusted.time_s
    return next_at
