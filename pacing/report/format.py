"""What a report format must offer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pacing.model.assessment import Outcome
from pacing.report.document import Audience


@dataclass(frozen=True, slots=True)
class Format:
    """A report format: plain title, file suffix with its dot, and how it turns what was found into bytes.

    `pieces`: the same bytes one piece after another, where the whole of a thousand sessions would need much memory.
    `steps`: what can be done, piece by piece, before anything is known of what was found: loading slow libraries.
    """

    title: str
    suffix: str
    render: Callable[[Outcome, Audience], bytes]
    pieces: Callable[[Outcome, Audience], Iterator[bytes]] | None = None
    steps: tuple[Callable[[], object], ...] = ()
