"""A season of a history: at most three trends, the payback answer, dated notes, and the sessions behind them."""

from pacing.comparing.sessions import NEEDED, TRACED, Comparable, Traced, comparable_sessions, followed
from pacing.comparing.usual_range import LEAST_SESSIONS
from pacing.history.diary import key_symptoms, notes, symptoms
from pacing.history.exertion import exertion_days
from pacing.history.payback import payback
from pacing.history.recall import recalled
from pacing.history.store import History
from pacing.history.trend import MOST_EACH_SIDE, before_and_after, trend_of
from pacing.model.assessment import Assessment
from pacing.model.season import BeforeAfter, DatedNote, Season, TrendSummary

NEWEST_NOTES = 10  # design: older ones stay in the diary


def season_of(history: History) -> tuple[Season, tuple[Assessment, ...]]:
    """What a history says, and every dated session behind it, light.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    sessions = recalled(history, NEEDED)
    chosen = followed(comparable_sessions(sessions))
    scores = symptoms(history)
    season = Season(
        tuple(summary_of(traced, comparable) for traced, comparable in chosen),
        payback(scores, exertion_days(history)),
        _notes(history, chosen),
        int(history.rows("SELECT count(*) FROM session WHERE same_as IS NOT NULL")[0][0]),
        key_symptoms(scores),
        int(history.rows("SELECT count(*) FROM session WHERE start IS NULL")[0][0]),
    )
    return season, sessions


def all_trends(sessions: tuple[Assessment, ...]) -> tuple[TrendSummary, ...]:
    """Every number worth following, in every group of comparable sessions that is large enough, or else the largest."""
    alike = comparable_sessions(sessions)
    return tuple(
        summary_of(traced, comparable)
        for traced in TRACED
        for groups in [alike[traced.info.id]]
        for comparable in ([group for group in groups if len(group.points) >= LEAST_SESSIONS] or groups[:1])
    )


def summary_of(traced: Traced, comparable: Comparable) -> TrendSummary:
    """The trend of one number over comparable sessions."""
    trend = trend_of(traced.info.id, comparable.series)
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
        comparable.effort,
        comparable.effort_unknown,
    )


def _notes(history: History, followed_series: tuple[tuple[Traced, Comparable], ...]) -> tuple[DatedNote, ...]:
    told = []
    for day, kind, text in notes(history)[-NEWEST_NOTES:]:
        steps = []
        for traced, comparable in followed_series:
            found = before_and_after(comparable.series, day)
            if found is not None:
                earlier = sum(point.start.date() < day for point in comparable.points)
                later = len(comparable.points) - earlier
                used = min(earlier, MOST_EACH_SIDE), min(later, MOST_EACH_SIDE)
                steps.append(BeforeAfter(traced.info, *found, *used))
        told.append(DatedNote(day, kind, text, tuple(steps)))
    return tuple(told)
