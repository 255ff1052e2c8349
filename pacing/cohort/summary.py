"""The summary of a dataset: the same counts as plain data and as a page with figures."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pacing.cohort.people import NotTaken
from pacing.cohort.tables import TABLES, VERSION
from pacing.cohort.tally import BY_ID, DISTRIBUTIONS, Distribution, Tally
from pacing.measure.session import all_indices
from pacing.model.assessment import Outcome, Program
from pacing.model.measurement import Reason
from pacing.model.person import Person
from pacing.pipeline import PROGRAM
from pacing.plural import plural
from pacing.report import canvas
from pacing.report.canvas import label_axes, new_axes, new_figure, svg_text
from pacing.report.document import (
    Audience,
    Block,
    Document,
    Fact,
    Facts,
    Fold,
    Footer,
    Heading,
    Note,
    Paragraph,
    Picture,
    Table,
    Tone,
)
from pacing.report.formats.html import blocks_html, whole_page
from pacing.report.wording import cohort as words
from pacing.report.wording.quality import because

MOST_NAMED = 20  # design: of more people who could not be taken, the rest is counted
FEW_VALUES = 1
ROOM_RIGHT_IN = 0.3  # design: half of the last number across, of up to six signs
SHOWN = ("hr_rest", "hr_mean", "hr_peak", "hr_reserve_share", "hr_recovery_60", "hr_recovery_120", "hrv_ln_rmssd")
"""The numbers that most ask for; all others are folded away."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a summary tells of: the counts, the rows over all people, who could not be taken, and whether names hide."""

    tally: Tally
    tables: Mapping[str, list[tuple[Any, ...]]]
    not_taken: tuple[NotTaken, ...]
    hides: bool

    @property
    def people(self) -> int:
        """How many people."""
        return len(self.tables["people"])

    @property
    def files(self) -> int:
        """How many files were looked at."""
        return sum(one.files for one in self.tally.people.values())

    @property
    def sessions(self) -> int:
        """How many sessions were read."""
        return sum(one.sessions for one in self.tally.people.values())

    @property
    def refused(self) -> int:
        """How many files were refused."""
        return sum(self.tally.refused.values())

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Some columns of a table over all people."""
        names = [column.name for column in TABLES[table].columns]
        places = [names.index(column) for column in columns]
        return (tuple(row[column] for column in places) for row in self.tables[table])


def summary_json(summary: Summary) -> bytes:
    """The summary as plain data."""
    tally = summary.tally
    document = {
        "schema": VERSION,
        "document": "cohort",
        "program": {"name": PROGRAM.name, "version": PROGRAM.version},
        "people": summary.people,
        "files": summary.files,
        "sessions": summary.sessions,
        "refused": summary.refused,
        "refused_by_reason": _sorted(tally.refused),
        "not_taken": [] if summary.hides else [[one.where, one.message, one.hint] for one in summary.not_taken],
        "not_taken_count": len(summary.not_taken),
        "sensors": _sorted(tally.sensors),
        "kinds": _sorted(tally.kinds),
        "verdicts": _sorted(tally.verdicts),
        "doubles": len(summary.tables["doubles"]),
        "indices": {
            index: {"values": tally.values[index], "unavailable": _sorted(tally.reasons.get(index, Counter()))}
            for index in sorted(tally.values.keys() | tally.reasons.keys())
        },
        "distributions": {
            one.id: {"unit": one.unit, "ends": [round(end, 6) for end in one.ends], "sessions": tally.bins[one.id]}
            for one in DISTRIBUTIONS
        },
        "trends": {index: _sorted(counts) for index, counts in sorted(_changes(summary).items())},
        "paybacks": {of: _sorted(counts) for of, counts in sorted(_answers(summary).items())},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts) if counts[name]}


def _changes(summary: Summary) -> dict[str, Counter[str]]:
    result: dict[str, Counter[str]] = {}
    for index, change in summary.rows("trends", "index", "change"):
        result.setdefault(index, Counter())[change] += 1
    return result


def _answers(summary: Summary) -> dict[str, Counter[str]]:
    result: dict[str, Counter[str]] = {}
    for of, answer in summary.rows("paybacks", "of", "answer"):
        result.setdefault(of, Counter())[answer] += 1
    return result


def summary_page(summary: Summary) -> bytes:
    """The summary as one self-contained page."""
    title = words.title_text(summary.people)
    document = Document(title, Audience.CLINICIAN, tuple(_blocks(summary, title)))
    nothing = Outcome((), (), Person(), Program(PROGRAM.name, PROGRAM.version))
    body = blocks_html(document.blocks, nothing, draw=partial(_drawn, summary.tally))
    return whole_page(document, body, PROGRAM)


def _blocks(summary: Summary, title: str) -> Iterator[Block]:
    yield Heading(title, 1)
    yield Paragraph(words.lead_text(summary.files, summary.people, summary.sessions, summary.refused), lead=True)
    yield Note(words.NOT_JUDGED)
    yield from _not_taken(summary)
    yield from _files(summary)
    yield from _sessions(summary)
    yield from _numbers(summary)
    yield from _over_time(summary)
    made = f"Made by {PROGRAM.name} {PROGRAM.version}; the tables are {VERSION}. Nothing was sent anywhere else."
    yield Footer((made, "summary.json holds the same counts, dataset.json every file with its hash."))


def _not_taken(summary: Summary) -> Iterator[Block]:
    if not summary.not_taken:
        return
    count = len(summary.not_taken)
    yield Heading("Not taken", 2)
    yield Paragraph(plural(count, "{} entry could not be taken.", "{} entries could not be taken."))
    if not summary.hides:
        shown = summary.not_taken[:MOST_NAMED]
        yield Facts(tuple(Fact(one.where, one.message, one.hint) for one in shown))


def _files(summary: Summary) -> Iterator[Block]:
    if not summary.refused:
        return
    yield Heading("Files that were refused", 2)
    ordered = sorted(summary.tally.refused.items(), key=lambda item: (-item[1], item[0]))
    rows = tuple(
        (words.REFUSED_FOR.get(name, name), words.counted_share(count, summary.files)) for name, count in ordered
    )
    yield Table("Refused files by reason, and their share of all files", ("Reason", "Files"), rows, numeric=(1,))


def _sessions(summary: Summary) -> Iterator[Block]:
    tally, sessions = summary.tally, summary.sessions
    if not sessions:
        return
    yield Heading("What was recorded", 2)
    for caption, column, counts, names in (
        ("Kinds of recordings", "Kind", tally.kinds, words.KINDS),
        ("Sensors", "Sensor", tally.sensors, words.SENSORS),
        ("Against each person's own limit", "Verdict", tally.verdicts, words.VERDICTS),
    ):
        of = sum(counts.values())
        rows = tuple((name, words.counted_share(counts[key], of)) for key, name in names.items() if counts[key])
        if rows:
            yield Table(caption, (column, "Sessions"), rows, numeric=(1,))
    doubles = len(summary.tables["doubles"])
    if doubles:
        yield Note(plural(doubles, *words.TWICE), Tone.CAUTION)
    for one in DISTRIBUTIONS:
        if sum(tally.bins[one.id]) > FEW_VALUES:
            key = words.BINS_KEY if one is DISTRIBUTIONS[0] else ""
            yield Picture(one.id, (), one.title, key, _described(one, tally.bins[one.id]))


def _described(one: Distribution, counts: list[int]) -> str:
    """What a histogram shows, in words made from the same counts."""
    total, ends = sum(counts), one.ends
    below, quarters = 0, list[int]()
    for bin_number, count in enumerate(counts):
        while len(quarters) < 3 and below + count >= total * (len(quarters) + 1) / 4:
            quarters.append(bin_number)
        below += count
    low, middle, high = (f"{ends[bin_number]:g} to {ends[bin_number + 1]:g}" for bin_number in quarters)
    return (
        f"{total:,} sessions. The middle one lies at {middle} {one.unit}; a quarter lies at or below {low}, and a"
        f" quarter at or above {high}."
    )


def _numbers(summary: Summary) -> Iterator[Block]:
    tally = summary.tally
    shown, others = list[tuple[str, ...]](), list[tuple[str, ...]]()
    for index_id, index in all_indices().items():
        given, reasons = tally.values[index_id], tally.reasons.get(index_id, Counter())
        if given + reasons.total():
            most = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:1]
            why = because(Reason(most[0][0])) if most else ""
            row = (index.info.title, words.counted_share(given, given + reasons.total()), why)
            (shown if index_id in SHOWN else others).append(row)
    if shown:
        yield Heading("Which numbers could be given", 2)
        yield _number_table(shown)
    if others:
        yield Fold("All other numbers", (_number_table(others),))


def _number_table(rows: list[tuple[str, ...]]) -> Table:
    caption = "Sessions with a value, and the most frequent reason why others have none"
    return Table(caption, ("Number", "Sessions", "Otherwise, most often"), tuple(rows), numeric=(1,))


def _over_time(summary: Summary) -> Iterator[Block]:
    changes, answers = _changes(summary), _answers(summary)
    if not changes and not answers:
        return
    yield Heading("Within each person", 2)
    yield Paragraph(words.TRENDS_KEY)
    titles = {index_id: index.info.title for index_id, index in all_indices().items()}
    titles["hr_after_120"] = "Heart rate two minutes after stopping"
    rows = tuple(
        (titles.get(index, index), *(f"{counts[change]:,}" for change in words.CHANGES))
        for index, counts in sorted(changes.items())
    )
    if rows:
        columns = ("Number", *words.CHANGES.values())
        yield Table("Trends, counted over people and kinds of sessions", columns, rows, numeric=(1, 2, 3, 4))
    rows = tuple(
        (words.ASKED_OF[of], *(f"{counts[answer]:,}" for answer in words.ANSWERS))
        for of, counts in sorted(answers.items())
    )
    if rows:
        columns = ("Asked of", *words.ANSWERS.values())
        yield Table("What follows exertion, counted over people", columns, rows, numeric=(1, 2, 3))


def _drawn(tally: Tally, picture: Picture, prefix: str) -> str:
    """A histogram as SVG."""
    one = BY_ID[picture.figure]
    figure = new_figure(left_in=canvas.WIDE_LEFT_IN, right_in=ROOM_RIGHT_IN)
    axes = new_axes(figure)
    ends = one.ends
    axes.bar(
        ends[:-1], tally.bins[one.id], width=ends[1] - ends[0], align="edge", color=canvas.PULSE, edgecolor=canvas.PAPER
    )
    axes.set_xlim(one.low, one.high)
    axes.locator_params(axis="y", integer=True)
    title = one.title if one.title[1].isupper() else f"{one.title[0].lower()}{one.title[1:]}"
    label_axes(axes, f"{title} ({one.unit})", "sessions")
    return svg_text(figure, prefix, themed=True)
