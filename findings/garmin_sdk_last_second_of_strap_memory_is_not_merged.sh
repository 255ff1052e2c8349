#!/usr/bin/env bash
# Garmin's FIT SDK 21.218.0 for Python and 21.217.0 for JavaScript: both merge a strap's memory (`hr` messages) into the
# records. A record gets the mean of the strap's values since the record before, but only once a later value of the strap
# has been met: where the memory ends, its last second never arrives, and that record keeps the watch's own value.
# Prints what was seen; ends with 0 while that is so, with 1 when it changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "garmin-fit-sdk==21.218.0"

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

from garmin_fit_sdk import Decoder, Stream

messages, errors = Decoder(Stream.from_file("short.fit")).read()
merged = [record["heart_rate"] for record in messages["record_mesgs"]]
print("garmin-fit-sdk 21.218.0, errors:", errors)
print("the strap has 150 bpm at 0 s and 151 to 158 bpm at 1 to 8 s; the watch has 100 throughout")
print("records 0 to 10 s after merging:", merged)
sys.exit(0 if not errors and merged == [150, 150, *range(151, 157), 100, 100, 100] else 1)
PY
npm install --silent --no-audit --no-fund --prefix "$folder" "@garmin/fitsdk@21.217.0"
cat >"$folder/read.mjs" <<'JS'
import fs from "node:fs";
import { Decoder, Stream } from "@garmin/fitsdk";

const { messages, errors } = new Decoder(Stream.fromBuffer(fs.readFileSync("short.fit"))).read();
const merged = messages.recordMesgs.map((record) => record.heartRate).join(" ");
console.log("@garmin/fitsdk 21.217.0, errors:", errors.length, "; records:", merged);
process.exit(errors.length === 0 && merged === "150 150 151 152 153 154 155 156 100 100 100" ? 0 : 1);
JS
node "$folder/read.mjs"
