"""Definition messages, also those that real watches should not have written."""

from pacing.read.fit.wire.definition import base_types, definition_length, parse_definition, word, words
from tests.read.fit.fit_bytes import FitBytes


def test_a_definition_gives_each_field_its_offset_after_the_header() -> None:
    raw = bytes([0x40, 0, 0, 20, 0, 2, 253, 4, 0x86, 3, 1, 0x02])
    assert definition_length(raw, 0, len(raw)) == len(raw)
    definition = parse_definition(raw)
    assert definition is not None
    assert (definition.kind, definition.order, definition.size) == (20, "<", 6)
    assert [(field.number, field.offset, field.size) for field in definition.fields] == [(253, 1, 4), (3, 5, 1)]


def test_developer_fields_stand_after_the_native_ones() -> None:
    raw = bytes([0x60, 0, 1, 0, 20, 1, 3, 1, 0x02, 1, 9, 2, 0])
    definition = parse_definition(raw)
    assert definition is not None
    assert definition.order == ">"
    assert [(field.number, field.offset, field.size, field.developer) for field in definition.developer_fields] == [
        (9, 2, 2, 0)
    ]
    assert definition.size == 4


def test_a_byte_order_that_does_not_exist_is_no_definition() -> None:
    assert parse_definition(bytes([0x40, 0, 7, 20, 0, 0])) is None


def test_a_definition_that_is_cut_has_no_length() -> None:
    raw = bytes([0x60, 0, 0, 20, 0, 1, 3, 1, 0x02, 2, 9, 2, 0])
    assert definition_length(raw, 0, len(raw)) is None
    assert definition_length(raw, 0, 5) is None


def test_invalid_values_are_those_of_the_protocol() -> None:
    known = base_types()
    assert (known[0x02].invalid, known[0x84].invalid, known[0x83].invalid) == (0xFF, 0xFFFF, 0x7FFF)
    assert (known[0x0A].invalid, known[0x8C].invalid, known[0x88].invalid) == (0, 0, None)


def test_a_definition_ends_with_the_data_at_the_latest() -> None:
    raw = bytes(FitBytes().define(0, 20, [(253, 4, 0x86), (3, 1, 2)], developer=[(0, 1, 0)]).body)
    assert definition_length(raw, 0, len(raw)) == len(raw) == 16
    assert definition_length(b"xx" + raw, 2, len(raw) + 2) == len(raw)
    assert [definition_length(raw, 0, end) for end in (5, 6, 12, 15)] == [None] * 4
    none = bytes(FitBytes().define(0, 20, [(3, 1, 2)]).body)
    assert definition_length(bytes([none[0] | 0x20]) + none[1:] + b"\0", 0, len(none)) is None
    plain = bytes(FitBytes().define(0, 20, [(253, 4, 0x86), (3, 1, 2)]).body)
    assert [definition_length(plain, 0, end) for end in (12, 11)] == [12, None]


def test_a_code_that_is_none_has_no_word() -> None:
    assert [word("sport", code) for code in (1.0, None, float("nan"), 250.0)] == ["running", None, None, None]
    assert words("no such type") == {}
