#!/usr/bin/env bash
# python-fitparse 2.7.0: the times of a strap's memory start again from zero, and `get_values` keeps the last of eight.
#
# An `hr` message with a whole `event_timestamp` anchors the twelve-bit times that follow in `event_timestamp_12`. fitparse
# accumulates these without the anchor: after an anchor of 1000 s the next second is 1 s, not 1001 s. The eight times are
# eight fields of one name: `get_value` gives the first, the dictionary of `get_values` the last, beside all eight values.
# Prints what was seen; ends with 0 while that is so, with 1 when it changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "python-fitparse==2.7.0" "garmin-fit-sdk==21.218.0"

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

import fitparse
from garmin_fit_sdk import Decoder, Stream

whole, _ = Decoder(Stream.from_file("long.fit")).read()
right = whole["hr_mesgs"][1]["event_timestamp"]
anchor, later = fitparse.FitFile("long.fit").get_messages("hr")
times = [field.value for field in later.fields if field.name == "event_timestamp"]
print("anchor:", anchor.get_value("event_timestamp"))
print("the maker's SDK:", right)
print("fitparse:       ", times)
print("get_value:", later.get_value("event_timestamp"), "; get_values:", later.get_values()["event_timestamp"],
      "for heart rates", later.get_values()["filtered_bpm"])
seen = times == [float(n) for n in range(1, 9)] and later.get_values()["event_timestamp"] == 8.0
sys.exit(0 if seen and right == list(range(1001, 1009)) else 1)
PY
