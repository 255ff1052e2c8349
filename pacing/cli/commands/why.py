"""`pacing why`: where a number comes from."""

import difflib
import textwrap
from typing import TYPE_CHECKING

import click

from pacing.cli.spoken import SpokenCommand, argument
from pacing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pacing.judge.rule import Rule
    from pacing.model.measurement import IndexInfo

WIDTH = 88


@click.command(cls=SpokenCommand)
@argument(
    "name",
    required=False,
    metavar="[INDEX]",
    help="An index, a pacing rule, or a word of its name; none: all.",
)
def command(name: str | None) -> None:
    """Where a number comes from.

    Definition, formula, source, needs and limits of an index or a pacing rule.
    """
    import pacing.judge.limits
    from pacing.judge.rule import Rule
    from pacing.measure.session import all_indices
    from pacing.registry import collect

    indices = {key: index.info for key, index in all_indices().items()}
    rules = dict(collect(pacing.judge.limits, "RULE", Rule))
    titles = {key: info.title for key, info in indices.items()}
    titles |= {key: f"{rule.title} (pacing rule)" for key, rule in rules.items()}
    result = list(titles) if name in (None, "list") else _meant(str(name), titles)
    if name is None:
        print("Say which number or pacing rule, by its name or a word of it: `pacing why rmssd`.\n")
    if not result:
        nearest = difflib.get_close_matches(str(name), list(titles), n=1, cutoff=0.4)
        hint = f"Did you mean `{nearest[0]}`? " if nearest else ""
        raise UsageError(f"No index or rule is called `{name}`.", hint=f"{hint}`pacing why list` shows all.")
    if len(result) > 1:
        print("\n".join(f"  {key:36} {titles[key]}" for key in result))
    elif result[0] in indices:
        print("\n".join(_index_lines(indices[result[0]])))
    else:
        print("\n".join(_rule_lines(result[0], rules[result[0]])))


def _meant(word: str, titles: "Mapping[str, str]") -> list[str]:
    """The one that is called so, or the one that ends so; else all whose name or title holds the word.

    Examples
    --------
    >>> _meant("rmssd", {"hrv_rmssd": "RMSSD", "hrv_ln_rmssd": "Ln RMSSD"}), _meant("nn", {"hrv_nn50": "NN50 count"})
    (['hrv_rmssd'], ['hrv_nn50'])
    """
    plain = word.casefold().replace(" ", "_").replace("-", "_")
    if plain in titles:
        return [plain]
    prefixed = [key for key in titles if key.partition("_")[2] == plain]
    if len(prefixed) == 1:
        return prefixed
    return [
        key
        for key, title in titles.items()
        if plain in key.split("_") or f"_{plain}" in key or plain in title.casefold().split()
    ]


def _index_lines(info: "IndexInfo") -> "Iterator[str]":
    yield f"{info.id}: {info.title}" + (f" [{info.unit}]" if info.unit else "")
    yield ""
    yield from _entry("What it is", info.definition)
    yield from _entry("Formula", info.formula)
    yield from _entry("Needs", info.needs)
    yield from _entry("Cannot say", info.limits)
    yield from _entry("Evidence", info.evidence.value)
    yield from _sources(info.sources)
    yield from _criteria(info.id)


def _rule_lines(name: str, rule: "Rule") -> "Iterator[str]":
    from pacing.judge.rule import HOW_TIME_ABOVE_COUNTS

    yield f"{name}: {rule.title} [bpm]"
    yield ""
    yield from _entry("What it is", rule.definition)
    yield from _entry("Formula", rule.formula)
    yield from _entry("Time above", HOW_TIME_ABOVE_COUNTS)
    yield from _sources(rule.sources)


def _sources(keys: tuple[str, ...]) -> "Iterator[str]":
    from pacing.reference import SOURCES

    for key in keys:
        source = SOURCES[key]
        link = f" <{source.link}>" if source.link else ""
        yield from _entry("Source", f"{source.text}{link} ({source.grade.value})")


def _criteria(index_id: str) -> "Iterator[str]":
    from pacing.reference import CRITERIA, SOURCES

    for criterion in CRITERIA:
        if criterion.index_id == index_id:
            words = criterion.direction.value.replace("_", " ")
            yield from _entry(
                "Published limit",
                f"{words} {criterion.bound:g} {criterion.unit}, only for: {criterion.note} "
                f"{SOURCES[criterion.source].text}",
            )


def _entry(label: str, text: str) -> "Iterator[str]":
    yield textwrap.fill(text, WIDTH, initial_indent=f"  {label:16}", subsequent_indent=" " * 18, break_on_hyphens=False)
