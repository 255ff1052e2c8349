"""A page speaks plainly: no advice on it holds an option, a key of the profile or a command."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from pacing.model.assessment import Assessment, Outcome
from pacing.report.document import Audience
from pacing.report.render import render_report
from pacing.report.wording.quality import plain_words

pytestmark = pytest.mark.usefixtures("figures_drawn_once")

TERMINAL = re.compile(r"(?:^|[ (])--[a-z]|`|\[limit\]|_percent\b|\bBPM\b|\w_bpm\b|birth_year")
STANDING_FOR_A_VALUE = "7"
IDIOM = re.compile(r"\btold\b", re.IGNORECASE)
SEVERAL = re.compile(
    r" (?:\w+ )?(?:sessions|recordings|files|days|scores|symptoms|stretches|numbers|samples|values|steps)\b"
)
NEVER_ONE = {  # counts that are several wherever they are said
    "PERIOD",
    "MOST_MARKED",
    "FEWEST_SESSIONS",
    "LEAST_EVENTS",
    "events",  # an answer on exertion needs five of them
    "len(names)",  # only files too many to spell out are counted
    "len(sessions)",  # a programmer's message
    "_days(known)",
    "held",
}


def texts_of(path: Path) -> Iterator[str]:
    """Every text of a module that is more than one word, its values replaced, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else STANDING_FOR_A_VALUE for p in node.values]
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | statements:
            text = node.value
        else:
            continue
        if text.count(" ") > 1:
            yield text


def advice_in_terminal_words(project: Path) -> list[str]:
    paths = [path for stage in ("judge", "measure") for path in (project / "pacing" / stage).rglob("*.py")]
    return [
        text for path in paths for text in texts_of(path) if re.search(r"--[a-z]|`pacing|\[limit\]|_percent = ", text)
    ]


def test_no_word_of_the_terminal_is_left_in_any_advice(project: Path) -> None:
    found = advice_in_terminal_words(project)
    assert len(found) > 10
    assert [text for text in map(plain_words, found) if TERMINAL.search(text)] == []


def test_no_text_that_a_person_reads_says_told(project: Path) -> None:
    """A single word such as `told` in the data is a name of the contract, and no sentence."""
    modules = [path for path in (project / "pacing").rglob("*.py") if "synthetic" not in path.parts]
    with_the_word = [path for path in modules if IDIOM.search(path.read_text(encoding="utf-8"))]
    found = [(path.name, text) for path in with_the_word for text in texts_of(path) if IDIOM.search(text)]
    assert found == []


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("place", range(9))
def test_no_report_of_a_sample_says_told(project: Path, audience: Audience, place: int) -> None:
    report = sorted((project / "tests" / "golden" / "reports").glob(f"*.{audience}.txt"))[place]
    assert IDIOM.search(report.read_text(encoding="utf-8")) is None


def glued_plurals(path: Path) -> Iterator[str]:
    """Texts that choose between one and several by an ending, or put a number before several things whatever it is."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.IfExp) and {ast.unparse(node.body), ast.unparse(node.orelse)} == {"''", "'s'"}:
            yield ast.unparse(node)
        if isinstance(node, ast.JoinedStr):
            for number, words in pairwise(node.values):
                text = words.value if isinstance(words, ast.Constant) else None
                if isinstance(number, ast.FormattedValue) and isinstance(text, str):
                    name = ast.unparse(number.value)
                    if SEVERAL.match(text) and name not in NEVER_ONE:
                        yield f"{name}{text}"


def test_one_and_several_are_chosen_by_one_function(project: Path) -> None:
    rooms = ("report", "cli", "history", "judge", "longitudinal")
    modules = [path for room in rooms for path in (project / "pacing" / room).rglob("*.py")]
    assert [(path.name, text) for path in modules for text in glued_plurals(path)] == []


def test_a_glued_plural_is_found(tmp_path: Path) -> None:
    module = tmp_path / "glued.py"
    module.write_text("said = f\"{count} sessions\"\nending = '' if count == 1 else 's'\n", encoding="utf-8")
    assert len(list(glued_plurals(module))) == 2


@pytest.mark.parametrize(
    ("advice", "plain"),
    [
        (
            (
                "This rule needs your resting heart rate: give it with --resting, or as resting_bpm in your profile "
                "(for instance the middle of seven mornings)."
            ),
            (
                "This rule needs your resting heart rate: give it to the program (for instance the middle of seven "
                "mornings)."
            ),
        ),
        (
            (
                "No limit is set. Set your own with --limit BPM, choose a rule with --rule, or write [limit] into your "
                "profile; `pacing limit` shows what each rule would give."
            ),
            "No limit is set. Set a limit of your own, or choose one of the program's pacing rules.",
        ),
        (
            'Press the lap button when you stop, or give it with --phases "exercise=300-1500,recovery=1500-1800".',
            "Press the lap button when you stop, or tell the program when you began and when you stopped.",
        ),
        (
            "share_percent = 9.5 cannot be (a margin of 10 % is share_percent = 90).",
            "A share of 9.5 % cannot be (a margin of 10 % is a share of 90 %).",
        ),
        ("Wear the sensor tighter -- or lower.", "Wear the sensor tighter -- or lower."),
    ],
)
def test_an_advice_keeps_its_meaning(advice: str, plain: str) -> None:
    assert plain_words(advice) == plain


@pytest.mark.parametrize("audience", list(Audience))
def test_a_page_without_a_limit_says_so_plainly(
    cases: Mapping[str, Callable[[], Assessment]], make_outcome: Callable[..., Outcome], audience: Audience
) -> None:
    advice = "This rule needs your age: give it with --age, or as birth_year in your profile."
    page = render_report(make_outcome(replace(cases["no_limit"](), limit_advice=advice)), "text", audience).decode()
    assert "needs your age: give it to the program." in " ".join(page.split())
    assert TERMINAL.search(page) is None
