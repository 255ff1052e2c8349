#!/usr/bin/env bash
# hrv-analysis 1.0.6: get_time_domain_features takes lists with removed intervals (nan), but pnni_50 and pnni_20 are
# divided by the number of all intervals, removed ones included: where two of two differences exceed 50 ms it says 40 %.
# And pnni_as_percent=False does not give a fraction: it gives a percentage of another whole (n instead of n - 1).
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

removed = hrvanalysis.remove_outliers([800, 860, 90, 90, 800, 860], verbose=False)
features = hrvanalysis.get_time_domain_features(removed)
print("intervals:", removed, "-> differences above 50 ms:", int(features["nni_50"]), "of 2; pnni_50:", features["pnni_50"])
plain = [800, 860, 800, 860, 800]
percent, other = (hrvanalysis.get_time_domain_features(plain, pnni_as_percent=way)["pnni_50"] for way in (True, False))
print("4 of 4 differences: pnni_50", percent, "; with pnni_as_percent=False", other)
sys.exit(0 if (features["nni_50"], features["pnni_50"], percent, other) == (2, 40.0, 100.0, 80.0) else 1)
PY
