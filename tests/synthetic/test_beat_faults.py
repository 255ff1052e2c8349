import numpy as np
import pytest

from pacing.synthetic.plan import BeatFaults, Dropout
from pacing.synthetic.sensor import ArtefactKind, faulty_beats, written_beats

EVEN_S = np.arange(0.0, 300.0, 0.8)


def faults(**shares: float) -> tuple[np.ndarray, list[ArtefactKind]]:
    found_s, artefacts = faulty_beats(EVEN_S, BeatFaults(**shares), np.random.default_rng(3))
    return np.diff(found_s) * 1000, [a.kind for a in artefacts]


def test_a_missed_beat_makes_one_interval_of_two() -> None:
    rr_ms, kinds = faults(missed_share=0.02)
    count = round(0.02 * EVEN_S.size)
    assert kinds == [ArtefactKind.MISSED_BEAT] * count
    assert int(np.isclose(rr_ms, 1600).sum()) == count


def test_an_extra_beat_splits_one_interval() -> None:
    rr_ms, kinds = faults(extra_share=0.02)
    short = rr_ms[rr_ms < 700]
    assert short.size == 2 * len(kinds)
    assert short.sum() == pytest.approx(800 * len(kinds))


def test_an_early_beat_is_followed_by_a_full_pause() -> None:
    rr_ms, kinds = faults(ectopic_share=0.02)
    early = np.flatnonzero(np.isclose(rr_ms, 560))
    assert early.size == len(kinds)
    assert rr_ms[early + 1] == pytest.approx(1040)


def test_faults_say_where_they_are() -> None:
    found_s, artefacts = faulty_beats(EVEN_S, BeatFaults(missed_share=0.05), np.random.default_rng(1))
    for artefact in artefacts:
        assert not ((found_s > artefact.start_s + 0.1) & (found_s < artefact.stop_s - 0.1)).any()


def test_more_faults_than_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        faults(missed_share=0.5)


def test_written_intervals_are_whole_milliseconds_on_an_unbroken_clock() -> None:
    times_s = np.cumsum(np.full(100, 0.81234))
    beats = written_beats(times_s, ())
    assert (beats.rr_ms == 812).all()
    assert beats.time_s[1:] - beats.rr_ms[1:] / 1000 == pytest.approx(beats.time_s[:-1], abs=1e-9)


def test_the_clock_starts_anew_after_a_drop_out() -> None:
    times_s = np.cumsum(np.full(100, 0.81234))
    beats = written_beats(times_s, (Dropout(30.0, 10.0),))
    assert beats.time_s[-1] == pytest.approx(times_s[-1], abs=0.03)
    assert not ((beats.time_s >= 30) & (beats.time_s < 40)).any()
