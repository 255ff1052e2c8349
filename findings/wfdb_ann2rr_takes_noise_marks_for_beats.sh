#!/usr/bin/env bash
# wfdb 4.3.1: ann2rr, "obtain RR interval series from ECG annotation files", takes every mark for a beat.
#
# An annotation file marks beats (N, V, ...) and much else (a change of signal quality ~, of rhythm +, notes ").
# Only beats end an RR interval; the library's own table says which marks are beats (is_qrs). ann2rr does not ask it:
# a noise mark cuts one interval into two, and the time before the first beat is given as an interval as well.
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
from wfdb.io.annotation import is_qrs
from wfdb.processing import ann2rr

# beats at 100, 300, 500 and 750; a change of signal quality marked at 350; 250 samples a second
wfdb.wrann("rec", "atr", np.array([100, 300, 350, 500, 750]), ["N", "N", "~", "N", "N"], fs=250, write_dir=".")
with open("rec.hea", "w") as header:
    header.write("rec 1 250 2000\nrec.dat 16 200/mV 16 0 0 0 0 ECG\n")

told = ann2rr("rec", "atr", as_array=True).tolist()
print("wfdb", wfdb.__version__)
print("is a mark ~ (14) a beat by the library's own table:", is_qrs[14])
print("beats at 100, 300, 500, 750; RR intervals between them: [200, 200, 250]")
print("ann2rr gives:", told)
sys.exit(0 if told == [100, 200, 50, 150, 250] and not is_qrs[14] else 1)
PY
