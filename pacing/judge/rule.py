"""What a pacing rule must offer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pacing.model.exceedance import Limit
from pacing.model.measurement import Measurement
from pacing.model.person import LimitSetting, Person


@dataclass(frozen=True, slots=True)
class RuleInputs:
    """All that a pacing rule may look at: the person, the setting that chose the rule (None: just trying it), the
    session's instant, and what was measured in the session.
    """

    person: Person
    setting: LimitSetting | None
    instant: datetime | None
    measurements: tuple[Measurement, ...] = ()

    def measurement(self, index_id: str) -> Measurement | None:
        """The measurement of one index, or None."""
        return next((m for m in self.measurements if m.index.id == index_id), None)


class NoLimitError(Exception):
    """A rule cannot give a limit here; `advice` says what it needs. Never leaves this package."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Rule:
    """A pacing rule: plain title, definition, formula, sources, and how it gives a limit (raises `NoLimitError`)."""

    title: str
    definition: str
    formula: str
    sources: tuple[str, ...]
    limit: Callable[[RuleInputs], Limit]
