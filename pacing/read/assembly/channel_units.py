"""Units of the channels as vendors write them, to the model's units."""

from types import MappingProxyType

MODEL_UNIT = MappingProxyType(
    {
        "speed": "m/s",
        "power": "W",
        "cadence": "1/min",
        "grade": "%",
        "distance": "m",
        "altitude": "m",
        "muscle_oxygen": "%",
        "temperature": "degC",
        "respiration_rate": "1/min",
        "steps": "1",
    }
)
# factor and offset: model value = written * factor + offset
_CONVERSIONS = MappingProxyType(
    {
        ("speed", "km/h"): (1 / 3.6, 0.0),
        ("speed", "kmh"): (1 / 3.6, 0.0),
        ("speed", "kph"): (1 / 3.6, 0.0),
        ("speed", "mph"): (0.44704, 0.0),
        ("speed", "0.1 km/h"): (1 / 36, 0.0),
        ("speed", "0.1 mph"): (0.044704, 0.0),
        ("speed", "m/s"): (1.0, 0.0),
        ("distance", "km"): (1000.0, 0.0),
        ("distance", "mi"): (1609.344, 0.0),
        ("distance", "m"): (1.0, 0.0),
        ("altitude", "ft"): (0.3048, 0.0),
        ("altitude", "m"): (1.0, 0.0),
        ("temperature", "f"): (5 / 9, -160 / 9),
        ("temperature", "°f"): (5 / 9, -160 / 9),
        ("temperature", "degf"): (5 / 9, -160 / 9),
        ("temperature", "fahrenheit"): (5 / 9, -160 / 9),
        ("cadence", "spm"): (0.5, 0.0),
        ("cadence", "steps/min"): (0.5, 0.0),
    }
)
_ASSUMED = frozenset({"power", "cadence", "grade", "muscle_oxygen", "temperature", "respiration_rate", "steps"})


def conversion(name: str, unit: str) -> tuple[float, float] | None:
    """Factor and offset from a written unit to the model's; None when the unit is unknown and cannot be assumed.

    Parameters
    ----------
    name
        What it is called.
    unit
        The unit as the file writes it.

    Returns
    -------
    tuple[float, float] | None

    Examples
    --------
    >>> conversion("distance", "km")
    (1000.0, 0.0)
    """
    result = _CONVERSIONS.get((name, unit.strip().casefold()))
    if result is None and name in _ASSUMED:
        return 1.0, 0.0
    return result
