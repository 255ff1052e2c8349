"""Exactly at a bound, and just beyond it: what the command line says, and when it gives up."""

from datetime import date

import pytest
from click.testing import CliRunner

from pacing.cli import stopping
from pacing.cli.main import COMMANDS, app
from pacing.cli.options import parse_since
from pacing.cli.output import counted, say_refusals
from pacing.errors import UsageError
from pacing.model.assessment import Refusal

TODAY = date(2026, 5, 14)


@pytest.mark.parametrize("width", [50, 60, 80])
def test_the_help_has_a_line_for_each_command_in_a_terminal_of_any_width(width: int) -> None:
    shown = CliRunner().invoke(app, ["--help"], terminal_width=width).output
    lines = shown.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines] == list(COMMANDS)
    assert max(map(len, lines)) <= width
    assert width < 80 or max(map(len, lines)) > width - 15, "the room is used"


@pytest.mark.parametrize(("text", "day"), [("1d", TODAY), ("30d", date(2026, 4, 15)), (" 2026-05-14 ", TODAY)])
def test_a_span_of_days_ends_today(text: str, day: date) -> None:
    assert parse_since(text, TODAY) == day


@pytest.mark.parametrize("text", ["0d", "100000d", "d", "-1d", "2026-02-30", "lately"])
def test_a_span_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--since cannot be"):
        parse_since(text, TODAY)


@pytest.mark.parametrize(("files", "lines"), [(1, 2), (3, 6), (4, 3)])
def test_more_than_three_files_refused_for_one_reason_are_named_together(
    capsys: pytest.CaptureFixture[str], files: int, lines: int
) -> None:
    say_refusals(tuple(Refusal(f"{n}.fit", "E", "It is torn.", "Copy it again.") for n in range(files)), "Not read")
    said = capsys.readouterr().err
    assert len(said.splitlines()) == lines
    assert all(f"{n}.fit" in said for n in range(files))


@pytest.mark.parametrize(("number", "words"), [(0, "0 entries"), (1, "1 entry"), (2000, "2,000 entries")])
def test_one_thing_has_no_plural(number: int, words: str) -> None:
    assert counted(number, "entry", "entries") == words


@pytest.mark.parametrize(("later_s", "at_once"), [(0.5, False), (1.0, False), (1.5, True)])
def test_who_asks_again_after_a_second_does_not_wait_for_clearing_up(
    monkeypatch: pytest.MonkeyPatch, later_s: float, at_once: bool
) -> None:
    now_s, ended = [100.0], list[int]()
    monkeypatch.setattr(stopping, "_received", [])
    monkeypatch.setattr(stopping, "stop_at_once", lambda number, _frame: ended.append(number))
    monkeypatch.setattr("pacing.cli.stopping.time.monotonic", lambda: now_s[0])
    with pytest.raises(stopping.Stopped):
        stopping.stop_in_order(2)
    now_s[0] += later_s
    stopping.stop_in_order(15)
    assert ended == [15] * at_once
    assert stopping.exit_code(0) == 130
