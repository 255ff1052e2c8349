"""What sort of FIT file it is, and the error for one without heart rate that says so."""

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.read.fit.wire.profile import word
from pacing.read.fit.wire.table import Decoded

PLANS = {"workout": "a planned workout", "course": "a course to follow", "segment": "a segment to ride or run"}
KINDS = {
    "settings": "device settings",
    "device": "a description of a device",
    "sport": "sport settings",
    "schedules": "a training schedule",
    "weight": "weighings",
    "totals": "totals of many activities",
    "goals": "goals",
    "blood_pressure": "blood pressure readings",
    "monitoring_a": "daily monitoring",
    "monitoring_b": "daily monitoring",
    "monitoring_daily": "daily monitoring",
    "activity_summary": "a summary of an activity",
}


def file_type(decoded: Decoded) -> str | None:
    """The file's type by its own account (`activity`, `course`, ...), or None."""
    table = decoded.table("file_id")
    return word("file", float(table.number("type")[0])) if len(table) else None


def is_plan(decoded: Decoded) -> bool:
    """Whether the file is a plan (a workout, a course) rather than a recording of something done."""
    if file_type(decoded) not in PLANS:
        return False
    return not any(len(decoded.table(message)) for message in ("session", "activity"))


def no_heart_rate(decoded: Decoded, file_name: str) -> NoHeartRateError:
    """The error for a file without any heart rate, with what it is and what to do."""
    kind = file_type(decoded) or ""
    if is_plan(decoded):
        return NoHeartRateError(
            file_name,
            f"This FIT file is {PLANS[kind]}, not a recording.",
            hint="Export the activity itself from the watch or app: the file of type «activity».",
        )
    if kind in KINDS:
        return NoHeartRateError(
            file_name,
            f"This FIT file holds {KINDS[kind]} and no heart-rate series.",
            hint="Choose the file of an activity, or a monitoring file in which the watch kept heart rate.",
        )
    record = decoded.table("record")
    bpm = record.number("heart_rate")
    if np.isfinite(bpm).any() and not np.isfinite(record.number("timestamp")).any():
        return NoHeartRateError(
            file_name,
            "The heart rates in this FIT file have no times, so nothing can be said about how they went on.",
            hint="Export the activity again from the watch or app, as the original FIT file.",
        )
    if (bpm == 0).any():
        return NoHeartRateError(
            file_name,
            "Heart rate is 0 in the whole file: the device found no sensor.",
            hint="Check that the strap or the optical sensor is on and paired before the next recording.",
        )
    return NoHeartRateError(
        file_name,
        f"The file is well but holds no heart rate ({len(record)} records).",
        hint="Wear a strap or switch the watch's heart-rate sensor on before the next recording.",
    )
