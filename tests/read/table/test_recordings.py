"""Tables that were read and give no recording: the reason is the true one."""

from collections.abc import Callable
from io import BytesIO

import pytest

from pacing.errors import DamagedFileError, NoHeartRateError, ReadError, UnitError
from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile


def _refusal(text: str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_source(SourceFile("x.csv", lambda: BytesIO(text.encode())), ReadOptions())
    assert caught.value.hint
    return caught.value


def test_times_that_a_spreadsheet_cut_to_minutes_are_not_thinned_out_in_silence() -> None:
    rows = "".join(f"2026-03-14 09:{n // 20:02d},{70 + n % 7}\n" for n in range(200))
    error = _refusal("Time,HR\n" + rows)
    assert isinstance(error, DamagedFileError)
    assert "seconds were lost" in error.message


def test_one_value_a_minute_is_no_loss_of_seconds() -> None:
    rows = "".join(f"2026-03-14 09:{n:02d},{70 + n % 7}\n" for n in range(60))
    (recording,) = read_source(SourceFile("x.csv", lambda: BytesIO(("Time,HR\n" + rows).encode())), ReadOptions())
    assert recording.heart_rate.bpm.size == 60


def test_an_unreadable_time_is_quoted() -> None:
    error = _refusal("timestamp,bpm\n" + "".join(f"the {n}th hour,{70 + n}\n" for n in range(20)))
    assert isinstance(error, NoHeartRateError)
    assert '"the 0th hour"' in error.message


def test_days_of_a_spreadsheet_are_not_taken_for_seconds() -> None:
    rows = "".join(f"{46095 + n / 86400:.8f},{70 + n % 7}\n" for n in range(60))
    assert isinstance(_refusal("Time,HR\n" + rows), UnitError)


def test_summaries_of_days_are_named_as_such() -> None:
    rows = "".join(f"2026-03-{n:02d} 07:30:00,{60 + n}\n" for n in range(1, 25))
    assert "one value a day" in _refusal("date,HR\n" + rows).message


@pytest.mark.parametrize("mark", [",", "."])
def test_a_mark_between_thousands_is_not_taken_for_a_decimal_point(mark: str) -> None:
    rows = "".join(f"{n * 500:,};{70 + n % 7}\n".replace(",", mark) for n in range(60))
    assert "mark between thousands" in _refusal("time_ms;hr\n" + rows).message


def test_dates_without_a_known_time_of_day_are_named_as_such() -> None:
    rows = "".join(f"2026-03-14;9 h {n};{70 + n % 7}\n" for n in range(60))
    assert "no time of day" in _refusal("Datum;Stunde;Puls\n" + rows).message


def test_a_table_on_one_endless_line_is_said_to_hold_no_whole_row() -> None:
    assert _refusal("time_s,heart_rate_bpm\n" + "1,80," * 4_000_000).message == "The table holds no whole row."


@pytest.mark.parametrize(
    ("name", "metres_a_second"), [("speed_km_h", 1.0 / 3.6), ("speed_mph", 0.44704), ("speed_m_s", 1.0)]
)
def test_a_plain_tables_speed_has_one_channel_in_the_unit_its_name_says(name: str, metres_a_second: float) -> None:
    text = f"time_s,hr_bpm,{name}\n" + "".join(f"{second},90,5.0\n" for second in range(120))
    (recording,) = read_source(SourceFile("x.csv", lambda: BytesIO(text.encode())), ReadOptions())
    (speed,) = recording.channels
    assert speed.value[5] == pytest.approx(5.0 * metres_a_second)


@pytest.mark.parametrize("unit", ["°F", "degF", "Fahrenheit", "degC"])
def test_a_temperature_is_brought_to_degrees_celsius(unit: str) -> None:
    written = 20.0 if unit == "degC" else 68.0
    text = f"time_s,hr_bpm,temperature ({unit})\n" + "".join(f"{second},90,{written}\n" for second in range(120))
    (recording,) = read_source(SourceFile("x.csv", lambda: BytesIO(text.encode())), ReadOptions())
    assert recording.channels[0].value[5] == pytest.approx(20.0)


def _elapsed_twice(interval: Callable[[int], object]) -> tuple[Recording, ...]:
    """Two sessions of 200 s below each other, the elapsed time of the second from nought again."""
    rows = "".join(f"{n},{70 + n % 7},{interval(n)}\n" for _ in range(2) for n in range(200))
    return read_source(SourceFile("x.csv", lambda: BytesIO(f"time_s,hr_bpm,rr_ms\n{rows}".encode())), ReadOptions())


@pytest.mark.parametrize("interval", [lambda _: "", lambda n: 850 + n % 9], ids=["empty", "full"])
def test_where_elapsed_time_starts_again_another_session_begins(interval: Callable[[int], object]) -> None:
    assert [recording.heart_rate.bpm.size for recording in _elapsed_twice(interval)] == [200, 200]


def test_columns_of_unequal_length_cannot_be_parted_where_elapsed_time_starts_again() -> None:
    (recording,) = _elapsed_twice(lambda n: 850 + n % 9 if n % 3 == 0 else "")
    assert any("Samples with the same time as another one: 200" in remark for remark in recording.source.remarks)
