#!/usr/bin/env bash
# fit-file-parser 6.1.2 (npm): of a strap's memory only the last `hr` message is left.
#
# `records`, `hrv`, `laps` are lists; `hr` is a single object that each message overwrites: the anchor with the strap's date
# is lost, and so is every message but the last (here 16 of 24 heart rates). The records keep the watch's own values, and
# nothing says that there was more.
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

encoder = Encoder()
encoder.write_mesg({"mesg_num": NUMBER["FILE_ID"], "type": "activity", "manufacturer": "development", "product": 1,
                    "time_created": at(0)})
for second in range(25):
    encoder.write_mesg({"mesg_num": NUMBER["RECORD"], "timestamp": at(second), "heart_rate": 100})
encoder.write_mesg({"mesg_num": NUMBER["HR"], "timestamp": at(0), "fractional_timestamp": 0.0,
                    "event_timestamp": [1000.0], "filtered_bpm": [150]})
for block in range(3):
    events_s = [1001 + block * 8 + later for later in range(8)]
    encoder.write_mesg({"mesg_num": NUMBER["HR"], "filtered_bpm": [151 + block] * 8, "event_timestamp_12": packed(events_s)})
with open("memory.fit", "wb") as file:
    file.write(bytes(encoder.close()))
PY
npm install --silent --no-audit --no-fund --prefix "$folder" "fit-file-parser@6.1.2"
cat >"$folder/read.mjs" <<'JS'
import fs from "node:fs";
import module from "fit-file-parser";

const Parser = module.default ?? module;
new Parser({ mode: "list" }).parse(fs.readFileSync("memory.fit"), (error, data) => {
  console.log("error:", error ?? "none", "; four hr messages of 1, 8, 8 and 8 heart rates; `hr` holds:");
  console.log(JSON.stringify(data.hr));
  console.log("heart rates of the records:", [...new Set(data.records.map((record) => record.heart_rate))].join(" "));
  process.exit(!Array.isArray(data.hr) && data.hr.filtered_bpm.join() === Array(8).fill(153).join() ? 0 : 1);
});
JS
node "$folder/read.mjs"
