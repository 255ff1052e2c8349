#!/usr/bin/env bash
# python-tcxparser 2.4.0: hr_percent_in_zones, the "percentage of workout spent in each heart rate zone", counts trackpoints.
#
# Many watches write a point only when something changes ("smart recording"). Fifty minutes at 100 bpm written once a
# minute and one minute at 150 bpm written every second are 2 % of the time above 140 bpm; the answer is 55 %. `hr_avg` is a
# mean of points as well (127 bpm instead of 101).
# Prints what was seen; ends with 0 while that is so, with 1 when it changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "python-tcxparser==2.4.0"

cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PY'
import datetime as dt
import sys

import tcxparser

START = dt.datetime(2026, 5, 4, 10, 30)


def point(second, bpm):
    time = (START + dt.timedelta(seconds=second)).isoformat()
    return f"<Trackpoint><Time>{time}Z</Time><HeartRateBpm><Value>{bpm}</Value></HeartRateBpm></Trackpoint>"


points = [(60 * minute, 100) for minute in range(50)] + [(3000 + second, 150) for second in range(61)]
space = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
with open("walk.tcx", "w") as file:
    file.write(f"""<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase xmlns="{space}"><Activities>
<Activity Sport="Other"><Id>{START.isoformat()}Z</Id><Lap StartTime="{START.isoformat()}Z">
<TotalTimeSeconds>3060</TotalTimeSeconds><DistanceMeters>0</DistanceMeters><Calories>0</Calories>
<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod><Track>{"".join(point(*one) for one in points)}</Track>
</Lap></Activity></Activities></TrainingCenterDatabase>""")

walk = tcxparser.TCXParser("walk.tcx")
shares = walk.hr_percent_in_zones({"up to 140": (0, 140), "above": (141, 250)})
print("duration:", walk.duration, "s, of which 60 s (2 %) at 150 bpm; hr_percent_in_zones:", shares, "; hr_avg:", walk.hr_avg)
sys.exit(0 if shares == {"up to 140": 45, "above": 55} and walk.hr_avg == 127 else 1)
PY
