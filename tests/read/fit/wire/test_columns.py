"""Fields as columns: scales, invalid values, odd sizes."""

import struct
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pacing.read.fit.wire.columns import Description, _base_type, _valid_here
from pacing.read.fit.wire.messages import ColumnMessages
from pacing.read.fit.wire.salvage import salvage
from tests.read.fit.fit_bytes import BYTE, FLOAT32, STRING, T0, UINT8, UINT16, UINT32, FitBytes


def _decoded(fit: FitBytes) -> ColumnMessages:
    data = fit.file()
    return ColumnMessages(data, salvage(data).groups)


@pytest.mark.parametrize("big", [False, True])
def test_values_are_scaled_and_invalid_ones_are_none(big: bool) -> None:
    fit = FitBytes()
    fit.message("record", big=big, timestamp=T0, heart_rate=61, altitude=123.4, speed=None, grade=-2.5)
    fit.message("record", big=big, timestamp=T0 + 1, heart_rate=None, altitude=None, speed=3.25, grade=None)
    record = _decoded(fit).table("record")
    assert record.number("altitude").tolist() == pytest.approx([123.4, np.nan], nan_ok=True)
    assert record.number("grade").tolist() == pytest.approx([-2.5, np.nan], nan_ok=True)
    assert record.number("speed").tolist() == pytest.approx([np.nan, 3.25], nan_ok=True)
    assert record.number("heart_rate").tolist() == pytest.approx([61, np.nan], nan_ok=True)


def test_a_field_nobody_defined_is_all_none() -> None:
    record = _decoded(FitBytes().message("record", timestamp=T0, heart_rate=61)).table("record")
    assert not record.has("power")
    assert np.isnan(record.number("power")).all()
    assert _decoded(FitBytes().message("record", timestamp=T0)).table("hrv").series("time").shape == (0, 1)


def test_messages_of_several_layouts_stand_in_file_order() -> None:
    fit = FitBytes()
    for second in range(6):
        extra: dict[str, Any] = {"power": 100 + second} if second % 2 else {}
        fit.message("record", second % 2, timestamp=T0 + second, heart_rate=60 + second, **extra)
    record = _decoded(fit).table("record")
    assert record.number("heart_rate").tolist() == [60, 61, 62, 63, 64, 65]
    assert record.number("power").tolist() == pytest.approx([np.nan, 101, np.nan, 103, np.nan, 105], nan_ok=True)
    assert (np.diff(record.positions) > 0).all()


def test_a_timestamp_written_as_four_bytes_is_a_timestamp() -> None:
    fit = FitBytes().define(0, 20, [(253, 4, BYTE), (3, 1, UINT8)]).data(0, struct.pack("<IB", T0, 70))
    assert _decoded(fit).table("record").number("timestamp").tolist() == [T0]


def test_a_whole_number_with_fewer_bytes_than_its_type_is_read_as_a_shorter_one() -> None:
    fit = FitBytes().define(0, 21, [(253, 4, UINT32), (3, 1, UINT32)])
    fit.data(0, struct.pack("<IB", T0, 1)).data(0, struct.pack("<IB", T0, 255))
    assert _decoded(fit).table("event").number("data").tolist() == pytest.approx([1, np.nan], nan_ok=True)


def test_a_size_that_fits_no_number_is_none_and_the_other_fields_are_read() -> None:
    fit = FitBytes().define(0, 20, [(253, 4, UINT32), (7, 3, UINT16), (3, 1, UINT8)])
    fit.data(0, struct.pack("<I3sB", T0, b"abc", 70))
    record = _decoded(fit).table("record")
    assert np.isnan(record.number("power")).all()
    assert record.number("heart_rate").tolist() == [70]


def test_a_base_type_nobody_knows_is_none_and_the_other_fields_are_read() -> None:
    fit = (
        FitBytes()
        .define(0, 20, [(253, 4, UINT32), (7, 2, 0x55), (3, 1, UINT8)])
        .data(0, struct.pack("<IHB", T0, 9, 70))
    )
    record = _decoded(fit).table("record")
    assert np.isnan(record.number("power")).all()
    assert record.number("heart_rate").tolist() == [70]


def test_floats_that_are_not_finite_are_none() -> None:
    fit = FitBytes().define(0, 20, [(114, 4, FLOAT32)])
    for value in (1.5, np.nan, np.inf):
        fit.data(0, struct.pack("<f", value))
    assert _decoded(fit).table("record").number("grit").tolist() == pytest.approx([1.5, np.nan, np.nan], nan_ok=True)


def test_texts_end_at_their_first_zero_and_may_be_unterminated_or_damaged() -> None:
    fit = FitBytes().define(0, 0, [(8, 6, STRING)])
    fit.data(0, b"ab\0cd\0").data(0, b"abcdef").data(0, b"a\xff\0\0\0\0")
    assert _decoded(fit).table("file_id").texts("product_name") == ["ab", "abcdef", "a�"]


@pytest.mark.parametrize(
    ("written", "size", "usual", "letter"),
    [
        (UINT16, 2, UINT16, "u2"),
        (UINT16, 4, UINT16, "u2"),  # two of them
        (UINT16, 3, UINT16, None),
        (UINT16, 0, UINT16, None),
        (UINT16, 1, UINT16, "u1"),  # one shorter
        (UINT32, 2, UINT32, "u2"),
        (UINT32, 3, UINT32, None),
        (0x85, 2, 0x85, None),  # a signed one is not
        (BYTE, 4, UINT32, "u4"),  # bytes as many as the profile's type has
        (BYTE, 3, UINT32, "u1"),
        (BYTE, 1, STRING, None),
        (STRING, 4, UINT32, None),
        (0x55, 4, UINT32, None),
    ],
)
def test_a_field_is_read_by_its_type_and_size(written: int, size: int, usual: int, letter: str | None) -> None:
    found = _base_type(written, size, usual)
    assert (None if found is None else found.letter) == letter
    assert found is None or letter not in ("u1", "u2") or found.invalid == 256 ** int(letter[1]) - 1


def described(*parts: tuple[int, int], first: int, part: int = 0) -> int | None:
    """The position of the description that holds for messages from a position on, of some (position, part)."""
    made = [Description(at, of, 2, "x", "", 1.0, 0.0, None) for at, of in parts]
    rows: Any = SimpleNamespace(positions=np.array([first]), group=SimpleNamespace(part=part))
    found = _valid_here(made, rows)
    return None if found is None else found.position


@pytest.mark.parametrize(
    ("parts", "first", "part", "position"),
    [
        ([(10, 0), (20, 0)], 30, 0, 20),  # the last one before
        ([(10, 0), (20, 0)], 15, 0, 10),
        ([(10, 0), (20, 0)], 20, 0, 10),
        ([(20, 0)], 10, 0, 20),  # else the first after
        ([(10, 0), (20, 1)], 15, 1, 20),  # but of the same part of the file
        ([(10, 0), (20, 1)], 30, 0, None),
        ([(20, 1)], 10, 0, None),
        ([], 10, 0, None),
    ],
)
def test_a_description_holds_in_its_part_of_the_file(
    parts: list[tuple[int, int]], first: int, part: int, position: int | None
) -> None:
    assert described(*parts, first=first, part=part) == position


def test_a_developer_field_is_scaled_as_described_and_left_out_where_that_cannot_be() -> None:
    fit = FitBytes()
    for number, of_type, name in ((1, UINT16, "depth"), (2, 0x55, "strange"), (None, UINT16, "nameless")):
        fit.message(
            "field_description", 1, developer_data_index=0, field_definition_number=number, fit_base_type_id=of_type,
            field_name=name, units="m", scale=10, offset=5,
        )  # fmt: skip
    fit.define(3, 20, [(253, 4, UINT32)], developer=[(1, 2, 0), (2, 2, 0), (3, 2, 0)])
    fit.data(3, struct.pack("<IHHH", T0, 1234, 1, 1))
    columns = _decoded(fit).table("record").developer_columns()
    assert [(column.name, column.values.tolist()) for column in columns] == [("depth", [pytest.approx(118.4)])]
