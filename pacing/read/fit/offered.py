"""What a file says about the person or from the watch's own reckoning: offered in remarks, never used silently."""

import numpy as np

from pacing.read.fit.wire.table import Decoded

OFFERS = (
    ("user_profile", "resting_heart_rate", "resting heart rate {:.0f} bpm in the device's user profile"),
    ("user_profile", "default_max_heart_rate", "maximum heart rate {:.0f} bpm in the device's user profile"),
    ("zones_target", "max_heart_rate", "maximum heart rate {:.0f} bpm in the device's zones"),
    ("zones_target", "threshold_heart_rate", "threshold heart rate {:.0f} bpm in the device's zones"),
    ("monitoring_hr_data", "current_day_resting_heart_rate", "resting heart rate of the day {:.0f} bpm by the watch"),
    ("monitoring_hr_data", "resting_heart_rate", "resting heart rate of seven days {:.0f} bpm by the watch"),
    ("hrv_status_summary", "weekly_average", "weekly average of night variability {:.0f} ms by the watch"),
    ("hrv_status_summary", "last_night_average", "last night's variability {:.0f} ms by the watch"),
    ("hrv_value", "value", "night variability of five minutes, last {:.0f} ms by the watch"),
    ("stress_level", "stress_level_value", "stress level, last {:.0f} by the watch"),
)


def offered_remarks(decoded: Decoded) -> tuple[str, ...]:
    """One remark for each such value, the last of its kind in the file."""
    found = []
    for message, field, words in OFFERS:
        table = decoded.table(message)
        if not len(table):
            continue
        values = table.number(field)
        given = values[np.isfinite(values) & (values > 0)]
        if given.size:
            found.append(f"the file offers, not used: {words.format(float(given[-1]))}")
    return tuple(found)
