#!/usr/bin/env bash
# hrv-analysis 1.0.6: remove_ectopic_beats (Malik's rule and its like) never examines the interval after one it removed.
#
# After an early beat comes a pause, so the pause is kept as a normal interval. In bigeminy (500 and 1100 ms in turn, 75 bpm)
# every normal-to-normal interval that is left there is a pause of 1100 ms, 55 bpm; and of a run of six early beats the
# second to the last are kept. (nolds 0.6.2, because the newer one that is asked for does not import on Python 3.11.)
# Prints what was seen; ends with 0 while that is so, with 1 when it changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "hrv-analysis==1.0.6"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps "nolds==0.6.2" 2>/dev/null

cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import hrvanalysis

bigeminy = [800] * 4 + [500, 1100] * 6 + [800] * 4
run = [800] * 6 + [500] * 6 + [800] * 6
seen = []
for name, intervals in (("bigeminy", bigeminy), ("run of six", run)):
    normal = hrvanalysis.remove_ectopic_beats(intervals, method="malik", verbose=False)
    seen.append([one for one in normal[4:-4] if one == one])
    print(f"{name}: {intervals}\n   'normal': {normal}")
sys.exit(0 if set(seen[0]) == {1100} and seen[1].count(500) == 5 else 1)
PY
