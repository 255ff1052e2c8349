"""`--compat` gives the numbers other programs gave for the same five minutes (pyHRV's short sample)."""

from pathlib import Path

import numpy as np
import pytest

from pacing.measure.session import all_indices, measure_index
from pacing.model.person import Correction
from tests.measure.hrv_sessions import beats_of, session

pytestmark = pytest.mark.corpus


@pytest.mark.parametrize(
    ("compat", "expected", "allowed"),
    [
        (
            "neurokit2",
            {"lf": 1443, "hf": 4249, "lf_hf": 0.340, "sd1": 71.74, "pnn50": 48.37, "dfa_alpha1": 0.679},
            0.025,
        ),
        ("hrv-analysis", {"lf": 1651, "hf": 3484, "lf_hf": 0.474, "sd1": 71.74, "pnn50": 48.51, "sampen": 1.712}, 0.01),
        ("pyhrv", {"lf": 1562, "hf": 5337, "lf_hf": 0.293, "sd1": 71.63, "pnn50": 48.51, "dfa_alpha1": 0.665}, 0.03),
    ],
)
def test_another_programs_settings_give_its_numbers(
    corpus: Path, compat: str, expected: dict[str, float], allowed: float
) -> None:
    """What is left: NeuroKit2 interpolates with other splines, pyHRV sums its bands between its own bins."""
    rr_ms = np.load(corpus / "rr" / "pyhrv__SampleNNISeriesShort.npy").astype(np.float64)
    made = session(beats_of(rr_ms), window="whole", correction=Correction.NONE, compat=compat)
    found = {name: measure_index(all_indices()[f"hrv_{name}"], made).value for name in expected}
    assert found == pytest.approx(expected, rel=allowed)
