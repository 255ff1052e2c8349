"""A small file keeps no machine busy: what archives and files may ask for is bounded, said, and can be raised."""

import gzip
import io
import os
import struct
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pacing.cpu_time import OutOfTimeError, at_most_seconds
from pacing.errors import ReadError, TooLargeError
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request, assess_paths, assess_source
from pacing.read import budget
from pacing.read.archive import find_sources
from pacing.read.budget import MIB, Budget, Spending
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.read.text.structured import load_json
from tests.read.fit.fit_bytes import T0, FitBytes, activity

ROWS = b"time_s,heart_rate_bpm\n" + b"".join(b"%d,%d\n" % (second, 80 + second % 9) for second in range(300))


def _zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _said(path: Path, factor: float = 1.0) -> list[str]:
    return [
        f"{found.file_name}: {found.message}" if isinstance(found, ReadError) else found.name
        for found in find_sources(path, Spending(Budget(factor)))
    ]


def test_archives_unpack_to_so_much_in_all_and_where_it_ends_is_named(tmp_path: Path) -> None:
    zeros = bytes(10 * MIB)
    inner = _zipped({f"{n}.csv": zeros for n in range(20)})
    path = tmp_path / "a.zip"
    path.write_bytes(_zipped({f"{n}.zip": inner for n in range(20)}))
    assert path.stat().st_size < MIB // 4
    *read, last = _said(path)
    assert len(read) < 40
    assert last.split(": ", 1)[1].startswith("The archives unpack to over")
    assert len(_said(path, factor=3.0)) > 2 * len(read)


def test_the_bound_is_that_of_a_run_and_grows_with_what_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "FREE_BYTES", budget.FREE_BYTES // 16)
    zeros = bytes(20 * MIB // 16)
    for name in ("a", "b"):
        (tmp_path / f"{name}.zip").write_bytes(_zipped({f"{n}.csv": zeros for n in range(10)}))
    (tmp_path / "c.zip").write_bytes(_zipped({"honest.csv": ROWS}))
    found = _said(tmp_path)
    assert [name for name in found if name.startswith("a.zip")] == [f"a.zip/{n}.csv" for n in range(10)]
    assert sum(name.startswith("b.zip") for name in found) < 6
    assert any("unpack to over" in name for name in found)
    assert found[-1] == "c.zip/honest.csv"  # what came before does not cost an honest one


def test_archives_hold_so_many_members_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "FREE_MEMBERS", 30)
    monkeypatch.setattr(budget, "BYTES_A_MEMBER", 10_000)
    inner = _zipped({f"{n}.csv": b"" for n in range(20)})
    (tmp_path / "a.zip").write_bytes(_zipped({f"{n}.zip": inner for n in range(50)}))
    found = _said(tmp_path / "a.zip")
    assert "hold over" in found[-1]
    assert len(found) < 100


def test_members_that_overlap_are_refused(tmp_path: Path) -> None:
    """Two entries of the list lead to the same bytes; made here by rewriting the second one's offset."""
    data = bytearray(_zipped({"a.csv": ROWS, "b.csv": ROWS}))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    (tmp_path / "a.zip").write_bytes(data)
    assert _said(tmp_path / "a.zip") == ["a.zip: Members of the archive overlap (a so-called bomb)."]


def test_a_gzip_file_unpacks_to_a_multiple_of_its_bytes_and_a_long_honest_one_is_read(tmp_path: Path) -> None:
    bomb, honest = gzip.compress(bytes(80 * MIB)), gzip.compress(ROWS * 2000)
    (tmp_path / "bomb.gz").write_bytes(bomb)
    (tmp_path / "honest.gz").write_bytes(honest)
    for name, whole in (("bomb.gz", False), ("honest.gz", True)):
        (source,) = find_sources(tmp_path / name)
        assert isinstance(source, SourceFile)
        if whole:
            assert len(source.read_bytes()) == len(ROWS) * 2000
        else:
            with pytest.raises(ReadError, match="bomb"):
                source.read_bytes()


def test_members_of_one_name_are_all_read_each_as_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", ROWS)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", ROWS * 2)
    first, second = find_sources(tmp_path / "a.zip")
    assert isinstance(first, SourceFile)
    assert isinstance(second, SourceFile)
    assert (first.name, second.name) == ("a.zip/a.csv", "a.zip/a (2).csv")
    assert (first.read_bytes(), second.read_bytes()) == (ROWS, ROWS * 2)


def _source(data: bytes, name: str, factor: float = 1.0) -> SourceFile:
    return SourceFile(name, lambda: io.BytesIO(data), size=len(data), budget=Budget(factor))


def _with_sessions(count: int) -> bytes:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(3 * count):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=80)
    for number in range(count):
        begin = T0 + 3 * number
        fit.message("session", 2, start_time=begin, timestamp=begin + 2, total_elapsed_time=2.0, sport="walking")
    return fit.file()


def test_a_file_holds_no_more_sessions_than_its_bytes_can() -> None:
    data = _with_sessions(600)
    with pytest.raises(TooLargeError, match="600 sessions"):
        read_source(_source(data, "a.fit"), ReadOptions())
    assert len(read_source(_source(data, "a.fit", 10.0), ReadOptions())) == 600


def test_a_chain_of_files_is_decoded_once_and_not_once_for_each_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    from pacing.read.fit.wire.messages import ColumnTable

    decoded = []
    whole = ColumnTable._decoded_series

    def counting(table: ColumnTable, field: str) -> object:
        decoded.append(field)
        return whole(table, field)

    monkeypatch.setattr(ColumnTable, "_decoded_series", counting)
    counts = []
    for parts in (3, 30):
        decoded.clear()
        data = b"".join(activity(seconds=40, begin=T0 + 1000 * n).file() for n in range(parts))
        assert len(read_source(_source(data, "a.fit"), ReadOptions())) == parts
        counts.append(len(decoded))
    assert counts[0] == counts[1]


def test_a_table_of_too_many_rows_is_refused_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_SAMPLES", 200)
    with pytest.raises(TooLargeError, match="200 samples"):
        read_source(_source(ROWS, "a.csv"), ReadOptions())
    assert read_source(_source(ROWS, "a.csv", 2.0), ReadOptions())


def test_work_that_takes_too_long_is_given_up_by_name_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        (tmp_path / name).write_bytes(ROWS)

    def endless(source: SourceFile, options: ReadOptions) -> object:
        while source.name == "b.csv":
            pass
        return read_source(source, options)

    monkeypatch.setattr("pacing.pipeline.read_source", endless)
    request = Request(Person(limits=(LimitSetting("fixed", bpm=110),)))
    assert assess_source(_source(ROWS, "a.csv"), request).refusal is None  # everything is loaded
    monkeypatch.setattr(budget, "FREE_SECONDS", 1.0)
    found = {result.name: result.refusal for result in assess_paths([tmp_path], request)}
    assert (found["a.csv"], found["c.csv"]) == (None, None)
    refusal = found["b.csv"]
    assert refusal is not None
    assert (refusal.error, refusal.message.split(" took")[0]) == ("TooLargeError", "Reading the file")


def test_no_broad_except_catches_the_end_of_the_time() -> None:
    def stubborn() -> None:
        while True:
            try:
                while True:
                    pass
            except Exception:  # noqa: BLE001 - the point of the test
                pass

    with pytest.raises(OutOfTimeError), at_most_seconds(0.05):
        stubborn()


def in_a_thread(work: Callable[[], object]) -> object:
    """What the work gives, or the error it ends with, where it runs beside the main thread as in a cluster's worker."""
    answer: list[object] = []

    def run() -> None:
        try:
            answer.append(work())
        except BaseException as error:  # noqa: BLE001 - the point of the test
            answer.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answer[0]


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="the system does not measure one thread's time")
def test_a_thread_beside_the_main_one_has_the_same_bound() -> None:
    def endless() -> None:
        with at_most_seconds(0.05):
            while True:
                pass

    assert isinstance(in_a_thread(endless), OutOfTimeError)


def test_a_thread_that_waits_uses_no_time_and_is_left_alone_afterwards() -> None:
    def waiting() -> int:
        with at_most_seconds(0.05):
            time.sleep(0.2)
        return sum(range(1_000_000))

    assert in_a_thread(waiting) == 499_999_500_000


def test_memory_that_is_not_there_is_no_mistake_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: object) -> object:
        raise MemoryError

    monkeypatch.setattr("pacing.pipeline.read_source", hungry)
    refusal = assess_source(_source(ROWS, "a.csv"), Request()).refusal
    assert refusal is not None
    assert refusal.error == "TooLargeError"


def test_a_folder_that_may_not_be_entered_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "a.csv").write_bytes(ROWS)
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert sorted(_said(tmp_path)) == ["closed: The folder cannot be entered: Permission denied.", "open/a.csv"]


def _json(text: str, *, path: Path | None = None, factor: float = 1.0) -> SourceFile:
    return SourceFile("a.json", lambda: io.BytesIO(text.encode()), path=path, budget=Budget(factor))


def test_json_whose_values_take_far_more_than_its_bytes_is_refused_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(budget, "PACKED_JSON_BYTES", MIB)
    monkeypatch.setattr(budget, "JSON_BYTES", 2 * MIB)
    lists = "[" + ",".join(["[]"] * 8_000) + "]"
    with pytest.raises(TooLargeError, match="need too much memory"):
        load_json(_json(lists))
    assert len(load_json(_json(lists, factor=2.0))) == 8_000
    assert len(load_json(_json(lists, path=Path("a.json")))) == 8_000
    objects = "[" + ",".join(['{"a":1}'] * 8_000) + "]"
    with pytest.raises(TooLargeError, match="need too much memory"):
        load_json(_json(objects, path=Path("a.json")))
    assert len(load_json(_json('["' + "a" * 400_000 + '"]'))) == 1


def test_a_long_list_of_numbers_costs_what_its_values_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "PACKED_JSON_BYTES", MIB)
    numbers = "[" + ",".join(["1"] * 20_000) + "]"
    with pytest.raises(TooLargeError, match="need too much memory"):
        load_json(_json(numbers))
    assert len(load_json(_json(numbers, factor=2.0))) == 20_000


def test_bounds_grow_with_what_was_given() -> None:
    usual, twice = Budget(), Budget(2.0)
    assert [one.unpacked_bytes(MIB) // MIB for one in (usual, twice)] == [306, 612]
    assert [one.members(10_000) for one in (usual, twice)] == [2100, 4200]
    assert [one.sessions(20_000) for one in (usual, twice)] == [510, 1020]
    assert [one.seconds(2 * MIB) for one in (usual, twice)] == [80.0, 160.0]


def test_the_last_byte_and_the_last_member_that_fit_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "FREE_MEMBERS", 2)
    spending = budget.Spending()
    spending.take("a", 256 * MIB)
    with pytest.raises(TooLargeError, match="unpack to over 256 MiB"):
        spending.take("b", 1)
    spending.take("c", 0)
    with pytest.raises(TooLargeError, match="hold over 2 members"):
        spending.take("d", 0)
    assert (spending.unpacked_bytes, spending.members) == (256 * MIB, 2)


@pytest.mark.parametrize(
    ("sizes", "too_large"), [([100], False), ([101], True), ([100] * 4, False), ([100] * 4 + [1], True), ([], False)]
)
def test_a_file_holds_so_many_samples_in_a_series_and_four_times_as_many_in_all(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], too_large: bool
) -> None:
    monkeypatch.setattr(budget, "MOST_SAMPLES", 100)
    if too_large:
        with pytest.raises(TooLargeError, match="over 100 samples"):
            budget.require_samples("a.fit", Budget(), sizes)
    else:
        budget.require_samples("a.fit", Budget(), sizes)


@pytest.mark.parametrize(("data", "bytes_needed"), [(b'{"a":1}', 254), (b"[1,2]", 162), (b"12", 4)])
@pytest.mark.parametrize("is_packed", [True, False])
def test_what_json_takes_is_reckoned_from_its_signs(
    monkeypatch: pytest.MonkeyPatch, data: bytes, bytes_needed: int, is_packed: bool
) -> None:
    for allowed, fits in ((bytes_needed, True), (bytes_needed - 1, False)):
        monkeypatch.setattr(budget, "PACKED_JSON_BYTES", allowed if is_packed else 0)
        monkeypatch.setattr(budget, "JSON_BYTES", 0 if is_packed else allowed)
        if fits:
            budget.require_json("a.json", Budget(), data, is_packed=is_packed)
        else:
            with pytest.raises(TooLargeError, match="need too much memory"):
                budget.require_json("a.json", Budget(), data, is_packed=is_packed)


def test_a_stream_may_unpack_to_just_its_bound() -> None:
    for most, whole in ((10, True), (9, False)):
        stream = budget.GuardedStream(io.BytesIO(bytes(10)), "a.gz", most)
        if whole:
            assert stream.read() == bytes(10)
        else:
            with pytest.raises(ReadError, match="bomb"):
                stream.read()
