"""One mark a day: what the sessions of that day did against the limit, by shape first and colour second."""

from datetime import date, timedelta

from pacing.model.assessment import Assessment
from pacing.model.exceedance import ExceedanceVerdict
from pacing.plural import plural
from pacing.report import canvas
from pacing.report.canvas import Figure, new_axes, new_figure, set_marks
from pacing.report.figure import FigureKind, Page
from pacing.report.wording.format_times import MONTHS, WEEKDAYS
from pacing.report.wording.verdict import VERDICT_WORDS

DAYS_A_WEEK = 7
MOST_WEEKS = 26  # design: half a year still reads on a phone
LEAST_SESSIONS = 2
HEIGHT_IN = 2.5
LINE_IN = 0.2
LEFT_IN, RIGHT_IN = 0.43, 0.24  # design: room for the name of a day; half of a month with its year sticks out
BOTTOM_IN = 0.57  # design: for the months, and one line of words
ON_A_LINE = 2  # design: words of the legend that fit beside each other on a phone
NAME_SHARE = 0.16  # design: of the width, what the name of a month with its year takes
WIDEST_MARK_PT = 10.0
ROOM_PT = 260.0  # design: what the weeks share on the page's width

DAYS = (
    "1 day with a session, {first}: {counts}.",
    "{} days with a session, from {first} to {last}: {counts}.",
)
UNJUDGED = "no limit set"
BRIEF, ADDED_UP, SUSTAINED = (
    VERDICT_WORDS[verdict] for verdict in (ExceedanceVerdict.BRIEF, ExceedanceVerdict.DOSE, ExceedanceVerdict.SUSTAINED)
)
SHAPES = {
    "stayed under": ("o", canvas.PULSE, "none"),
    BRIEF: ("D", canvas.PULSE, "none"),
    ADDED_UP: ("s", canvas.ABOVE, "none"),
    SUSTAINED: ("^", canvas.ABOVE, canvas.ABOVE),
    "cannot be judged": ("x", canvas.INK, "none"),
    UNJUDGED: (".", canvas.QUIET, canvas.QUIET),
}
WORDS = {
    ExceedanceVerdict.WITHIN: "stayed under",
    ExceedanceVerdict.BRIEF: BRIEF,
    ExceedanceVerdict.SUSTAINED: SUSTAINED,
    ExceedanceVerdict.DOSE: ADDED_UP,
    ExceedanceVerdict.CANNOT_JUDGE: "cannot be judged",
}
ORDER = (UNJUDGED, "stayed under", "cannot be judged", BRIEF, ADDED_UP, SUSTAINED)


def day_words(sessions: tuple[Assessment, ...]) -> dict[date, str]:
    """One word for each day with a session; of several on a day, the one with most time above counts."""
    days: dict[date, str] = {}
    for session in sessions:
        start = session.recording.began
        held = [(day.day, day.exceedance) for day in session.days]
        if not held and start is not None:
            held = [(start.date(), session.exceedance)]
        for day, exceedance in held:
            if day is not None:
                word = WORDS[exceedance.verdict] if exceedance is not None else UNJUDGED
                days[day] = max(word, days.get(day, UNJUDGED), key=ORDER.index)
    return days


def _shown(days: dict[date, str]) -> dict[date, str]:
    last = _monday(max(days))
    return {day: word for day, word in days.items() if (last - _monday(day)).days < MOST_WEEKS * DAYS_A_WEEK}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _applies(sessions: tuple[Assessment, ...]) -> bool:
    return len(day_words(sessions)) >= LEAST_SESSIONS


def _describe(sessions: tuple[Assessment, ...]) -> str:
    every = day_words(sessions)
    days = _shown(every)
    counts = ", ".join(f"{word} on {count}" for word in SHAPES if (count := sum(w == word for w in days.values())))
    newest = " Only the newest half year is drawn." if len(days) < len(every) else ""
    sentence = plural(len(days), *DAYS, first=min(days), last=max(days), counts=counts)
    return f"{sentence}{newest}"


def _key(sessions: tuple[Assessment, ...]) -> str:  # noqa: ARG001 - the same for all
    return "One mark a day; its shape says how the day stood against the limit."


def _draw(sessions: tuple[Assessment, ...]) -> Figure:
    days = _shown(day_words(sessions))
    first = _monday(min(days))
    weeks = (_monday(max(days)) - first).days // DAYS_A_WEEK + 1
    words = [word for word in SHAPES if word in days.values()]
    lines = 1 if len(words) <= ON_A_LINE else len(words)
    more_in = LINE_IN * (lines - 1)
    figure = new_figure(HEIGHT_IN + more_in, left_in=LEFT_IN, right_in=RIGHT_IN, bottom_in=BOTTOM_IN + more_in)
    axes = new_axes(figure, lined=False)
    size = min(WIDEST_MARK_PT, ROOM_PT / max(weeks, 1) * 0.8)
    for word, (shape, edge, face) in SHAPES.items():
        of_word = [day for day, day_word in days.items() if day_word == word]
        if of_word:
            axes.plot(
                [(_monday(day) - first).days // DAYS_A_WEEK for day in of_word],
                [day.weekday() for day in of_word],
                linestyle="none",
                marker=shape,
                markersize=size,
                markeredgecolor=edge,
                markerfacecolor=face,
                label=word,
            )
    set_marks(axes.yaxis, range(DAYS_A_WEEK), [name[:3] for name in WEEKDAYS])
    axes.set_ylim(DAYS_A_WEEK - 0.5, -0.5)
    axes.set_xlim(-0.7, max(weeks, DAYS_A_WEEK) - 0.3)
    set_marks(axes.xaxis, *_month_ticks(first, weeks))
    figure.legend(
        loc="lower center",
        ncols=ON_A_LINE if lines == 1 else 1,
        frameon=False,
        fontsize=canvas.SMALL_PT,
        labelcolor=canvas.INK,
        columnspacing=1.0,  # a browser's font is wider than the one that was measured
        handletextpad=0.4,
    )
    return figure


def _month_ticks(first: date, weeks: int) -> tuple[list[int], list[str]]:
    """Where months begin, and their names: the year once, and none so near the one before that they would overlap."""
    width = max(weeks, DAYS_A_WEEK)
    begins = [
        (week, monday)
        for week in range(weeks)
        for monday in [first + timedelta(weeks=week)]
        if week == 0 or monday.month != (monday - timedelta(weeks=1)).month
    ]
    if len(begins) > 1 and begins[1][0] < NAME_SHARE * width:
        del begins[0]  # a month of which only the end is shown
    names = [MONTHS[monday.month - 1][:3] for _, monday in begins]
    shown_year = next((index for index, (_, monday) in enumerate(begins) if monday.month == 1), 0)
    fits = shown_year + 1 == len(begins) or begins[shown_year + 1][0] - begins[shown_year][0] >= NAME_SHARE * width
    if fits:
        names[shown_year] += f" {begins[shown_year][1].year}"
    return [week for week, _ in begins], names


FIGURE = FigureKind(
    "Days with a recording",
    _key,
    _applies,
    _describe,
    _draw,
    pages={Page.SEVERAL: 1, Page.DAYS: 1},
)
