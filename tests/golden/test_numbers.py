"""Every number of the document of made-up sessions, as it was when somebody last looked at it.

The other tests say why a number is right; this one says that none has moved, in any part of any measurement, of any
limit, excursion, phase or step of cleaning. `pytest tests/golden/test_numbers.py --rewrite-golden` accepts what the
program gives now.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pacing.codec.contract import outcome_text
from pacing.model.assessment import Outcome
from tests.golden.made_sessions import MADE, session_of

GOLDEN = Path(__file__).parent / "numbers"
ALIKE, NOTHING = 1e-4, 1e-9  # what other builds of the libraries may differ by
DIGITS = 7


def numbers_of(name: str) -> dict[str, Any]:
    """The numbers, codes and truths of a session's document, without its words."""
    session = session_of(name)
    outcome = Outcome((session,), (), session.person, session.program)
    (document,) = json.loads("".join(outcome_text(outcome)))["sessions"]
    measurements = document.pop("measurements")
    for words in ("id", "source", "limit_advice", "start"):
        document.pop(words)
    measured = {index: _numbers({**one, "window": one["window"] or []}) for index, one in measurements.items()}
    return {**{part: _numbers(value) for part, value in document.items()}, **measured}


def _numbers(value: Any) -> Any:
    """A value without sentences: numbers to seven digits, codes of one word, and nothing that is empty."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, str):
        return value if re.fullmatch(r"\w+", value) else None  # words are held elsewhere
    if isinstance(value, list):
        return [_numbers(one) for one in value]
    inside = {key: _numbers(one) for key, one in value.items() if key not in ("title", "unit", "sources", "source")}
    return {key: one for key, one in inside.items() if one not in (None, [], {})}


def differences(now: Any, then: Any, where: str = "") -> list[str]:
    """Where two documents differ by more than what other builds of the libraries may."""
    if isinstance(now, dict) and isinstance(then, dict):
        keys = sorted(now.keys() | then.keys())
        return [one for key in keys for one in differences(now.get(key), then.get(key), f"{where}/{key}")]
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [one for n, pair in enumerate(zip(now, then, strict=True)) for one in differences(*pair, f"{where}/{n}")]
    if isinstance(now, float) and isinstance(then, float | int) and not isinstance(then, bool):
        return [] if now == pytest.approx(then, rel=ALIKE, abs=NOTHING) else [f"{where}: {now!r}, was {then!r}"]
    return [] if now == then else [f"{where}: {now!r}, was {then!r}"]


@pytest.mark.parametrize("name", MADE)
def test_no_number_of_a_session_has_moved(name: str, request: pytest.FixtureRequest) -> None:
    now, golden = numbers_of(name), GOLDEN / f"{name}.json"
    if request.config.getoption("--rewrite-golden"):
        golden.parent.mkdir(exist_ok=True)
        lines = ",\n".join(f"{json.dumps(part)}: {json.dumps(value)}" for part, value in now.items())
        golden.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    assert differences(now, json.loads(golden.read_text(encoding="utf-8"))) == []


def test_no_golden_document_is_left_without_its_session() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(MADE)


def test_most_indices_have_a_value_in_some_session() -> None:
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in GOLDEN.glob("*.json")]
    known = {index for one in documents for index, of in one.items() if isinstance(of, dict) and "evidence" in of}
    valued = {index for one in documents for index, of in one.items() if isinstance(of, dict) and "value" in of}
    assert len(known & valued) >= 0.9 * len(known)
