"""Beat intervals of Suunto and Firstbeat."""

from datetime import datetime
from pathlib import Path

import pytest

from pacing.read.read import read_recordings

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["sdf.sdf", "sdf_suunto.sdf"])
def test_the_clock_of_both_layouts_is_read_to_the_second(name: str, tmp_path: Path) -> None:
    text = (HERE / name).read_text(encoding="utf-8").replace("10:00", "07:45")
    path = tmp_path / name
    path.write_text(text.replace("07:45.00", "07:45.36").replace("07:45:00", "07:45:36"), encoding="utf-8")
    (recording,) = read_recordings(path)
    assert recording.began == datetime(2026, 6, 1, 7, 45, 36)  # noqa: DTZ001 - a clock without zone
