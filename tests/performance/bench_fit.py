"""FIT decoding against other decoders: ratios from one run, and what each of them got right beside its time.

Run from the project's top folder (needs the corpus beside the project; fitfast and garmin-fit-sdk if installed)::

    python -m tests.performance.bench_fit [--rounds 5]

`ours: columns` = heart rate, times and RR as arrays, checksum on; `ours: recording` = everything up to the finished
`Recording` (all channels, markers, beats laid on the clock, hash of the file). Rounds are paired: each round times
every decoder once, one after the other; the ratio is the median over rounds of (other / ours). `ours: every field` is
equal work to `fitfast.records`: each numeric field of every record as float64, also those no profile knows, checksum,
and the RR intervals besides, which the other does not give there.
"""

import argparse
import importlib
import io
import statistics
import struct
import time
import tracemalloc
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pacing.read.fit.wire.columns import GroupRows
from pacing.read.fit.wire.definition import base_types, field_profiles
from pacing.read.fit.wire.file_parts import checksum
from pacing.read.fit.wire.messages import ColumnMessages
from pacing.read.fit.wire.salvage import salvage
from pacing.read.fit.wire.walk import Walker
from tests.conftest import CORPUS
from tests.read.fit.fit_bytes import read_all

HOUR_RECORDS = 3600
RECORD = 20  # global message number
OURS = ("ours: columns", "ours: recording", "ours: every field")
FILES = {
    "hour with RR": "fit/fit__garmin.fit",
    "edge 520, 2.2 h, RR": "fit/Fit-File-Faker__activity_deprecated_profile.fit",
    "large, 24,239 records": "fit/fit__activity-large-fenxi2-multisport.fit",
    "wahoo, 13,471 records": "fit/fitdecode__2019-02-17-062644-ELEMNT-297E-195-0.fit",
    "fr935, many kinds": "fit/sweatpy__4801048867.fit",
}
Counts = tuple[int, int]
Decoder = Callable[[bytes], Counts]


def first_hour(data: bytes) -> bytes:
    """The first 3,600 records of a file with all before them, under a new header."""
    walker = Walker(data)
    walker.run(data[0], data[0] + int.from_bytes(data[4:8], "little"))
    records = sorted(
        at for group in walker.groups.values() if group.definition.kind == RECORD for at in group.positions
    )
    body = data[data[0] : records[HOUR_RECORDS]]
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    head += struct.pack("<H", checksum(head))
    return head + body + struct.pack("<H", checksum(head + body))


def ours_columns(data: bytes) -> Counts:
    """Our decoder up to columns."""
    decoded = ColumnMessages(data, salvage(data).groups)
    record = decoded.table("record")
    record.number("timestamp")
    rr = decoded.table("hrv").series("time")
    return int(np.isfinite(record.number("heart_rate")).sum()), int(np.isfinite(rr).sum())


def ours_every_field(data: bytes) -> Counts:
    """Our decoder with all that records hold."""
    groups = salvage(data).groups
    decoded = ColumnMessages(data, groups)
    record, profiles = decoded.table("record"), field_profiles("record")
    for name in profiles:
        if record.has(name):
            record.number(name)
    known = {profile.number for profile in profiles.values()}
    bases = base_types()
    for group in groups:
        if group.definition.kind != RECORD or not group.positions:
            continue
        rows = GroupRows(data, group)
        for field in group.definition.fields:
            base = bases.get(field.base)
            if field.number not in known and base is not None and base.letter != "S" and not field.size % base.size:
                rows.plain(field.offset, field.size, base)
    rr = decoded.table("hrv").series("time")
    return int(np.isfinite(record.number("heart_rate")).sum()), int(np.isfinite(rr).sum())


def ours_recording(data: bytes) -> Counts:
    """Our reader up to recordings."""
    recordings = read_all(data)
    beats = sum(recording.beats.rr_ms.size for recording in recordings if recording.beats is not None)
    return sum(int(np.isfinite(recording.heart_rate.bpm).sum()) for recording in recordings), beats


def with_fitparse(data: bytes) -> Counts:
    """The fitparse installed here (python-fitparse)."""
    from fitparse import FitFile

    rates = beats = 0
    for message in FitFile(io.BytesIO(data)).get_messages():
        if message.name == "record":
            rates += message.get_value("heart_rate") is not None
        elif message.name == "hrv":
            times = message.get_value("time")
            times = times if isinstance(times, tuple) else (times,)
            beats += sum(value is not None for value in times)
    return rates, beats


def with_fitdecode(data: bytes) -> Counts:
    """Pure Python fitdecode."""
    import fitdecode

    rates = beats = 0
    with fitdecode.FitReader(io.BytesIO(data)) as reader:
        for frame in reader:
            if not isinstance(frame, fitdecode.FitDataMessage):
                continue
            if frame.name == "record":
                rates += frame.get_value("heart_rate", fallback=None) is not None
            elif frame.name == "hrv":
                times = frame.get_value("time")
                beats += sum(value is not None for value in (times if isinstance(times, tuple) else (times,)))
    return rates, beats


def with_garmin(data: bytes) -> Counts:
    """Garmin's own SDK."""
    sdk = importlib.import_module("garmin_fit_sdk")
    messages, _ = sdk.Decoder(sdk.Stream.from_byte_array(bytearray(data))).read(merge_heart_rates=False)
    rates = sum(record.get("heart_rate") is not None for record in messages.get("record_mesgs", []))
    beats = sum(
        len([t for t in hrv["time"] if t is not None]) for hrv in messages.get("hrv_mesgs", []) if "time" in hrv
    )
    return rates, beats


def with_fitfast(data: bytes) -> Counts:
    """The Rust decoder's columns of records; it gives no RR there."""
    fitfast = importlib.import_module("fitfast")
    columns = fitfast.records(data)
    rate = np.asarray(columns["heart_rate"], dtype=float)
    return int(np.isfinite(rate).sum()), 0


def decoders() -> dict[str, Decoder]:
    """Those that are installed, ours first."""
    found: dict[str, Decoder] = {"ours: columns": ours_columns, "ours: recording": ours_recording}
    found |= {"ours: every field": ours_every_field}
    others = {"fitparse": ("fitparse", with_fitparse), "fitdecode": ("fitdecode", with_fitdecode)}
    others |= {"garmin_fit_sdk": ("garmin_fit_sdk", with_garmin), "fitfast.records": ("fitfast", with_fitfast)}
    return found | {name: way for name, (module, way) in others.items() if importlib.util.find_spec(module)}


def _timed(way: Decoder, data: bytes) -> tuple[float, Counts | str]:
    begin = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            counts: Counts | str = way(data)
    except Exception as error:  # noqa: BLE001 - another program's failure is a result here
        counts = type(error).__name__
    return time.perf_counter() - begin, counts


def compare(data: bytes, rounds: int) -> dict[str, tuple[float, list[float], Counts | str]]:
    """By decoder: median [ms], ratio to our columns, to our recording and to every field, and counts."""
    ways = decoders()
    for name in OURS:
        ways[name](data)
    spent: dict[str, list[float]] = {name: [] for name in ways}
    counts: dict[str, Counts | str] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            seconds, counts[name] = _timed(way, data)
            if name.startswith("ours"):  # short: the best of three stands for the round
                seconds = min(seconds, *(_timed(way, data)[0] for _ in range(2)))
            spent[name].append(seconds)
    found = {}
    for name, times in spent.items():
        ratios = [statistics.median(a / b for a, b in zip(times, spent[base], strict=True)) for base in OURS]
        found[name] = (1000 * statistics.median(times), ratios, counts[name])
    return found


def peak_mib(data: bytes) -> float:
    """Most memory [MiB] that reading needed beside the file's own bytes (Python's and numpy's allocations)."""
    read_all(data)
    tracemalloc.start()
    read_all(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def files() -> dict[str, bytes]:
    """The files compared, the hour cut out of its longer one."""
    found = {name: (CORPUS / path).read_bytes() for name, path in FILES.items()}
    found["hour with RR"] = first_hour(found["hour with RR"])
    return found


@pytest.mark.performance
@pytest.mark.corpus
def test_an_hour_with_rr_is_decoded_far_faster_than_by_fitparse_and_right(corpus: Path) -> None:
    data = files()["hour with RR"]
    found = compare(data, rounds=3)
    assert found["ours: columns"][2] == found["ours: recording"][2] == found["ours: every field"][2] == (3600, 8605)
    assert found["fitparse"][1][0] > 200


@pytest.mark.performance
@pytest.mark.corpus
def test_a_large_file_needs_little_memory(corpus: Path) -> None:
    assert peak_mib(files()["large, 24,239 records"]) < 10


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    for title, data in files().items():
        print(f"\n{title}: {len(data)} bytes; peak {peak_mib(data):.1f} MiB")
        print(f"  {'decoder':18s} {'ms':>10s} {'x columns':>10s} {'x recording':>12s} {'x every field':>14s}   HR, RR")
        for name, (ms, (columns, recording, every), counts) in compare(data, options.rounds).items():
            print(f"  {name:18s} {ms:10.2f} {columns:10.1f} {recording:12.1f} {every:14.1f}   {counts}")


if __name__ == "__main__":
    main()
