"""The settings that change a variability index, and those with which other programs made theirs."""

from dataclasses import dataclass, fields
from types import MappingProxyType

from pacing.model.measurement import Part


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice on which programs differ; the defaults are ours.

    `pnn_per_interval`: pNN50 per interval instead of per difference. `pnn_closed`: exactly 50 ms counts. `ddof`: of
    SDNN and SD2. `step_ddof`, `width_ddof`: of SDSD; of SD1. `alpha1_beats`, `alpha2_beats`: window lengths of DFA,
    both ends included. `dfa_overlap`: windows overlap by half. `entropy_r`: tolerance in standard deviations.
    `entropy_closed`: a distance of exactly r matches. `spectrum`: `welch` or `lomb`. `interpolation`: `cubic` or
    `linear`. `resampled_hz`, `segment_s` (longest segment), `segment_share` (longest segment as a share of the
    series), `whole_below_s` (a shorter series is one segment), `detrend`: of the Welch spectrum. `triangle_bin_ms`:
    bin of the triangular index. `stress_root`: the stress index's square root.
    """

    pnn_per_interval: bool = False
    pnn_closed: bool = False
    ddof: int = 1
    step_ddof: int = 1
    width_ddof: int = 1
    alpha1_beats: tuple[int, int] = (4, 16)
    alpha2_beats: tuple[int, int] = (16, 64)
    dfa_overlap: bool = False
    entropy_r: float = 0.2
    entropy_closed: bool = True
    spectrum: str = "welch"
    interpolation: str = "cubic"
    resampled_hz: float = 4.0
    segment_s: float = 300.0
    segment_share: float = 1.0
    whole_below_s: float = 0.0
    detrend: str = "linear"
    triangle_bin_ms: float = 7.8125
    stress_root: bool = False


OURS = Settings()
A_DAY_S = 86_400.0
COMPAT = MappingProxyType(
    {
        "kubios": Settings(alpha1_beats=(4, 12), alpha2_beats=(13, 64), detrend="smoothness_priors", stress_root=True),
        "neurokit2": Settings(
            pnn_per_interval=True,
            alpha1_beats=(4, 11),
            alpha2_beats=(12, 64),
            dfa_overlap=True,
            resampled_hz=100.0,
            segment_s=A_DAY_S,
            segment_share=0.5,
            detrend="constant",
        ),
        "hrv-analysis": Settings(
            step_ddof=0,
            interpolation="linear",
            segment_s=64.0,
            detrend="constant",
            triangle_bin_ms=8.0,
            entropy_closed=False,
        ),
        "pyhrv": Settings(
            step_ddof=0, width_ddof=0, segment_s=75.0, whole_below_s=300.0, detrend="constant", entropy_closed=False
        ),
        "physionet": Settings(entropy_r=0.15, pnn_closed=True, spectrum="lomb"),
    }
)


def settings_of(compat: str | None) -> Settings:
    """The settings of another program, or ours when none is named or it is not known."""
    return OURS if compat is None else COMPAT.get(compat, OURS)


def settings_parts(compat: str | None, *names: str) -> dict[str, Part]:
    """The named settings as parts of a result, and which of them another program's way changed.

    Examples
    --------
    >>> settings_parts("physionet", "entropy_r")
    {'entropy_r': 0.15, 'compat': 'physionet', 'compat_changed': 'entropy_r: 0.15 instead of 0.2'}
    """
    chosen = settings_of(compat)
    parts: dict[str, Part] = {name: _part(getattr(chosen, name)) for name in names}
    if compat is not None:
        changed = [
            f"{field.name}: {_part(getattr(chosen, field.name))} instead of {_part(getattr(OURS, field.name))}"
            for field in fields(Settings)
            if field.name in names and getattr(chosen, field.name) != getattr(OURS, field.name)
        ]
        parts["compat"] = compat if compat in COMPAT else f"{compat} is not known; our settings were used"
        parts["compat_changed"] = "; ".join(changed) or "nothing that concerns this number"
    return parts


def _part(value: object) -> Part:
    if isinstance(value, tuple):
        return "-".join(str(item) for item in value)
    if isinstance(value, bool | float | str):
        return value
    return float(str(value))
