"""What a FIT file says about itself: its kind, its device and sensor, and values that are only mentioned in remarks.

Makers and models are read, never serial numbers; what it says about the person is never used silently.
"""

import re
from collections.abc import Iterable

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.recording import Sensor
from pacing.plural import plural
from pacing.read.fit.wire.definition import code, word, words
from pacing.read.fit.wire.table import Decoded, IntArray, MessageTable

OPTICAL_NAMES = (
    "oh1",
    "verity",
    "rhythm",
    "tickr fit",
    "coospo hw",
    "armband",
)  # bands of an optical sensor on the arm
OPTICAL_PLACES = ("arm", "bicep", "tricep", "forearm", "brachioradialis", "wrist")
_PERSONAL = re.compile(
    r"[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}"  # an address
    r"|\b(?=[A-F]*\d)[0-9A-F]{6,}\b"  # a serial number
    r"|\S+['\u2019]s?(?=\s)",  # whose it is
    re.IGNORECASE,
)
GARMIN_PRODUCTS = ("garmin", "dynastream", "dynastream_oem", "tacx")


def device_name(decoded: Decoded) -> str | None:
    """Maker and model of the device that made the file, or None.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    Maker and model, or None.
    """
    table = decoded.table("file_id")
    if not len(table):
        return None
    maker = _maker(table, 0)
    model = _model(table, 0, maker) or _creator_model(decoded)
    name = " ".join(piece for piece in (maker, model) if piece)
    return name or None


def _maker(table: MessageTable, row: int) -> str:
    number = float(table.number("manufacturer")[row])
    if np.isnan(number):
        return ""
    return word("manufacturer", number) or f"maker {int(number)}"


def _model(table: MessageTable, row: int, maker: str) -> str:
    written = table.texts("product_name")[row]
    if written:
        return model_text(written)
    product = float(table.number("product")[row])
    if np.isnan(product):
        return ""
    known = word("garmin_product", product) if maker in GARMIN_PRODUCTS else None
    return known or (f"product {int(product)}" if product else "")


def _creator_model(decoded: Decoded) -> str:
    table = decoded.table("device_info")
    creators = np.flatnonzero(table.number("device_index") == 0)
    names = table.texts("product_name")
    return next((model_text(names[row]) for row in creators if names[row]), "")


def model_text(written: str) -> str:
    """A device's model as the file words it, without what tells one device from its like, or whose it is.

    Parameters
    ----------
    written
        A device's model as the file writes it.

    Returns
    -------
    str

    Examples
    --------
    >>> model_text("Polar H10 8C2B7A21"), model_text("TICKR 00:1B:44:11:3A:B7"), model_text("Jane's Edge 530")
    ('Polar H10', 'TICKR', 'Edge 530')
    """
    printable = "".join(letter for letter in written if letter.isprintable())
    return " ".join(_PERSONAL.sub(" ", printable).split())[:60]


def heart_rate_sensor(decoded: Decoded) -> tuple[Sensor, tuple[str, ...]]:
    """What sensed the heart rate, and the evidence.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    The sensor, and the evidence.
    """
    table = decoded.table("device_info")
    kinds, sources = table.number("device_type"), table.number("source_type")
    local = sources == code("source_type", "local")
    low_energy = np.isin(sources, (code("source_type", "bluetooth_low_energy"), code("source_type", "bluetooth")))
    external = ~local & (kinds == code("antplus_device_type", "heart_rate"))
    external |= low_energy & (kinds == code("ble_device_type", "heart_rate"))
    wrist = local & (kinds == code("local_device_type", "whr"))
    if external.any():
        return _external_sensor(table, np.flatnonzero(external), with_wrist=bool(wrist.any()))
    if wrist.any():
        return Sensor.OPTICAL, ("the file lists the watch's own optical heart-rate sensor and no other",)
    return Sensor.UNKNOWN, ()


def _external_sensor(table: MessageTable, rows: IntArray, *, with_wrist: bool) -> tuple[Sensor, tuple[str, ...]]:
    names = [name.lower() for name in table.texts("product_name")]
    places = table.number("sensor_position")
    worn = [words("body_location").get(int(places[row]), "") for row in rows if np.isfinite(places[row])]
    on_arm = any(place_name in where for where in worn for place_name in OPTICAL_PLACES)
    if on_arm or any(name in names[row] for row in rows for name in OPTICAL_NAMES):
        return Sensor.OPTICAL, ("the file lists an optical heart-rate sensor worn on the arm",)
    remark = "the file lists a separate heart-rate sensor, taken as a chest strap"
    return Sensor.STRAP, (f"{remark} (the watch's own sensor is listed too)" if with_wrist else remark,)


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

# messages that a file without heart rate is known by
NAMED = (
    "hrv_status_summary",
    "hrv_value",
    "sleep_level",
    "sleep_assessment",
    "stress_level",
    "hsa_stress_data",
    "respiration_rate",
    "spo2_data",
    "monitoring",
    "skin_temp_overnight",
    "nap",
    "ecg_smooth_sample",
)


def file_type(decoded: Decoded) -> str | None:
    """The file's type by its own account (`activity`, `course`, ...), or None.

    Parameters
    ----------
    decoded
        The messages of a FIT file as tables.

    Returns
    -------
    str | None
        None where there is none.
    """
    table = decoded.table("file_id")
    return word("file", float(table.number("type")[0])) if len(table) else None


def is_plan(decoded: Decoded) -> bool:
    """Whether the file is a plan (a workout, a course) rather than a recording of something done.

    Parameters
    ----------
    decoded
        The messages of a FIT file as tables.

    Returns
    -------
    bool
    """
    if file_type(decoded) not in PLANS:
        return False
    return not any(len(decoded.table(message)) for message in ("session", "activity"))


def no_heart_rate(decoded: Decoded, file_name: str) -> NoHeartRateError:
    """The error for a file without any heart rate, with what it is and what to do.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.
    file_name
        Name of the file, for the error.

    Returns
    -------
    The error that names what the file holds instead.
    """
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
            f"This FIT file has {KINDS[kind]} and no heart-rate series.",
            hint="Choose the file of an activity, or a monitoring file in which the watch kept heart rate.",
        )
    return _activity_without(decoded, file_name)


def _activity_without(decoded: Decoded, file_name: str) -> NoHeartRateError:
    """The error for a file that is no plan and no setting, by what it holds instead."""
    record = decoded.table("record")
    bpm = record.number("heart_rate")
    if np.isfinite(bpm).any() and not np.isfinite(record.number("timestamp")).any():
        return NoHeartRateError(
            file_name,
            "The heart rates in this FIT file have no times, so their course is not known.",
            hint="Export the activity again from the watch or app, as the original FIT file.",
        )
    if (bpm == 0).any():
        return NoHeartRateError(
            file_name,
            "Heart rate is 0 in the whole file: the device found no sensor.",
            hint="Check that the strap or the optical sensor is on and paired before the next recording.",
        )
    averages = _averages(decoded)
    if averages:
        return NoHeartRateError(
            file_name,
            f"The FIT file gives heart rate only as the average and maximum of a session ({averages} bpm), not its "
            "course.",
            hint="Look in the watch's settings for recording heart rate every second, or bring another file of it.",
        )
    seen = [message for message in NAMED if len(decoded.table(message))]
    if seen and not len(record):
        return NoHeartRateError(
            file_name,
            f"The FIT file holds no heart-rate series; what it holds are the messages {', '.join(seen)}.",
            hint="Choose the file of an activity, or a monitoring file in which the watch kept heart rate.",
        )
    return NoHeartRateError(
        file_name,
        plural(
            len(record),
            "The file is fine but has no heart rate in it (1 record).",
            "The file is fine but has no heart rate in it ({} records).",
        ),
        hint="Was a strap connected, or the watch's heart-rate sensor on? Choose a file with heart rate.",
    )


def _averages(decoded: Decoded) -> str:
    """Average and maximum heart rate that a session or lap gives, or ""."""
    for message in ("session", "lap"):
        table = decoded.table(message)
        for average, highest in zip(
            table.number("avg_heart_rate").tolist(), table.number("max_heart_rate").tolist(), strict=True
        ):
            if average > 0:
                return f"{average:.0f}/{highest:.0f}" if highest > 0 else f"{average:.0f}"
    return ""


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


OFFERED = "the file offers, not used: "
OF_THE_PERSON = re.compile(rf"{OFFERED}(?P<what>resting|maximum) heart rate\D* (?P<bpm>\d+) bpm")


def offers_in(remarks: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """The resting and maximum heart rates [bpm] that a file's remarks offer, in order.

    Parameters
    ----------
    remarks
        Remarks of the recording.

    Returns
    -------
    tuple[tuple[str, float], ...]

    Examples
    --------
    >>> offers_in(["the file offers, not used: resting heart rate 58 bpm in the device's user profile", "local clock"])
    (('resting', 58.0),)
    """
    result = (OF_THE_PERSON.match(remark) for remark in remarks)
    return tuple((match["what"], float(match["bpm"])) for match in result if match is not None)


def device_estimate_remarks(decoded: Decoded) -> tuple[str, ...]:
    """One remark for each such value, the last of its kind in the file.

    Parameters
    ----------
    decoded
        The messages of a FIT file as tables.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    result = []
    for message, field, sentence in OFFERS:
        table = decoded.table(message)
        if not len(table):
            continue
        values = table.number(field)
        given = values[np.isfinite(values) & (values > 0)]
        if given.size:
            result.append(f"{OFFERED}{sentence.format(float(given[-1]))}")
    return tuple(result)
