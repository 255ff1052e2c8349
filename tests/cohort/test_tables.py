"""The schemas: what is written is what is documented."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pacing.cohort.tables import OF_FILES, OF_PEOPLE, TABLES, VERSION, parquet_bytes, schema_of, schema_page
from tests.cohort.made import rows


def test_every_table_is_made_of_files_or_of_people() -> None:
    assert set(TABLES) == {*OF_FILES, *OF_PEOPLE}


@pytest.mark.parametrize("name", TABLES)
def test_a_written_table_tells_its_units_and_its_version(dataset: Path, name: str) -> None:
    for path in (dataset / name).glob("*.parquet"):
        schema = pq.read_schema(path)
        assert schema.equals(schema_of(name), check_metadata=True)
        assert schema.metadata[b"pacing_schema"].decode() == VERSION
        assert {field.metadata.get(b"unit") is not None for field in schema} == {True}
        assert all(field.metadata[b"meaning"].endswith(b".") for field in schema)


def test_numbers_have_units_and_their_names_agree() -> None:
    ends = {"_s": "s", "_bpm": "bpm", "_h": "h", "_min": "min", "_years": "a", "_share": "1"}
    for table in TABLES.values():
        for column in table.columns:
            assert (column.kind == "number") <= bool(column.unit), column
            unit = next((unit for end, unit in ends.items() if column.name.endswith(end)), column.unit)
            assert column.unit in (unit, "bpm min"), column


def test_there_is_no_nan_and_a_row_without_its_key_is_refused() -> None:
    with pytest.raises(pa.lib.ArrowException):
        parquet_bytes("refused", [(1.5, "file", "reason", None, None)])
    with pytest.raises(ValueError, match="longer"):
        parquet_bytes("refused", [("anna", "file", "reason", None)])


def test_a_dataset_holds_no_nan(dataset: Path) -> None:
    def is_nan(value: Any) -> bool:
        return isinstance(value, float) and math.isnan(value)

    every: Sequence[Any] = [value for name in TABLES for row in rows(dataset, name) for value in row.values()]
    assert len(every) > 1000
    assert not any(map(is_nan, every))


def test_the_page_of_the_documentation_shows_the_tables(project: Path) -> None:
    page = (project / "docs" / "pages" / "cohort.md").read_text(encoding="utf-8")
    assert schema_page(TABLES.values()).strip() in page
