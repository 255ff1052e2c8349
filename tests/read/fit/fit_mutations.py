"""A small file with every message kind the reader looks at, and ways of breaking it."""

import struct
from random import Random

from fitparse.records import Crc

from pacing.read.fit.wire.salvage import salvage
from tests.read.fit.fit_bytes import T0, UINT8, UINT16, UINT32, activity

INTERESTING = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)
LONGEST_REPEATED = 100  # bytes of a message that is repeated
REPAIRED_SHARE = 0.5  # mutated files whose checksum and length are set right again


def rich_file() -> bytes:
    """About 3 kB: records, beats, a strap's memory, laps, events, developer fields, a day, redefinitions."""
    fit = activity(seconds=40)
    fit.message("hrv", 6, time=[0.6, 0.61, 0.59, None, None])
    fit.message("device_info", 7, timestamp=T0, device_index=1, device_type=120, source_type="antplus")
    fit.message("developer_data_id", 8, developer_data_index=0)
    fit.message(
        "field_description", 9, developer_data_index=0, field_definition_number=7, fit_base_type_id=UINT16,
        field_name="SmO2", units="%", scale=10, native_mesg_num=20,
    )  # fmt: skip
    fit.define(10, 20, [(253, 4, UINT32), (3, 1, UINT8)], developer=[(7, 2, 0)])
    for second in range(40, 60):
        fit.data(10, struct.pack("<IBH", T0 + second, 90, 600 + second))
        fit.message("hrv", 6, time=[0.6, 0.61, None, None, None])
    fit.define(3, 20, [(3, 1, UINT8), (8, 3, 0x0D)])
    for second in range(60, 70):
        fit.compressed(3, (T0 + second) % 32, bytes([88, second, 3, 4]))
    fit.message("hr", 11, timestamp=T0, fractional_timestamp=0.25, filtered_bpm=[100], event_timestamp=[1000.5])
    for step in range(4):
        fit.message("hr", 12, filtered_bpm=[100] * 8, event_timestamp_12=[17 * step + i for i in range(12)])
    fit.message("event", 1, timestamp=T0 + 80, event="recovery_hr", event_type="marker", data=70)
    fit.message("monitoring", 13, timestamp_16=500, heart_rate=60)
    fit.message("beat_intervals", 14, timestamp=T0, timestamp_ms=3, time=[500, 510])
    fit.message("raw_bbi", 15, timestamp=T0, timestamp_ms=3, data=[500, 510])
    fit.message("user_profile", 14, resting_heart_rate=55, default_max_heart_rate=180)
    return fit.file() + activity(seconds=5, begin=T0 + 5000).file()


def repeated(seed: bytes, random: Random) -> bytes:
    """`seed` with one of its messages written 50 to 500 times in a row, as a device that hangs does."""
    starts = sorted(at for group in salvage(seed).groups for at in group.positions)
    if len(starts) < 2:
        return seed
    which = random.randrange(len(starts) - 1)
    message = seed[starts[which] : min(starts[which + 1], starts[which] + LONGEST_REPEATED)]
    again = message * random.randint(50, 500)
    data = bytearray(seed[: starts[which]] + again + seed[starts[which] :])
    data[4:8] = struct.pack("<I", int.from_bytes(seed[4:8], "little") + len(again))
    return bytes(data)


def mutated(seed: bytes, random: Random) -> bytes:
    """`seed` with some bytes changed, taken out, doubled or put in; half with length and checksum made right."""
    data = bytearray(seed)
    for _ in range(random.choice((1, 1, 2, 3, 8, 30))):
        at = random.randrange(len(data)) if data else 0
        kind = random.randrange(6)
        if kind == 0 and data:
            data[at] = random.randrange(256)
        elif kind == 1 and data:
            data[at] = random.choice(INTERESTING)
        elif kind == 2:
            del data[at : at + random.randrange(1, 40)]
        elif kind == 3:
            data[at:at] = random.randbytes(random.randrange(1, 40))
        elif kind == 4:
            other = random.randrange(len(data)) if data else 0
            data[at:at] = data[other : other + random.randrange(1, 200)]
        elif data:
            data[at] ^= 1 << random.randrange(8)
    if len(data) > 16 and random.random() < REPAIRED_SHARE:
        data[4:8] = struct.pack("<I", len(data) - 16)
        data[0], data[8:12], data[12:14] = 14, b".FIT", b"\0\0"
        data[-2:] = struct.pack("<H", Crc.calculate(data[:-2]))
    return bytes(data)
