"""Which functions of the program the tests of each file run, and how long the file takes: a plug-in of pytest.

`pytest -p tests.performance.executed --executed FILE ...` writes both as JSON. Only the first call of a function in a
file is looked at, and only calls in the process of the tests are seen.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "pacing"


class Watch:
    """What was run since the file of tests changed."""

    def __init__(self, written: Path) -> None:
        self.written = written
        self.called: set[CodeType] = set()
        self.functions: dict[str, set[str]] = {}
        self.seconds: dict[str, float] = {}

    def trace(self, frame: FrameType, _event: str, _argument: object) -> None:
        """Note the function that begins; nothing inside it is followed."""
        self.called.add(frame.f_code)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test with its fixtures."""
        file = item.nodeid.partition("::")[0]
        began_s = time.process_time()
        self.called.clear()
        sys.settrace(self.trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.seconds[file] = self.seconds.get(file, 0.0) + time.process_time() - began_s
            for code in self.called:
                if code.co_filename.startswith(str(PACKAGE)):
                    name = f"{Path(code.co_filename).relative_to(PACKAGE.parent).as_posix()}:{code.co_firstlineno}"
                    self.functions.setdefault(name, set()).add(file)

    def pytest_sessionfinish(self) -> None:
        """Write what was seen."""
        functions = {name: sorted(files) for name, files in sorted(self.functions.items())}
        self.written.write_text(json.dumps({"functions": functions, "seconds": self.seconds}), encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--executed FILE`."""
    parser.addoption("--executed", type=Path, required=True, help="where to write which functions were run")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to watch."""
    config.pluginmanager.register(Watch(config.option.executed))
