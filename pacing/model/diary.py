"""What a person noted of a symptom on a day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SymptomScore:
    """One symptom's score on one day, 0 to 10; higher is worse, on the scale the person uses."""

    day: date
    name: str
    score: float
