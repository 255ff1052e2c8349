"""Made series of RR intervals whose true count of beats is known: regular, and with early beats of every kind."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Beats, HeartRate, Recording, RecordingKind, Source


@dataclass(frozen=True)
class Rhythm:
    """Intervals [ms] as a sensor wrote them, the true rate [bpm], and how many beats the sensor overlooked."""

    name: str
    rr_ms: FloatArray
    true_bpm: float
    overlooked: int


def sinus(random: np.random.Generator, count: int, bpm: float) -> FloatArray:
    middle = 60_000 / bpm
    clock = np.arange(count) * middle / 1000
    breath, slow, noise = random.uniform(0, 0.05), random.uniform(0, 0.04), random.uniform(0.003, 0.02)
    waves = breath * np.sin(2 * np.pi * 0.25 * clock) + slow * np.sin(2 * np.pi * 0.1 * clock)
    rr_ms: FloatArray = middle * (1 + waves + noise * random.standard_normal(count))
    return rr_ms


def early(rr_ms: FloatArray, at: FloatArray, coupling: float, random: np.random.Generator) -> FloatArray:
    """Beats moved forward, so that a pause makes up for each."""
    ends = np.concatenate(([0.0], np.cumsum(rr_ms)))
    for place in at.astype(int).tolist():
        share = coupling * (1 + 0.02 * random.standard_normal())
        ends[place] = ends[place - 1] + share * (ends[place] - ends[place - 1])
    return np.diff(ends)


def every(nth: int) -> Callable[[int, np.random.Generator], FloatArray]:
    return lambda count, _: np.arange(1.0, count, nth)


def now_and_then(count: int, random: np.random.Generator) -> FloatArray:
    return np.flatnonzero(random.random(count) < random.uniform(0.02, 0.15))[1:].astype(float)


def in_one_stretch(count: int, random: np.random.Generator) -> FloatArray:
    begin = random.integers(20, count // 2)
    return np.arange(float(begin), min(count, begin + 100.0), 2)


PLACES = {
    "sinus": lambda _, __: np.zeros(0),
    "bigeminy": every(2),
    "trigeminy": every(3),
    "quadrigeminy": every(4),
    "now and then": now_and_then,
    "stretch of bigeminy": in_one_stretch,
}


def made(name: str, seed: int, *, overlooked: float = 0.0) -> Rhythm:
    """A rhythm of 300 to 900 beats with a share of them overlooked, no two in a row."""
    random = np.random.default_rng(seed)
    count, bpm = int(random.integers(300, 900)), random.uniform(50, 110)
    if name == "irregular":
        rr_ms = random.uniform(0.72, 1.28, count) * 60_000 / bpm
    else:
        base = sinus(random, count, bpm)
        rr_ms = early(base, PLACES[name](count, random), random.uniform(0.55, 0.8), random)
    cut = np.zeros(count, dtype=bool)
    cut[1:-1] = random.random(count - 2) < overlooked
    cut[1:] &= ~cut[:-1]
    ends = np.cumsum(rr_ms)
    written = np.asarray(np.round(np.diff(np.concatenate(([0.0], ends[~cut])))), dtype=np.float64)
    return Rhythm(name, written, 60_000 * count / ends[-1], int(cut.sum()))


def recording_of(rr_ms: FloatArray) -> Recording:
    """A recording that holds nothing but beats."""
    nothing = HeartRate(np.empty(0), np.empty(0))
    beats = Beats(np.cumsum(rr_ms) / 1000, rr_ms)
    source = Source("made.txt", "0", "rr_text")
    return Recording(RecordingKind.BEATS, nothing, beats, (), (), None, float(beats.time_s[-1]), None, source)
