"""Power spectra of RR intervals: Welch on an evenly resampled series, and Lomb-Scargle on the beats as they came."""

from dataclasses import dataclass

import numpy as np

from pacing.measure.spline import FEWEST_POINTS, cubic_spline
from pacing.model.arrays import FloatArray
from pacing.reference import HRV_SMOOTHNESS_PRIORS

MS_PER_S = 1000.0
SMOOTHNESS = HRV_SMOOTHNESS_PRIORS.value
OVERSAMPLING = 4.0  # Lomb-Scargle: grid points per 1/T
HIGHEST_HZ = 0.5  # Lomb-Scargle: the grid ends here; no band of ours lies above
SPREAD_POINTS = 4  # Lomb-Scargle: each beat is spread over this many grid points
GRID_FACTOR = 8  # Lomb-Scargle: finer time grid, so that the spreading stays exact to a thousandth
LARGEST_GRID = 2**23


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """One-sided power density: `hz` [Hz] evenly spaced, `density` [ms^2/Hz], both shape (k,).

    `freedom`: degrees of freedom of one frequency's estimate. `shared`: how many neighbouring frequencies say the same,
    so that a sum over many has that many fewer degrees of freedom.
    """

    hz: FloatArray
    density: FloatArray
    freedom: float
    shared: float

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
    ones = np.ones(size - 2)
    curve[2, :-2] += ones
    curve[2, 1:-1] += 4.0 * ones
    curve[2, 2:] += ones
    curve[1, 1:-1] -= 2.0 * ones
    curve[1, 2:] -= 2.0 * ones
    curve[0, 2:] += ones
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
    neighbours = segment * float(np.sum(window**4)) / float(window @ window) ** 2
    return Spectrum(hz, density, _freedom(window, pieces.shape[0]), neighbours)


def _freedom(window: FloatArray, segments: int) -> float:
    """Degrees of freedom of one frequency: 2 a segment, less what overlapping windows share (Welch 1967)."""
    shift = window.size - window.size // 2
    shared = float(window[shift:] @ window[: window.size - shift] / (window @ window)) ** 2
    return 2.0 * segments / (1.0 + 2.0 * shared * (segments - 1) / segments)


def lomb(time_s: FloatArray, nn_ms: FloatArray, *, detrend: str = "linear") -> Spectrum:
    """Lomb-Scargle spectrum of intervals at their own times; gaps need no bridging.

    Parameters
    ----------
    time_s, nn_ms : shape (n,), n >= 4; ends [s] and lengths [ms] of intervals
    detrend : `linear` takes a straight line off first, anything else the mean only

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
    grid = min(1 << int(np.ceil(np.log2(GRID_FACTOR * count))), LARGEST_GRID)
    place = (time_s - time_s[0]) * step_hz * grid
    values = np.fft.rfft(_spread(place, level, grid))[1 : count + 1]
    twice = np.fft.rfft(_spread(2.0 * place, np.ones(level.size), grid))[1 : count + 1]
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
    density = (in_phase + out_of_phase) * (covered_s / level.size)
    return Spectrum(step_hz * np.arange(1.0, count + 1.0), density, 2.0, OVERSAMPLING)


def _unit(part: FloatArray, length: FloatArray) -> FloatArray:
    return np.divide(part, length, out=np.zeros(part.size), where=length > 0.0)


def _spread(place: FloatArray, values: FloatArray, grid: int) -> FloatArray:
    """Values put on an even periodic grid such that its Fourier transform is theirs (Lagrange weights)."""
    whole = np.floor(place)
    share = place - whole
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
    """Power in [low_hz, high_hz) [ms^2]: each frequency counts by the share of its spacing that lies in the band.

    So bands that touch add up to the band that spans them.

    Examples
    --------
    >>> flat = Spectrum(np.arange(5) * 0.1, np.ones(5), 2.0, 1.0)
    >>> round(band_power(flat, 0.1, 0.3), 9)
    0.2
    """
    return float(_shares(spectrum, low_hz, high_hz) @ spectrum.density)


def band_freedom(spectrum: Spectrum, low_hz: float, high_hz: float) -> float:
    """Degrees of freedom of a band's power: frequencies weighed by the power they hold.

    Squares of estimates are larger than squares of what they estimate, by 1 + 2 / freedom; that is taken back.
    """
    parts = _shares(spectrum, low_hz, high_hz) * spectrum.density
    squares = float(parts @ parts)
    if squares <= 0.0:
        return 0.0
    return (spectrum.freedom + 2.0) / spectrum.shared * float(parts.sum()) ** 2 / squares


def _shares(spectrum: Spectrum, low_hz: float, high_hz: float) -> FloatArray:
    """How much [Hz] of each frequency's spacing lies in the band."""
    half = spectrum.step_hz / 2.0
    upper, lower = np.minimum(spectrum.hz + half, high_hz), np.maximum(spectrum.hz - half, low_hz)
    shares: FloatArray = np.maximum(upper - lower, 0.0)
    return shares


def trapezoid_power(spectrum: Spectrum, low_hz: float, high_hz: float) -> float:
    """Power over the frequencies in [low_hz, high_hz) by the trapezoidal rule [ms^2], as many programs do."""
    inside = (spectrum.hz >= low_hz) & (spectrum.hz < high_hz)
    return float(np.trapezoid(spectrum.density[inside], spectrum.hz[inside]))
