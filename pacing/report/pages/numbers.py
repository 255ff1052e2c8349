"""Every number of a session, and every number that cannot be had, group by group."""

from pacing.model.assessment import Assessment
from pacing.model.measurement import Evidence, IndexGroup, Measurement
from pacing.model.recording import RecordingKind
from pacing.report.document import Block, Fact, Facts, Listing, Paragraph, Table
from pacing.report.wording.clinical import founded_text
from pacing.report.wording.fixed import NUMBER_KEY
from pacing.report.wording.format_numbers import measured_text
from pacing.report.wording.quality import NO_END_IN_A_DAY, refusal_text

GROUP_TITLES = {
    IndexGroup.LEVEL: "Heart rate",
    IndexGroup.RESPONSE: "Response to effort",
    IndexGroup.RECOVERY: "Recovery after stopping",
    IndexGroup.VARIABILITY: "Heart-rate variability (HRV)",
    IndexGroup.STANDING: "Standing up",
    IndexGroup.OXYGEN: "Muscle oxygen",
    IndexGroup.WALKING: "Walking",
}
EVERY = frozenset(Evidence)
WELL_FOUNDED = frozenset({Evidence.ESTABLISHED, Evidence.SUPPORTED})
LESS_FOUNDED = EVERY - WELL_FOUNDED
NOT_OF_A_DAY = frozenset({IndexGroup.RECOVERY})  # a day has no one end of exercise
MOST_TITLES = 4  # design: more of one group are counted, not listed
FIRST = (  # design: read first; of each group the others follow in their order
    "hr_rest",
    "hr_mean",
    "hr_peak",
    "hr_recovery_120",
    "hr_recovery_60",
    "hr_recovery_30",
    "hrv_rmssd",
    "hrv_sdnn",
    "hrv_mean_nn",
    "hrv_pnn50",
    "hrv_hf",
    "hrv_lf",
)


def spoken_of(assessment: Assessment) -> tuple[Measurement, ...]:
    """The measurements that a page speaks of: all of a session; of a whole day not its recoveries."""
    left_out = NOT_OF_A_DAY if assessment.recording.kind is RecordingKind.DAY else frozenset()
    return tuple(m for m in assessment.measurements if m.index.group not in left_out)


def of_group(assessment: Assessment, group: IndexGroup) -> tuple[Measurement, ...]:
    """The measurements of one group: those to read first, then the others in their order."""
    members = [m for m in spoken_of(assessment) if m.index.group is group]
    return tuple(sorted(members, key=lambda m: FIRST.index(m.index.id) if m.index.id in FIRST else len(FIRST)))


def measured_blocks(
    assessment: Assessment, evidence: frozenset[Evidence] = EVERY, *, explained: bool = True
) -> tuple[Block, ...]:
    """One table a group, of everything measured and founded so well, with its caveats under it, each said once.

    `explained`: it begins with what the ranges mean.
    """
    blocks: list[Block] = [Paragraph(NUMBER_KEY)] if explained else []
    empty = len(blocks)
    said: set[str] = set()
    for group in IndexGroup:
        measured = [m for m in of_group(assessment, group) if m.value is not None and m.index.evidence in evidence]
        if not measured:
            continue
        rows = tuple((m.index.title, measured_text(m)) for m in measured)
        blocks.append(Table(GROUP_TITLES[group], ("What", "Value (range)"), rows, numeric=(1,)))
        caveats = [c for c in dict.fromkeys(c for m in measured for c in m.caveats) if c not in said]
        said.update(caveats)
        if caveats:
            blocks.append(Listing(tuple(caveats)))
    return tuple(blocks) if len(blocks) > empty else ()


def refused_facts(assessment: Assessment) -> Facts | None:
    """Everything that could not be measured, each with its reason; what shares a reason shares a line."""
    lines: dict[str, list[Measurement]] = {}
    spoken = {m.index.id for m in spoken_of(assessment)}
    for measurement in assessment.measurements:
        if measurement.index.id not in spoken:
            lines.setdefault(NO_END_IN_A_DAY, []).append(measurement)
        elif measurement.value is None:
            lines.setdefault(refusal_text(measurement), []).append(measurement)
    if not lines:
        return None
    return Facts(tuple(Fact(_titles(members), text) for text, members in lines.items()))


def definition_facts(assessment: Assessment) -> Facts | None:
    """How each measured number is defined, how well it is founded, and where that was published."""
    measured = [m for m in spoken_of(assessment) if m.value is not None]
    if not measured:
        return None
    return Facts(tuple(Fact(m.index.title, m.index.definition, founded_text(m)) for m in measured))


def _titles(members: list[Measurement]) -> str:
    """Titles in a line; many of one group are counted instead."""
    parts = []
    for group in IndexGroup:
        titles = [m.index.title for m in members if m.index.group is group]
        parts += titles if len(titles) <= MOST_TITLES else [f"{GROUP_TITLES[group]}: {len(titles)} numbers"]
    return "; ".join(parts)
