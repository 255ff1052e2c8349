"""Make the files of `sample_data/`: recordings, their truth beside them, and the page that says what they are."""

from collections.abc import Mapping
from pathlib import Path

from pacing.synthetic.csv_file import csv_text
from pacing.synthetic.fit_file import fit_bytes
from pacing.synthetic.samples import SAMPLES, Sample
from pacing.synthetic.session import make_session
from pacing.synthetic.truth_file import truth_text

README_NAME = "README.md"
README_HEAD = """# Sample data

**Everything in this folder is synthetic.** No person was recorded. A model with known truth made it: exponential
answers of heart rate to effort, drift, breathing and slow variability, the lag, rounding and drop-outs of sensors. The
person in the stories is invented too.

Beside each recording lies its truth (`<name>.truth.json`): the phases, the peak, the recovery and the variability it
was made with, what to tell the program when analysing it, and what the program must then say about the limit. The
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
    told = [f"--age {sample.age_years:g}"]
    if sample.resting_bpm is not None:
        told.append(f"--resting {sample.resting_bpm:g}")
    if sample.limit_bpm is not None:
        told.append(f"--limit {sample.limit_bpm:g}")
    if sample.recovery_posture is not None:
        told.append(f"--recovery-posture {sample.recovery_posture}")
    verdict = "not told" if sample.verdict is None else f"{sample.verdict}{', flagged' if sample.flagged else ''}"
    return f"| `{sample.file_name}` | {sample.story} | `{' '.join(told)}` | {verdict} |\n"


def write_samples(folder: Path) -> tuple[str, ...]:
    """Write all sample files into `folder` (made where it is missing); the names, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    files = sample_files()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return tuple(files)
