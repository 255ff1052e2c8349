"""XML recordings: streamed, without entities, and readable up to where they break."""

from io import BytesIO
from pathlib import Path

import pytest

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.model.recording import Recording
from pacing.read.options import ReadOptions
from pacing.read.recordings import read_source
from pacing.read.source_file import SourceFile

HERE = Path(__file__).parent
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
    assert len(read(HEALTH.replace("<!ELEMENT HealthData (ExportDate,Me,(Record)*)>", "<!ELEMENT HealthData ((>"))) == 2


def test_a_file_that_breaks_off_keeps_what_came_before_and_says_so() -> None:
    recording = read(TCX[: TCX.index('<Lap StartTime="2024-05-01T08:00:02Z">')])[0]
    assert recording.heart_rate.bpm.size == 2
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


def test_a_large_health_export_is_read_with_flat_memory() -> None:
    import tracemalloc

    record = (
        '<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="a" unit="count/min" '
        'startDate="2024-05-01 {:02}:{:02}:{:02} +0200" value="70"/>\n'
    )
    times = [(h, m, s) for h in range(24) for m in range(60) for s in range(0, 60, 30)]
    steps = "<Record type='HKQuantityTypeIdentifierStepCount' sourceName='a' unit='count' value='70'/>\n" * 40_000
    data = ("<HealthData>" + steps + "".join(record.format(*t) for t in times) + "</HealthData>").encode()
    tracemalloc.start()
    (recording,) = read(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert recording.heart_rate.bpm.size == len(times)
    assert peak < len(data) / 2
