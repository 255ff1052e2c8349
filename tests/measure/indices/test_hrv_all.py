"""What holds for every variability index."""

import math

import numpy as np
import pytest

from pacing.measure.index import Inputs
from pacing.measure.session import all_indices, measure_index
from pacing.model.measurement import Measurement, Reason
from pacing.model.person import Correction
from pacing.model.recording import Beats
from tests.measure.hrv_sessions import beats_of, session, sinus

INDICES = {name: index for name, index in all_indices().items() if name.startswith("hrv_")}
DAY_LONG = {"hrv_sdann", "hrv_sdnn_index", "hrv_ulf", "hrv_night_sdnn"}


def measured(inputs: Inputs) -> dict[str, Measurement]:
    return {name: measure_index(index, inputs) for name, index in INDICES.items()}


def test_every_published_index_is_there() -> None:
    published = """mean_nn sdnn rmssd ln_rmssd sdsd nn50 pnn50 pnn20 triangular_index tinn vlf lf hf total_power lf_nu
    hf_nu lf_hf sd1 sd2 sd_ratio csi cvi stress_index sampen dfa_alpha1 dfa_alpha2 sdann sdnn_index ulf night_sdnn"""
    assert {f"hrv_{name}" for name in published.split()} <= set(INDICES)


@pytest.mark.parametrize(
    "rr_ms",
    [[], [800.0], [800.0] * 5, [5000.0] * 30, [30_000.0, 800.0], list(np.tile([400.0, 1900.0], 200))],
    ids=["empty", "one beat", "five beats", "all gaps", "a gap and a beat", "nonsense"],
)
@pytest.mark.parametrize("window", ["standard", "whole", (0.0, 60.0)])
@pytest.mark.parametrize("correction", list(Correction))
def test_poor_input_gives_a_reason(
    rr_ms: list[float], window: str | tuple[float, float], correction: Correction
) -> None:
    for found in measured(session(beats_of(rr_ms), window=window, correction=correction)).values():
        assert found.unavailable is None or found.advice


def test_without_beats_every_index_needs_beats() -> None:
    assert {found.unavailable for found in measured(session(None)).values()} == {Reason.NEEDS_BEATS}


def test_constant_intervals_vary_by_nothing_and_have_no_entropy_or_scaling() -> None:
    found = measured(session(beats_of(np.full(800, 800.0)), window="whole"))
    assert [found[f"hrv_{name}"].value for name in ("rmssd", "sdnn", "sdsd", "sd1", "sd2", "pnn50")] == [0.0] * 6
    for name in ("sampen", "dfa_alpha1", "dfa_alpha2", "lf_hf", "csi", "stress_index", "ln_rmssd", "cvi"):
        assert found[f"hrv_{name}"].unavailable is Reason.OUT_OF_RANGE


def test_five_good_minutes_give_every_index_but_those_of_the_day() -> None:
    found = measured(session(beats_of(np.round(sinus(700) * 0.5)), window="whole"))
    assert {name for name, one in found.items() if one.value is None} == DAY_LONG
    assert all(one.low < one.high for one in found.values() if one.low is not None and one.high is not None)


def test_a_second_look_gives_the_same_numbers() -> None:
    beats = beats_of(sinus(400))
    first, second = (
        {name: (one.value, one.low, one.high) for name, one in measured(session(beats)).items()} for _ in range(2)
    )
    assert first == second


def test_a_gap_changes_little_and_is_never_differenced() -> None:
    rr_ms = sinus(330)
    with_gap = np.concatenate((rr_ms[:165], [30_000.0], rr_ms[165:]))
    clean = measured(session(beats_of(rr_ms), window="whole"))
    holed = measured(session(beats_of(with_gap), window="whole"))
    for name in ("hrv_rmssd", "hrv_sdnn", "hrv_sd1", "hrv_pnn20", "hrv_mean_nn"):
        one, other = holed[name].value, clean[name].value
        assert one is not None
        assert one == pytest.approx(other, rel=0.01)


@pytest.mark.parametrize(
    ("seconds", "there", "refused"),
    [
        (50.0, {"hrv_mean_nn"}, {"hrv_rmssd", "hrv_hf", "hrv_lf", "hrv_vlf", "hrv_sampen", "hrv_sd2"}),
        (
            90.0,
            {"hrv_rmssd", "hrv_sdnn", "hrv_sd1", "hrv_sd2", "hrv_hf"},
            {"hrv_lf", "hrv_vlf", "hrv_sampen", "hrv_triangular_index"},
        ),
        (200.0, {"hrv_lf", "hrv_sampen", "hrv_dfa_alpha1"}, {"hrv_vlf", "hrv_dfa_alpha2", "hrv_tinn"}),
    ],
)
def test_each_family_has_its_shortest_recording(seconds: float, there: set[str], refused: set[str]) -> None:
    found = measured(session(beats_of(np.round(sinus(700) * 0.9)), window=(0.0, seconds)))
    for name in there:
        assert found[name].value is not None, name
        assert any("ultra-short" in caveat for caveat in found[name].caveats)
        of_a_share = any("nine in ten ranges of this share" in caveat for caveat in found[name].caveats)
        assert of_a_share == (name in {"hrv_pnn50", "hrv_pnn20", "hrv_nn50"})
    for name in refused:
        assert found[name].unavailable in (Reason.TOO_SHORT, Reason.TOO_FEW_BEATS), name


def test_too_many_artefacts_refuse_first_what_they_harm_most() -> None:
    rr_ms = sinus(600)
    bad = rr_ms.copy()
    for place in range(20, 580, 14):
        bad[place : place + 2] = [rr_ms[place] - 330.0, rr_ms[place + 1] + 330.0]
    found = measured(session(beats_of(bad), window="whole"))
    assert found["hrv_dfa_alpha1"].unavailable is Reason.TOO_MANY_ARTEFACTS
    assert found["hrv_rmssd"].value is not None
    assert any("corrected" in caveat for caveat in found["hrv_rmssd"].caveats)


def test_a_compat_setting_changes_the_number_and_says_which_setting_did() -> None:
    beats = beats_of(sinus(700))
    ours = measured(session(beats, window="whole"))
    theirs = measured(session(beats, window="whole", compat="physionet"))
    assert theirs["hrv_sampen"].value != ours["hrv_sampen"].value
    assert theirs["hrv_sampen"].parts["compat_changed"] == "entropy_r: 0.15 instead of 0.2"
    assert theirs["hrv_hf"].parts["spectrum"] == "lomb"
    kubios = measured(session(beats, window="whole", compat="kubios"))
    stress, root = ours["hrv_stress_index"].value, kubios["hrv_stress_index"].value
    assert stress is not None
    assert root == pytest.approx(math.sqrt(stress))


def test_a_day_of_beats_has_the_indices_of_the_day() -> None:
    random = np.random.default_rng(11)
    clock = np.arange(100_000) * 0.85
    slow = 80.0 * np.sin(2 * np.pi * clock / 86_400.0) + 25.0 * np.sin(2 * np.pi * 0.1 * clock)
    breath = 30.0 * np.sin(2 * np.pi * 0.25 * clock + np.sin(clock / 50.0))
    rr_ms = np.round(850.0 + slow + breath + 8.0 * random.standard_normal(clock.size))
    found = measured(session(beats_of(rr_ms), window="whole"))
    sdann, index = found["hrv_sdann"].value, found["hrv_sdnn_index"].value
    assert sdann == pytest.approx(80.0 / math.sqrt(2), rel=0.03)
    assert index == pytest.approx(math.sqrt(25**2 / 2 + 30**2 / 2 + 8**2), rel=0.03)
    ulf = found["hrv_ulf"].value
    assert ulf == pytest.approx(80.0**2 / 2, rel=0.05)
    assert found["hrv_night_sdnn"].unavailable is Reason.NOT_RECORDED


def test_nothing_takes_sides() -> None:
    for index in INDICES.values():
        words = f"{index.info.title} {index.info.definition} {index.info.limits}".lower()
        assert not any(word in words for word in ("pns", "sns", "abnormal", "healthy", "sympathovagal"))


def test_beats_that_contradict_the_clock_are_not_differenced() -> None:
    rr_ms = sinus(400)
    late = Beats(np.arange(1.0, 401.0) * 1.5, rr_ms)
    found = measured(session(late, window="whole"))
    assert found["hrv_rmssd"].value is None


def test_many_early_beats_give_no_variability_and_the_reason() -> None:
    found = measured(session(beats_of(np.tile([600.0, 1000.0], 300)), window="whole"))
    assert found["hrv_rmssd"].unavailable is Reason.TOO_MANY_ARTEFACTS
    assert "came early" in (found["hrv_rmssd"].advice or "")
