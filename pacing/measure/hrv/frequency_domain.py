"""Spectral indices of a session: band powers by Welch, Lomb-Scargle beside them, with chi-square intervals.

A cubic spline through unevenly spaced points (not-a-knot), evaluated on sorted places.

Power spectra of RR intervals: Welch on an evenly resampled series, and Lomb-Scargle on the beats as they came.
"""

from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType

import numpy as np

from pacing import reference
from pacing.measure.hrv.series import ContiguousNN, longest_contiguous_nn, nn_series
from pacing.measure.hrv.settings import HrvSettings, require, settings_of, settings_parts
from pacing.measure.index import Inputs, NotMeasurableError, Value, once
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.reference import HRV_SMOOTHNESS_PRIORS

FEWEST_POINTS = 4


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
    from scipy.linalg import solve_banded  # noqa: PLC0415

    width = np.diff(x)
    rise = np.diff(y) / width
    bands = np.zeros((5, x.size))
    right = np.empty(x.size)
    bands[1, 2:] = width[:-1]
    bands[2, 1:-1] = 2.0 * (width[:-1] + width[1:])
    bands[3, :-2] = width[1:]
    right[1:-1] = 3.0 * (width[1:] * rise[:-1] + width[:-1] * rise[1:])
    bands[2, 0], bands[1, 1] = width[1], width[0] + width[1]
    right[0] = _end(width[0], width[1], rise[0], rise[1])
    bands[2, -1], bands[3, -2] = width[-2], width[-1] + width[-2]
    right[-1] = _end(width[-1], width[-2], rise[-1], rise[-2])
    slope = solve_banded((1, 1), bands[1:4], right, overwrite_b=True, check_finite=False)
    piece = np.clip(np.searchsorted(x, at, side="right") - 1, 0, width.size - 1)
    along = at - x[piece]
    bend = (slope[:-1] + slope[1:] - 2.0 * rise) / width
    second = (rise - slope[:-1]) / width - bend
    third = bend / width
    values: FloatArray = y[piece] + along * (slope[piece] + along * (second[piece] + along * third[piece]))
    return values


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


BANDS_HZ = MappingProxyType(
    {
        "ulf": (0.0, reference.HRV_ULF_HZ.value),
        "vlf": (reference.HRV_ULF_HZ.value, reference.HRV_VLF_HZ.value),
        "lf": (reference.HRV_VLF_HZ.value, reference.HRV_LF_HZ.value),
        "hf": (reference.HRV_LF_HZ.value, reference.HRV_HF_HZ.value),
        "total_power": (reference.HRV_ULF_HZ.value, reference.HRV_HF_HZ.value),
    }
)
FAMILIES = MappingProxyType({"vlf": "vlf", "lf": "lf", "hf": "hf", "total_power": "vlf"})
NORMAL_975 = NormalDist().inv_cdf(0.975)
LONGEST_COMPARED_S = 7200.0  # design: beyond two hours the second spectrum is not worth its time
WILSON_HILFERTY = 2.0 / 9.0
LEAST_QUANTILE = 1e-3
SETTINGS = ("spectrum", "interpolation", "resampled_hz", "segment_s", "segment_share", "whole_below_s", "detrend")
NO_VERDICT = "LF/HF is not a balance of stress and rest; it is shown without a verdict."
DOUBTFUL = "Very slow waves are doubtful in short recordings."


@dataclass(frozen=True, slots=True)
class Band:
    """Power of a band [ms^2] and its degrees of freedom."""

    power: float
    freedom: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval [ms^2]: the power over the chi-square quantiles (Wilson-Hilferty)."""
        if self.power <= 0.0 or self.freedom <= 0.0:
            return self.power, self.power
        low, high = (self._quantile(z) for z in (NORMAL_975, -NORMAL_975))
        return min(self.power / low, self.power), max(self.power / high, self.power)

    def _quantile(self, z: float) -> float:
        width = WILSON_HILFERTY / self.freedom
        return max((1.0 - width + z * float(np.sqrt(width))) ** 3, LEAST_QUANTILE)

    @property
    def log_variance(self) -> float:
        """Variance of the power's logarithm."""
        return 2.0 / self.freedom + 2.0 / self.freedom**2 if self.freedom > 0.0 else 0.0


@once
def welch_of(run: ContiguousNN, settings: HrvSettings) -> Spectrum:
    """Welch's spectrum of a run with these settings."""
    even = resampled(run.time_s, run.nn_ms, settings.resampled_hz, settings.interpolation)
    detrend = settings.detrend
    if detrend == "smoothness_priors":
        even, detrend = detrended_smoothness_priors(even), "constant"
    segment = min(int(settings.segment_s * settings.resampled_hz), int(settings.segment_share * even.size))
    if run.covered_s < settings.whole_below_s:
        segment = even.size
    return welch(even, settings.resampled_hz, segment, detrend=detrend)


@once
def lomb_of(run: ContiguousNN) -> Spectrum:
    """Lomb-Scargle spectrum of a run."""
    return lomb(run.time_s, run.nn_ms)


def band_of(run: ContiguousNN, settings: HrvSettings, name: str) -> Band:
    """A band's power by the spectrum the settings name."""
    spectrum = lomb_of(run) if settings.spectrum == "lomb" else welch_of(run, settings)
    low_hz, high_hz = BANDS_HZ[name]
    return Band(band_power(spectrum, low_hz, high_hz), band_freedom(spectrum, low_hz, high_hz))


def power_index(inputs: Inputs, name: str) -> Value:
    """Power of a band [ms^2]: `vlf`, `lf`, `hf` or `total_power`.

    Raises
    ------
    NotMeasurableError
        No beats, no window, too short, too broken, too many artefacts.
    """
    run, settings, caveats, window, parts = _prepared(inputs, FAMILIES[name])
    band = band_of(run, settings, name)
    low, high = band.interval
    if settings.spectrum == "lomb":
        parts["welch_ms2"] = round(band_power(welch_of(run, settings), *BANDS_HZ[name]), 3)
    elif run.covered_s <= LONGEST_COMPARED_S:
        parts["lomb_scargle_ms2"] = round(band_power(lomb_of(run), *BANDS_HZ[name]), 3)
    parts["band_hz"] = "{:g}-{:g}".format(*BANDS_HZ[name])
    if name == "vlf":
        caveats = (*caveats, DOUBTFUL)
    return Value(band.power, low, high, window, MappingProxyType(parts), caveats)


def share_index(inputs: Inputs, name: str) -> Value:
    """LF/HF (`lf_hf`), or LF or HF in normalised units (`lf_nu`, `hf_nu`: share of LF + HF, %).

    Raises
    ------
    NotMeasurableError
        As for a band's power; or there is no power in these bands.
    """
    run, settings, caveats, window, parts = _prepared(inputs, "lf")
    lf, hf = band_of(run, settings, "lf"), band_of(run, settings, "hf")
    if lf.power <= 0.0 or hf.power <= 0.0:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE,
            "No variability was found in these bands. Check that the sensor records beats.",
            parts,
        )
    ratio = lf.power / hf.power
    factor = float(np.exp(NORMAL_975 * np.sqrt(lf.log_variance + hf.log_variance)))
    parts |= {"lf_ms2": round(lf.power, 3), "hf_ms2": round(hf.power, 3)}
    found = [bound if name == "lf_hf" else _share(bound, name) for bound in (ratio, ratio / factor, ratio * factor)]
    return Value(found[0], min(found), max(found), window, MappingProxyType(parts), (*caveats, NO_VERDICT))


def _share(ratio: float, name: str) -> float:
    lf_share = 100.0 * ratio / (1.0 + ratio)
    return lf_share if name == "lf_nu" else 100.0 - lf_share


def _prepared(
    inputs: Inputs, family: str
) -> tuple[ContiguousNN, HrvSettings, tuple[str, ...], tuple[float, float], dict[str, Part]]:
    series = nn_series(inputs)
    run = longest_contiguous_nn(series)
    caveats = require(series, family, covered_s=run.covered_s, beats=int(run.nn_ms.size) - 1)
    parts: dict[str, Part] = {
        **series.parts,
        "unbroken_s": round(run.covered_s, 3),
        "bridged_s": round(run.bridged_s, 3),
        **settings_parts(inputs.conditions.compat, *SETTINGS),
        "unit": "ms^2, one-sided",
    }
    window = (float(run.time_s[0] - run.nn_ms[0] / 1000.0), float(run.time_s[-1]))
    return run, settings_of(inputs.conditions.compat), caveats, window, parts
