"""JSON files whole, within a stated size: exports of watches come as many small files."""

import json
from typing import Any

from pacing.errors import DamagedFileError
from pacing.read.head import decode_text
from pacing.read.source_file import SourceFile

LONGEST_FILE = 1 << 28  # design: 256 MiB


def load_json(source: SourceFile) -> Any:
    """The value a JSON file holds.

    Raises
    ------
    DamagedFileError
        It is no well-formed JSON, is nested too deeply, or is too long.
    """
    with source.open_bytes() as stream:
        data = stream.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        raise DamagedFileError(source.name, "The JSON file is over 256 MiB.", hint="Export a shorter time.")
    try:
        text, _ = decode_text(data)
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedFileError(
            source.name, "The file is no well-formed JSON.", hint="Export or download it again."
        ) from error


def json_lines(source: SourceFile) -> tuple[list[dict[str, Any]], str | None]:
    """The objects of a file that holds one a line, and a sentence where its last line breaks off.

    Raises
    ------
    DamagedFileError
        A line before the last is no well-formed JSON object, or the file is too long.
    """
    with source.open_bytes() as stream:
        data = stream.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        raise DamagedFileError(source.name, "The JSON file is over 256 MiB.", hint="Export a shorter time.")
    found: list[dict[str, Any]] = []
    lines = [line for line in decode_text(data)[0].splitlines() if line.strip()]
    for number_of_line, line in enumerate(lines, start=1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            if number_of_line == len(lines):
                return found, f"The file breaks off in line {number_of_line}; what stands before was read."
            raise DamagedFileError(
                source.name, f"Line {number_of_line} is no well-formed JSON.", hint="Export or download it again."
            ) from error
        found.extend(entries([value]))
    return found, None


def entries(value: object) -> list[dict[str, Any]]:
    """The objects of a list; nothing when it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def number(value: object) -> float:
    """A JSON number, NaN for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return float("nan")
    try:
        return float(value)
    except OverflowError:
        return float("nan")
