from collections import Counter

import numpy as np

from pacing.model.recording import MarkerKind
from pacing.synthetic.population import Evidence, SensorClass, draw_plan
from pacing.synthetic.session import make_session

DRAWN = [draw_plan(seed) for seed in range(400)]


def test_efforts_span_twenty_to_a_hundred_percent_evenly() -> None:
    shares = np.array([d.effort_share for d in DRAWN])
    counts, _ = np.histogram(shares, bins=8, range=(0.2, 1.0))
    assert counts.sum() == 400
    assert counts.min() > 30


def test_every_sensor_and_every_evidence_is_drawn() -> None:
    assert set(Counter(d.sensor for d in DRAWN)) == set(SensorClass)
    assert set(Counter(d.evidence for d in DRAWN)) == set(Evidence)


def test_a_fixed_class_changes_nothing_else_about_the_person() -> None:
    free, fixed = draw_plan(8), draw_plan(8, SensorClass.STRAP, Evidence.MARKERS, dropouts=False)
    assert (free.plan.resting_bpm, free.plan.bouts) == (fixed.plan.resting_bpm, fixed.plan.bouts)
    assert fixed.plan.random_dropouts is None


def test_every_drawn_plan_makes_a_session_of_a_living_heart() -> None:
    for seed, drawn in enumerate(DRAWN[:120]):
        made = make_session(drawn.plan, seed)
        assert made.truth.realised_bpm.min() > 40
        assert made.truth.realised_bpm.max() < 215
        assert made.truth.recoveries[0].drop_bpm[2] is not None
        assert (made.recording.beats is not None) is (drawn.sensor is SensorClass.STRAP_BEATS)
        laps = [m for m in made.recording.markers if m.kind is MarkerKind.LAP]
        assert (len(laps) == 3) is (drawn.evidence is Evidence.MARKERS)
