"""Power spectra of RR intervals, as pure functions: Welch on an even series, Lomb-Scargle on the beats as they came.

The even series is a cubic spline (not-a-knot) through the intervals at their own times.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pacing.measure.hrv.confidence import FARTHEST_SHARE
from pacing.model.arrays import FloatArray
from pacing.reference import HRV_SMOOTHNESS_PRIORS

ComplexArray = npt.NDArray[np.complex128]
FEWEST_POINTS = 4
MOST_DENSE = 600  # points of a spline that numpy solves in 5 ms; to load SciPy's banded solver takes 150


def cubic_spline(x: FloatArray, y: FloatArray, at: FloatArray) -> FloatArray:
    """Values at `at` of the cubic spline through (x, y), the same as other programs' default cubic interpolation.

    Parameters
    ----------
    x, y : shape (n,), n >= 4; x strictly increasing
    at : shape (m,), increasing; places outside x continue the outermost piece

    Raises
    ------
    ValueError
        Fewer than four points.

    Notes
    -----
    Not-a-knot: the third derivative is continuous at the second point and the last but one. The slopes at the points
    solve a banded system, so time and memory grow with n.

    Examples
    --------
    >>> x = np.arange(6.0)
    >>> cubic_spline(x, x**3, np.array([0.5, 2.5])).round(9).tolist()
    [0.125, 15.625]
    """
    if x.size < FEWEST_POINTS:
        message = "a cubic spline needs four points"
        raise ValueError(message)
    width = np.diff(x)
    rise = np.diff(y) / width
    above, middle, below = bands = np.zeros((3, x.size))
    right = np.empty(x.size)
    above[2:] = width[:-1]
    middle[1:-1] = 2.0 * (width[:-1] + width[1:])
    below[:-2] = width[1:]
    right[1:-1] = 3.0 * (width[1:] * rise[:-1] + width[:-1] * rise[1:])
    middle[0], above[1] = width[1], width[0] + width[1]
    right[0] = _end(width[0], width[1], rise[0], rise[1])
    middle[-1], below[-2] = width[-2], width[-1] + width[-2]
    right[-1] = _end(width[-1], width[-2], rise[-1], rise[-2])
    slope = _solved(bands, right)
    piece = np.clip(np.searchsorted(x, at, side="right") - 1, 0, width.size - 1)
    along = at - x[piece]
    bend = (slope[:-1] + slope[1:] - 2.0 * rise) / width
    second = (rise - slope[:-1]) / width - bend
    third = bend / width
    values: FloatArray = y[piece] + along * (slope[piece] + along * (second[piece] + along * third[piece]))
    return values


def _solved(bands: FloatArray, right: FloatArray) -> FloatArray:
    """What solves a system of three bands, shape (3, n): by SciPy where n is large, else without loading its module."""
    if right.size <= MOST_DENSE:
        above, middle, below = bands
        return np.linalg.solve(np.diag(middle) + np.diag(above[1:], 1) + np.diag(below[:-1], -1), right)
    from scipy.linalg import solve_banded  # noqa: PLC0415

    slope: FloatArray = solve_banded((1, 1), bands, right, overwrite_b=True, check_finite=False)
    return slope


def _end(first: float, second: float, rise: float, next_rise: float) -> float:
    both = first + second
    return float(((first + 2.0 * both) * second * rise + first**2 * next_rise) / both)


MS_PER_S = 1000.0
SMOOTHNESS = HRV_SMOOTHNESS_PRIORS.value
OVERSAMPLING = 4.0  # Lomb-Scargle: grid points per 1/T
HIGHEST_HZ = 0.5  # Lomb-Scargle: the grid ends here; no band of ours lies above
SPREAD_POINTS = 4  # Lomb-Scargle: each beat is spread over this many grid points
GRID_FACTOR = 8  # Lomb-Scargle: finer time grid, so that the spreading stays exact to a thousandth
LARGEST_GRID = 2**23
SLOW_GRID_FACTOR = 16  # Lomb-Scargle for slow waves alone: grid points per turn of the quickest
SLOW_POWERS = 11  # 0.4 to the eleventh over 11! is 1e-12
SLOW_BEATS = 16_384  # so many at a time stay in a processor's cache
# design: share taken out of the summed squared lags of one segment; noise adds 0.77 to them, one lasting line nothing
NOISE_OF_LAGS = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """One-sided power density: `hz` [Hz] evenly spaced, `density` [ms^2/Hz], both shape (k,).

    `freedom`: degrees of freedom of one frequency's estimate, two a segment. `span_s`: length of one segment [s];
    `tapered`: it was under a Hann window.
    """

    hz: FloatArray
    density: FloatArray
    freedom: float
    span_s: float
    tapered: bool = False

    @property
    def step_hz(self) -> float:
        """Spacing of the frequencies [Hz]."""
        return float(self.hz[1] - self.hz[0])


def resampled(time_s: FloatArray, nn_ms: FloatArray, rate_hz: float, interpolation: str = "cubic") -> FloatArray:
    """The intervals as an even series at `rate_hz` [ms], from the first beat to the last.

    Parameters
    ----------
    time_s, nn_ms : shape (n,), ends [s] and lengths [ms] of intervals, without gaps that must not be bridged
    interpolation : `cubic` (spline) or `linear`

    Raises
    ------
    ValueError
        Unknown interpolation.
    """
    count = int((time_s[-1] - time_s[0]) * rate_hz + 1e-9) + 1
    at = time_s[0] + np.arange(count) / rate_hz
    if interpolation == "linear" or nn_ms.size < FEWEST_POINTS:
        straight: FloatArray = np.interp(at, time_s, nn_ms)
        return straight
    if interpolation != "cubic":
        message = f"unknown interpolation {interpolation!r}"
        raise ValueError(message)
    return cubic_spline(time_s, nn_ms, at)


def detrended_smoothness_priors(values: FloatArray, smoothness: float = SMOOTHNESS) -> FloatArray:
    """`values` without their slow trend: z - (I + lambda^2 D2' D2)^-1 z, by a banded solver; needs 3 values.

    Parameters
    ----------
    values : shape (n,)
    smoothness : weight of smoothness against fit

    Returns
    -------
    FloatArray
        Shape (n,).

    References
    ----------
    tarvainen_2002
    """
    from scipy.linalg import solveh_banded  # noqa: PLC0415

    size = values.size
    if size < 3:
        centred: FloatArray = values - values.mean()
        return centred
    weight = smoothness**2
    curve = np.zeros((3, size))
    curve[2, :-2] += 1.0
    curve[2, 1:-1] += 4.0
    curve[2, 2:] += 1.0
    curve[1, 1:-1] -= 2.0
    curve[1, 2:] -= 2.0
    curve[0, 2:] += 1.0
    curve *= weight
    curve[2] += 1.0
    steady: FloatArray = values - solveh_banded(curve, values, check_finite=False)
    return steady


def welch(values: FloatArray, rate_hz: float, segment: int, *, detrend: str = "linear") -> Spectrum:
    """Welch's spectrum: Hann windows of `segment` values overlapping by half, each detrended.

    Parameters
    ----------
    values : shape (n,), evenly sampled [ms]
    segment : values a window has; at most n, else n is taken
    detrend : `linear` or `constant` (in each segment)

    Raises
    ------
    ValueError
        Unknown detrending, or fewer than 4 values.

    Notes
    -----
    Density scaling: the sum over all frequencies times their spacing is the series' variance.
    """
    segment = min(segment, values.size)
    if segment < FEWEST_POINTS or detrend not in ("linear", "constant"):
        message = f"a spectrum needs four values and a known detrending, not {segment} and {detrend!r}"
        raise ValueError(message)
    pieces = np.lib.stride_tricks.sliding_window_view(values, segment)[:: segment - segment // 2]
    pieces = pieces - pieces.mean(axis=1, keepdims=True)
    if detrend == "linear":
        clock = np.arange(segment) - (segment - 1) / 2.0
        pieces -= (pieces @ clock / (clock @ clock))[:, None] * clock
    window = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(segment) / segment)
    power = np.abs(np.fft.rfft(pieces * window, axis=1)) ** 2
    density = power.mean(axis=0) * (2.0 / (rate_hz * float(window @ window)))
    density[0] /= 2.0
    if segment % 2 == 0:
        density[-1] /= 2.0
    hz: FloatArray = np.arange(density.size) * (rate_hz / segment)
    return Spectrum(hz, density, _freedom(window, pieces.shape[0]), segment / rate_hz, tapered=True)


def _freedom(window: FloatArray, segments: int) -> float:
    """Degrees of freedom of one frequency: 2 a segment, less what overlapping windows share (Welch 1967)."""
    shift = window.size - window.size // 2
    shared = float(window[shift:] @ window[: window.size - shift] / (window @ window)) ** 2
    return 2.0 * segments / (1.0 + 2.0 * shared * (segments - 1) / segments)


def lomb(time_s: FloatArray, nn_ms: FloatArray, *, detrend: str = "linear", up_to_hz: float = HIGHEST_HZ) -> Spectrum:
    """Lomb-Scargle spectrum of intervals at their own times; gaps need no bridging.

    Parameters
    ----------
    time_s, nn_ms : shape (n,), n >= 4; ends [s] and lengths [ms] of intervals
    detrend : `linear` takes a straight line off first, anything else the mean only
    up_to_hz : the density is nil above: for slow waves alone, which need a hundredth of the work

    Notes
    -----
    In ms^2/Hz: the classical periodogram times 2 T / n with T the time the intervals cover, so that a sine of
    amplitude A carries A^2 / 2. The sums over sines are made by spreading every
    beat over four points of a fine even grid and one fast Fourier transform (Press & Rybicki 1989), in N log N.

    Raises
    ------
    ValueError
        Fewer than four intervals.
    """
    if nn_ms.size < FEWEST_POINTS:
        message = "a spectrum needs four intervals"
        raise ValueError(message)
    clock = time_s - time_s.mean()
    level = nn_ms - nn_ms.mean()
    if detrend == "linear":
        level = level - clock * float(clock @ level) / float(clock @ clock)
    span_s = float(time_s[-1] - time_s[0]) + float(nn_ms[0]) / MS_PER_S
    step_hz = 1.0 / (OVERSAMPLING * span_s)
    count = int(HIGHEST_HZ / step_hz)
    clock_turns = (time_s - time_s[0]) * step_hz
    asked = int(np.ceil(up_to_hz / step_hz)) + 1
    if SLOW_GRID_FACTOR * asked < count:
        values, twice = _slow_sums(clock_turns, level, asked)
    else:
        asked = count
        values, twice = _sums(clock_turns, level, count)
    cosine, sine = values.real, -values.imag
    cosine_2, sine_2 = twice.real, -twice.imag
    length = np.hypot(cosine_2, sine_2)
    cos_2tau, sin_2tau = _unit(cosine_2, length), _unit(sine_2, length)
    cos_tau = np.sqrt(0.5 + 0.5 * cos_2tau)
    sin_tau = np.copysign(np.sqrt(np.maximum(0.5 - 0.5 * cos_2tau, 0.0)), sin_2tau)
    tilted = 0.5 * (cos_2tau * cosine_2 + sin_2tau * sine_2)
    in_phase = (cos_tau * cosine + sin_tau * sine) ** 2 / (level.size / 2.0 + tilted)
    out_of_phase = (cos_tau * sine - sin_tau * cosine) ** 2 / np.maximum(level.size / 2.0 - tilted, 1e-9)
    covered_s = float(nn_ms.sum()) / MS_PER_S
    density = np.zeros(count)
    density[:asked] = (in_phase + out_of_phase) * (covered_s / level.size)
    return Spectrum(step_hz * np.arange(1.0, count + 1.0), density, 2.0, span_s)


def _sums(turns: FloatArray, values: FloatArray, count: int) -> tuple[ComplexArray, ComplexArray]:
    """Sums of the values over sines of 1 to `count` turns, and of ones over those of twice as many."""
    grid = min(1 << int(np.ceil(np.log2(GRID_FACTOR * count))), LARGEST_GRID)
    index = turns * grid
    at_once = np.fft.rfft(_spread(index, values, grid))[1 : count + 1]
    return at_once, np.fft.rfft(_spread(2.0 * index, np.ones(values.size), grid))[1 : count + 1]


def _slow_sums(turns: FloatArray, values: FloatArray, count: int) -> tuple[ComplexArray, ComplexArray]:
    """As `_sums`, where few sines are asked for: by powers of how far each beat lies from the next point of a grid.

    So slow a sine is nearly straight between two points; its series ends below the rounding of numbers.
    """
    grid = _slow_grid(count)
    weighted, plain = np.zeros((2, SLOW_POWERS, grid))
    for first in range(0, values.size, SLOW_BEATS):
        some, at = values[first : first + SLOW_BEATS], turns[first : first + SLOW_BEATS] * grid
        cells = np.rint(at).astype(np.intp)
        firsts = np.flatnonzero(np.diff(cells, prepend=-1))
        off, power, here = at - cells, np.ones(some.size), cells[firsts]
        for order in range(SLOW_POWERS):
            weighted[order, here] += np.add.reduceat(some * power, firsts)
            plain[order, here] += np.add.reduceat(power, firsts)
            power *= off / (order + 1.0)
    slow = -2j * np.pi / grid * np.arange(1, count + 1)
    at_once = sum(slow**order * np.fft.rfft(row)[1 : count + 1] for order, row in enumerate(weighted))
    twice = sum((2.0 * slow) ** order * np.fft.rfft(row)[2 : 2 * count + 1 : 2] for order, row in enumerate(plain))
    return np.asarray(at_once), np.asarray(twice)


def _slow_grid(count: int) -> int:
    """Points for so many slow sines: four to eight times a power of two, with which a transform is quick."""
    step = 1 << ((SLOW_GRID_FACTOR * count).bit_length() - 3)
    return -(-SLOW_GRID_FACTOR * count // step) * step


def _unit(part: FloatArray, length: FloatArray) -> FloatArray:
    return np.divide(part, length, out=np.zeros(part.size), where=length > 0.0)


def _spread(index: FloatArray, values: FloatArray, grid: int) -> FloatArray:
    """Values put on an even periodic grid such that its Fourier transform is theirs (Lagrange weights)."""
    whole = np.floor(index)
    share = index - whole
    base = whole.astype(np.intp) - 1
    weights = (
        -share * (share - 1.0) * (share - 2.0) / (2.0 * 3.0),
        (share + 1.0) * (share - 1.0) * (share - 2.0) / 2.0,
        -(share + 1.0) * share * (share - 2.0) / 2.0,
        (share + 1.0) * share * (share - 1.0) / (2.0 * 3.0),
    )
    places = np.concatenate([(base + offset) % grid for offset in range(SPREAD_POINTS)])
    weighted = np.concatenate([weight * values for weight in weights])
    return np.bincount(places, weighted, minlength=grid).astype(np.float64)


def band_power(spectrum: Spectrum, low_hz: float, high_hz: float) -> float:
    """Power in [low_hz, high_hz) [ms^2], each frequency by its spacing's share in the band; bands that touch add up.

    Parameters
    ----------
    spectrum : one-sided power density [ms^2/Hz]
    low_hz, high_hz : the band [Hz]

    Returns
    -------
    float

    Examples
    --------
    >>> flat = Spectrum(np.arange(5) * 0.1, np.ones(5), 2.0, 10.0)
    >>> round(band_power(flat, 0.1, 0.3), 9)
    0.2
    """
    inside, shares_hz = _shares(spectrum, low_hz, high_hz)
    return float(shares_hz @ spectrum.density[inside])


def band_freedom(spectrum: Spectrum, low_hz: float, high_hz: float) -> float:
    """Degrees of freedom of a band's power, from how long what is in the band resembles itself.

    Parameters
    ----------
    spectrum : one-sided power density [ms^2/Hz]
    low_hz, high_hz : the band [Hz]

    Returns
    -------
    float
        2 / (variance of the power over its square); 0 where the band is empty. One line of breathing has about two a
        segment, however many frequencies of the grid it spreads over.

    Notes
    -----
    The power is the mean square of the series within the band, whose autocorrelation is the transform of the band's
    density. Its variance follows as for any mean square (Bartlett 1946), with the window's own weights: the
    autocorrelation is raised by what the window lowers it by, and lags count as their squares overlap. Segments that
    overlap by half tell more of noise than those that do not, but not of a line that outlasts them.

    References
    ----------
    bartlett_1946
    """
    inside, shares = _shares(spectrum, low_hz, high_hz)
    before = round(float(spectrum.hz[0]) / spectrum.step_hz)  # frequencies of the grid below the first given
    size = 2 * (before + spectrum.hz.size - 1)
    points = round(spectrum.span_s * spectrum.step_hz * size)  # of one segment, on the grid of lags
    lowered, weight = _overlaps(max(int(points * FARTHEST_SHARE), 1), points, tapered=spectrum.tapered)
    grid = np.zeros(before + inside.stop)
    grid[before + inside.start :] = shares * spectrum.density[inside]
    along = _first_lags(grid, size, lowered.size)
    if along[0] <= 0.0:
        return 0.0
    squares = (along / along[0] / lowered) ** 2 * weight
    variance = 2.0 / points * float(2.0 * squares.sum() - squares[0]) / (1.0 + NOISE_OF_LAGS * 2.0 / spectrum.freedom)
    apart = spectrum.freedom / 2.0 + 1.0  # of segments that do not overlap: to a lasting line, overlapping ones are one
    return (spectrum.freedom - (spectrum.freedom - apart) * min(variance, 1.0)) / variance


def _first_lags(density: FloatArray, size: int, lags: int) -> FloatArray:
    """The first `lags` of the `size` values of a real spectrum's inverse transform, but for a factor.

    Of slow sines as `_slow_sums`, the other way round: from a coarse grid each sine's series leads to the lags nearby.
    """
    if SLOW_GRID_FACTOR * density.size > size // 2:
        return np.fft.irfft(density, size)[:lags]
    grid = _slow_grid(density.size)
    at = np.arange(lags) * (grid / size)
    cells, power, along = np.rint(at).astype(np.intp), np.ones(lags), np.zeros(lags)
    slow, turned = 2j * np.pi / grid * np.arange(density.size), density.astype(np.complex128)
    for order in range(SLOW_POWERS):
        along += power * np.fft.irfft(turned, grid)[cells]
        turned *= slow
        power *= (at - cells) / (order + 1.0)
    return along


@lru_cache(maxsize=8)
def _overlaps(lags: int, points: int, *, tapered: bool) -> tuple[FloatArray, FloatArray]:
    """What a window of `points` lowers autocorrelations by, and how its squares overlap; shape (lags + 1,) each."""
    apart = np.arange(lags + 1) / points
    if not tapered:
        return 1.0 - apart, 1.0 - apart
    turn = 2.0 * np.pi * apart
    lowered = (1.0 - apart) * (2.0 + np.cos(turn)) / 3.0 + np.sin(turn) / (2.0 * np.pi)
    clock = np.arange(points) / points
    square = np.sin(np.pi * clock) ** 4
    size = 1 << int(np.ceil(np.log2(2 * points)))
    overlap = np.fft.irfft(np.abs(np.fft.rfft(square, size)) ** 2)[: lags + 1]
    return lowered, overlap * points / float(np.sum(square)) ** 2


def _shares(spectrum: Spectrum, low_hz: float, high_hz: float) -> tuple[slice, FloatArray]:
    """Which frequencies lie in the band or beside it, and how much [Hz] of each one's spacing lies in it."""
    half = spectrum.step_hz / 2.0
    inside = slice(*np.searchsorted(spectrum.hz, (low_hz - half, high_hz + half)).tolist())
    hz = spectrum.hz[inside]
    return inside, np.maximum(np.minimum(hz + half, high_hz) - np.maximum(hz - half, low_hz), 0.0)


def trapezoid_power(spectrum: Spectrum, low_hz: float, high_hz: float) -> float:
    """Power over the frequencies in [low_hz, high_hz) by the trapezoidal rule [ms^2], as many programs do.

    Parameters
    ----------
    spectrum : one-sided power density [ms^2/Hz]
    low_hz, high_hz : the band [Hz]

    Returns
    -------
    float
    """
    inside = (spectrum.hz >= low_hz) & (spectrum.hz < high_hz)
    return float(np.trapezoid(spectrum.density[inside], spectrum.hz[inside]))
