"""Spectral indices of a session: band powers by Welch, Lomb-Scargle beside them, with chi-square intervals."""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from pacing import reference
from pacing.measure.hrv.confidence import chi_square_bounds
from pacing.measure.hrv.contiguous_nn import ContiguousNN, longest_contiguous_nn
from pacing.measure.hrv.series import HrvSettings, nn_series, require, settings_of, settings_parts
from pacing.measure.hrv.spectrum import (
    Spectrum,
    band_freedom,
    band_power,
    detrended_smoothness_priors,
    lomb,
    resampled,
    welch,
)
from pacing.measure.index import Inputs, NotMeasurableError, Value, once
from pacing.model.measurement import Part, Reason
from pacing.numerics.quantiles import NORMAL_95

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
LONGEST_COMPARED_S = 7200.0  # design: beyond two hours the second spectrum is not worth its time
SETTINGS = ("spectrum", "interpolation", "resampled_hz", "segment_s", "segment_share", "whole_below_s", "detrend")
NO_VERDICT = "LF/HF is not a balance of stress and rest; it is shown without a verdict."
DOUBTFUL = "Very slow waves are doubtful in short recordings."


class Band(NamedTuple):
    """Power of a band [ms^2] and its degrees of freedom."""

    power: float
    freedom: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval [ms^2]: the power over the chi-square quantiles."""
        if not self.freedom:
            return self.power, self.power
        low, high = chi_square_bounds(self.freedom)
        return low * self.power, high * self.power

    @property
    def log_variance(self) -> float:
        """Variance of the power's logarithm."""
        return 2.0 / self.freedom + 2.0 / self.freedom**2 if self.freedom else 0.0


@once
def welch_of(run: ContiguousNN, settings: HrvSettings) -> Spectrum:
    """Welch's spectrum of a run with these settings.

    Parameters
    ----------
    run
        An unbroken run of NN intervals.
    settings
        The settings of the analysis.

    Returns
    -------
    Spectrum
    """
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
    """Lomb-Scargle spectrum of a run.

    Parameters
    ----------
    run
        An unbroken run of NN intervals.

    Returns
    -------
    Spectrum
    """
    return lomb(run.time_s, run.nn_ms)


@once
def band_of(run: ContiguousNN, settings: HrvSettings, name: str) -> Band:
    """A band's power by the spectrum the settings name.

    Parameters
    ----------
    run
        An unbroken run of NN intervals.
    settings
        The settings of the analysis.
    name
        What it is called.

    Returns
    -------
    Band
    """
    spectrum = lomb_of(run) if settings.spectrum == "lomb" else welch_of(run, settings)
    low_hz, high_hz = BANDS_HZ[name]
    return Band(band_power(spectrum, low_hz, high_hz), band_freedom(spectrum, low_hz, high_hz))


def power_index(inputs: Inputs, name: str) -> Value:
    """Power of a band [ms^2]: `vlf`, `lf`, `hf` or `total_power`.

    Parameters
    ----------
    inputs : the session
    name : which of these indices

    Returns
    -------
    Value
        The index with its 95 % interval, in its own unit.

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

    Parameters
    ----------
    inputs : the session
    name : which of these indices

    Returns
    -------
    Value
        The index with its 95 % interval, in its own unit.

    Raises
    ------
    NotMeasurableError
        As for a band's power; or there is no power in these bands.
    """
    run, settings, caveats, window, parts = _prepared(inputs, "lf")
    lf, hf = band_of(run, settings, "lf"), band_of(run, settings, "hf")
    if min(lf.power, hf.power) <= 0.0:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE,
            "No variability was found in these bands. Check that the sensor records beats.",
            parts,
        )
    ratio = lf.power / hf.power
    factor = float(np.exp(NORMAL_95 * np.sqrt(lf.log_variance + hf.log_variance)))
    parts |= {"lf_ms2": round(lf.power, 3), "hf_ms2": round(hf.power, 3)}
    result = [bound if name == "lf_hf" else _share(bound, name) for bound in (ratio, ratio / factor, ratio * factor)]
    return Value(result[0], min(result), max(result), window, MappingProxyType(parts), (*caveats, NO_VERDICT))


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
