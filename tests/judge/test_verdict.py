"""Which verdict reaches which level."""

import pytest

from pacing.judge.exceedance import reaches
from pacing.model.exceedance import ExceedanceVerdict


@pytest.mark.parametrize(
    ("verdict", "reached"),
    [
        (None, ""),
        (ExceedanceVerdict.CANNOT_JUDGE, ""),
        (ExceedanceVerdict.WITHIN, ""),
        (ExceedanceVerdict.BRIEF, "brief"),
        (ExceedanceVerdict.DOSE, "brief dose"),
        (ExceedanceVerdict.SUSTAINED, "brief dose sustained"),
    ],
)
def test_a_verdict_reaches_every_level_up_to_its_own(verdict: ExceedanceVerdict | None, reached: str) -> None:
    levels = (ExceedanceVerdict.BRIEF, ExceedanceVerdict.DOSE, ExceedanceVerdict.SUSTAINED)
    assert " ".join(level for level in levels if reaches(verdict, level)) == reached
