"""Over the real files: nothing that tells whose a recording is, where it was made or where it lies gets out."""

import csv
import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import fitdecode
import pypdf
import pytest

from pacing.cli.main import run
from pacing.model.assessment import Outcome
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request, assess_paths, collect_outcome
from pacing.report.document import Audience
from pacing.report.render import format_names, render_report
from tests.conftest import CORPUS

pytestmark = pytest.mark.corpus

FOLDERS = ("fit", "bad")
FIT_FILES = sorted(
    path
    for folder in FOLDERS
    if (CORPUS / folder).is_dir()
    for path in (CORPUS / folder).iterdir()
    if path.suffix.casefold() == ".fit"
)
TEXTS = (
    "csv/IntervalsGenerator__threshold_test_03_01_2026_2026-01-03.csv",
    "csv/IntervalsGenerator__Wahoo.csv",
    "csv/spiro__hr_ramp.tcx",
    "rr/wearable-hrv__test_vu.txt",
    "rr/HRV__14121501.hrm",
    "datasets/spiro__vyntus_test.txt",
)
PERSON = Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=120),))
NUMBERS_OF_DEVICES = ("serial_number", "ant_device_number", "device_number", "hardware_serial")
NAMES = ("friendly_name", "wkt_name", "course_name", "athlete", "user_name")
SEMICIRCLE_DEG = 180 / 2**31
MOST_PLACES = 40
"""How many points of a track are looked for: the first and last, and others evenly between them."""
PLACE_DECIMALS = 4
"""A place cut off to ten metres; a number that agrees so far by chance is one in many thousands."""
MOST_FRAMES, MOST_FRAMES_LONG = 400, 3000
"""Of a long file the first minutes tell whose it is and where it began; the long run looks at most of an hour."""
EVERY_FILE = 3
"""Each so many a file is looked at; the long run looks at each one, and at more of it."""
EVERY, EVERY_LONG = 48, 12
"""Each so many a file is also printed: a PDF takes longest."""
EVERY_PAGE, EVERY_PAGE_LONG = 24, 3
"""Each so many a file is also drawn: a page with its pictures takes longer than all that hold the same words."""


class Private(NamedTuple):
    """What a file holds that must not get out: words as they stand, and coordinates [degrees]."""

    words: frozenset[str]
    places: frozenset[str]


@cache
def _private_of_fit(path: Path, most_frames: int) -> Private:
    words, points = set[str](), list[float]()
    kindly = {"check_crc": fitdecode.CrcCheck.DISABLED, "error_handling": fitdecode.ErrorHandling.IGNORE}
    with fitdecode.FitReader(str(path), processor=None, **kindly) as frames:  # raw values need no other units
        for field in _fields(frames, most_frames):
            value = field.raw_value
            if not isinstance(field.name, str):
                continue
            if field.name in NUMBERS_OF_DEVICES and value:
                words.add(str(value))
            elif field.name in NAMES and isinstance(value, str) and len(value) > 5:
                words.add(value)
            elif field.name.endswith(("position_lat", "position_long")) and isinstance(value, int) and value:
                points.append(value * SEMICIRCLE_DEG)
                words.add(str(value))
    step = max(1, len(points) // MOST_PLACES)
    return Private(frozenset(w for w in words if len(w) > 3), frozenset(map(_cut, [*points[::step], *points[-2:]])))


def _fields(frames: fitdecode.FitReader, most_frames: int) -> Iterator[fitdecode.types.FieldData]:
    try:
        for frame in islice(frames, most_frames):
            if isinstance(frame, fitdecode.FitDataMessage):
                yield from frame.fields
    except (fitdecode.FitError, ValueError, KeyError, TypeError, IndexError, AssertionError):
        return  # what a broken file holds up to its break


def _private_of_text(path: Path) -> Private:
    text = path.read_bytes().decode("utf-8-sig", "replace")
    words, places = set[str](), set[str]()
    for pattern in (r"^User,([^,\n]+)", r"^Subject Id:\s*(\S+)", r"^ID-nummer:\s*(\S+)", r"<UnitId>(\d+)<"):
        for found in re.finditer(pattern, text, re.MULTILINE):
            words.update(word for word in found[1].split() if len(word) > 2)
    if "lat,lng" in text[:400]:
        for row in list(csv.DictReader(text.splitlines()))[:MOST_PLACES]:
            places.update(_cut(float(row[name])) for name in ("lat", "lng") if row[name])
    places.update(_cut(float(found)) for found in re.findall(r"<L\w+Degrees>(-?[\d.]+)<", text)[:MOST_PLACES])
    return Private(frozenset(words), frozenset(places))


def _cut(degrees: float) -> str:
    whole, _, decimals = f"{degrees:.8f}".partition(".")
    return f"{whole}.{decimals[:PLACE_DECIMALS]}"


def _outcome(path: Path) -> Outcome:
    request = Request(person=PERSON)
    return collect_outcome(assess_paths([path], request), request)


def _shown(path: Path, outcome: Outcome, *, drawn: bool, printed: bool) -> str:
    """Every report on a file as text, for both readers; its own name, which a reader needs, taken out."""
    shown = []
    for name in format_names():
        for audience in Audience:
            if name == "html" and not drawn:
                continue
            if name != "pdf":
                shown.append(render_report(outcome, name, audience).decode())
            elif printed:
                pdf = pypdf.PdfReader(io.BytesIO(render_report(outcome, name, audience)))
                shown += [page.extract_text() for page in pdf.pages]
                shown.append(str(pdf.metadata))
    return "\n".join(shown).replace(path.name, "").replace(path.stem, "")


def _assert_nothing_private(path: Path, private: Private, shown: str) -> None:
    told = set(re.findall(r"-?\w+(?:\.\w+)*", shown))
    assert private.words & told == set()
    assert [word for word in private.words if " " in word and word in shown] == []
    assert private.places & {_cut(float(word)) for word in told if re.fullmatch(r"-?\d+\.\d{4,}", word)} == set()
    assert str(path.parent) not in shown
    assert path.parent.name + "/" not in re.sub(r"https?://\S+|doi\S+", "", shown).split()


@pytest.mark.parametrize(
    ("path", "drawn", "printed", "most_frames"),
    [
        *(
            (path, number % EVERY_PAGE == 0, number % EVERY == 0, MOST_FRAMES)
            for number, path in enumerate(FIT_FILES)
            if number % EVERY_FILE == 0
        ),
        *(
            pytest.param(
                path,
                number % EVERY_PAGE_LONG == 0,
                number % EVERY_LONG == 0,
                MOST_FRAMES_LONG,
                marks=pytest.mark.long,
            )
            for number, path in enumerate(FIT_FILES)
        ),
    ],
    ids=lambda given: getattr(given, "name", ""),
)
def test_no_report_on_a_fit_file_tells_whose_it_is_or_where_it_was(
    path: Path, drawn: bool, printed: bool, most_frames: int
) -> None:
    outcome, private = _outcome(path), _private_of_fit(path, most_frames)
    recordings = [session.recording for session in outcome.sessions]
    # Some watches call their owner by their own model, and a workout by its sport.
    told = {str(r.source.device).rpartition(" ")[2] for r in recordings} | {
        str(r.sport).capitalize() for r in recordings
    }
    private = private._replace(words=private.words - told)
    _assert_nothing_private(path, private, _shown(path, outcome, drawn=drawn, printed=printed))


@pytest.mark.parametrize(
    ("name", "drawn"),
    [(name, name in TEXTS[::3]) for name in TEXTS]
    + [pytest.param(name, True, marks=pytest.mark.long) for name in TEXTS if name not in TEXTS[::3]],
)
def test_no_report_on_a_table_tells_whose_it_is_or_where_it_was(name: str, drawn: bool, corpus: Path) -> None:
    path = corpus / name
    _assert_nothing_private(
        path, _private_of_text(path), _shown(path, _outcome(path), drawn=drawn, printed=name == TEXTS[0])
    )


@pytest.mark.parametrize("name", [*TEXTS, "fit/fit__activity-small-fenix2-run.fit", "fit/fitdecode__antfs-dump.63.fit"])
def test_an_inspection_tells_nothing_of_the_kind_either(
    name: str, corpus: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = corpus / name
    private = _private_of_fit(path, MOST_FRAMES) if path.suffix == ".fit" else _private_of_text(path)
    monkeypatch.setattr(sys, "argv", ["pacing", "inspect", str(path)])
    with pytest.raises(SystemExit):
        run()
    said, err = capfdbinary.readouterr()
    _assert_nothing_private(path, private, (said + err).decode().replace(path.name, "").replace(str(path.parent), ""))


def test_the_files_do_hold_what_must_not_get_out(corpus: Path) -> None:
    assert corpus.is_dir()
    held = [_private_of_fit(path, MOST_FRAMES) for path in FIT_FILES[::EVERY_FILE]]
    assert sum(bool(private.words) for private in held) >= 10
    assert sum(bool(private.places) for private in held) >= 10
    assert sum(any(_private_of_text(corpus / name)) for name in TEXTS) >= 4


def test_a_place_or_a_number_on_a_page_would_be_found(tmp_path: Path) -> None:
    private = Private(frozenset({"3868114159", "Anna's watch"}), frozenset({"48.2081"}))
    path = tmp_path / "a.fit"
    for told in ("48.208174 N", "number 3868114159", "Anna's watch", str(path)):
        with pytest.raises(AssertionError):
            _assert_nothing_private(path, private, f"You stayed under. {told}")
    _assert_nothing_private(path, private, "48.2 bpm, 48.2090 s")
