#!/usr/bin/env bash
# wfdb 4.3.1: ann2rr(start_time=...), "the time to start the intervals in seconds", compares it with the length of each
# interval, not with when it stands: of a regular rhythm of 0.8 s nothing is left from start_time=1 on, and start_time=0.7
# leaves out every short interval of the whole record (the early beats) instead of the first 0.7 s.
# Prints what was seen; ends with 0 while that is so, with 1 when it changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "wfdb==4.3.1"

cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import numpy as np
import wfdb
from wfdb.processing import ann2rr

# a minute of beats 0.8 s apart, with one early beat (0.5 s, then 1.1 s) after half a minute
rr = [200] * 37 + [125, 275] + [200] * 37
wfdb.wrann("rec", "atr", np.cumsum([200, *rr]), ["N"] * (len(rr) + 1), fs=250, write_dir=".")
with open("rec.hea", "w") as header:
    header.write("rec 1 250 20000\nrec.dat 16 200/mV 16 0 0 0 0 ECG\n")

whole = ann2rr("rec", "atr", as_array=True)
later = ann2rr("rec", "atr", start_time=1.0, as_array=True)
early = ann2rr("rec", "atr", start_time=0.7, as_array=True)
print("wfdb", wfdb.__version__)
print("intervals of the whole record:", whole.size, "of which early:", int((whole == 125).sum()))
print("from second 1 on there are", whole.size - 1, "; ann2rr(start_time=1.0) gives", later.tolist())
print("ann2rr(start_time=0.7) gives", early.size, "intervals; early ones left:", int((early == 125).sum()))
sys.exit(0 if later.tolist() == [275] and not (early == 125).any() and early.size == whole.size - 1 else 1)
PY
