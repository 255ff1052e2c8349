"""What a history says as plain data: the documents of `pacing trend`, `payback` and `history list`."""

from collections.abc import Iterable
from typing import Any

from pacing.codec.contract import SCHEMA_VERSION
from pacing.codec.values import encode, finite
from pacing.model.assessment import Program
from pacing.model.longitudinal import BeforeAfter, DatedNote, NightsAfter, Payback, Season, TrendSummary
from pacing.model.measurement import IndexInfo

Plain = dict[str, Any]


def season_document(season: Season, trends: Iterable[TrendSummary], program: Program) -> Plain:
    """The document of `pacing trend`: every trend, what followed exertion, the diary and its newest notes."""
    return {
        "schema": SCHEMA_VERSION,
        "document": "season",
        "program": {"name": program.name, "version": program.version},
        "trends": [_trend_document(trend) for trend in trends],
        "payback": encode(season.payback),
        "notes": [_note_document(note) for note in season.notes],
        "doubles": season.doubles,
        "undated": season.undated,
        "symptoms": encode(season.symptoms),
        "nights": nights_document(season.nights),
    }


def payback_document(payback: Payback, nights: NightsAfter | None = None) -> Plain:
    """The document of `pacing payback`: symptoms after exertion, and nights after it where values of days are kept."""
    return {
        "schema": SCHEMA_VERSION,
        "document": "payback",
        "payback": encode(payback),
        "nights": nights_document(nights),
    }


def nights_document(nights: NightsAfter | None) -> Plain | None:
    """What nights and resting rates did after exertion; None without any.

    Parameters
    ----------
    nights
        As the history found it.

    Returns
    -------
    dict or None
        The answer in usual spreads, the series behind it, and how long values stayed out of their usual range.
    """
    if nights is None:
        return None
    return {
        "payback": encode(nights.payback),
        "series": [{"kind": kind.value, "source": source} for kind, source in nights.series],
        "left_usual_range": nights.left,
        "left_expected": finite(nights.left_expected),
        "days_back": list(nights.days_back),
    }


def history_document(summaries: Iterable[Plain]) -> Plain:
    """The document of `pacing history list`: one summary for each kept session."""
    return {"schema": SCHEMA_VERSION, "document": "history", "sessions": list(summaries)}


def _trend_document(trend: TrendSummary) -> Plain:
    slope = trend.slope_per_30_days
    return {
        "index": _index_document(trend.index),
        "group": trend.group,
        "effort": trend.effort or None,
        "sessions": trend.sessions,
        "left_out": trend.left_out,
        "effort_unknown": trend.effort_unknown,
        "change": trend.change,
        "level": finite(trend.level),
        "usual_range": _interval(trend.usual_low, trend.usual_high),
        "smallest_change": finite(trend.smallest_change),
        "noise_from": trend.noise_from or None,
        "first_mean": finite(trend.first_mean),
        "last_mean": finite(trend.last_mean),
        "slope_per_30_days": None if slope is None else dict(zip(("value", "low", "high"), slope, strict=True)),
        "change_point": None if trend.change_point is None else trend.change_point.isoformat(),
    }


def _note_document(note: DatedNote) -> Plain:
    steps = [_step_document(step) for step in note.steps]
    return {"day": note.day.isoformat(), "kind": note.kind, "text": note.text, "steps": steps}


def _step_document(step: BeforeAfter) -> Plain:
    return {
        "index": _index_document(step.index),
        "step": {"value": step.step, "low": step.low, "high": step.high},
        "sessions_before": step.sessions_before,
        "sessions_after": step.sessions_after,
    }


def _index_document(index: IndexInfo) -> Plain:
    return {"id": index.id, "title": index.title, "unit": index.unit}


def _interval(low: float | None, high: float | None) -> Plain | None:
    return None if low is None or high is None else {"low": finite(low), "high": finite(high)}
