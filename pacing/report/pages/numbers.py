"""Every number of a session, and every number that cannot be had, group by group."""

import re
from collections import Counter
from collections.abc import Callable
from types import MappingProxyType

from pacing.model.assessment import Assessment
from pacing.model.measurement import Evidence, IndexGroup, Measurement, Reason
from pacing.model.recording import RecordingKind
from pacing.plural import plural
from pacing.report.document import Block, Fact, Facts, Listing, Paragraph, Table
from pacing.report.wording.clinical import founded_text
from pacing.report.wording.fixed import NUMBER_KEY
from pacing.report.wording.format_numbers import measured_text
from pacing.report.wording.quality import NO_END_IN_A_DAY, advice_of, because
from pacing.report.wording.recovery import recovery_refusal

GROUP_TITLES = {
    IndexGroup.LEVEL: "Heart rate",
    IndexGroup.RESPONSE: "Response to effort",
    IndexGroup.RECOVERY: "Recovery after stopping",
    IndexGroup.VARIABILITY: "Heart-rate variability (HRV)",
    IndexGroup.STANDING: "Standing up",
    IndexGroup.OXYGEN: "Muscle oxygen",
    IndexGroup.WALKING: "Walking",
}
KEY_NUMBERS = (  # design: what a person reads of one session among several
    "hr_rest",
    "hr_mean",
    "hr_peak",
    "hr_recovery_120",
    "hr_recovery_60",
    "hrv_rmssd",
    "stand_hr_rise",
)
SAID = ("hr_recovery_120", "hr_recovery_60", "stand_hr_rise")
LEVELS = ("hr_mean", "hr_peak")
PLAIN_TITLES = MappingProxyType(
    {
        "physiological_cost_index": "Heart beats per metre walked",
        "hr_onset_tau": "How long two thirds of the rise at the start took (time constant)",
        "hr_recovery_tau": "How long two thirds of the fall took (time constant)",
        "hr_recovery_t30": "How slowly heart rate fell in the first 30 s (T30; longer is slower)",
    }
)
"""Numbers whose title only a clinician knows."""
GIVEN = "told"  # how the ledger names a level that the person gave: it is the same in every session
OF_ONE_SESSION = re.compile(r"\d")  # a caveat with a number in it speaks of one session alone
LEAST_SHARE = 0.2  # design: a reason that fewer of the sessions share is not said for all
MOST_COMMON_TITLES = 2  # design: in the list for all sessions, more of one group are counted
COUNTED = ("{group}: 1 number", "{group}: {} numbers")
REFUSED_IN = (
    "not measurable in 1 of {all} sessions, because {reason}.",
    "not measurable in {} of {all} sessions, because {reason}.",
)
STANDING_UP = "stand_hr_rise"
NEED_A_TEST = MappingProxyType(  # and the reasons by which they are refused where the session was no such test
    {
        STANDING_UP: frozenset({Reason.NOT_RECORDED}),
        "metabolic_chronotropic_slope": frozenset({Reason.NOT_MAXIMAL}),
        "hr_speed_slope": frozenset(Reason),
        "hr_power_slope": frozenset(Reason),
        "hr_onset_tau": frozenset({Reason.NEEDS_STEP_LOAD, Reason.NEEDS_MOVEMENT_DATA}),
        "muscle_oxygen_rest": frozenset({Reason.NOT_RECORDED}),
        "muscle_oxygen_change": frozenset({Reason.NOT_RECORDED}),
    }
)
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


def short_title(measurement: Measurement) -> str:
    """What a number is called among its like."""
    return measurement.index.title


def plain_title(measurement: Measurement) -> str:
    """What a number is called where no clinician reads along."""
    return PLAIN_TITLES.get(measurement.index.id, measurement.index.title)


def spoken_of(assessment: Assessment) -> tuple[Measurement, ...]:
    """The measurements that a page speaks of: all of a session; of a whole day not its recoveries."""
    left_out = NOT_OF_A_DAY if assessment.recording.kind is RecordingKind.DAY else frozenset()
    return tuple(m for m in assessment.measurements if m.index.group not in left_out)


def of_group(assessment: Assessment, group: IndexGroup) -> tuple[Measurement, ...]:
    """The measurements of one group: those to read first, then the others in their order."""
    members = [m for m in spoken_of(assessment) if m.index.group is group]
    return tuple(sorted(members, key=lambda m: FIRST.index(m.index.id) if m.index.id in FIRST else len(FIRST)))


def measured_blocks(
    assessment: Assessment,
    evidence: frozenset[Evidence] = EVERY,
    *,
    explained: bool = True,
    title: Callable[[Measurement], str] = short_title,
) -> tuple[Block, ...]:
    """One table a group, of everything measured and founded so well, with its caveats under it, each said once.

    `explained`: it begins with what the ranges mean. `title`: what a number is called.
    """
    blocks: list[Block] = [Paragraph(NUMBER_KEY)] if explained else []
    empty = len(blocks)
    remarks: set[str] = set()
    for group in IndexGroup:
        measured = [m for m in of_group(assessment, group) if m.value is not None and m.index.evidence in evidence]
        if not measured:
            continue
        rows = tuple((title(m), measured_text(m)) for m in measured)
        blocks.append(Table(GROUP_TITLES[group], ("What", "Value (range)"), rows, numeric=(1,)))
        caveats = [c for c in dict.fromkeys(c for m in measured for c in m.caveats) if c not in remarks]
        remarks.update(caveats)
        if caveats:
            blocks.append(Listing(tuple(caveats)))
    return tuple(blocks) if len(blocks) > empty else ()


def refused_facts(
    assessment: Assessment, *, with_tests: bool = True, title: Callable[[Measurement], str] = short_title
) -> Facts | None:
    """What could not be measured, each with its reason; what shares a reason shares a line.

    `with_tests`: also what only a test of its own could give, though the session was none. `title`: what a number is
    called.
    """
    lines: dict[str, list[Measurement]] = {}
    spoken = {m.index.id for m in spoken_of(assessment)}
    tests = frozenset() if with_tests else undone_tests(assessment)
    for measurement in assessment.measurements:
        if measurement.index.id in tests:
            continue
        if measurement.index.id not in spoken:
            lines.setdefault(NO_END_IN_A_DAY, []).append(measurement)
        elif measurement.value is None:
            lines.setdefault(recovery_refusal(assessment, measurement), []).append(measurement)
    if not lines:
        return None
    return Facts(tuple(Fact(_titles(members, title=title), text) for text, members in lines.items()))


def undone_tests(assessment: Assessment) -> frozenset[str]:
    """Indices that are refused because they need a test of its own kind, which nobody did here.

    A standing test that was done counts as one, however little of it could be measured.
    """
    refused = {m.index.id: m.unavailable for m in assessment.measurements if m.value is None}
    alone = {name for name, reasons in NEED_A_TEST.items() if refused.get(name) in reasons}
    standing = {m.index.id for m in assessment.measurements if m.index.group is IndexGroup.STANDING}
    return frozenset(alone | (standing & refused.keys() if STANDING_UP in alone else set()))


def key_blocks(assessment: Assessment) -> tuple[Block, ...]:
    """The few numbers to read first of one session among several, with what must be known of them in this session.

    What its sentences have said already is left out: recovery, and without a limit the level of heart rate.
    """
    remarks = SAID if assessment.limit is not None else (*SAID, *LEVELS)
    measured = _key_numbers(assessment)
    rows = tuple((m.index.title, measured_text(m)) for m in measured if m.index.id not in remarks)
    blocks: list[Block] = [Table("Numbers", ("What", "Value (range)"), rows, numeric=(1,))] if rows else []
    own = dict.fromkeys(caveat for m in measured for caveat in m.caveats if OF_ONE_SESSION.search(caveat))
    return (*blocks, Listing(tuple(own))) if own else tuple(blocks)


def _key_numbers(assessment: Assessment) -> list[Measurement]:
    spoken = {m.index.id: m for m in spoken_of(assessment)}
    measured = [spoken[name] for name in KEY_NUMBERS if name in spoken and spoken[name].value is not None]
    return [m for m in measured if not str(m.parts.get("definition", "")).startswith(GIVEN)]


def key_caveats(sessions: tuple[Assessment, ...]) -> tuple[str, ...]:
    """What must be known to read the key numbers of several sessions, each sentence once."""
    every = (caveat for s in sessions for m in _key_numbers(s) for caveat in m.caveats)
    return tuple(dict.fromkeys(caveat for caveat in every if not OF_ONE_SESSION.search(caveat)))


def common_refusals(sessions: tuple[Assessment, ...]) -> Facts | None:
    """What could not be measured in several sessions, once for each reason: the numbers, in how many, and an advice.

    The advice is the one given most often for the reason; a reason of few sessions is left to their own reports.
    """
    refused: dict[Reason, list[tuple[int, Measurement]]] = {}
    for index, session in enumerate(sessions):
        tests = undone_tests(session)
        for measurement in spoken_of(session):
            if measurement.unavailable is not None and measurement.index.id not in tests:
                refused.setdefault(measurement.unavailable, []).append((index, measurement))
    facts = []
    for reason, result in sorted(refused.items(), key=lambda item: -len({index for index, _ in item[1]})):
        members = list({m.index.id: m for _, m in result}.values())
        advice = Counter(advice_of(m) for _, m in result if advice_of(m)).most_common(1)
        count = len({index for index, _ in result})
        if count < LEAST_SHARE * len(sessions):
            continue
        text = plural(count, *REFUSED_IN, all=len(sessions), reason=because(reason))
        facts.append(Fact(_titles(members, MOST_COMMON_TITLES), " ".join((text, *(words for words, _ in advice)))))
    return Facts(tuple(facts)) if facts else None


def definition_facts(assessment: Assessment) -> Facts | None:
    """How each measured number is defined, how well it is founded, and where that was published."""
    measured = [m for m in spoken_of(assessment) if m.value is not None]
    if not measured:
        return None
    return Facts(tuple(Fact(m.index.title, m.index.definition, founded_text(m)) for m in measured))


def _titles(
    members: list[Measurement], most: int = MOST_TITLES, title: Callable[[Measurement], str] = short_title
) -> str:
    """Titles in a line; many of one group are counted instead."""
    parts = []
    for group in IndexGroup:
        titles = [title(m) for m in members if m.index.group is group]
        parts += titles if len(titles) <= most else [plural(len(titles), *COUNTED, group=GROUP_TITLES[group])]
    return "; ".join(parts)
