"""How long a report of one session takes from a cold start, against a plain script that draws five figures.

Run as `python tests/performance/bench_cold_report.py [rounds] [FILE.fit]`; the file is a sample of half an hour where
none is given. The script draws five figures, the report those it has something to say with. Whole processes, which take
turns; the ratios are of the clock and of processor time.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "sample_data" / "walk_paced.fit"


def taken(command: list[str]) -> tuple[float, float]:
    """Seconds of a whole process: by the clock, and of the processor."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=HERE.parents[1])
    wall_s, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rounds: int, source: Path) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        plain = [sys.executable, str(HERE / "plain_script.py"), str(source), f"{folder}/plain.html"]
        told = ["--limit", "110", "--age", "45", "--resting", "65", "--out", f"{folder}/report.html", "--force"]
        ours = [sys.executable, "-m", "pacing", "report", str(source), *told]
        taken(plain)
        taken(ours)
        pairs = np.array([(taken(plain), taken(ours)) for _ in range(rounds)])
    middle = np.median(pairs, axis=0)
    ratio = np.median(pairs[:, 1] / pairs[:, 0], axis=0)
    print(f"plain script {middle[0, 0]:6.2f} s, processor {middle[0, 1]:6.2f} s")
    print(f"pacing       {middle[1, 0]:6.2f} s, processor {middle[1, 1]:6.2f} s")
    print(f"ratio        {ratio[0]:6.2f}    processor {ratio[1]:6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9, Path(sys.argv[2]) if len(sys.argv) > 2 else SAMPLE)
