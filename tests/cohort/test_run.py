"""Nothing lost and nothing twice: whatever ends, the dataset is that of an undisturbed run."""

import json
import shutil
from collections import Counter
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

import pacing.cohort.dataset
from pacing.cohort.batch_plan import Batch
from pacing.cohort.run import _person_row
from pacing.cohort.tally import Tally
from pacing.errors import CohortError, UsageError
from pacing.model.person import Medication, Person
from pacing.pipeline import Request
from tests.cohort.made import Inline, content, make_people, rows, run_inline, write_recording


def test_every_file_is_in_the_tables_once(people: Path, dataset: Path) -> None:
    there = Counter((row["person"], row["file"]) for table in ("sessions", "refused") for row in rows(dataset, table))
    assert len(there) == 3 * 6 + 1
    assert set(there.values()) == {1}
    assert [(row["person"], row["file"], row["reason"]) for row in rows(dataset, "refused")] == [
        ("person1", "letter.txt", "UnknownFormatError")
    ]


def test_each_person_is_judged_by_their_own_profile(dataset: Path) -> None:
    sessions = rows(dataset, "sessions")
    assert {row["limit_bpm"] for row in sessions if row["person"] == "person0"} == {95.0}
    assert {row["limit_bpm"] for row in sessions if row["person"] != "person0"} == {None}
    assert {row["age_years"] for row in sessions if row["person"] == "person0"} == {46.0}
    excursions = rows(dataset, "excursions")
    assert excursions
    assert {row["person"] for row in excursions} == {"person0"}


def test_the_manifest_counts_the_rows_and_hashes_every_file(dataset: Path) -> None:
    tables = json.loads((dataset / "dataset.json").read_text())["tables"]
    assert {name: table["rows"] for name, table in tables.items()} == {
        name: len(rows(dataset, name)) for name in tables
    }
    hashes = {one["file"]: one["sha256"] for table in tables.values() for one in table["files"]}
    there = {name: sha256(data).hexdigest() for name, data in content(dataset).items() if name.endswith(".parquet")}
    assert hashes == there


@pytest.mark.parametrize("damage", ["changed", "lost"])
def test_a_dataset_that_a_disk_damaged_is_made_whole_again(
    people: Path, dataset: Path, tmp_path: Path, damage: str
) -> None:
    shutil.copytree(dataset, tmp_path / "out")
    spoilt = tmp_path / "out" / "measurements" / "part-00001.parquet"
    if damage == "changed":
        spoilt.write_bytes(spoilt.read_bytes()[:-1] + b"x")
    else:
        spoilt.unlink()
    executor = Inline()
    run_inline(people, tmp_path / "out", resume=True, executor=executor)
    assert len(executor.batches) == 1
    assert content(tmp_path / "out") == content(dataset)


def test_a_dataset_that_is_there_is_not_written_over_and_not_done_again(people: Path, dataset: Path) -> None:
    with pytest.raises(UsageError, match="already"):
        run_inline(people, dataset)
    before, executor = content(dataset), Inline()
    run_inline(people, dataset, resume=True, executor=executor)
    assert executor.batches == []
    assert content(dataset) == before


def test_a_folder_of_something_else_is_left_alone(people: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="something else"):
        run_inline(people, tmp_path, resume=True)
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.fixture(autouse=True)
def page_undrawn(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing the summary takes longer than all else here, and has tests of its own."""
    page = (dataset / "summary.html").read_bytes()
    monkeypatch.setattr("pacing.cohort.run.summary_page", lambda _: page)


class StoppedError(BaseException):
    """The run is ended from outside."""


@pytest.mark.parametrize(
    "after", [1, 6, 14, 17, 21, *(pytest.param(moment, marks=pytest.mark.long) for moment in (3, 11, 16, 20))]
)
def test_a_run_that_ended_at_any_write_is_gone_on_with(
    people: Path, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    written, write = [0], pacing.cohort.dataset._write_down

    def ends(path: Path, data: bytes) -> None:
        written[0] += 1
        if written[0] == after:
            path.write_bytes(data[: len(data) // 2])
            raise StoppedError
        write(path, data)

    monkeypatch.setattr(pacing.cohort.dataset, "_write_down", ends)
    with pytest.raises(StoppedError):
        run_inline(people, tmp_path / "out")
    assert not (tmp_path / "out" / "dataset.json").exists()
    monkeypatch.setattr(pacing.cohort.dataset, "_write_down", write)
    run_inline(people, tmp_path / "out", resume=True)
    assert content(tmp_path / "out") == content(dataset)


@pytest.mark.parametrize("number", [28, 2])
def test_a_full_disk_ends_in_a_sentence_and_keeps_what_is_done(
    people: Path, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    written, write = [0], pacing.cohort.dataset._write_down

    def full(path: Path, data: bytes) -> None:
        written[0] += 1
        if written[0] == 8:
            raise OSError(number, "No space left on device")
        write(path, data)

    monkeypatch.setattr(pacing.cohort.dataset, "_write_down", full)
    with pytest.raises(CohortError, match="cannot be written: No space left") as caught:
        run_inline(people, tmp_path / "out")
    assert "--resume" in caught.value.hint
    assert not list((tmp_path / "out").rglob(".unfinished*"))
    monkeypatch.setattr(pacing.cohort.dataset, "_write_down", write)
    executor = Inline()
    run_inline(people, tmp_path / "out", resume=True, executor=executor)
    assert 0 < len(executor.batches) < 3
    assert content(tmp_path / "out") == content(dataset)


def _holds(name: str) -> Inline:
    return Inline(lambda batch: any(one.name == name for one in batch.files))


def test_a_file_that_ends_each_process_costs_itself_alone(people: Path, dataset: Path, tmp_path: Path) -> None:
    run_inline(people, tmp_path / "out", executor=_holds("day003.csv"))
    sessions = rows(tmp_path / "out", "sessions")
    assert [row for row in rows(dataset, "sessions") if row["file"] != "day003.csv"] == sessions
    ended = [row for row in rows(tmp_path / "out", "refused") if row["file"] == "day003.csv"]
    assert [row["person"] for row in ended] == ["person0", "person1", "person2"]
    assert all("ended each time" in row["message"] for row in ended)


def test_a_worker_that_ends_for_another_reason_costs_nothing(people: Path, dataset: Path, tmp_path: Path) -> None:
    seen: set[str] = set()

    def once(batch: Batch) -> bool:
        is_new = batch.files[0].path not in seen
        seen.add(batch.files[0].path)
        return is_new

    run_inline(people, tmp_path / "out", executor=Inline(once))
    assert content(tmp_path / "out") == content(dataset)


def test_batches_done_file_by_file_are_written_as_if_done_at_once(people: Path, dataset: Path, tmp_path: Path) -> None:
    run_inline(people, tmp_path / "out", executor=Inline(lambda batch: len(batch.files) > 1))
    assert content(tmp_path / "out") == content(dataset)


def test_files_that_came_later_are_all_that_is_done(tmp_path: Path) -> None:
    people, out = make_people(tmp_path / "people"), tmp_path / "out"
    run_inline(people, out)
    before = content(out)
    write_recording(people / "person1" / "day100.csv", 100)
    executor = Inline()
    run_inline(people, out, resume=True, executor=executor)
    assert [[one.name for one in batch.files] for batch in executor.batches] == [["day100.csv"]]
    assert len(rows(out, "sessions")) == 3 * 6 + 1
    after = content(out)
    assert all(after[name] == data for name, data in before.items() if name.startswith(("parts/", "measurements/")))


@pytest.mark.parametrize("change", ["file", "profile", "gone"])
def test_what_changed_is_done_again_and_nothing_is_there_twice(tmp_path: Path, change: str) -> None:
    people, out = make_people(tmp_path / "people"), tmp_path / "out"
    run_inline(people, out)
    if change == "file":
        write_recording(people / "person2" / "day001.csv", 1, 140)
    elif change == "profile":
        (people / "person0" / "profile.toml").write_text("[limit]\nbpm = 90\n")
    else:
        (people / "person2" / "day001.csv").unlink()
    run_inline(people, out, resume=True)
    anew = tmp_path / "anew"
    run_inline(people, anew)
    for table in ("sessions", "measurements", "excursions", "people"):
        keys = [sorted(map(str, rows(one, table))) for one in (out, anew)]
        assert keys[0] == keys[1]


def test_a_folder_that_is_gone_ends_in_a_sentence(tmp_path: Path) -> None:
    people, out = make_people(tmp_path / "people"), tmp_path / "out"

    def lose(batch: Batch) -> bool:
        if any(one.person == "person2" for one in batch.files):
            shutil.rmtree(people / "person2", ignore_errors=True)
        return False

    with pytest.raises(CohortError, match="cannot be reached any more") as caught:
        run_inline(people, out, executor=Inline(lose))
    assert "--resume" in caught.value.hint
    assert not (out / "dataset.json").exists()


def test_a_file_that_is_gone_alone_is_refused_by_its_name(tmp_path: Path) -> None:
    people = make_people(tmp_path / "people")

    def lose(_: Batch) -> bool:
        (people / "person2" / "day003.csv").unlink(missing_ok=True)
        return False

    run_inline(people, tmp_path / "out", executor=Inline(lose))
    assert ("person2", "day003.csv") in {(row["person"], row["file"]) for row in rows(tmp_path / "out", "refused")}


def test_two_runs_at_one_dataset_do_not_meet(people: Path, tmp_path: Path) -> None:
    def second(_: Batch) -> bool:
        with pytest.raises(CohortError, match="Another run"):
            run_inline(people, tmp_path / "out", resume=True)
        return False

    run_inline(people, tmp_path / "out", executor=Inline(second))


def test_another_version_among_the_workers_is_named(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pacing.cohort.batch.__version__", "0.0.1")
    with pytest.raises(CohortError, match=r"A worker has version 0\.0\.1"):
        run_inline(people, tmp_path / "out")


def test_a_dataset_among_the_folders_of_people_is_nobody(tmp_path: Path) -> None:
    people = make_people(tmp_path, 2, 2)
    run_inline(people, people / "results")
    executor = Inline()
    run_inline(people, people / "results", resume=True, executor=executor)
    assert executor.batches == []
    assert {row["person"] for row in rows(people / "results", "people")} == {"person0", "person1"}


@pytest.mark.parametrize(
    ("medication", "named"),
    [
        (Medication(), None),
        (Medication(beta_blocker=False), None),
        (Medication(beta_blocker=True), "beta_blocker"),
        (Medication(beta_blocker=True, digoxin=True), "beta_blocker, digoxin"),
    ],
)
def test_the_row_of_a_person_names_what_they_take(medication: Medication, named: str | None) -> None:
    person = SimpleNamespace(name="p", request=Request(Person(medication=medication)))
    naming = SimpleNamespace(called=lambda _kind, name: name)
    assert _person_row(person, naming, Tally())[-1] == named  # type: ignore[arg-type]
