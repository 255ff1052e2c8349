"""A stage's table: pinned cases with the constants each of them holds, and the constants that none can hold."""

from collections.abc import Callable
from dataclasses import dataclass, field

Answer = object
Compute = Callable[[], Answer]


@dataclass(frozen=True)
class Case:
    """A small made-up input, what the stage must say to it by the definitions, and the constants that decide it."""

    compute: Compute
    expected: Answer
    holds: tuple[str, ...]


@dataclass
class Table:
    """The cases of one stage; `unheld`: constants that no case can hold, `one_sided`: those that only a larger
    number changes, each with the reason."""

    stage: str
    cases: list[Case] = field(default_factory=list)
    unheld: dict[str, str] = field(default_factory=dict)
    one_sided: dict[str, str] = field(default_factory=dict)

    def case(self, expected: Answer, *holds: str) -> Callable[[Compute], Compute]:
        """Register a function as a case: it must return `expected`, and something else when one of `holds` moves."""

        def add(compute: Compute) -> Compute:
            self.cases.append(Case(compute, expected, tuple(f"{self.stage}.{name}" for name in holds)))
            return compute

        return add

    def not_held(self, reason: str, *names: str) -> None:
        """List constants that cannot be held, with the reason."""
        self.unheld |= dict.fromkeys((f"{self.stage}.{name}" for name in names), reason)

    def only_up(self, reason: str, *names: str) -> None:
        """List constants that a fifth less does not change, with the reason."""
        self.one_sided |= dict.fromkeys((f"{self.stage}.{name}" for name in names), reason)

    def held_by(self, constant: str) -> list[Case]:
        """The cases that hold a constant."""
        return [case for case in self.cases if constant in case.holds]
