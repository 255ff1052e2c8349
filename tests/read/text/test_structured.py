"""XML recordings: streamed, without entities, and readable up to where they break; the numbers of JSON."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.read.text import structured
from pacing.read.text.structured import _without_control_characters, json_lines, load_json, number, whole_number

HERE = Path(__file__).parents[1]
HEALTH = (HERE / "formats" / "apple_health.xml").read_text("utf-8")
TCX = (HERE / "formats" / "tcx.tcx").read_text("utf-8")


def read(text: str | bytes) -> tuple[Recording, ...]:
    data = text.encode() if isinstance(text, str) else text
    return read_source(SourceFile("x.xml", lambda: BytesIO(data)), ReadOptions())


@pytest.mark.parametrize("text", [HEALTH, TCX])
def test_entities_are_refused(text: str) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    head, _, body = text.partition("?>")
    body = body[body.index("]>") + 2 :] if "<!DOCTYPE" in body else body
    with pytest.raises(DamagedFileError, match="entities"):
        read(f"{head}?>{laughs}{body}")


def test_a_broken_declaration_of_the_type_does_not_matter() -> None:
    assert len(read(HEALTH.replace("<!ELEMENT HealthData (ExportDate,Me,(Record)*)>", "<!ELEMENT HealthData ((>"))) == 1


def test_a_file_that_breaks_off_keeps_what_came_before_and_says_so() -> None:
    recording = read(TCX[: TCX.rindex("</Trackpoint>") + len("</Trackpoint>")])[0]
    assert recording.heart_rate.bpm.size == 3
    assert recording.source.damage is not None
    assert "broken" in recording.source.damage


def test_an_activity_without_heart_rate_is_refused_kindly() -> None:
    with pytest.raises(NoHeartRateError) as caught:
        read(TCX.replace("HeartRateBpm", "Other"))
    assert caught.value.hint


def test_a_mark_and_blanks_before_the_declaration_are_stepped_over() -> None:
    assert read(b"\xef\xbb\xbf" + TCX.encode())
    assert read("\n  " + TCX)


def test_other_encodings_are_read() -> None:
    assert read(TCX.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"))


def test_a_larger_health_export_needs_no_more_memory() -> None:
    import tracemalloc

    heart = "<Record type='HKQuantityTypeIdentifierHeartRate' unit='count/min' value='70' "
    heart += "startDate='2024-05-01 10:00:0{} +0200'/>"
    peaks = []
    for steps in (10_000, 20_000):
        record = "<Record type='HKQuantityTypeIdentifierStepCount' sourceName='a' unit='count' value='70'/>\n"
        data = ("<HealthData>" + record * steps + heart.format(0) + heart.format(5) + "</HealthData>").encode()
        tracemalloc.start()
        read(data)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


@pytest.mark.parametrize("block", [b"\xff\xfe\x0b\x4e", b"\xfe\xff\x4e\x0b", b"<\x00a\x00>\x00\x0b\x00"])
def test_where_a_character_takes_two_bytes_none_is_taken_for_a_control_character(block: bytes) -> None:
    assert _without_control_characters(block) == (block, 0)
    assert _without_control_characters(b"<a>\x0b</a>") == (b"<a> </a>", 1)


@pytest.mark.parametrize("value", [1e308, -1e21, 10**400, float("inf"), True, "72", None])
def test_what_no_device_writes_is_no_number(value: object) -> None:
    assert np.isnan(number(value))


@pytest.mark.parametrize("value", ["9" * 400, "-72", "7.5", "", "٧٢"])
def test_a_text_that_is_no_whole_number_is_none(value: str) -> None:
    assert np.isnan(whole_number(value))


@pytest.mark.parametrize("longest", [22, 21])
def test_json_of_just_the_longest_length_is_read(monkeypatch: pytest.MonkeyPatch, longest: int) -> None:
    text = b'{"bpm": 61, "at": 100}'
    monkeypatch.setattr(structured, "LONGEST_FILE", longest)
    source = SourceFile("x.json", lambda: BytesIO(text))
    for read_all in (load_json, json_lines):
        if longest < len(text):
            with pytest.raises(DamagedFileError, match="is over"):
                read_all(source)
        else:
            assert read_all(source) in ({"bpm": 61, "at": 100}, ([{"bpm": 61, "at": 100}], None))


def test_only_the_last_line_may_break_off() -> None:
    whole, torn = b'{"bpm": 61}\n', b'{"bpm": 6\n'
    values, sentence = json_lines(SourceFile("x.json", lambda: BytesIO(whole + whole + torn)))
    assert (len(values), sentence) == (2, "The file breaks off in line 3; everything before that was read.")
    with pytest.raises(DamagedFileError, match="Line 2 "):
        json_lines(SourceFile("x.json", lambda: BytesIO(whole + torn + whole)))


@pytest.mark.parametrize(("longest", "is_read"), [(1 << 20, True), (64, False)])
def test_a_declaration_may_be_longer_than_a_block(monkeypatch: pytest.MonkeyPatch, longest: int, is_read: bool) -> None:
    """A hundred lines of it, read in blocks of 64 bytes."""
    monkeypatch.setattr(structured, "BLOCK_BYTES", 64)
    monkeypatch.setattr(structured, "LONGEST_DECLARATION", longest)
    declared = "<!DOCTYPE HealthData [" + "<!ELEMENT Record EMPTY>\n" * 100 + "]>"
    text = f'<?xml version="1.0"?>{declared}<HealthData></HealthData>'
    data = b"".join(structured._without_declaration(SourceFile("x.xml", lambda: BytesIO(text.encode()))))
    assert (data == b'<?xml version="1.0"?><HealthData></HealthData>') is is_read
