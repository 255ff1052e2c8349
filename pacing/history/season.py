"""A season of a history: at most three trends, the payback answer, dated notes, and the sessions behind them."""

from dataclasses import replace

from pacing.history.comparable import TRACED, Comparable, Traced, comparable_sessions
from pacing.history.diary import notes, symptoms
from pacing.history.exertion import exertion_days
from pacing.history.payback import payback
from pacing.history.recall import recalled
from pacing.history.store import History
from pacing.history.trend import Change, before_and_after, trend_of
from pacing.model.assessment import Assessment
from pacing.model.season import BeforeAfter, DatedNote, Season, TrendSummary

MOST_TRENDS = 3  # design: what a person, and a clinician, takes in at once
DRAWN = ("hr_recovery_120", "hrv_rmssd")  # the measurements that the figure over sessions draws
NEWEST_NOTES = 10  # design: older ones stay in the diary


def season_of(history: History) -> tuple[Season, tuple[Assessment, ...]]:
    """What a history says, and every dated session behind it, light.

    Of the sessions, a measurement that figures draw is kept only where it is comparable, so that they mix nothing.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    alike = comparable_sessions(history)
    return _season(history, alike), _sessions(history, alike)


def _season(history: History, alike: dict[str, tuple[Comparable, ...]]) -> Season:
    series = {traced: groups[0] for traced in TRACED if (groups := alike[traced.info.id])}
    chosen = _chosen([(traced, summary_of(traced, comparable)) for traced, comparable in series.items()])
    return Season(
        tuple(summary for _, summary in chosen),
        payback(symptoms(history), exertion_days(history)).words,
        _notes(history, [(traced, series[traced]) for traced, _ in chosen]),
        int(history.rows("SELECT count(*) FROM session WHERE same_as IS NOT NULL")[0][0]),
    )


def all_trends(history: History) -> tuple[TrendSummary, ...]:
    """Every number worth following, in every group of comparable sessions."""
    alike = comparable_sessions(history)
    return tuple(summary_of(traced, comparable) for traced in TRACED for comparable in alike[traced.info.id])


def _chosen(found: list[tuple[Traced, TrendSummary]]) -> list[tuple[Traced, TrendSummary]]:
    """The first three that can speak; where there are fewer, others that cannot yet."""
    speaking = [pair for pair in found if pair[1].change != Change.NOT_ENOUGH]
    silent = [pair for pair in found if pair[1].change == Change.NOT_ENOUGH]
    return (speaking + silent)[:MOST_TRENDS]


def summary_of(traced: Traced, comparable: Comparable) -> TrendSummary:
    """The trend of one number over comparable sessions."""
    trend = trend_of(traced.info.id, comparable.group, comparable.series)
    return TrendSummary(
        traced.info,
        comparable.group,
        len(comparable.points),
        trend.change.value,
        trend.level,
        trend.usual_low,
        trend.usual_high,
        trend.smallest_change,
        trend.noise_from,
        trend.change_point,
        comparable.left_out,
        trend.first_mean,
        trend.last_mean,
        trend.slope_per_30_days,
    )


def _notes(history: History, series: list[tuple[Traced, Comparable]]) -> tuple[DatedNote, ...]:
    told = []
    for day, kind, text in notes(history)[-NEWEST_NOTES:]:
        steps = []
        for traced, comparable in series:
            found = before_and_after(comparable.series, day)
            if found is not None:
                earlier = sum(point.start.date() < day for point in comparable.points)
                steps.append(BeforeAfter(traced.info, *found, earlier, len(comparable.points) - earlier))
        told.append(DatedNote(day, kind, text, tuple(steps)))
    return tuple(told)


def _sessions(history: History, alike: dict[str, tuple[Comparable, ...]]) -> tuple[Assessment, ...]:
    comparable = {name: {point.session_id for point in alike[name][0].points} for name in DRAWN if alike.get(name)}
    return tuple(
        replace(
            session,
            measurements=tuple(
                m
                for m in session.measurements
                if m.index.id not in comparable or session.session_id in comparable[m.index.id]
            ),
        )
        for session in recalled(history, DRAWN)
    )
