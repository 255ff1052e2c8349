"""Over every real file: the promised document, the promised exit code, and nothing that tells whose it is."""

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pacing.cli.exit_codes import ExitCode
from pacing.cli.main import run
from pacing.model.assessment import Outcome
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request, assess_paths, collect_outcome
from pacing.report.document import Audience
from pacing.report.render import format_names, render_report
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
EXAMPLES = (
    "fit/fit__activity-small-fenix2-run.fit",
    "fit/fitdecode__antfs-dump.63.fit",
    "csv/IntervalsGenerator__threshold_test_03_01_2026_2026-01-03.csv",
    "csv/IntervalsGenerator__Wahoo.csv",
    "rr/wearable-hrv__test_vu.txt",
    "rr/HRV__14121501.hrm",
    "datasets/spiro__vyntus_test.txt",
)
PERSON = Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=120),))
ADDRESS = re.compile(rb"(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])")


def _schema(project: Path) -> Any:
    text = (project / "pacing/report/schema/pacing-1.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_real_file_gives_the_promised_document_and_exit_code(
    path: Path,
    project: Path,
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
    assert [error.message for error in _schema(project).iter_errors(document)] == []
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


def _outcome(path: Path) -> Outcome:
    request = Request(person=PERSON)
    return collect_outcome(assess_paths([path], request), request)


def _personal_words(path: Path) -> Iterator[str]:
    """Names, numbers of people and devices, and places, as the file itself writes them."""
    if path.suffix.casefold() == ".fit":
        yield from _serial_numbers(path)
        return
    text = path.read_bytes().decode("utf-8-sig", "replace")
    for pattern in (r"^User,([^,\n]+)", r"^Subject Id:\s*(\S+)", r"^ID-nummer:\s*(\S+)"):
        for found in re.finditer(pattern, text, re.MULTILINE):
            yield from (word for word in found[1].split() if len(word) > 2)
    if "lat,lng" in text[:400]:
        for row in csv.DictReader(text.splitlines()):
            yield from (row[place] for place in ("lat", "lng") if len(row[place] or "") > 6)


def _serial_numbers(path: Path) -> Iterator[str]:
    import fitdecode

    with fitdecode.FitReader(str(path), error_handling=fitdecode.ErrorHandling.IGNORE) as frames:
        for frame in frames:
            for field in frame.fields if isinstance(frame, fitdecode.FitDataMessage) else ():
                if field.name in ("serial_number", "ant_device_number", "friendly_name") and field.raw_value:
                    yield str(field.raw_value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_that_tells_whose_a_recording_is_gets_out(
    name: str, corpus: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = corpus / name
    words = {word for word in _personal_words(path) if len(word) > 2}
    outcome = _outcome(path)
    monkeypatch.setattr(sys, "argv", ["pacing", "inspect", str(path)])
    with pytest.raises(SystemExit):
        run()
    said, err = capfdbinary.readouterr()
    shown = [said, err]
    formats = [name for name in format_names() if name != "pdf"]
    shown += [render_report(outcome, form, audience) for form in formats for audience in Audience]
    text = b"\n".join(shown).decode().replace(path.name, "")
    assert words & set(re.findall(r"-?\w+(?:\.\w+)*", text)) == set()


def test_the_examples_do_hold_what_must_not_get_out(corpus: Path) -> None:
    held = {name: sum(1 for _ in _personal_words(corpus / name)) for name in EXAMPLES}
    assert sum(bool(count) for count in held.values()) >= 5, held
