#!/usr/bin/env bash
# python-fitparse 2.7.0: where an app on the watch writes its own `heart_rate` (a developer field that says it stands for
# the native one), `get_value("heart_rate")` gives the watch's value and `get_values()["heart_rate"]` the app's: two ways to
# ask the same record, two heart rates, 50 bpm apart here. fitdecode 0.11.0 answers with the watch's.
# Prints what was seen; ends with 0 while that is so, with 1 when it changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "python-fitparse==2.7.0" "fitdecode==0.11.0" "garmin-fit-sdk==21.218.0"

cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PY'
import datetime as dt
import sys

import fitdecode
import fitparse
from garmin_fit_sdk import Encoder, Profile

START = dt.datetime(2026, 5, 4, 10, 30, tzinfo=dt.timezone.utc)
NUMBER = Profile["mesg_num"]
developer = {"mesg_num": NUMBER["DEVELOPER_DATA_ID"], "application_id": [1] * 16, "developer_data_index": 0}
description = {"mesg_num": NUMBER["FIELD_DESCRIPTION"], "developer_data_index": 0, "field_definition_number": 0,
               "fit_base_type_id": 2, "field_name": "heart_rate", "units": "bpm",
               "native_mesg_num": NUMBER["RECORD"], "native_field_num": 3}
encoder = Encoder(field_descriptions={0: {"developer_data_id_mesg": developer, "field_description_mesg": description}})
encoder.write_mesg({"mesg_num": NUMBER["FILE_ID"], "type": "activity", "manufacturer": "development", "product": 1,
                    "time_created": START})
encoder.write_mesg(developer)
encoder.write_mesg(description)
encoder.write_mesg({"mesg_num": NUMBER["RECORD"], "timestamp": START, "heart_rate": 100, "developer_fields": {0: 150}})
with open("app.fit", "wb") as file:
    file.write(bytes(encoder.close()))

(record,) = fitparse.FitFile("app.fit").get_messages("record")
one, other = record.get_value("heart_rate"), record.get_values()["heart_rate"]
with fitdecode.FitReader("app.fit") as reader:
    (third,) = [f.get_value("heart_rate") for f in reader
                if f.frame_type == fitdecode.FIT_FRAME_DATA and f.name == "record"]
print("fitparse: get_value", one, "; get_values", other)
print("fitdecode: get_value", third)
sys.exit(0 if (one, other, third) == (100, 150, 100) else 1)
PY
