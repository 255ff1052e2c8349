"""Which device and which sensor wrote a file, as far as it tells: makers and models, never serial numbers."""

import re

import numpy as np

from pacing.model.recording import Sensor
from pacing.read.fit.wire.profile import code, word, words
from pacing.read.fit.wire.table import Decoded, IntArray, Table

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
    """Maker and model of the device that made the file, or None."""
    table = decoded.table("file_id")
    if not len(table):
        return None
    maker = _maker(table, 0)
    model = _model(table, 0, maker) or _creator_model(decoded)
    name = " ".join(piece for piece in (maker, model) if piece)
    return name or None


def _maker(table: Table, row: int) -> str:
    number = float(table.number("manufacturer")[row])
    if np.isnan(number):
        return ""
    return word("manufacturer", number) or f"maker {int(number)}"


def _model(table: Table, row: int, maker: str) -> str:
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

    Examples
    --------
    >>> model_text("Polar H10 8C2B7A21"), model_text("TICKR 00:1B:44:11:3A:B7"), model_text("Jane's Edge 530")
    ('Polar H10', 'TICKR', 'Edge 530')
    """
    printable = "".join(letter for letter in written if letter.isprintable())
    return " ".join(_PERSONAL.sub(" ", printable).split())[:60]


def heart_rate_sensor(decoded: Decoded) -> tuple[Sensor, tuple[str, ...]]:
    """What sensed the heart rate, and the evidence."""
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


def _external_sensor(table: Table, rows: IntArray, *, with_wrist: bool) -> tuple[Sensor, tuple[str, ...]]:
    names, makers = table.texts("product_name"), table.number("manufacturer")
    places = table.number("sensor_position")
    told = [f"{names[row]} {word('manufacturer', float(makers[row])) or ''}".lower() for row in rows]
    worn = [words("body_location").get(int(places[row]), "") for row in rows if np.isfinite(places[row])]
    on_arm = any(place in where for where in worn for place in OPTICAL_PLACES)
    if on_arm or any(name in text for text in told for name in OPTICAL_NAMES):
        return Sensor.OPTICAL, ("the file lists an optical heart-rate sensor worn on the arm",)
    remark = "the file lists a separate heart-rate sensor, taken as a chest strap"
    return Sensor.STRAP, (f"{remark} (the watch's own sensor is listed too)" if with_wrist else remark,)
