"""How much heart rate scatters around its own smooth course: breathing, small movements, the sensor."""

import numpy as np

from pacing.measure.uncertainty import NORMAL_95, student_95
from pacing.measure.windows import part_between
from pacing.model.arrays import FloatArray

BLOCK_S = 5.0  # design: in means as long as a level's own window
DEGREE = 3  # design: around a cubic, which follows the fall after exercise
BLOCKS = 10  # design
SHORTEST_BLOCK = 10  # design
FEWEST_BLOCKS = 3


def scatter_bpm(time_s: FloatArray, bpm: FloatArray, start_s: float, stop_s: float) -> float:
    """Standard deviation [bpm] of 5-s means around a cubic within [start_s, stop_s); 0 with too few to tell.

    Widened for the few means it is estimated from.
    """
    part_s, part_bpm = part_between(time_s, bpm, start_s, stop_s)
    if not part_s.size:
        return 0.0
    blocks = np.floor((part_s - start_s) / BLOCK_S).astype(int)
    counts = np.bincount(blocks)
    full = np.flatnonzero(counts)
    freedom = full.size - DEGREE - 1
    if freedom < 1:
        return 0.0
    means = np.bincount(blocks, part_bpm)[full] / counts[full]
    places = full - full.mean()
    powers = np.vander(places, DEGREE + 1)
    left = means - powers @ np.linalg.lstsq(powers, means, rcond=None)[0]
    sd_bpm = float(np.sqrt((left**2).sum() / freedom))
    return sd_bpm * min(student_95(freedom), student_95(DEGREE)) / NORMAL_95


def block_mean_sd(values: FloatArray) -> float:
    """Standard error of the mean of a series whose values resemble their neighbours: from the means of long blocks.

    The series is cut into blocks a tenth as long as itself (at least 10 values); 0 with fewer than three blocks.
    """
    length = max(SHORTEST_BLOCK, values.size // BLOCKS)
    count = values.size // length
    if count < FEWEST_BLOCKS:
        return 0.0
    means = values[: count * length].reshape(count, length).mean(axis=1)
    return float(means.std(ddof=1) / np.sqrt(count) * student_95(count - 1) / NORMAL_95)
