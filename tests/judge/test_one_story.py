"""One notion of what was recorded: cleaning, judging and the page never say two things of the same seconds."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.clean.clean import clean_recording
from pacing.judge.exceedance import judge_exceedance
from pacing.judge.long_timeline import timeline_from
from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.recording import HeartRate, Recording, RecordingKind, Source
from pacing.pipeline import Request, assess_paths

SOURCE = Source("made.csv", "a" * 64, "csv/plain")


def recording(time_s: list[float], duration_s: float) -> Recording:
    series = HeartRate(np.array(time_s), np.full(len(time_s), 90.0))
    return Recording(RecordingKind.ACTIVITY, series, None, (), (), None, duration_s, None, SOURCE)


def assert_agree(made: Recording, cleaned: object = None) -> None:
    usable = clean_recording(made) if cleaned is None else cleaned
    line = timeline_from(usable, made.duration_s, made.source.sensor)  # type: ignore[arg-type]
    coverage = usable.coverage  # type: ignore[attr-defined]
    if line.duration_s:
        unknown_s = float(line.gaps().length_s.sum())
        assert coverage.measured_share == pytest.approx(1 - unknown_s / line.duration_s, abs=1e-9)
        longest_s = float(line.gaps().length_s.max(initial=0.0))
        assert coverage.longest_gap_s == pytest.approx(longest_s, abs=1e-6)


@given(
    st.lists(st.integers(0, 400), min_size=0, max_size=60, unique=True).map(sorted),
    st.integers(0, 600),
)
def test_coverage_and_the_limit_know_the_same_seconds(seconds: list[int], further_s: int) -> None:
    time_s = [float(second) for second in seconds]
    assert_agree(recording(time_s, (time_s[-1] if time_s else 0.0) + further_s))


@pytest.mark.slow
@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.long)])
def test_coverage_and_the_limit_know_the_same_seconds_of_every_real_recording(corpus: Path, every: int) -> None:
    files = [p for kind in ("fit", "rr", "csv") for p in sorted((corpus / kind).rglob("*")) if p.is_file()]
    small = [path for path in files if path.stat().st_size < 500_000][::every]
    sessions = [s for result in assess_paths(small, Request(analyse=False)) for s in result.sessions]
    assert len(sessions) > 40 / every
    for session in sessions:
        assert_agree(session.recording, session.cleaned)


@pytest.mark.parametrize(("time_s", "duration_s"), [([], 0.0), ([0.0], 0.0), ([0.0], 1.0), ([5.0], 600.0)])
def test_zero_seconds_or_one_sample_judge_nothing(time_s: list[float], duration_s: float) -> None:
    made = recording(time_s, duration_s)
    line = timeline_from(clean_recording(made), duration_s, made.source.sensor)
    assert judge_exceedance(line, 100.0).verdict is ExceedanceVerdict.CANNOT_JUDGE
    assert judge_exceedance(line, 60.0).verdict is ExceedanceVerdict.CANNOT_JUDGE
