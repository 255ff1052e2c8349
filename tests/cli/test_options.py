"""Options that come from settings, the day that is printed, and what comes on standard input."""

import io
import sys
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from pacing.cli import options
from pacing.errors import UsageError
from pacing.settings import Setting, Subject, settings_with_option


@pytest.mark.parametrize(("printed", "day"), [(None, None), ("2026-05-31", date(2026, 5, 31))])
def test_a_day_that_is_printed_is_the_one_that_is_named(printed: str | None, day: date | None) -> None:
    assert options.print_date(printed) == day


def test_today_is_the_persons_own_day_and_what_is_no_day_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Clock":
            return cls(2026, 5, 4, 23, 30)

    monkeypatch.setattr(options, "datetime", Clock)
    assert options.print_date("today") == date(2026, 5, 4)
    with pytest.raises(UsageError, match="--printed cannot be `soon`"):
        options.print_date("soon")


def test_standard_input_stands_where_its_sign_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: False, buffer=io.BytesIO(b"Time,Heart Rate\n")))
    before, given, after = options.with_standard_input([Path("a.fit"), Path("-"), Path("b.fit")])
    assert (before, after) == (Path("a.fit"), Path("b.fit"))
    assert given.read_bytes() == b"Time,Heart Rate\n"
    assert options.with_standard_input([Path("a.fit")]) == [Path("a.fit")]


@pytest.mark.parametrize("setting", [one for one in settings_with_option() if one.option.least is not None])
def test_a_number_that_has_a_least_is_refused_below_it(setting: Setting) -> None:
    def command() -> None:
        """Nothing."""

    options._option_of(setting)(command)
    ((param,),) = [command.__click_params__]  # type: ignore[attr-defined]
    least = setting.option.least
    assert least is not None
    assert param.type.convert(str(least), None, None) == least
    with pytest.raises(click.BadParameter, match="not in the range"):
        param.type.convert(str(least - 1), None, None)


@pytest.mark.parametrize(
    ("subjects", "also", "without"),
    [
        ((Subject.PERSON,), (), ()),
        ((Subject.PERSON,), ("timezone",), ()),
        ((Subject.PERSON,), ("timezone",), ("age",)),
        ((), ("timezone",), ()),
        ((Subject.READING,), ("timezone",), ("timezone",)),
    ],
)
def test_a_command_has_the_options_of_its_subjects_and_single_ones_but_for_those_left_out(
    subjects: tuple[Subject, ...], also: tuple[str, ...], without: tuple[str, ...]
) -> None:
    def command(**_: object) -> None:
        """Nothing."""

    known = {one.name: one.option.subject for one in settings_with_option()}
    wanted = {name for name, subject in known.items() if subject in subjects} | (set(also) & set(known))
    decorated = options.takes(*subjects, also=also, without=without)(command)
    params = {param.name for param in getattr(decorated, "__click_params__", [])}
    assert params - {"no_profile"} == wanted - set(without)
    assert ("no_profile" in params) is ("profile" in wanted - set(without))
