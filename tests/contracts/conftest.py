"""What the tests of promises share: the program run with arguments, in an empty folder."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pacing.cli.main import run


@dataclass(frozen=True)
class Done:
    """What a command did."""

    code: int
    out: str
    err: str


Runner = Callable[..., Done]


@pytest.fixture
def schema(project: Path) -> Any:
    """The published schema."""
    text = (project / "pacing/report/schema/pacing-1.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


@pytest.fixture
def pacing(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Runner:
    """Run `pacing` with arguments in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def runner(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["pacing", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            run()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        code = stopped.value.code
        assert "Traceback" not in err.decode()
        return Done(code if isinstance(code, int) else 0, out.decode(), err.decode())

    return runner
