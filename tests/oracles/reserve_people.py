"""Made-up people whose true highest heart rate errs about a published equation. Imports nothing of the program.

Each has an age, a resting rate and a session with a steady highest half minute; the true share of the reserve follows
from the true maximum. The equations are typed here from their publications, each as (constant, per year, per squared
year, standard deviation of one person, sex it is for or "", oldest age) in bpm and years.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

TRUTHS = {
    "208 - 0.7 age (Tanaka)": (208.0, -0.7, 0.0, 10.0, "", 72.0),
    "211 - 0.64 age (Nes)": (211.0, -0.64, 0.0, 10.8, "", 72.0),
    "207 - 0.7 age (Gellish)": (207.0, -0.7, 0.0, 10.8, "", 72.0),
    "192 - 0.007 age^2 (Gellish)": (192.0, 0.0, -0.007, 10.8, "", 72.0),
    "220 - age (Fox)": (220.0, -1.0, 0.0, 11.0, "", 72.0),
    "179 + 0.29 age - 0.011 age^2 (CARDIA, to 50 years)": (179.0, 0.29, -0.011, 10.8, "", 50.0),
    "210 - 0.79 age (Sydo, women)": (210.0, -0.79, 0.0, 10.8, "female", 72.0),
    "220 - 0.95 age (Sydo, men)": (220.0, -0.95, 0.0, 10.8, "male", 72.0),
    "206 - 0.88 age (Gulati, women)": (206.0, -0.88, 0.0, 11.8, "female", 72.0),
}
YOUNGEST = 20.0
LEAST_RESERVE_BPM = 40.0


@dataclass(frozen=True)
class Somebody:
    """Age [years], resting rate and highest half minute [bpm], and the true share of the reserve it used [%]."""

    age: float
    resting_bpm: float
    peak_bpm: float
    share_percent: float


def truths_of(sex: str) -> list[str]:
    """The equations that were published for people of a sex; all of them where it is not known ("")."""
    return [name for name, parts in TRUTHS.items() if not sex or parts[4] in ("", sex)]


def people(truth: str, count: int, seed: int = 14) -> Iterator[Somebody]:
    """`count` people whose maximum errs about the equation `truth`."""
    constant, per_year, per_squared_year, spread, _, oldest = TRUTHS[truth]
    rng = np.random.default_rng(seed)
    while count:
        age, rest = float(rng.uniform(YOUNGEST, oldest)), float(rng.uniform(52.0, 80.0))
        maximum = constant + per_year * age + per_squared_year * age**2 + spread * float(rng.standard_normal())
        if maximum - rest < LEAST_RESERVE_BPM:
            continue
        count -= 1
        share = float(rng.uniform(30.0, 85.0))
        yield Somebody(age, rest, rest + share / 100.0 * (maximum - rest), share)
