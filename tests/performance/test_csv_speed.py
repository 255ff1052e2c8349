"""Tables against pandas: the same rows, the stated time format, one run, a ratio."""

import datetime as dt
import time
from pathlib import Path

import numpy as np
import pytest

from pacing.read.read import read_recordings

ROWS = 1_000_000
ROUNDS = 3
LEAST_RATIO = 6.0  # processor time; 8 to 10 where the machine is quiet


@pytest.mark.performance
def test_a_table_with_a_twelve_hour_clock_is_read_many_times_faster_than_by_pandas(tmp_path: Path) -> None:
    import pandas as pd

    start = dt.datetime(2016, 4, 1)  # noqa: DTZ001
    path = tmp_path / "heartrate_seconds.csv"
    with path.open("w") as file:
        file.write("Id,Time,Value\r\n")
        for row in range(ROWS):
            t = start + dt.timedelta(seconds=5 * row)
            clock = f"{t.hour % 12 or 12}:{t:%M:%S} {'AM' if t.hour < 12 else 'PM'}"
            file.write(f"2022484408,{t.month}/{t.day}/{t.year} {clock},{60 + row % 60}\r\n")
    ratios = []
    for _ in range(ROUNDS):  # in turns, so that other work on the machine meets both
        began = time.process_time()
        (ours,) = read_recordings(path)
        ours_s = time.process_time() - began
        began = time.process_time()
        frame = pd.read_csv(path)
        stamps = pd.to_datetime(frame["Time"], format="%m/%d/%Y %I:%M:%S %p")
        theirs_s = time.process_time() - began
        ratios.append(theirs_s / ours_s)
        print(f"{ROWS} rows: pacing {ours_s:.2f} s, pandas with stated format {theirs_s:.2f} s, {ratios[-1]:.1f} x")
    assert np.array_equal(ours.heart_rate.bpm, frame["Value"].to_numpy(dtype=float))
    assert np.array_equal(ours.heart_rate.time_s, (stamps - stamps.iloc[0]).dt.total_seconds().to_numpy())
    assert float(np.median(ratios)) >= LEAST_RATIO
