"""What is mistyped is said in one sentence with a hint, whatever it was; nothing is made or replaced by mistake."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import pacing as package
import pacing.cli.commands
from pacing.cli.main import COMMANDS, app, names_in_place_of_patterns
from pacing.errors import UsageError
from pacing.registry import plugin_names
from tests.contracts.conftest import Runner
from tests.keeping.test_again import walk

MISTYPED = [
    (("report", "x.fit", "--limit", "abc"), "--limit cannot be `abc`", "--limit 104"),
    (("report", "x.fit", "--limit=abc"), "--limit cannot be `abc`", "--limit 104"),
    (("report", "x.fit", "--sex", "woman"), "--sex cannot be `woman`", "female, male"),
    (("report", "x.fit", "--recovery-posture", "seated"), "`seated`", "sitting"),
    (("report", "x.fit", "--jobs", "0"), "--jobs cannot be `0`", "--jobs 2"),
    (("report", "x.fit", "--frmat", "html"), "There is no option --frmat", "--format"),
    (("report", "x.fit", "--limit"), "--limit needs a value", "-h"),
    (("report", "x.fit", "--verbose=1"), "--verbose takes no value", "pacing report -h"),
    (("report",), "PATH is missing", "pacing report -h"),
    (("formats", "fit"), "unexpected extra argument", "pacing formats -h"),
    (("--verion",), "There is no option --verion", "`--version`"),
    (("history", "remeasure", "--no-profle"), "There is no option --no-profle", "`--no-profile`"),
    (("reprot", "x.fit"), "There is no command `reprot`", "`report`"),
    (("history", "lst"), "There is no command `lst`", "`list`"),
    (("diary", "add", "a=1", "--day", "monday"), "--day cannot be `monday`", "2026-05-31"),
    (("report", "x.fit", "--rule", "foo"), "`foo` is not a value of --rule", "resting_plus_15"),
]


def every_command() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command of the program by what one types."""
    context = click.Context(app)
    for name in COMMANDS:
        command = app.get_command(context, name)
        assert command is not None
        yield (name,), command
        if isinstance(command, click.Group):
            yield from (((name, below), one) for below, one in command.commands.items())


@pytest.mark.parametrize(
    ("typed", "said", "hint"), MISTYPED, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_what_is_mistyped_is_one_sentence_and_a_hint(
    pacing: Runner, typed: tuple[str, ...], said: str, hint: str
) -> None:
    done = pacing(*typed)
    assert done.code == 2
    message, advice = done.err.strip().splitlines()
    assert said in message
    assert hint in advice
    assert "Usage:" not in done.err


def test_a_command_group_alone_shows_its_help(pacing: Runner) -> None:
    done = pacing("history")
    assert (done.code, done.out) == (2, "")
    assert "remeasure" in done.err


def test_the_help_names_each_module_of_a_command_and_says_the_first_sentence_of_its_help() -> None:
    assert sorted(COMMANDS) == list(plugin_names(pacing.cli.commands))
    first = {names[0]: command.get_short_help_str(limit=1000) for names, command in every_command() if len(names) == 1}
    assert first == COMMANDS


def test_the_help_of_each_command_shows_its_arguments_and_options_in_words(pacing: Runner) -> None:
    for names, command in every_command():
        shown = " ".join(pacing(*names, "--help").out.split())
        said = [
            getattr(param, "explained" if isinstance(param, click.Argument) else "help") for param in command.params
        ]
        assert [words for words in said if " ".join(words.split()) not in shown] == []
        assert shown.startswith(f"Usage: pacing {' '.join(names)} [OPTIONS]")
        assert (command.help or "").partition("\n\n")[0].split(" ")[0] in shown


def test_where_no_shell_does_it_patterns_stand_for_the_files_that_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.fit", "a.fit", "c.csv", "[odd].fit"):
        (tmp_path / name).write_bytes(b"")
    words = ["report", "*.fit", "c.csv", "[odd].fit", "none*.fit", "--limit", "110"]
    fitting = ["[odd].fit", "a.fit", "b.fit"]
    assert names_in_place_of_patterns(words) == ["report", *fitting, "c.csv", "[odd].fit", *words[4:]]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"limit": "110"}, "limit cannot be '110'"),
        ({"sex": "woman"}, "`woman` is not a value of sex"),
        ({"age": True}, "age"),
    ],
)
def test_python_says_it_in_the_same_way(told: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said) as raised:
        package.assess("x.fit", **told)  # type: ignore[arg-type]
    assert raised.value.hint


def test_a_profile_line_called_as_people_call_it_names_the_right_one(pacing: Runner, tmp_path: Path) -> None:
    for wrong, right in (("resting_hr = 60", "resting_bpm"), ("max_hr = 170", "maximum_bpm"), ("gender = 'f'", "sex")):
        (tmp_path / "me.toml").write_text(f"[person]\n{wrong}\n", encoding="utf-8")
        assert f"Did you mean `{right}`?" in pacing("report", "x.fit", "--profile", "me.toml").err


def test_why_takes_a_word_of_a_name_lists_what_several_share_and_helps_when_alone(pacing: Runner) -> None:
    assert pacing("why", "rmssd").out.startswith("hrv_rmssd:")
    several = pacing("why", "recovery")
    assert several.code == 0
    assert "hr_recovery_60" in several.out
    assert "hrv_rmssd" not in several.out
    alone = pacing("why")
    assert alone.code == 0
    assert "hrv_rmssd" in alone.out
    assert "Did you mean `hrv_rmssd`" in pacing("why", "hrv_rmsd").err


def test_a_name_that_promises_another_kind_of_document_is_refused(pacing: Runner, tmp_path: Path) -> None:
    path = walk(tmp_path, 0)
    assert ".docx" in pacing("report", path, "--out", "x.docx").err
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name]
    assert pacing("report", path, "--format", "html", "--out", "mine").code == 0


def test_ones_own_earlier_report_stays_and_the_next_is_numbered(pacing: Runner, tmp_path: Path) -> None:
    path = walk(tmp_path, 0)
    pacing("report", path)
    first = (tmp_path / "pacing-report.html").read_bytes()
    assert "pacing-report-2.html" in pacing("report", path, "--limit", "90").err
    assert "pacing-report-3.html" in pacing("report", path).err
    assert (tmp_path / "pacing-report.html").read_bytes() == first
    assert pacing("report", path, "--out", "pacing-report.html").code == 2


def test_a_file_that_is_not_there_is_said_before_a_report_that_is(pacing: Runner, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
    done = pacing("report", "nosuch.fit", "--out", "mine.html")
    assert done.code == 3
    assert "no such file" in done.err
    assert (tmp_path / "mine.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "command",
    [
        ("history", "list"),
        ("history", "show", "last"),
        ("history", "check"),
        ("history", "export", "out"),
        ("trend",),
        ("payback",),
        ("diary", "list"),
        ("limit",),
    ],
    ids=" ".join,
)
def test_a_mistyped_history_is_an_error_and_reading_never_makes_one(
    pacing: Runner, tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = pacing(*command, "--history", "mistyped.sqlite")
    assert done.code == 2
    assert "There is no history at mistyped.sqlite" in done.err
    assert list(tmp_path.iterdir()) == []


def test_reading_before_anything_is_kept_makes_no_history_either(pacing: Runner, tmp_path: Path) -> None:
    for command in (("history", "list"), ("trend",), ("payback",), ("diary", "list")):
        assert pacing(*command).code == 0
    assert json.loads(pacing("history", "list", "--format", "json").out)["sessions"] == []
    assert not list(tmp_path.rglob("*.sqlite"))


def test_the_list_has_headings_and_numbers_and_a_session_is_meant_by_each_of_its_names(
    pacing: Runner, tmp_path: Path
) -> None:
    pacing("add", walk(tmp_path, 0), walk(tmp_path, 1), "--limit", "90")
    heading, first, second = pacing("history", "list").out.splitlines()
    assert heading.split()[:2] == ["No.", "Date"]
    assert first.split()[:2] == ["1", "2026-05-01"]
    identity = second.split()[-1]
    for name in ("last", "2", "2026-05-02", identity, identity[:8]):
        assert identity in pacing("history", "mark", name, "--comfortable").err
    assert "taken out" in pacing("history", "mark", "last", "--forget").err
    assert "no session on 2026-06-01" in pacing("history", "mark", "2026-06-01", "--flare").err
    assert pacing("history", "remove", "last").code == 0
    assert len(pacing("history", "list").out.splitlines()) == 2


def test_sessions_without_a_number_to_follow_are_not_called_undated(pacing: Runner, tmp_path: Path) -> None:
    rows = "".join(f"2026-05-0{day}T10:00:{second:02d}Z,{70 + second % 3}\n" for day in (1,) for second in range(60))
    (tmp_path / "short.csv").write_text(f"time,heart_rate\n{rows}", encoding="utf-8")
    assert pacing("add", str(tmp_path / "short.csv")).code == 0
    assert "only dated session holds no number" in pacing("trend").out
