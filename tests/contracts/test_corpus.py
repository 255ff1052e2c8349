"""Over every real file: the promised document, the promised exit code, and nothing that tells whose it is."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pacing.cli.main import run
from pacing.cli.output import ExitCode
from tests.conftest import CORPUS

pytestmark = pytest.mark.corpus

FOLDERS = ("fit", "bad", "csv", "rr", "datasets")
BESIDE = (".case.json", ".expected.json")  # what the makers of a broken file say of it
FILES = sorted(
    path
    for folder in FOLDERS
    if (CORPUS / folder).is_dir()
    for path in (CORPUS / folder).iterdir()
    if not path.name.endswith(BESIDE)
)
EVERY_SCHEMA = 3
"""The schema is asked for each so many a file; in the long run for each: it takes a third of the time."""
ADDRESS = re.compile(rb"(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])")


@pytest.fixture(scope="module")
def schema(project: Path) -> Any:
    """The published schema."""
    text = (project / "pacing/report/schema/pacing-1.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


@pytest.mark.parametrize(
    ("path", "by_schema"),
    [
        *((path, number % EVERY_SCHEMA == 0) for number, path in enumerate(FILES)),
        *(
            pytest.param(path, True, marks=pytest.mark.long)
            for number, path in enumerate(FILES)
            if number % EVERY_SCHEMA
        ),
    ],
    ids=lambda given: f"{given.parent.name}/{given.name}" if isinstance(given, Path) else "",
)
def test_every_real_file_gives_the_promised_document_and_exit_code(
    path: Path,
    by_schema: bool,
    schema: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACING_DEBUG", "1")
    told = ("--format", "json", "--out", "-", "--limit", "120", "--age", "45", "--resting", "65")
    monkeypatch.setattr(sys, "argv", ["pacing", "report", *told, str(path)])
    with pytest.raises(SystemExit) as stopped:
        run()
    out, err = capfdbinary.readouterr()
    document = json.loads(out, parse_constant=_no_constant)
    if by_schema:
        assert [error.message for error in schema.iter_errors(document)] == []
    damaged = any(session["source"]["damage"] for session in document["sessions"])
    if not document["sessions"]:
        assert stopped.value.code == ExitCode.NOTHING_READ
    else:
        partly = damaged or document["refused"]
        assert stopped.value.code == (ExitCode.SOME_REFUSED if partly else ExitCode.ALL_READ)
    assert all(refusal["error"] != "InternalError" for refusal in document["refused"])
    assert b"Traceback" not in err
    assert (path.name.encode() in err) == (stopped.value.code != ExitCode.ALL_READ)
    assert not ADDRESS.search(out + err)
