"""Make the files of `sample_data/`: recordings, their truth as JSON beside them, and the page that describes them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from pacing.synthetic.csv_file import csv_text
from pacing.synthetic.fit_file import fit_bytes
from pacing.synthetic.samples import SAMPLES, Sample
from pacing.synthetic.session import Stand, SyntheticSession, make_session
from pacing.synthetic.truth import RECOVERY_TIMES_S, TrueRecovery, Truth

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | float | int | bool | None

DECIMALS = 2
NOTE = "Synthetic: made by a model with known truth, not recorded from anybody."


def truth_text(sample: Sample, made: SyntheticSession) -> str:
    """The truth file of a sample: JSON, numbers to two decimals, ends in a line feed."""
    return json.dumps(truth_document(sample, made), indent=1, ensure_ascii=False) + "\n"


def truth_document(sample: Sample, made: SyntheticSession) -> Json:
    """The truth of a sample as plain values; times in s, heart rates in bpm, `None` where there is no such thing."""
    truth = made.truth
    return {
        "note": NOTE,
        "file": sample.file_name,
        "story": sample.story,
        "seed": sample.seed,
        "analyse_with": {
            "age_years": sample.age_years,
            "resting_bpm": sample.resting_bpm,
            "limit_bpm": sample.limit_bpm,
            "recovery_posture": sample.recovery_posture,
        },
        "expected": {"verdict": sample.verdict, "flagged": sample.flagged, "borderline": sample.borderline},
        "clean": sample.clean,
        "sensor": made.plan.sensor.kind.value,
        "start": None if made.plan.start is None else made.plan.start.isoformat(),
        "duration_s": _rounded(made.plan.duration_s),
        "phases": [{"kind": p.kind.value, "start_s": p.start_s, "stop_s": p.stop_s} for p in truth.phases],
        "walking_speed_m_s": made.plan.bouts[0].speed_m_s if made.plan.speed and made.plan.bouts else None,
        "stand": None if made.plan.stand is None else _stand(truth, made.plan.stand),
        "resting_bpm": _rounded(truth.resting_bpm),
        "peak_bpm": _rounded(truth.peak_bpm),
        "realised_peak_bpm": _rounded(truth.realised_peak_bpm()),
        "recoveries": [] if made.plan.whole_day else [_recovery(truth, one) for one in truth.recoveries],
        "rest_rmssd_ms": _rounded(truth.rmssd_ms),
        "rest_sdnn_ms": _rounded(truth.sdnn_ms),
        "limit": None if sample.limit_bpm is None else _against(truth, sample.limit_bpm),
        "artefacts": [{"kind": a.kind.value, "start_s": a.start_s, "stop_s": a.stop_s} for a in truth.artefacts],
    }


def _recovery(truth: Truth, one: TrueRecovery) -> Json:
    made: dict[str, Json] = {
        "stop_s": one.stop_s,
        "end_bpm": _rounded(one.end_bpm),
        "tau_off_s": one.tau_off_s,
        "recorded_s": _rounded(one.recorded_s),
        "active": one.active,
    }
    for after_s, drop in zip(RECOVERY_TIMES_S, one.drop_bpm, strict=True):
        whole = drop is not None and one.recorded_s > after_s
        made[f"drop_{after_s:.0f}_bpm"] = _rounded(drop) if whole else None
        realised = truth.realised_drop_bpm(one.stop_s, after_s) if whole else None
        made[f"realised_drop_{after_s:.0f}_bpm"] = _rounded(realised)
    return made


def _stand(truth: Truth, stand: Stand) -> Json:
    return {
        "at_s": stand.at_s,
        "rise_bpm": stand.rise_bpm,
        "realised_rise_bpm": _rounded(truth.stand_rise_bpm(stand.at_s)),
        "thirty_fifteen": _rounded(truth.thirty_fifteen(stand.at_s)),
    }


def _against(truth: Truth, limit_bpm: float) -> Json:
    return {
        "bpm": limit_bpm,
        "time_above_s": truth.time_above_s(limit_bpm),
        "realised_time_above_s": truth.time_above_s(limit_bpm, realised=True),
        "longest_above_s": truth.longest_above_s(limit_bpm),
        "dose_bpm_min": _rounded(truth.dose_bpm_min(limit_bpm)),
        "excursions": [[start, stop] for start, stop in truth.excursions(limit_bpm)],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), DECIMALS)


README_NAME = "README.md"
README_HEAD = """# Sample data

**Everything in this folder is synthetic.** No person was recorded. A model with known truth made it: exponential
answers of heart rate to effort, drift, breathing and slow variability, the lag, rounding and drop-outs of sensors. The
person in the stories is invented too.

Beside each recording lies its truth (`<name>.truth.json`): the phases, the peak, the recovery and the variability it
was made with, what to give the program when analysing it, and what the program must then say about the limit. The
tests compare the program with it. `peak_bpm` and `drop_*` are those of the smooth curve behind the session;
`realised_*` are those of the beating heart, variability included, averaged as a perfect sensor would.

All files are made by one command, which always gives the same bytes:

    python -m pacing.synthetic sample_data

| file | what happened | analyse with | the limit |
|---|---|---|---|
"""


def sample_files() -> Mapping[str, bytes]:
    """File name -> bytes of every file of the sample folder, the same at every call."""
    files: dict[str, bytes] = {}
    for sample in SAMPLES:
        made = make_session(sample.plan, sample.seed)
        if sample.dialect is None:
            files[sample.file_name] = fit_bytes(made.recording)
        else:
            files[sample.file_name] = csv_text(made.recording, sample.dialect).encode()
        files[truth_name(sample)] = truth_text(sample, made).encode()
    files[README_NAME] = readme_text().encode()
    return files


def truth_name(sample: Sample) -> str:
    """The name of a sample's truth file."""
    return f"{Path(sample.file_name).stem}.truth.json"


def readme_text() -> str:
    """The page that lists the samples."""
    return README_HEAD + "".join(_row(sample) for sample in SAMPLES)


def _row(sample: Sample) -> str:
    flags = [f"--age {sample.age_years:g}"]
    if sample.resting_bpm is not None:
        flags.append(f"--resting {sample.resting_bpm:g}")
    if sample.limit_bpm is not None:
        flags.append(f"--limit {sample.limit_bpm:g}")
    if sample.recovery_posture is not None:
        flags.append(f"--recovery-posture {sample.recovery_posture}")
    verdict = "not given" if sample.verdict is None else f"{sample.verdict}{', flagged' if sample.flagged else ''}"
    return f"| `{sample.file_name}` | {sample.story} | `{' '.join(flags)}` | {verdict} |\n"


def write_samples(folder: Path) -> tuple[str, ...]:
    """Write all sample files into `folder` (made where it is missing); the names, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    files = sample_files()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return tuple(files)
