"""What many people write for one session: fitparse, pandas, scipy and pyplot, five figures in one page.

`python plain_script.py FILE.fit PAGE.html`; the peer of `bench_cold_report.py`.
"""

import base64
import io
import sys
from pathlib import Path

import fitparse  # type: ignore[import-untyped, unused-ignore]
import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import scipy.optimize
import scipy.signal


def page(source: str, target: str) -> None:
    """Read, smooth, draw, write."""
    rows = [message.get_values() for message in fitparse.FitFile(source).get_messages("record")]
    table = pd.DataFrame(rows).set_index("timestamp").dropna(subset=["heart_rate"])
    seconds = (table.index - table.index[0]).total_seconds().to_numpy()
    bpm = table["heart_rate"].to_numpy(dtype=float)
    smooth = scipy.signal.savgol_filter(bpm, 31, 2)
    frequency, power = scipy.signal.welch(bpm - bpm.mean(), nperseg=256)
    (start_bpm, slope), _ = scipy.optimize.curve_fit(lambda x, a, b: a + b * x, seconds, bpm)
    figures = []
    for title, x, y, kind in (
        ("Heart rate", seconds, bpm, "line"),
        ("Smoothed", seconds, smooth, "line"),
        ("Speed", seconds, table.get("speed", table["heart_rate"]).to_numpy(dtype=float), "line"),
        ("How long at which heart rate", bpm, bpm, "histogram"),
        ("Spectrum", frequency, power, "line"),
    ):
        figure, axes = plt.subplots(figsize=(8, 3))
        axes.set_title(title)
        if kind == "line":
            axes.plot(x, y)
        else:
            axes.hist(x, bins=30)
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", dpi=100)
        plt.close(figure)
        figures.append(base64.b64encode(drawn.getvalue()).decode())
    body = "".join(f'<img src="data:image/png;base64,{one}">' for one in figures)
    Path(target).write_text(
        f"<p>{bpm.mean():.0f} bpm, {start_bpm:.0f} + {60 * slope:.1f} a minute</p>{body}", encoding="utf-8"
    )


if __name__ == "__main__":
    page(sys.argv[1], sys.argv[2])
