"""How long `pacing caseload` takes for twelve people with three months of walks each: cold, warm, and with sheets.

Run as `python -m tests.performance.bench_caseload [folder]`; a folder that holds the people is used again. Each line
gives the clock and the processor time of the command with its processes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from pacing.caseload.people import HISTORY_NAME
from pacing.history.diary import add_entries, add_note
from pacing.history.store import History
from pacing.model.longitudinal import SymptomScore
from pacing.synthetic.fit_file import write_fit
from pacing.synthetic.samples import WALK_EXCEEDED, WALK_PACED
from pacing.synthetic.session import make_session

NAMES = ("A. Beck", "B. Cole", "C. Diaz", "D. Eder", "E. Ferri", "F. Gant", "G. Holm", "H. Ito", "I. Jung", "K. Lund")
PEOPLE = (*NAMES, "L. Moreau", "M. Nowak")
WEEKS, WEEKDAYS = 13, (0, 3)
DIARY_DAYS = 60


def make_people(folder: Path, today: datetime) -> None:
    """Twelve people: two walks a week, a limit for most, a diary for half, one broken file, one wrong profile."""
    for number, name in enumerate(PEOPLE):
        own = folder / name
        own.mkdir(parents=True)
        for walk in range(WEEKS * len(WEEKDAYS)):
            week, day = divmod(walk, len(WEEKDAYS))
            sample = WALK_EXCEEDED if (walk + number) % 5 == 0 else WALK_PACED
            assert sample.plan.start is not None
            when = today - timedelta(weeks=WEEKS - 1 - week, days=WEEKDAYS[-1] - WEEKDAYS[day] + number % 3)
            start = sample.plan.start.replace(year=when.year, month=when.month, day=when.day)
            recording = make_session(replace(sample.plan, start=start), 1000 * number + walk).recording
            write_fit(recording, own / f"{when:%Y-%m-%d}.fit")
        if number % 4 != 3:
            (own / "profile.toml").write_text(f"[limit]\nbpm = {100 + number}\n", encoding="utf-8")
    (folder / PEOPLE[4] / "broken.fit").write_bytes(b"no recording")
    (folder / PEOPLE[9] / "profile.toml").write_text("[limit]\nbmp = 104\n", encoding="utf-8")
    (folder / "N. Without").mkdir()


def keep_diaries(folder: Path, today: datetime) -> None:
    """A diary with gaps and a note for every second person, in their history."""
    for number, name in enumerate(PEOPLE[::2]):
        days = [today.date() - timedelta(days=back) for back in range(DIARY_DAYS) if back % 7 > number % 3]
        with History(folder / name / HISTORY_NAME) as kept:
            add_entries(kept, [SymptomScore(day, "fatigue", 3.0 + day.day % 4) for day in days], "told")
            add_note(kept, days[8], "dose", "Low-dose naltrexone from 1.5 to 3 mg")


def timed(what: str, *words: str) -> None:
    """Print how long the command took."""
    began, before = time.perf_counter(), os.times()
    subprocess.run(
        [sys.executable, "-m", "pacing", "caseload", *words, "--force"], check=False, stderr=subprocess.DEVNULL
    )
    after = os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    print(f"{what:28} {time.perf_counter() - began:6.2f} s   cpu {used:6.2f} s", flush=True)


def main(folder: Path, out: Path) -> None:
    """Cold, warm, warm as PDF, with sheets."""
    today = datetime.now().astimezone()
    if not folder.exists():
        make_people(folder, today)
    for history in folder.glob(f"*/{HISTORY_NAME}*"):
        history.unlink()
    rows = str(out / "caseload")
    timed("cold", str(folder), "--out", f"{rows}.html")
    keep_diaries(folder, today)
    for _ in range(3):
        timed("warm", str(folder), "--out", f"{rows}.html")
    timed("warm, html and pdf", str(folder), "--out", rows, "--format", "html", "--format", "pdf")
    sheets = out / "sheets"
    shutil.rmtree(sheets, ignore_errors=True)
    sheets.mkdir()
    timed("warm with sheets", str(folder), "--out", f"{rows}.html", "--sheets", str(sheets))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name) / "people", Path(name))
