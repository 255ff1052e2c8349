"""Each design constant, and each published number, moved by a fifth makes a pinned case fail.

One table a stage. A new constant without a row fails here: write its name behind a case that it decides, or list it
under `not_held` with the reason.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.constants.moving import design_constants, forget_sources, moved_by, published_numbers
from tests.constants.table import Case, Table

MODULES = [
    importlib.import_module(f"tests.constants.{path.stem}") for path in sorted(Path(__file__).parent.glob("table_*.py"))
]
FOUND = [value for module in MODULES for value in vars(module).values() if isinstance(value, Table)]
TABLES = list({table.stage: table for table in FOUND}.values())
STAGES = {"clean", "segment", "measure", "judge", "longitudinal", "history", "reference"}
FACTORS = (1.2, 0.8)


@pytest.fixture(scope="module", autouse=True)
def _sources_are_let_go() -> Iterator[None]:
    yield
    forget_sources()


def _name(value: object) -> str | None:
    return value.compute.__name__ if isinstance(value, Case) else None


def _answer(case: Case) -> object:
    try:
        return case.compute()
    except Exception as error:  # noqa: BLE001 - an error is another answer
        return repr(error)


@pytest.mark.parametrize("case", [case for table in TABLES for case in table.cases], ids=_name)
def test_a_pinned_case_holds(case: Case) -> None:
    assert case.compute() == case.expected


@pytest.mark.parametrize(
    ("table", "constant"),
    [
        pytest.param(table, constant, id=constant)
        for table in TABLES
        for constant in sorted({name for case in table.cases for name in case.holds})
    ],
)
def test_a_constant_moved_by_a_fifth_fails_a_case(table: Table, constant: str) -> None:
    for factor in FACTORS[:1] if constant in table.one_sided else FACTORS:
        with moved_by(constant, factor):
            assert any(_answer(case) != case.expected for case in table.held_by(constant)), f"x {factor}"


def test_every_stage_has_a_table() -> None:
    assert {table.stage for table in TABLES} == STAGES


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stage)
def test_every_constant_of_a_stage_has_a_row(table: Table) -> None:
    found = published_numbers() if table.stage == "reference" else design_constants(table.stage)
    listed = {name for case in table.cases for name in case.holds} | set(table.unheld)
    assert found - listed == set(), "no case holds these, and no reason is given"
    assert set(table.unheld) - found == set(), "no such constant any more"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stage)
def test_a_constant_is_either_held_or_listed_with_a_reason(table: Table) -> None:
    assert not {name for case in table.cases for name in case.holds} & set(table.unheld)
    assert all(len(reason.split()) > 3 for reason in table.unheld.values())
