"""How far the resting level of five minutes lies from that of the five minutes before, on real wrists at rest.

The recordings lie in the corpus (`../shared/corpus/stops`): 20 seated minutes before people climbed stairs. Were the
interval of a rest wider than real hearts need, two of them would hold their difference nearly always.
"""

from itertools import pairwise
from pathlib import Path

from pacing.clean.clean import clean_recording
from pacing.measure.index import Inputs
from pacing.measure.session import all_indices, measure_index
from pacing.model.person import Conditions, Person
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.read.read import read_recordings
from pacing.segment.phases import find_phases

REST_S = 300.0


def neighbouring_rests(corpus: Path) -> list[tuple[str, float, float]]:
    """Of each two neighbouring stretches of five minutes: what lies beside them, the later level less the earlier one,
    and the half-width of what their intervals allow for it [bpm].

    `sat down`: the earlier stretch begins the rest; `gets up`: the later one ends it; `between`: neither.
    """
    pairs = []
    for path in sorted((corpus / "stops").glob("*stair_climb*.tcx.gz")):
        (recording,) = read_recordings(path)
        cleaned = clean_recording(recording)
        begins, ends = next((p.start_s, p.stop_s) for p in find_phases(recording, cleaned).of(PhaseKind.REST))
        levels = []
        while ends - REST_S >= begins:
            rest = Phase(PhaseKind.REST, ends - REST_S, ends, PhaseOrigin.GIVEN, 0.0)
            walk = Phase(PhaseKind.EXERCISE, ends, recording.duration_s, PhaseOrigin.GIVEN, 0.0)
            inputs = Inputs(recording, cleaned, Phases((rest, walk)), Person(), Conditions())
            level = measure_index(all_indices()["hr_rest"], inputs)
            if level.value is not None and level.low is not None and level.high is not None:
                levels.append((level.value, (level.high - level.low) / 2.0))
            ends -= REST_S
        for number, ((late, half), (early, other)) in enumerate(pairwise(levels)):
            beside = "gets up" if number == 0 else "sat down" if number == 2 else "between"
            pairs.append((beside, late - early, (half**2 + other**2) ** 0.5))
    return pairs
