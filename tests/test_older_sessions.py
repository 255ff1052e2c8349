"""A report over many sessions keeps the samples of those it draws, and every number of all."""

from pathlib import Path

from pacing.codec import session_document
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request, assess_paths, collect_outcome
from pacing.report.compose import newest_places

REQUEST = Request(Person(age_years=45, resting_bpm=65, limits=(LimitSetting("fixed", 110),)))


def test_only_the_newest_sessions_keep_their_samples_and_none_loses_a_number(samples: Path) -> None:
    files = sorted([*samples.glob("*.fit"), *samples.glob("*.csv")])
    whole = collect_outcome(assess_paths(files, REQUEST), REQUEST)
    light = collect_outcome(assess_paths(files, REQUEST), REQUEST, most_with_samples=3)
    kept = {place for place, session in enumerate(light.sessions) if session.recording.heart_rate.time_s.size}
    assert kept == set(newest_places(whole, 3))
    assert [session_document(s) for s in light.sessions] == [session_document(s) for s in whole.sessions]
