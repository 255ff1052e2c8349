#!/usr/bin/env bash
# fitdecode 0.11.0 turns the times of a strap's memory (`event_timestamp_12` of `hr` messages) into dates, up to 4 s late.
#
# The twelve bits roll over every four seconds and are to be counted on from the anchor's own `event_timestamp`. fitdecode
# adds them to the anchor's date as they stand, so that every value is late by the anchor's event time modulo four seconds
# (2 s here: the value of one second after the anchor is dated three seconds after it; with an anchor of 1000 s it fits).
# The anchor's own `event_timestamp` stays a number of seconds: one field name holds numbers and dates by turns.
# Prints what was seen; ends with 0 while that is so, with 1 when it changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "fitdecode==0.11.0" "garmin-fit-sdk==21.218.0"

cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PY'
import datetime as dt

from garmin_fit_sdk import Encoder, Profile

START = dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.timezone.utc)
NUMBER = Profile["mesg_num"]


def at(seconds):
    return START + dt.timedelta(seconds=seconds)


def packed(events_s):
    """Event times in twelve bits each, as `event_timestamp_12` holds them (1/1024 s, the lowest 12 bits)."""
    bits = sum((int(event * 1024) & 0xFFF) << 12 * place for place, event in enumerate(events_s))
    return list(bits.to_bytes(len(events_s) * 12 // 8, "little"))


def strap_memory(first_event_s):
    """Eleven records of the watch at 100 bpm, and a strap's memory: 150 bpm at the start, 151 to 158 each second."""
    encoder = Encoder()
    encoder.write_mesg({"mesg_num": NUMBER["FILE_ID"], "type": "activity", "manufacturer": "development",
                        "product": 1, "time_created": at(0)})
    for second in range(11):
        encoder.write_mesg({"mesg_num": NUMBER["RECORD"], "timestamp": at(second), "heart_rate": 100})
    encoder.write_mesg({"mesg_num": NUMBER["HR"], "timestamp": at(0), "fractional_timestamp": 0.0,
                        "event_timestamp": [first_event_s], "filtered_bpm": [150]})
    encoder.write_mesg({"mesg_num": NUMBER["HR"], "filtered_bpm": list(range(151, 159)),
                        "event_timestamp_12": packed([first_event_s + later for later in range(1, 9)])})
    return bytes(encoder.close())


for name, first_event_s in (("short.fit", 2.0), ("long.fit", 1000.0)):
    with open(name, "wb") as file:
        file.write(strap_memory(first_event_s))

import sys

import fitdecode


def times(path):
    with fitdecode.FitReader(path) as reader:
        frames = [f for f in reader if f.frame_type == fitdecode.FIT_FRAME_DATA and f.name == "hr"]
    return [[field.value for field in frame.fields if field.name == "event_timestamp"] for frame in frames]


seen = {}
for path in ("short.fit", "long.fit"):
    anchor, later = times(path)
    seen[path] = [(time - START).total_seconds() for time in later]
    print(f"{path}: anchor at 0 s, its event_timestamp {anchor}; the strap's values lie at 1 to 8 s; fitdecode says")
    print("   ", seen[path])
right = [float(n) for n in range(1, 9)]
sys.exit(0 if seen == {"short.fit": [n + 2 for n in right], "long.fit": right} else 1)
PY
