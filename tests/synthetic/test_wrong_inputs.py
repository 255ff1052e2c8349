import numpy as np
import pytest

from pacing.errors import PacingError, ReadError
from pacing.model.measurement import Reason
from pacing.synthetic.wrong_inputs import RMSSD_MS, Right, WrongInput, wrong_inputs

CASES = {case.id: case for case in wrong_inputs()}


def rmssd(rr_ms: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


def test_there_are_the_eight_of_the_peers_note() -> None:
    assert list(CASES) == [
        "clean", "seconds", "averaged", "gap", "missed_beat", "few_beats", "not_a_number", "constant",
    ]  # fmt: skip


def test_the_faultless_series_has_the_right_value() -> None:
    clean = CASES["clean"]
    assert clean.beats.rr_ms.size == 330
    assert rmssd(clean.beats.rr_ms) == pytest.approx(RMSSD_MS, abs=clean.right.tolerance_ms)


def test_plain_differences_go_as_wrong_as_in_the_peers_note() -> None:
    assert rmssd(CASES["gap"].beats.rr_ms) > 2000
    assert rmssd(CASES["missed_beat"].beats.rr_ms) > 2 * RMSSD_MS
    assert rmssd(CASES["averaged"].beats.rr_ms) < RMSSD_MS / 2
    assert rmssd(CASES["constant"].beats.rr_ms) == 0


def test_seconds_are_the_same_beats_and_a_slow_heart() -> None:
    seconds = CASES["seconds"]
    read = np.array([float(line) for line in seconds.text.split()])
    assert read * 1000 == pytest.approx(seconds.beats.rr_ms)
    assert np.median(read) > 1.0
    assert rmssd(seconds.beats.rr_ms) == pytest.approx(40.8, abs=seconds.right.tolerance_ms)


def test_one_line_is_not_a_number_and_the_beats_have_a_hole() -> None:
    case = CASES["not_a_number"]
    assert case.text.split().count("NaN") == 1
    begins_s = case.beats.time_s - case.beats.rr_ms / 1000
    assert int((begins_s[1:] - case.beats.time_s[:-1] > 0.5).sum()) == 1


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_refusal_named_exists(case: WrongInput) -> None:
    known = {reason.value for reason in Reason} | {kind.__name__ for kind in every_error(PacingError)}
    assert set(case.right.refusals) <= known
    assert case.right.rmssd_ms is not None or case.right.refusals


def every_error(kind: type[PacingError]) -> set[type[PacingError]]:
    return {kind, *(deeper for sub in kind.__subclasses__() for deeper in every_error(sub))}


def test_there_are_read_errors_to_name() -> None:
    assert ReadError in every_error(PacingError)


def test_an_answer_is_right_by_value_or_by_refusal_never_by_silence() -> None:
    assert Right(34.86).accepts(34.9, None)
    assert not Right(34.86).accepts(75.7, None)
    assert not Right(34.86).accepts(None, "too_short")
    assert Right(None, ("too_short",)).accepts(None, "too_short")
    assert not Right(None, ("too_short",)).accepts(10.8, None)
    assert not Right(None, ("too_short",)).accepts(None, None)
