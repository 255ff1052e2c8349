"""Broken files through the whole program: every one gives a report or a refusal, never a mistake of the program."""

import json
import re
from random import Random

import pytest

from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request, assess_paths, collect_outcome
from pacing.report.document import Audience
from pacing.report.render import render_report
from tests.conftest import SAMPLES

MUTATIONS = 9  # of each sample; thousands were run by hand, this watches that it stays so
LONGEST_BYTES = 40_000  # design: of a sample only its beginning is used, so that the test stays quick
WORDS = (b"", b"-1", b"nan", b"1e308", b"9999999999", b"9999-12-31 23:59:59", b"\x00", b"<script>", b"24:00:00", b";")
PERSON = Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", bpm=120),))
FILES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".csv", ".fit"))


def _broken_bytes(data: bytes, random: Random) -> bytes:
    broken = bytearray(data)
    for _ in range(random.randint(1, 6)):
        place = random.randrange(len(broken))
        match random.randrange(3):
            case 0:
                broken[place] = random.choice((0, 127, 128, 255))
            case 1:
                broken[place] ^= 1 << random.randrange(8)
            case _:
                del broken[place : place + random.randint(1, 40)]
    return bytes(broken)


def _broken_text(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    for _ in range(random.randint(1, 5)):
        place = random.randrange(len(lines))
        numbers = list(re.finditer(rb"[\d.]+", lines[place]))
        if numbers and random.random() < 0.7:
            found = random.choice(numbers)
            lines[place] = lines[place][: found.start()] + random.choice(WORDS) + lines[place][found.end() :]
        else:
            lines.insert(random.randrange(len(lines)), lines.pop(place))
    return b"\n".join(lines[: random.randint(1, len(lines))] if random.random() < 0.2 else lines)


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_reported_or_refused(
    name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACING_DEBUG", "1")  # a mistake of the program is raised
    random = Random(name)
    whole = (SAMPLES / name).read_bytes()[:LONGEST_BYTES]
    path = tmp_path_factory.mktemp("broken") / name
    for number in range(MUTATIONS):
        broken = _broken_bytes if name.endswith(".fit") or number % 4 == 0 else _broken_text
        path.write_bytes(broken(whole, random))
        request = Request(person=PERSON if number % 2 else Person())
        outcome = collect_outcome(assess_paths([path], request), request)
        assert outcome.sessions or outcome.refused
        if number % 8 == 0:
            for form in ("json", "text", "csv", "fhir"):
                rendered = render_report(outcome, form, Audience.CLINICIAN)
                assert form != "json" or "NaN" not in str(json.loads(rendered))
