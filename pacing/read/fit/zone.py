"""The start of a recording as a date with its zone, and the evidence for the zone."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import numpy as np

from pacing.read.assembly.local_time import zone_named
from pacing.read.fit.clock import FIT_EPOCH_UNIX_S, RELATIVE_BELOW_S
from pacing.read.fit.wire.table import Decoded

QUARTER_S = 900  # zones differ from UTC by whole quarters of an hour
LARGEST_OFFSET_S = 14 * 3600
LARGEST_ROUNDING_S = 120  # design: a local clock may run this far beside the device's UTC
LOCAL_TIMES = (
    ("activity", "local_timestamp"),
    ("timestamp_correlation", "local_timestamp"),
    ("monitoring_info", "local_timestamp"),
)


def start_instant(first_s: float, decoded: Decoded, zone_option: str | None) -> tuple[datetime | None, tuple[str, ...]]:
    """The instant `first_s` [FIT s] with its zone, and remarks that give the evidence; None for a relative clock.

    The file's own local time wins; then the zone the person gave; else UTC, said.

    Raises
    ------
    UsageError
        There is no zone of that name.
    """
    if first_s < RELATIVE_BELOW_S:
        return None, (
            "the device's clock was not set: times count from when it was switched on, the date is not known",
        )
    instant = datetime.fromtimestamp(FIT_EPOCH_UNIX_S, UTC) + timedelta(seconds=float(first_s))
    zone: tzinfo
    told_zone = zone_named(zone_option)
    offset, evidence, remarks = _offset_in_file(decoded)
    if offset is not None:
        zone = timezone(timedelta(seconds=offset))
        remarks.append(f"local time UTC{_signed(offset)} from {evidence}")
        if told_zone is not None:
            told = instant.astimezone(told_zone).utcoffset() or timedelta()
            if told.total_seconds() != offset:
                remarks.append(f"the zone given, {zone_option}, differs from it and was not used")
    elif told_zone is not None:
        zone = told_zone
        remarks.append(f"local time from the zone given, {zone_option}")
    else:
        zone = UTC
        remarks.append("the file does not tell the local time: times are UTC")
    return instant.astimezone(zone), tuple(remarks)


def _offset_in_file(decoded: Decoded) -> tuple[int | None, str, list[str]]:
    remarks: list[str] = []
    for message, field in LOCAL_TIMES:
        table = decoded.table(message)
        if not table.has(field):
            continue
        differences = table.number(field) - table.number("timestamp")
        for difference in differences[np.isfinite(differences)]:
            quarters = round(float(difference) / QUARTER_S) * QUARTER_S
            if abs(quarters) <= LARGEST_OFFSET_S and abs(difference - quarters) <= LARGEST_ROUNDING_S:
                return quarters, f"{message}.{field}", remarks
            remarks.append(f"{message}.{field} is not a local time and was not used")
    return None, "", remarks


def _signed(offset: int) -> str:
    sign = "-" if offset < 0 else "+"
    return f"{sign}{abs(offset) // 3600:02d}:{abs(offset) % 3600 // 60:02d}"
