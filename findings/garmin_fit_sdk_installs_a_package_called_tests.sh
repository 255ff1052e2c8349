#!/usr/bin/env bash
# garmin-fit-sdk 21.218.0: its wheel puts a top-level package `tests` beside `garmin_fit_sdk`.
#
# A project whose own folder of tests has no __init__.py (the layout that pytest calls a namespace package) then imports
# the wheel's tests instead of its own, from the folder it stands in: a regular package wins over a namespace package.
# Prints what was seen; ends with 0 while that is so, with 1 when it changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "garmin-fit-sdk==21.218.0"

mkdir -p "$folder/project/tests"
echo 'MINE = True' > "$folder/project/tests/helpers.py"
cd "$folder/project"
"$folder/venv/bin/python" - <<'PY'
import importlib.metadata
import sys

import tests

try:
    import tests.helpers

    own = True
except ModuleNotFoundError:
    own = False
print("garmin-fit-sdk", importlib.metadata.version("garmin-fit-sdk"))
print("a project with tests/helpers.py; `import tests.helpers` is expected to import it")
print("imported:", own, "- `tests` is", getattr(tests, "__file__", None))
sys.exit(0 if not own and "site-packages" in str(tests.__file__) else 1)
PY
