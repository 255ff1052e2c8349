"""How far one heart-rate reading may be off."""

from pacing.model.recording import Sensor
from pacing.reference import READING_ERROR_OPTICAL_BPM, READING_ERROR_STRAP_BPM


def reading_error_bpm(sensor: Sensor) -> float:
    """How far a reading may be off [bpm]; a sensor the file does not name is taken as an optical one.

    Examples
    --------
    >>> reading_error_bpm(Sensor.STRAP) < reading_error_bpm(Sensor.UNKNOWN)
    True
    """
    return READING_ERROR_STRAP_BPM.value if sensor is Sensor.STRAP else READING_ERROR_OPTICAL_BPM.value
