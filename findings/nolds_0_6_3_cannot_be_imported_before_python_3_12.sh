#!/usr/bin/env bash
# nolds 0.6.3: installs on Python 3.11 and cannot be imported there.
#
# `importlib.resources.files("nolds.datasets")` names a module; before Python 3.12 only a package may be named, and
# importing nolds (or hrv-analysis, which imports it) ends in a TypeError. Version 0.6.2 can be imported.
# Prints what was seen; ends with 0 while that is so, with 1 when it changes, with 2 where no such Python is found.
set -eu

python=python3
for one in python3.11 python3.10; do
    if "$one" -c '' 2>/dev/null; then python=$one; fi
done
"$python" -c 'import sys; sys.exit(sys.version_info >= (3, 12))' || { echo "needs Python 3.11 or 3.10"; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for version in 0.6.3 0.6.2; do
    "$python" -m venv "$folder/$version"
    "$folder/$version/bin/pip" install --quiet --disable-pip-version-check "nolds==$version"
    echo "nolds $version on $("$python" --version): expected to import"
    if "$folder/$version/bin/python" -c 'import nolds' 2>"$folder/said"; then seen=yes; else seen=no; fi
    echo "imported: $seen $(tail -n 1 "$folder/said")"
    echo "$seen" >> "$folder/all"
done
[ "$(tr '\n' ' ' < "$folder/all")" = "no yes " ]
