"""Made-up people whose true highest heart rate errs about a published equation. Imports nothing of the program.

Each has an age, a resting rate and a session with a steady highest half minute; the true share of the reserve follows
from the true maximum. The equations are typed here from their publications.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

# constant, per year, standard deviation of one person [bpm]
TRUTHS = {
    "208 - 0.7 age (Tanaka)": (208.0, 0.7, 10.0),
    "211 - 0.64 age (Nes)": (211.0, 0.64, 10.8),
    "207 - 0.7 age (Gellish)": (207.0, 0.7, 10.8),
    "220 - age (Fox)": (220.0, 1.0, 11.0),
    "women 210 - 0.79, men 220 - 0.95 age (Sydo)": (0.0, 0.0, 10.8),
    "206 - 0.88 age, women (Gulati)": (206.0, 0.88, 11.8),
}
LEAST_RESERVE_BPM = 40.0


@dataclass(frozen=True)
class Somebody:
    """Age [years], resting rate and highest half minute [bpm], and the true share of the reserve it used [%]."""

    age: float
    resting_bpm: float
    peak_bpm: float
    share_percent: float


def people(truth: str, sex: str, count: int, seed: int = 14) -> Iterator[Somebody]:
    """`count` people of one sex whose maximum errs about the equation `truth`."""
    constant, per_year, spread = TRUTHS[truth]
    if truth.startswith("women"):
        constant, per_year = (210.0, 0.79) if sex == "female" else (220.0, 0.95)
    rng = np.random.default_rng(seed)
    while count:
        age, rest = float(rng.uniform(25.0, 72.0)), float(rng.uniform(52.0, 80.0))
        maximum = constant - per_year * age + spread * float(rng.standard_normal())
        if maximum - rest < LEAST_RESERVE_BPM:
            continue
        count -= 1
        share = float(rng.uniform(30.0, 85.0))
        yield Somebody(age, rest, rest + share / 100.0 * (maximum - rest), share)
