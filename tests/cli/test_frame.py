"""What surrounds a command: each error as its words and exit code, in the process of the test."""

import errno
import gc
from collections.abc import Callable, Iterator

import pytest

from pacing.cli.frame import run_in_words
from pacing.cli.output import ExitCode
from pacing.errors import UsageError
from pacing.internal_errors import set_aside


@pytest.fixture(autouse=True)
def thresholds_as_before() -> Iterator[None]:
    """The search for garbage goes on as before the test."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def raising(error: BaseException) -> Callable[[], int]:
    """A command that ends so."""

    def do() -> int:
        raise error

    return do


def ended(do: Callable[[], int]) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        run_in_words(do)
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (UsageError("That is no rule.", hint="Choose one."), ExitCode.USAGE, "That is no rule. Choose one."),
        (
            OSError(errno.ENOSPC, "No space left on device", "a.html"),
            ExitCode.USAGE,
            "The system did not let it happen: No space left on device (a.html). Is there room, and may you write",
        ),
        (
            OSError(errno.EIO, "Input/output error"),
            ExitCode.USAGE,
            "The system did not let it happen: Input/output error. Is there room, and may you write there?",
        ),
        (OSError("odd"), ExitCode.USAGE, "The system did not let it happen: odd. Is there room"),
        (
            ZeroDivisionError("x"),
            ExitCode.NOTHING_READ,
            "The program made a mistake of its own (ZeroDivisionError); no report was written.",
        ),
        (BrokenPipeError(), ExitCode.ALL_READ, ""),
    ],
)
def test_an_error_is_a_sentence_and_an_exit_code(
    error: Exception, code: ExitCode, words: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PACING_DEBUG", raising=False)
    monkeypatch.setattr("pacing.cli.frame.discard", lambda _: None)  # the stream is the test's
    assert ended(raising(error)) == code
    said = " ".join(capfd.readouterr().err.split())
    assert words in said
    assert bool(words) == bool(said)


@pytest.mark.parametrize(("code", "with_mistake"), [(0, 1), (3, 3), (4, 4)])
def test_a_part_that_failed_is_said_and_makes_of_a_good_end_one_with_something_missing(
    code: int, with_mistake: int, capfd: pytest.CaptureFixture[str]
) -> None:
    def do() -> int:
        set_aside("the index x", ValueError("y"))
        return code

    assert ended(lambda: code) == code
    assert capfd.readouterr().err == ""
    assert ended(do) == with_mistake
    assert "the index x" in capfd.readouterr().err


def test_a_developer_sees_the_error_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACING_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run_in_words(raising(ZeroDivisionError("x")))
