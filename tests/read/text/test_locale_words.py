"""Clocks of twelve hours, months and weekdays in any language, with any blank between."""

from types import SimpleNamespace

import numpy as np
import pytest

from pacing.read.text import locale_words
from pacing.read.text.instants import read_instant
from pacing.read.text.rows import split_rows
from pacing.read.text.timestamps import parse_clock

JUNE_10 = 1_749_513_600.0  # 2025-06-10T00:00:00Z
AFTERNOON = JUNE_10 + 15 * 3600 + 4 * 60 + 5


def reading(text: str, order: str = "") -> float:
    return float(parse_clock(split_rows(text.encode() + b"\n", "\x1f").cells(0), order).second[0])


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f", "\u2009", "\u2007", "\u3000", ""])
@pytest.mark.parametrize("word", ["PM", "pm", "p.m.", "P.M."])
def test_any_blank_may_stand_before_the_half_of_the_day(blank: str, word: str) -> None:
    assert reading(f"2025-06-10 3:04:05{blank}{word}") == AFTERNOON


@pytest.mark.parametrize(
    "text",
    [
        "2025/6/10 下午3:04:05",
        "2025年6月10日 下午 3:04:05",
        "2025. 6. 10. 오후 3:04:05",
        "2025/06/10 午後3:04:05",
        "10/6/2025, 3:04:05 μ.μ.",
        "10.6.2025, 3:04:05 odp.",
        "2025. 06. 10. du. 3:04:05",
        "10/6/2025 3:04:05 CH",
        "10.06.2025 ÖS 3:04:05",
        "10/6/2025 3:04:05 م",
        "10/06/2025 3:04:05 p.\u00a0m.",
        "10/06/2025 3:04:05 nm.",
    ],
)
def test_halves_of_the_day_in_many_languages(text: str) -> None:
    assert reading(text, "dmy") == AFTERNOON


def test_the_first_half_is_told_from_the_second() -> None:
    assert reading("2025/6/10 上午3:04:05") == AFTERNOON - 12 * 3600
    assert reading("2025/6/10 上午12:04:05") == JUNE_10 + 245
    assert np.isnan(reading("2025/6/10 下午15:04:05"))


@pytest.mark.parametrize(
    "text",
    [
        "10 juin 2025 15:04:05",
        "10. kesäkuuta 2025 15:04:05",
        "10 czerwca 2025 15:04:05",
        "10 июня 2025 \u0433. 15:04:05",
        "10 de junio de 2025 15:04:05",
        "Di., 10. Juni 2025 15:04:05",
        "10 Ιουνίου 2025 15:04:05",
        "Jun 10, 2025 3:04:05\u202fPM",
        "10 haziran 2025 15:04:05",
    ],
)
def test_months_of_many_languages(text: str) -> None:
    assert reading(text) == AFTERNOON


def test_a_month_is_not_taken_for_another_that_begins_alike() -> None:
    november = reading("10. marraskuuta 2025 15:04:05")
    assert november == AFTERNOON + (30 - 10 + 31 + 31 + 30 + 31 + 10) * 86_400


def test_instants_of_a_phone_with_twelve_hours() -> None:
    assert read_instant("2025-06-10 3:04:05\u202fpm +0200") == (AFTERNOON - 7200, 7200.0)
    assert read_instant("2025-06-10 03:04:05 PM -0700") == (AFTERNOON + 7 * 3600, -7 * 3600.0)
    assert read_instant("2025-06-10T15:04:05ZZ") == (AFTERNOON, 0.0)


def test_a_word_for_either_half_and_a_plain_letter_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def locale(am: str, pm: str) -> SimpleNamespace:
        return SimpleNamespace(day_periods={"format": {"wide": {"am": am, "pm": pm}}})

    monkeypatch.setattr(
        locale_words, "_locales", lambda: [locale("early", "noon"), locale("noon", "w"), locale("y", "\u4e0b")]
    )
    assert dict(locale_words.half_days.__wrapped__()) == {"early": "a", "\u4e0b": "p"}
