"""Lists of JSON entries as a table: only plain values are cells."""

from pacing.read.formats.json_entries import _cells


def test_what_is_no_plain_value_is_an_empty_cell() -> None:
    item = {"time": "10:00", "hr": 60, "speed": 1.5, "lap": None, "paused": True, "tags": [1, 2], "more": {"a": 1}}
    assert list(_cells(item, [*item, "absent"])) == ["10:00", "60", "1.5", "", "", "", "", ""]
