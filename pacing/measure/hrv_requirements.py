"""How long and how clean a series must be for a family of indices."""

from dataclasses import dataclass
from types import MappingProxyType

from pacing import reference
from pacing.measure.hrv_series import Series
from pacing.measure.index import NotMeasurableError
from pacing.measure.time_words import in_words
from pacing.model.measurement import Reason

EDGE_SHARE = 0.95  # design: whole beats fill a little less than the window that holds them
ULTRA_SHORT = "Shorter than five minutes (ultra-short): for your own trend only, from recordings of equal length."
NOTED = "Between {noted:.0%} and {most:.0%} of the beats were corrected or left out: read it with care."


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a family of indices needs.

    `least_s`, `standard_s`: refused below, ultra-short below [s]. `least_pairs`: adjacent pairs or beats. `noted`,
    `most`: artefact shares, 0..1, from which on a caveat stands beside the number and from which on there is none.
    `next_time`: what to do then.
    """

    least_s: float
    least_pairs: int
    standard_s: float = reference.HRV_STANDARD_S.value
    noted: float = reference.HRV_ARTEFACTS_NOTED.value
    most: float = reference.HRV_ARTEFACTS_MOST.value
    next_time: str = "Record at least five minutes at rest"


DAY_S = reference.HRV_LEAST_DAY_S.value
NIGHT_S = 14_400.0  # design: four of the six hours of the night
_CLEAN = reference.HRV_ARTEFACTS_NOTED.value
_NOTED = reference.HRV_DFA_ARTEFACTS_NOTED.value
REQUIREMENTS = MappingProxyType(
    {
        "mean": Requirement(reference.HRV_LEAST_MEAN_S.value, 5),
        "time": Requirement(reference.HRV_LEAST_TIME_DOMAIN_S.value, 20),
        "poincare_length": Requirement(reference.HRV_LEAST_GEOMETRIC_S.value, 20),
        "geometric": Requirement(reference.HRV_LEAST_GEOMETRIC_S.value, 20),
        "hf": Requirement(reference.HRV_LEAST_HF_S.value, 20, noted=_NOTED, most=_CLEAN),
        "lf": Requirement(reference.HRV_LEAST_LF_S.value, 20, noted=_NOTED, most=_CLEAN),
        "vlf": Requirement(reference.HRV_LEAST_VLF_S.value, 20, noted=_NOTED, most=_CLEAN),
        "entropy": Requirement(reference.HRV_LEAST_COMPLEXITY_S.value, 200, noted=_NOTED, most=_CLEAN),
        "alpha1": Requirement(
            reference.HRV_LEAST_COMPLEXITY_S.value, 200, noted=_NOTED, most=reference.HRV_DFA_ARTEFACTS_MOST.value
        ),
        "day": Requirement(DAY_S, 20, standard_s=DAY_S, next_time="Record a whole day with its night"),
        "night": Requirement(NIGHT_S, 20, standard_s=NIGHT_S, next_time="Record a whole night"),
        "alpha2": Requirement(
            reference.HRV_LEAST_ALPHA2_S.value,
            600,
            noted=_NOTED,
            most=reference.HRV_DFA_ARTEFACTS_MOST.value,
            next_time="Record ten minutes at rest",
        ),
    }
)


def require(
    series: Series, family: str, *, covered_s: float | None = None, beats: int | None = None
) -> tuple[str, ...]:
    """The caveats that go with the family's numbers.

    `covered_s` and `beats` where only a part of the series can be used (its longest unbroken run).

    Raises
    ------
    NotMeasurableError
        The series is too short, too broken or has too many artefacts.
    """
    needs = REQUIREMENTS[family]
    length_s = series.covered_s if covered_s is None else covered_s
    count = int(series.paired.sum()) if beats is None else beats
    if series.artefact_share > needs.most:
        raise NotMeasurableError(
            Reason.TOO_MANY_ARTEFACTS,
            f"Too many heartbeats ({series.artefact_share:.0%}) were recorded wrongly. Check how the sensor sits, keep "
            "still, and record again.",
            series.parts,
        )
    if length_s < needs.least_s * EDGE_SHARE:
        found, needed = in_words(length_s), in_words(needs.least_s)
        found = "a little less" if found == needed else found
        broken = covered_s is not None and series.covered_s >= needs.least_s * EDGE_SHARE
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS if broken else Reason.TOO_SHORT,
            f"The {'unbroken ' if broken else ''}heartbeats last {found}, and this needs {needed}. {needs.next_time}.",
            series.parts,
        )
    if count < needs.least_pairs:
        broken = int(series.nn_ms.size) > needs.least_pairs
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS if broken else Reason.TOO_FEW_BEATS,
            f"Too few heartbeats follow one another ({count} of {needs.least_pairs}). {needs.next_time}.",
            series.parts,
        )
    caveats = list(series.caveats)
    if length_s < needs.standard_s * EDGE_SHARE:
        caveats.append(ULTRA_SHORT)
    if series.artefact_share > needs.noted:
        caveats.append(NOTED.format(noted=needs.noted, most=needs.most))
    return tuple(caveats)
