"""One small cohort and its dataset, made once."""

from pathlib import Path

import pytest

from tests.cohort.made import make_people, run_inline

pytest.importorskip("pyarrow", reason="the extra cohort is not installed")


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three people."""
    return make_people(tmp_path_factory.mktemp("cohort") / "people")


@pytest.fixture(scope="session")
def dataset(people: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of an undisturbed run over them."""
    out = tmp_path_factory.mktemp("cohort") / "out"
    run_inline(people, out)
    return out
