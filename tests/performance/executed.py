"""Which lines of the program each test runs, and how long it takes: a plug-in of pytest.

`pytest -n 0 -p tests.performance.executed --executed FILE ...` writes both as JSON: of each test its name, its time [s
of processor] and whether it passed; of each module and line the tests (their places in that list) that run it. Only
what runs in the process of the tests is seen.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

PROJECT = Path(__file__).resolve().parents[2]


class Watch:
    """What was run by each test so far."""

    def __init__(self, written: Path) -> None:
        self.written = written
        self.tests: list[list[object]] = []
        self.coverage = coverage.Coverage(
            data_file=None, include=[str(PROJECT / "pacing" / "*")], config_file=False, messages=False
        )
        self.coverage.set_option("run:disable_warnings", ["no-data-collected", "trace-changed"])

    def pytest_sessionstart(self) -> None:
        """Begin to watch; what is imported belongs to no test."""
        self.coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch one test with its fixtures."""
        if sys.gettrace() is None:  # the test before watched something itself
            self.coverage.stop()
            self.coverage.start()
        self.coverage.switch_context(str(len(self.tests)))
        self.tests.append([item.nodeid, 0.0, True])
        began_s = time.process_time()
        try:
            return (yield)
        finally:
            self.tests[-1][1] = round(time.process_time() - began_s, 4)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that fails or is skipped can notice nothing."""
        self.tests[-1][2] = self.tests[-1][2] and not (report.failed or report.skipped)

    def pytest_sessionfinish(self) -> None:
        """Write what was seen."""
        self.coverage.stop()
        data = self.coverage.get_data()
        lines = {
            Path(file).relative_to(PROJECT).as_posix(): {
                line: sorted(int(context) for context in contexts if context)
                for line, contexts in sorted(data.contexts_by_lineno(file).items())
            }
            for file in sorted(data.measured_files())
        }
        self.written.write_text(json.dumps({"tests": self.tests, "lines": lines}), encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--executed FILE`."""
    parser.addoption("--executed", type=Path, required=True, help="where to write which lines were run")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to watch."""
    config.pluginmanager.register(Watch(config.option.executed))
