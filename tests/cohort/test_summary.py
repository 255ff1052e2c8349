"""The summary counts what the tables hold, and its page says the same."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from pacing.cohort.summary import _described
from pacing.cohort.tally import BY_ID, DISTRIBUTIONS, Distribution, Tally, added_up, tally_from
from tests.cohort.made import rows


@pytest.fixture(scope="module")
def summary(dataset: Path) -> dict[str, object]:
    plain: dict[str, object] = json.loads((dataset / "summary.json").read_text(encoding="utf-8"))
    return plain


def test_the_counts_are_those_of_the_tables(dataset: Path, summary: dict[str, object]) -> None:
    sessions = rows(dataset, "sessions")
    assert (summary["people"], summary["files"], summary["sessions"], summary["refused"]) == (3, 19, 18, 1)
    assert summary["refused_by_reason"] == {"UnknownFormatError": 1}
    verdicts = [row["verdict"] for row in sessions if row["verdict"] is not None]
    assert summary["verdicts"] == {verdict: verdicts.count(verdict) for verdict in sorted(set(verdicts))}


def test_each_distribution_counts_the_sessions_that_have_a_value(dataset: Path, summary: dict[str, object]) -> None:
    measured = rows(dataset, "measurements")
    for name, one in summary["distributions"].items():  # type: ignore[attr-defined]
        with_value = [row for row in measured if row["index"] == name and row["value"] is not None]
        if name in {row["index"] for row in measured}:
            assert sum(one["sessions"]) == len(with_value)
            for row in with_value:
                assert one["sessions"][BY_ID[name].place(row["value"])] > 0


@pytest.mark.parametrize("one", DISTRIBUTIONS, ids=lambda one: one.id)
def test_bins_are_equally_wide_and_hold_what_lies_in_them(one: Distribution) -> None:
    ends = one.ends
    assert [ends[0], ends[-1]] == pytest.approx([one.low, one.high])
    assert len(ends) == one.bins + 1
    assert [later - earlier for earlier, later in pairwise(ends)] == pytest.approx([ends[1] - ends[0]] * one.bins)
    assert [one.place((earlier + later) / 2) for earlier, later in pairwise(ends)] == list(range(one.bins))


def test_people_have_a_row_each_with_what_they_told(dataset: Path) -> None:
    first, second, _ = rows(dataset, "people")
    assert (first["person"], first["files"], first["sessions"], first["judged"], first["sex"]) == (
        *("person0", 6, 6, 6, "female"),
    )
    assert (second["refused"], second["judged"], str(second["first_day"]), str(second["last_day"])) == (
        *(1, 0, "2026-05-04", "2026-05-09"),
    )
    own = [row for row in rows(dataset, "sessions") if row["person"] == "person0"]
    assert first["recorded_h"] == pytest.approx(sum(row["duration_s"] * row["measured_share"] for row in own) / 3600)
    assert first["above_min"] == pytest.approx(sum(row["time_above_s"] for row in own) / 60)
    assert first["above_min"] > 0


def test_the_page_says_it_in_one_sentence_and_asks_nothing_of_the_net(dataset: Path) -> None:
    page = (dataset / "summary.html").read_text(encoding="utf-8")
    assert "In 19 files of 3 people, 18 sessions were read; 1 file was refused." in page
    assert page.count("<figure>") == page.count('role="img" aria-label="')
    assert page.count("<figure>") >= 4
    assert "The middle one lies at" in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_tallies_add_up_however_they_are_parted(dataset: Path) -> None:
    parts = [
        tally_from(json.loads(path.read_text(encoding="utf-8"))["tally"])
        for path in sorted((dataset / "parts").glob("*/record.json"))
    ]
    assert len(parts) == 3
    one, two, three = parts
    together = added_up(parts)
    assert added_up([added_up([one, two]), three]).document() == together.document()
    assert tally_from(json.loads(json.dumps(together.document()))).document() == together.document()
    assert Tally().document()["bins"].keys() == {one.id for one in DISTRIBUTIONS}


@pytest.mark.parametrize(
    ("counts", "quarters"),
    [((1, 1, 1, 1), (0, 1, 2)), ((4, 0, 0, 0), (0, 0, 0)), ((0, 3, 0, 1), (1, 1, 1)), ((1, 0, 0, 3), (0, 3, 3))],
)
def test_a_histogram_is_said_by_its_quarters(counts: tuple[int, ...], quarters: tuple[int, ...]) -> None:
    one = DISTRIBUTIONS[0]
    said = _described(one, [*counts, *([0] * (len(one.ends) - 1 - len(counts)))])
    low, middle, high = (f"{one.ends[bin_number]:g} to {one.ends[bin_number + 1]:g}" for bin_number in quarters)
    assert f"The middle one lies at {middle} {one.unit}" in said
    assert f"at or below {low}, and a quarter at or above {high}." in said
