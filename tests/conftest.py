"""What every test may use."""

import gc
import os
import signal
from collections.abc import Generator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

for name, answer in (("SIGINT", signal.default_int_handler), ("SIGTERM", signal.SIG_DFL), ("SIGHUP", signal.SIG_DFL)):
    number = getattr(signal, name, None)  # no SIGHUP on Windows
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(
            number, answer
        )  # a shell's background and nohup start programs deaf; those that tests stop inherit it

for library in ("OPENBLAS", "OMP", "MKL"):  # as in the program: threads of small matrices only wait for each other
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

PROJECT = Path(__file__).resolve().parents[1]
CORPUS = PROJECT.parent / "shared" / "corpus"
SAMPLES = PROJECT / "sample_data"
TOGETHER = ("tests/app/", "tests/cohort/")
"""Folders whose tests share what takes seconds to make: a running page, a dataset. They are for one process."""
OBJECTS_BETWEEN_SEARCHES = 10_000
"""Looking for garbage after each 700 new objects, as Python does by itself, is one part in thirty of the whole run."""

NUMBERS = count()

settings.register_profile(
    "default", deadline=None, max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-golden`: write what the program says now over the golden reports."""
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden reports anew")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """The whole suite runs on all processors, a module in one process; what was named runs as it is asked for.

    The modules stay in their order: those that take longest come early. Golden reports are written by one process.
    """
    option = config.option
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not hasattr(config, "workerinput")
    alone = option.rewrite_golden or option.collectonly or option.usepdb or not config.pluginmanager.has_plugin("xdist")
    if whole and not alone and option.numprocesses is None and option.dist == "no":
        option.numprocesses, option.dist, option.loadscopereorder = os.cpu_count() or 1, "loadfile", False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each process whole modules, as `--dist loadfile` does, and those that are `TOGETHER` to one process."""
    if config.option.dist != "loadfile":
        return None
    scheduling = import_module("xdist.scheduler").LoadFileScheduling(config, log)
    module_of = scheduling._split_scope
    scheduling._split_scope = lambda test: next((one for one in TOGETHER if test.startswith(one)), module_of(test))
    return scheduling


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[Any], list[Any]]:
    """Examples in docstrings are looked for in the program and in what tests share, not in the files of tests."""
    collectors = yield
    if file_path.name.startswith("test_"):
        return [one for one in collectors if type(one).__name__ != "DoctestModule"]
    return collectors


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing that is collected is garbage, and it stays to the end: to look through it again and again takes long."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(OBJECTS_BETWEEN_SEARCHES, *gc.get_threshold()[1:])
        gc.enable()


@pytest.fixture(autouse=True)
def nobodys_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the profile and the history of whoever runs it."""
    nobody = tmp_path_factory.getbasetemp() / f"nobody{next(NUMBERS)}"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(nobody / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(nobody / "data"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real files beside the project; the test is skipped where it is missing."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files (../shared/corpus) is not here")
    return CORPUS


@pytest.fixture(scope="session")
def samples() -> Path:
    """The recordings that ship with the project."""
    return SAMPLES


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's top folder."""
    return PROJECT
