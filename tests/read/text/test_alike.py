"""Lines gathered by shape: what they say is what they say as lines without any shape."""

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pacing.errors import ReadError
from pacing.model.recording import Recording
from pacing.read.read import read_recordings
from pacing.read.reader import ReadOptions
from pacing.read.table import block_values
from pacing.read.text.alike import FEWEST_ALIKE, LONGEST_ALIKE, MOST_SHAPES, lines_by_shape
from pacing.read.text.rows import split_rows

ROWS = 1300


def _moment(row: int) -> tuple[int, int, int, int]:
    """Day of the month, hour, minute and second of a row."""
    second = row * 97
    return 9 + second // 86400, second // 3600 % 24, second // 60 % 60, second % 60


def _us(row: int, value: str) -> str:
    day, hour, minute, second = _moment(row)
    half = "AM" if hour < 12 else "PM"
    return f"2022484408,4/{day}/2016 {hour % 12 or 12}:{minute:02d}:{second:02d} {half},{value}"


def _european(row: int, value: str) -> str:
    day, hour, minute, second = _moment(row)
    return f'"{day:02d}.04.2016 {hour}:{minute:02d}:{second:02d}";{value.replace(".", ",")}; x '


def _zoned(row: int, value: str) -> str:
    day, hour, minute, second = _moment(row)
    return f'2016-04-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}.{row % 1000:03d}+02:00,"a,b",{value}'


def _counted(row: int, value: str) -> str:
    return f"{row * 0.5:.1f},{value},{row % 7 - 3},{row % 11 / 4:.2f}"


def _epoch(row: int, value: str) -> str:
    return f"{1460000000000 + 1500 * row}\t{value}\t{'a' if row % 500 < 400 else 'bb'}"


HEADERS: dict[Callable[[int, str], str], str] = {
    _us: "Id,Time,Value",
    _european: "Zeit;Herzfrequenz;note",
    _zoned: "timestamp,note,heart_rate_bpm",
    _counted: "time_s,heart_rate_bpm,temperature_c,speed_m_s",
    _epoch: "timestamp_ms\theart_rate\tuser",
}
ODD = ("", "--", "nan", "1e2", "+71", "-5", "72 bpm", "junk", "72.5", "071", '"72"', " 73 ", "1_0", "7\u00b2")


def _made(line: Callable[[int, str], str], seed: int) -> bytes:
    chance = random.Random(seed)
    rows = []
    for row in range(ROWS):
        value = chance.choice(ODD) if seed and chance.random() < 0.03 else str(chance.randrange(58, 130))
        text = line(row + chance.randrange(3) * (seed > 1), value)
        if seed > 1 and chance.random() < 0.01:
            broken = text[: chance.randrange(len(text))]
            text = chance.choice(("", ",,", broken, text + ",", text.replace(":", ";", 1), '"' + text))
        rows.append(text)
    end = "\r\n" if seed % 2 else "\n"
    return (end.join([HEADERS[line], *rows]) + end * (seed % 3 > 0)).encode()


def _read(path: Path) -> tuple[Recording, ...] | str:
    try:
        return read_recordings(path, ReadOptions())
    except ReadError as error:
        return str(error)


def _numbers(recording: Recording) -> list[bytes]:
    arrays = [recording.heart_rate.time_s, recording.heart_rate.bpm]
    return [array.tobytes() for channel in recording.channels for array in (channel.time_s, channel.value)] + [
        array.tobytes() for array in arrays
    ]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("line", HEADERS)
def test_a_table_is_read_the_same_by_shapes_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: Callable[[int, str], str], seed: int
) -> None:
    data = _made(line, seed)
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    by_shape: list[bool] = []

    def counted(block: bytes, delimiter: str) -> object:
        lines = lines_by_shape(block, delimiter)
        by_shape.append(lines is not None)
        return lines

    monkeypatch.setattr(block_values, "lines_by_shape", counted)
    first = _read(path)
    monkeypatch.setattr(block_values, "lines_by_shape", lambda *_: None)
    second = _read(path)
    if isinstance(first, str) or isinstance(second, str):
        assert first == second
        return
    assert [one.source for one in first] == [one.source for one in second]
    assert [(one.began, one.kind) for one in first] == [(one.began, one.kind) for one in second]
    assert [_numbers(one) for one in first] == [_numbers(one) for one in second]
    assert first[0].heart_rate.size > ROWS / 2
    assert any(by_shape)


def test_every_line_has_one_shape_and_its_cells() -> None:
    block = "".join(_us(row, str(50 + row % 70)) + "\n" for row in range(ROWS)).encode()
    lines = lines_by_shape(block, ",")
    assert lines is not None
    assert np.sort(np.concatenate([lines.others, *(part.rows for part in lines.alike)])).tolist() == list(range(ROWS))
    whole = split_rows(block, ",")
    for part in lines.alike:
        for column in range(4):
            every = np.arange(part.size)
            assert part.cells(column).texts(every) == whole.cells(column).texts(part.rows)
            assert part.texts(column, every, 5) == whole.texts(column, part.rows, 5)
            begin, end, has = part.span(column)
            own = whole.span(column)
            assert (end - begin).tolist() == (own[1] - own[0])[part.rows].tolist()
            assert has.tolist() == own[2][part.rows].tolist()


def test_lines_of_rare_shapes_stay_lines() -> None:
    rare = FEWEST_ALIKE - 1
    block = b"1,60\n" * ROWS + b"1,odd\n" * rare
    lines = lines_by_shape(block, ",")
    assert lines is not None
    assert lines.others.tolist() == list(range(ROWS, ROWS + rare))
    assert lines.other_lines == b"1,odd\n" * rare


@pytest.mark.parametrize(
    "block",
    [
        b"1,60\n" * 100,
        b"1,60\n" * ROWS + b"1,60",
        b"".join(b"%d,%s\n" % (k, b"x" * (k % (2 * MOST_SHAPES))) for k in range(ROWS)),
        b"1,60\n" * ROWS + b"".join(b"%s\n" % (b"y" * k) for k in range(1, 150)),
    ],
    ids=["few", "no end", "many shapes", "many rare shapes"],
)
def test_what_is_not_regular_is_left_to_lines(block: bytes) -> None:
    assert lines_by_shape(block, ",") is None


def test_lines_that_end_in_zero_bytes_keep_them() -> None:
    lines = lines_by_shape(b"12,7\0\0\n" * ROWS, ",")
    assert lines is not None
    assert lines.alike[0].cells(1).length[0] == 3


@pytest.mark.parametrize("size", [LONGEST_ALIKE, LONGEST_ALIKE + 1, LONGEST_ALIKE + 60])
def test_lines_too_long_to_be_gathered_stay_lines(size: int) -> None:
    long = b"1," + b"x" * (size - 3) + b"\n"
    lines = lines_by_shape(b"1,60\n" * ROWS + long * FEWEST_ALIKE, ",")
    assert lines is not None
    assert lines.others.size == (FEWEST_ALIKE if size > LONGEST_ALIKE else 0)
