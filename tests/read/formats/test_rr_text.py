"""Lists of RR intervals."""

from io import BytesIO

import numpy as np
import pytest

from pacing.errors import DamagedFileError, ReadError, UnitError
from pacing.model.recording import Recording, RecordingKind
from pacing.read.formats import rr_text
from pacing.read.formats.rr_text import READER, _in_one_line, _Lines, _list_of_pairs
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile, head_of

RR = [round(900 + 100 * np.sin(k / 4)) for k in range(60)]


def read(text: str, name: str) -> Recording:
    (recording,) = read_source(SourceFile(name, lambda: BytesIO(text.encode())), ReadOptions())
    return recording


def lines(values: list[float] | list[int]) -> str:
    return "".join(f"{value}\r\n" for value in values)


@pytest.mark.parametrize("name", ["morning_rr.txt", "IBI-1.txt", "2024-05-01 07-12-33.txt", "kubios/nn.csv"])
def test_a_list_its_name_calls_intervals_is_read_as_milliseconds_and_says_so(name: str) -> None:
    recording = read(lines([600 + value % 7 for value in range(50)]), name)
    assert recording.kind is RecordingKind.BEATS
    assert recording.beats is not None
    assert recording.beats.rr_ms.size == 50
    assert any("milliseconds" in remark for remark in recording.source.remarks)


def test_a_bare_list_that_could_be_counts_of_a_recorder_is_refused() -> None:
    with pytest.raises(UnitError):
        read(lines([600 + value % 7 for value in range(50)]), "x.txt")


def test_a_bare_list_with_a_resting_part_is_read() -> None:
    recording = read(lines(RR), "x.txt")
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == RR


def test_beat_times_are_not_taken_for_intervals() -> None:
    recording = read(lines(np.cumsum(RR).tolist()), "rr.txt")
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == RR[1:]
    assert any("read as times of beats" in remark for remark in recording.source.remarks)
    with pytest.raises(UnitError, match="grow"):
        read(lines(np.cumsum([600 + value % 7 for value in range(50)]).tolist()), "x.txt")


def test_counts_of_samples_are_refused_even_when_the_name_says_rr() -> None:
    with pytest.raises(UnitError):
        read(lines([230 + value % 7 for value in range(50)]), "rrinterval.csv")


def test_times_of_beats_beside_intervals_are_used_to_find_gaps() -> None:
    times = np.cumsum(RR) / 1000
    times[30:] += 5
    text = "".join(f"{t:.3f}\t{rr / 1000:.3f}\n" for t, rr in zip(times, RR, strict=True))
    recording = read(text, "x.txt")
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == pytest.approx(RR)
    assert np.diff(recording.beats.time_s)[29] == pytest.approx(5 + RR[30] / 1000, abs=0.002)


def test_a_line_of_junk_leaves_a_gap_and_is_said() -> None:
    recording = read("800\n700\ns\n890\n860\n", "rr.txt")
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == [800, 700, 890, 860]
    assert recording.beats.time_s[2] - 0.89 > recording.beats.time_s[1]
    assert recording.source.damage is not None


def test_mostly_junk_is_refused() -> None:
    with pytest.raises(ReadError):
        read("900\n810\n670, wat\nHello\nWorld\n\n", "rr.txt")


def test_junk_that_comes_late_is_refused_too() -> None:
    with pytest.raises(DamagedFileError):
        read(lines(RR) * 20 + "word\n" * 2000, "rr.txt")


@pytest.mark.parametrize(
    "text",
    [
        " ".join(map(str, RR)),
        "\t".join(map(str, RR)) + "\n",
        ";".join(map(str, RR)) + ";\n",
        ", ".join(map(str, RR)),
        "RR," + ",".join(map(str, RR)) + "\n",
        "rr_ms: " + " ".join(map(str, RR)),
        " ".join(f"{rr / 1000:.3f}".replace(".", ",") for rr in RR),
        "# taken in the morning\n" + ",".join(f"{rr / 1000:.3f}" for rr in RR),
    ],
)
def test_a_list_in_one_line_is_the_same_list(text: str) -> None:
    recording = read(text, "rr.txt")
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == pytest.approx(RR)


@pytest.mark.parametrize("text", ["800 810 790", "weights," + ",".join(["80"] * 30), "a b c " * 20])
def test_a_few_numbers_or_words_in_a_line_are_no_list(text: str) -> None:
    with pytest.raises(ReadError):
        read(text, "notes.txt")


def test_two_numbers_a_line_are_one_list_where_they_are_equal_or_the_first_adds_up_the_second() -> None:
    assert _list_of_pairs(np.array([[800.0, 800.0], [810.0, 810.0]]))
    assert not _list_of_pairs(np.array([[800.0, 810.0], [820.0, 805.0], [790.0, 815.0]]))
    interval = 800.0 + 10.0 * np.arange(40.0)
    assert _list_of_pairs(np.column_stack((np.cumsum(interval), interval)))


def is_list(*rows: str) -> bool:
    return READER.matches(head_of("x.txt", BytesIO("\n".join((*rows, "")).encode())))


@pytest.mark.parametrize(
    ("rows", "known"),
    [
        (["800"] * 6 + ["x"] * 4, True),  # six tenths are numbers
        (["800"] * 5 + ["x"] * 4, False),
        (["# a comment", "800", "", "810"], True),
        (["1700000000", "64", "800"], False),  # an instant and a rate: samples
        (["1000000000", "800"], True),
        (["800"], True),
        (["x", "800", "800"], False),
        (["{800", "800"], False),
        ([f"{0.8 * n:.1f} 800" for n in range(1, 7)], False),  # steps in another unit than the intervals
        ([f"{800 * n} 800" for n in range(1, 6)], True),
        ([f"{800 * n} 800" for n in range(1, 5)], False),  # four show nothing
        ([f"{800 * n} 815" for n in range(1, 8)], True),  # within a fiftieth
        ([f"{800 * n} 820" for n in range(1, 8)], False),
        (["800 800", "810 810"], True),
        (["800 800", "810 811"], False),
    ],
)
def test_a_list_of_intervals_is_known_by_its_lines(rows: list[str], known: bool) -> None:
    assert is_list(*rows) is known


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        (" ".join(["800"] * 20), 20),
        (" ".join(["800"] * 19), None),
        (",".join(["800"] * 25), 25),
        ("rr: " + " ".join(["800"] * 20), 20),
        ("weight: " + " ".join(["800"] * 20), None),
        (" ".join(["800"] * 20 + ["x"]), None),
        (";".join(["800,5"] * 20), 20),
    ],
)
def test_twenty_numbers_in_one_line_are_a_list(line: str, numbers: int | None) -> None:
    found = _in_one_line(line)
    assert (None if found is None else len(found[1])) == numbers


@pytest.mark.parametrize(("junk", "is_read"), [(4, True), (5, False)])
def test_up_to_four_tenths_of_the_lines_may_be_no_numbers(junk: int, is_read: bool) -> None:
    numbers = np.array([800.0 + k % 3 for k in range(10 - junk)] + [np.nan] * junk)
    found = _Lines(numbers, np.zeros(0), junk, ["rr_ms"])
    source = SourceFile("rr.txt", lambda: BytesIO(b""))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rr_text, "_lines", lambda _: found)
        if is_read:
            (recording,) = READER.read(source, ReadOptions())
            assert recording.source.damage is not None
            assert f"not numbers: {junk};" in recording.source.damage
        else:
            with pytest.raises(
                DamagedFileError, match=f"{junk} lines that are not numbers beside {10 - junk} that are"
            ):
                READER.read(source, ReadOptions())


@pytest.mark.parametrize("comment", ["# rr_ms", "# RR intervals in milliseconds", "#rr_ms"])
def test_times_beside_intervals_show_where_beats_were_lost(comment: str) -> None:
    times = np.cumsum([800.0, 810.0, 790.0, 800.0 + 3000.0, 805.0, 800.0, 799.0])
    rr_ms = [800, 810, 790, 800, 805, 800, 799]
    recording = read(
        f"{comment}\n" + "".join(f"{time:.0f} {rr}\n" for time, rr in zip(times, rr_ms, strict=True)), "x.txt"
    )
    assert recording.beats is not None
    assert (np.diff(recording.beats.time_s) > 3.0).sum() == 1
    assert any("beats were lost: 1;" in remark for remark in recording.source.remarks)
    assert any("the time of each beat" in remark for remark in recording.source.remarks)


@pytest.mark.parametrize(("zeros", "said"), [(0, False), (2, True)])
def test_zeros_among_the_intervals_are_counted(zeros: int, said: bool) -> None:
    recording = read("# rr_ms\n" + "".join(f"{value}\n" for value in [800, *[0] * zeros, 810, 805]), "x.txt")
    assert any(f"no interval): {zeros};" in remark for remark in recording.source.remarks) is said


def test_values_that_are_no_intervals_are_counted_apart_from_lines_that_are_no_numbers() -> None:
    recording = read(lines([*RR[:20], 0, *RR[20:40], -800, *RR[40:]]) + "word\nword\nword\n", "rr.txt")
    assert "not numbers: 3;" in (recording.source.damage or "")
    left_out = [one for one in recording.source.remarks if one.startswith("Values left out")]
    assert left_out == ["Values left out (zero, negative or no interval): 2; there is a gap instead."]
