"""Plug-ins are found by their module's name, and a module that keeps not to its promise is said."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import pacing.judge.limits
from pacing.internal_errors import collected
from pacing.judge.rule import Rule
from pacing.registry import collect, collect_families, load, plugin_names


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package of one good plug-in, one of the wrong type, one without the constant, and a private module."""
    folder = tmp_path / "some_plugins"
    folder.mkdir()
    texts = {"__init__": "", "good": "WORD = 'x'", "wrong": "WORD = 3", "without": "", "_private": "raise Exception"}
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    import some_plugins  # type: ignore[import-not-found]

    yield some_plugins
    for name in [name for name in sys.modules if name.startswith("some_plugins")]:
        del sys.modules[name]


def test_names_are_those_of_the_modules_that_are_not_private(package: ModuleType) -> None:
    assert plugin_names(package) == ("good", "without", "wrong")
    assert load(package, "good", "WORD", str) == "x"


@pytest.mark.parametrize("name", ["wrong", "without"])
def test_a_module_that_does_not_define_its_constant_is_a_mistake(package: ModuleType, name: str) -> None:
    with pytest.raises(TypeError, match=f"some_plugins.{name} must define WORD as a str"):
        load(package, name, "WORD", str)


def test_a_name_that_is_none_is_a_key_error_and_imports_nothing(package: ModuleType) -> None:
    for name in ("nothing", "_private", "../x", "good.x"):
        with pytest.raises(KeyError):
            load(package, name, "WORD", str)


def test_everything_collected_is_in_order_and_cannot_be_changed() -> None:
    rules = collect(pacing.judge.limits, "RULE", Rule)
    assert list(rules) == sorted(rules)
    with pytest.raises(TypeError):
        rules["mine"] = rules["fixed"]  # type: ignore[index]


def test_a_module_that_fails_costs_only_itself_and_is_named_each_time(package: ModuleType) -> None:
    for _ in range(2):
        with collected() as mistakes:
            assert dict(collect(package, "WORD", str)) == {"good": "x"}
        assert [(one.part.rpartition(".")[2], one.error) for one in mistakes] == [
            ("without", "TypeError"),
            ("wrong", "TypeError"),
        ]


def test_a_family_that_is_none_costs_only_itself(package: ModuleType) -> None:
    (Path(str(package.__path__[0])) / "family.py").write_text("WORDS = ('y', 'z')", encoding="utf-8")
    (Path(str(package.__path__[0])) / "mixed.py").write_text("WORDS = ('y', 1)", encoding="utf-8")
    (Path(str(package.__path__[0])) / "unfinished.py").write_text("def (", encoding="utf-8")
    with collected() as mistakes:
        assert collect_families(package, "WORDS", "WORD", str) == ("y", "z", "x")
    assert [one.part for one in mistakes] == [
        f"the plug-in some_plugins.{name}" for name in ("mixed", "unfinished", "without", "wrong")
    ]


def test_memory_that_runs_out_is_no_broken_plug_in(package: ModuleType) -> None:
    (Path(str(package.__path__[0])) / "large.py").write_text("raise MemoryError", encoding="utf-8")
    with pytest.raises(MemoryError):
        collect(package, "WORD", str)
