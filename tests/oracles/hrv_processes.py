"""Made-up hearts at rest whose variability is known: stationary Gaussian processes of a chosen spectrum, as beats.

The process is the interval that would begin at each moment; a beat's interval is what it says when the beat before it
falls. So an index's truth is that index over millions of beats of the same process, and the power of a band is the
integral of the spectrum the process was made from. Imports nothing of the program.

Four kinds: `rest` (breathing of varying depth and length, waves at 0.1 Hz, little below), `slow_waves` (much power in
waves of 25 to 250 s), `steady_breathing` (one breathing line whose depth swells and fades over about a minute), and
`rest_120` (the first for two minutes).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
GRID_HZ = 4.0
RECORD_S = 4096.0
APART_S = 90.0  # between pieces of one record, and before the first: they share little
LOW_HZ, MIDDLE_HZ, HIGH_HZ = 0.04, 0.15, 0.40


@dataclass(frozen=True)
class Process:
    """Peaks (middle [Hz], width [Hz], power [ms^2]) and a floor 1/f below 0.04 Hz (power [ms^2], flat below [Hz])."""

    mean_ms: float
    peaks: tuple[tuple[float, float, float], ...]
    floor_ms2: float
    flat_below_hz: float
    length_s: float = 300.0

    def density(self, hz: Array) -> Array:
        """One-sided power density [ms^2/Hz]; shape as `hz`."""
        found = np.zeros(hz.shape)
        for middle, width, power in self.peaks:
            found += power / (width * np.sqrt(2 * np.pi)) * np.exp(-0.5 * ((hz - middle) / width) ** 2)
        fine = np.linspace(0.0, LOW_HZ, 40_001)
        shape = 1.0 / np.maximum(fine, self.flat_below_hz)
        floor = np.where(hz <= LOW_HZ, 1.0 / np.maximum(hz, self.flat_below_hz), 0.0)
        found += self.floor_ms2 * floor / float(np.trapezoid(shape, fine))
        return found

    def power(self, low_hz: float, high_hz: float) -> float:
        """Power between two frequencies [ms^2]."""
        hz = np.linspace(low_hz, high_hz, 20_001)
        return float(np.trapezoid(self.density(hz), hz))


REST = Process(900.0, ((0.25, 0.015, 500.0), (0.10, 0.015, 350.0)), 250.0, 0.003)
KINDS = {
    "rest": REST,
    "slow_waves": Process(900.0, ((0.25, 0.015, 400.0), (0.10, 0.015, 300.0)), 2000.0, 0.002),
    "steady_breathing": Process(900.0, ((0.25, 0.009, 900.0), (0.10, 0.015, 200.0)), 150.0, 0.003),
    "rest_120": Process(REST.mean_ms, REST.peaks, REST.floor_ms2, REST.flat_below_hz, 120.0),
}


def records(process: Process, count: int, seed: int) -> Iterator[Array]:
    """Beats of `count` records of `RECORD_S`: ends [s], shape (k,), and lengths [ms], shape (k,), as rows of (2, k)."""
    rng = np.random.default_rng(seed)
    points = int(RECORD_S * GRID_HZ)
    hz: Array = np.fft.rfftfreq(points, 1.0 / GRID_HZ).astype(np.float64)
    size = np.sqrt(process.density(hz) * points * GRID_HZ) / 2.0
    size[0] = 0.0
    for first in range(0, count, 64):
        rows = min(64, count - first)
        noise = rng.standard_normal((rows, hz.size)) + 1j * rng.standard_normal((rows, hz.size))
        course = process.mean_ms + np.fft.irfft(noise * size, points, axis=1)
        yield from _beats(course)


def _beats(course: Array) -> Iterator[Array]:
    """Each row's beats: the next interval is what the course says at the beat (straight between grid points)."""
    rows = np.arange(course.shape[0])
    now = np.zeros(rows.size)
    ends, lengths = [], []
    while (now < RECORD_S - 4.0).any():
        place = np.minimum(now * GRID_HZ, course.shape[1] - 2.0)
        low = place.astype(np.intp)
        share = place - low
        rr_ms = np.round(course[rows, low] * (1.0 - share) + course[rows, low + 1] * share)
        now = now + rr_ms / 1000.0
        ends.append(now)
        lengths.append(rr_ms)
    time_s, rr_ms = np.array(ends).T, np.array(lengths).T
    for one_s, one_ms in zip(time_s, rr_ms, strict=True):
        inside = one_s < RECORD_S - 4.0
        yield np.stack((one_s[inside], one_ms[inside]))


@dataclass(frozen=True)
class Made:
    """Series of one kind: intervals [ms], a row of unequal length each, and the truth of every index by its name."""

    series: tuple[Array, ...]
    truth: dict[str, float]


def make(kind: str, count: int, seed: int = 14, least_records: int = 60) -> Made:
    """`count` series of one kind, and the truth from the whole of the records they were cut from (and further ones)."""
    process = KINDS[kind]
    each = int((RECORD_S - 10.0) // (process.length_s + APART_S))
    whole = list(records(process, max(-(-count // each), least_records), seed))
    pieces = [piece for one in whole for piece in _pieces(one, process.length_s, each)]
    return Made(tuple(pieces[:count]), _truth(process, whole, pieces))


def _pieces(record: Array, length_s: float, each: int) -> Iterator[Array]:
    for number in range(each):
        start_s = APART_S + number * (length_s + APART_S)
        first, last = np.searchsorted(record[0], (start_s, start_s + length_s))
        if record[0, -1] >= start_s + length_s:
            yield record[1, first:last]


def _truth(process: Process, whole: list[Array], pieces: list[Array]) -> dict[str, float]:
    """Sums over all beats of all records; SDNN and SD2 also as the mean square of series of this length."""
    beats = np.concatenate([one[1] for one in whole])
    steps = np.concatenate([np.diff(one[1]) for one in whole])
    step_square = float(np.mean(steps**2))
    spread = float(np.mean([piece.var(ddof=1) for piece in pieces]))
    found = {
        "mean_nn": float(beats.mean()),
        "rmssd": np.sqrt(step_square),
        "ln_rmssd": 0.5 * np.log(step_square),
        "pnn50": 100.0 * float(np.mean(np.abs(steps) > 50.0)),
        "pnn20": 100.0 * float(np.mean(np.abs(steps) > 20.0)),
        "sdsd": np.sqrt(step_square),
        "sd1": np.sqrt(step_square / 2.0),
        "sdnn": np.sqrt(spread),
        "sd2": np.sqrt(2.0 * spread - step_square / 2.0),
        "sdnn_process": float(beats.std()),
        "sd2_process": np.sqrt(2.0 * float(beats.var()) - step_square / 2.0),
        "lf": process.power(LOW_HZ, MIDDLE_HZ),
        "hf": process.power(MIDDLE_HZ, HIGH_HZ),
        "total_power": process.power(0.003, HIGH_HZ),
    }
    found["sd_ratio"] = found["sd1"] / found["sd2"]
    found["csi"] = found["sd2"] / found["sd1"]
    found["cvi"] = np.log10(16.0 * found["sd1"] * found["sd2"])
    found["lf_hf"] = found["lf"] / found["hf"]
    found["lf_nu"] = 100.0 * found["lf"] / (found["lf"] + found["hf"])
    return found


Measure = Callable[[Array], dict[str, tuple[float, float, float]]]


def coverage(made: Made, measure: Measure) -> dict[str, float]:
    """Share of series [%] whose interval holds the truth, by index; `measure` gives value, low and high by name."""
    held: dict[str, list[bool]] = {}
    for series in made.series:
        for name, (_, low, high) in measure(series).items():
            for truth in (name, f"{name}_process"):
                if truth in made.truth:
                    held.setdefault(truth, []).append(low <= made.truth[truth] <= high)
    return {name: 100.0 * float(np.mean(row)) for name, row in held.items()}
