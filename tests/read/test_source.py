"""What a recogniser sees of a file."""

from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from pacing.read.read import choose_reader, read_daily
from pacing.read.reader import ReadOptions
from pacing.read.source import HEAD_BYTES, SourceFile, head_of, recognised_text

POINT = "<Trackpoint><Time>2026-03-14T09:58:20Z</Time><HeartRateBpm><Value>70</Value></HeartRateBpm></Trackpoint>"


def test_a_row_cut_at_the_end_of_the_head_is_left_out() -> None:
    rows = b"time,hr\n" + b"1000,70\n" * HEAD_BYTES
    assert set(head_of("x.csv", BytesIO(rows)).lines[1:]) == {"1000,70"}


def test_an_xml_file_in_one_long_line_below_its_declaration_is_recognised() -> None:
    body = f"<TrainingCenterDatabase><Activities>{POINT * 2000}</Activities></TrainingCenterDatabase>"
    head = head_of("x.tcx", BytesIO(f'<?xml version="1.0"?>\n{body}'.encode()))
    assert choose_reader(head)[0] == "tcx"


def test_a_file_that_is_called_and_signed_as_a_format_is_asked_of_no_other(
    monkeypatch: pytest.MonkeyPatch, samples: Path
) -> None:
    data = (samples / "walk_paced.fit").read_bytes()

    def asked() -> object:
        raise LookupError

    monkeypatch.setattr("pacing.read.read.readers", asked)
    assert choose_reader(head_of("Walk.FIT", BytesIO(data)))[0] == "fit"
    damaged = data[:8] + b".fit" + data[12:]
    table = b"time_s,h.FIT,heart_rate\n0,1,70\n1,1,71\n"  # what a FIT header has at these places, in a text
    for name, other in (("walk", data), ("walk.csv", data), ("walk.fit", damaged), ("table.fit", table)):
        with pytest.raises(LookupError):
            choose_reader(head_of(name, BytesIO(other)))


def test_a_prefix_before_the_names_of_elements_does_not_hide_the_format() -> None:
    for root, format_name in (("ns3:TrainingCenterDatabase", "tcx"), ("g:gpx", "gpx")):
        head = head_of("x", BytesIO(f'<?xml version="1.0"?>\n<{root} xmlns="x"></{root}>'.encode()))
        assert choose_reader(head)[0] == format_name


def test_a_zero_byte_far_into_a_table_of_days_costs_no_other_row() -> None:
    sample = (Path(__file__).parent / "formats" / "csv_whoop_spanish.csv").read_text("utf-8")
    names, first = sample.splitlines()[:2]
    rows = [
        first.replace("2026-06-01 2", f"{2001 + k // 336}-{1 + k // 28 % 12:02d}-{1 + k % 28:02d} 2")
        for k in range(2500)
    ]
    data = "\n".join([names, *rows]).encode()
    assert len(data) > 2 * HEAD_BYTES
    damaged = data[:-5] + b"\0" + data[-4:]
    whole, hurt = (
        read_daily(SourceFile("physiological_cycles.csv", partial(BytesIO, text)), ReadOptions())
        for text in (data, damaged)
    )
    assert whole
    assert len(hurt) >= len(whole) - 3


def test_zero_bytes_at_the_end_of_a_text_are_no_part_of_it() -> None:
    assert recognised_text(b"72\n73\n" + b"\0" * 512) == "72\n73\n"
