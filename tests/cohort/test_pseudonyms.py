"""With a key, nothing in a dataset tells whose it is; without it, nothing can be tried."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pacing.cohort.pseudonyms import Naming, naming_from
from pacing.errors import UsageError
from tests.cohort.made import content, make_people, rows, run_inline

KEY = Naming(b"a key of more than sixteen bytes")
NAMES = ("person0", "person1", "person2", "day00", "letter")


@pytest.fixture(scope="module")
def hidden(people: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hidden") / "out"
    run_inline(people, out, naming=KEY)
    return out


def test_no_name_of_a_person_or_a_file_is_anywhere_in_the_dataset(hidden: Path, dataset: Path) -> None:
    def everything(folder: Path) -> str:
        tables = [str(pq.read_table(path).to_pydict()) for path in folder.rglob("*.parquet")]
        plain = [data.decode("latin-1") for name, data in content(folder).items()]
        return "\n".join((*tables, *plain, *content(folder)))

    assert all(name in everything(dataset) for name in NAMES)  # else the next line says nothing
    assert [name for name in NAMES if name in everything(hidden)] == []
    assert KEY.key is not None
    assert KEY.key.decode() not in everything(hidden)


def test_with_pseudonyms_hashes_devices_and_messages_are_missing_too(hidden: Path) -> None:
    sessions, refused = rows(hidden, "sessions"), rows(hidden, "refused")
    assert {(row["sha256"], row["device"]) for row in sessions} == {(None, None)}
    assert [(row["reason"], row["message"], row["hint"]) for row in refused] == [("UnknownFormatError", None, None)]


def test_the_numbers_are_those_of_the_run_with_names(hidden: Path, dataset: Path) -> None:
    def numbers(folder: Path) -> list[object]:
        return [(row["index"], row["value"], row["low"], row["high"]) for row in rows(folder, "measurements")]

    assert numbers(hidden) == numbers(dataset)
    assert len({row["person"] for row in rows(hidden, "sessions")}) == 3


def test_another_key_makes_other_pseudonyms_and_cannot_go_on(people: Path, hidden: Path) -> None:
    other = Naming(b"another key of more than sixteen bytes")
    assert other.called("person", "person0") != KEY.called("person", "person0")
    for naming in (other, Naming()):
        with pytest.raises(UsageError, match="another key"):
            run_inline(people, hidden, naming=naming, resume=True)


def test_a_new_key_is_made_for_its_owner_alone_and_used_again(tmp_path: Path) -> None:
    naming, is_new = naming_from(tmp_path / "key", tmp_path / "out")
    again, is_new_again = naming_from(tmp_path / "key", tmp_path / "out")
    assert (is_new, is_new_again, naming) == (True, False, again)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_key_beside_the_data_or_too_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="would lie with the data"):
        naming_from(tmp_path / "out" / "key", tmp_path / "out")
    (tmp_path / "short").write_bytes(b"secret\n")
    with pytest.raises(UsageError, match="6 bytes"):
        naming_from(tmp_path / "short", tmp_path / "out")


def test_a_cohort_with_a_wrong_profile_hides_whose(tmp_path: Path) -> None:
    people = make_people(tmp_path / "people", 2, 1)
    (people / "person1" / "profile.toml").write_text("[person]\nage = 999\n")
    outcome = run_inline(people, tmp_path / "out", naming=KEY)
    assert [one.person for one in outcome.not_taken] == ["person1"]
    assert "person1" not in (tmp_path / "out" / "summary.json").read_text()
