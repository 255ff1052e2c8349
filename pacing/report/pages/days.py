"""An all-day recording day by day: the time above the limit, and when heart rate was raised, by the clock."""

from pacing.model.assessment import Assessment
from pacing.model.exceedance import Day, DayBout
from pacing.report.document import Audience, Block, Note, Table
from pacing.report.wording.format_numbers import interval_text
from pacing.report.wording.format_times import MONTHS, WEEKDAYS, length_text, moment_text
from pacing.report.wording.verdict import NO_LIMIT_WORD, VERDICT_WORDS, time_above_text

MOST_DAYS = 7  # design: a week reads at a glance; the data have every day
MOST_BOUTS = 6  # design: the longest; the figure shows the others
PATIENT_COLUMNS = ("Day", "Above the limit", "Raised, in all")
CLINICIAN_COLUMNS = (*PATIENT_COLUMNS, "Lowest half hour of the night", "Not recorded", "In words")
BOUT_COLUMNS = {
    Audience.PATIENT: ("From", "Length", "Highest"),
    Audience.CLINICIAN: ("From", "Length", "Mean", "Highest", "Above the limit"),
}
NOTHING = "none"
RESTING_UNKNOWN = "resting heart rate not known"
NEWEST = "Day by day (the newest {most} of {count})"
RAISED = "When heart rate was raised, {length} in all"
RAISED_FROM = "When heart rate was raised (from {bpm:.0f} bpm on), {length} in all"
LONGEST_ONLY = "{raised}; the longest {most} of {count} stretches"
MANY_CAUSES = "Activity raises heart rate most often. Heat, stress, a meal, an infection and standing do so too."


def day_blocks(assessment: Assessment, audience: Audience) -> tuple[Block, ...]:
    """Tables of the days and of the stretches of raised heart rate; nothing for a session."""
    days = assessment.days
    if not days:
        return ()
    shown = days[-MOST_DAYS:]
    blocks: list[Block] = []
    if audience is Audience.CLINICIAN or len(days) > 1:  # the page's first sentence has a single day's time above
        caption = NEWEST.format(most=MOST_DAYS, count=len(days)) if len(shown) < len(days) else "Day by day"
        columns = PATIENT_COLUMNS if audience is Audience.PATIENT else CLINICIAN_COLUMNS
        rows = tuple(_day_row(day, index, audience) for index, day in enumerate(shown, len(days) - len(shown) + 1))
        newest_first = rows[::-1] if shown[0].day is not None else rows
        blocks.append(Table(caption, columns, newest_first))
    bouts = [bout for day in shown for bout in day.bouts]
    if bouts:
        longest = sorted(sorted(bouts, key=lambda b: b.start_s - b.stop_s)[:MOST_BOUTS], key=lambda b: b.start_s)
        rows = tuple(_bout_row(bout, assessment, audience) for bout in longest)
        blocks.append(Table(_bouts_caption(shown, bouts), BOUT_COLUMNS[audience], rows))
        if audience is Audience.PATIENT:
            blocks.append(Note(MANY_CAUSES))
    return tuple(blocks)


def _bouts_caption(days: tuple[Day, ...], bouts: list[DayBout]) -> str:
    from_bpm = next((d.raised_from_bpm for d in days if d.raised_from_bpm is not None), None)
    in_all = length_text(sum(bout.stop_s - bout.start_s for bout in bouts))
    raised = (RAISED if from_bpm is None else RAISED_FROM).format(length=in_all, bpm=from_bpm)
    return LONGEST_ONLY.format(raised=raised, most=MOST_BOUTS, count=len(bouts)) if len(bouts) > MOST_BOUTS else raised


def _day_row(day: Day, number: int, audience: Audience) -> tuple[str, ...]:
    name = f"Day {number}"
    if day.day is not None:
        name = f"{WEEKDAYS[day.day.weekday()][:3]} {day.day.day} {MONTHS[day.day.month - 1][:3]}"
    above = time_above_text(day.exceedance) if day.exceedance is not None else NO_LIMIT_WORD
    raised_s = sum(bout.stop_s - bout.start_s for bout in day.bouts)
    raised = length_text(raised_s) if raised_s else NOTHING if day.raised_from_bpm is not None else RESTING_UNKNOWN
    if audience is Audience.PATIENT:
        return name, above, raised
    night = day.night
    level = interval_text(night.bpm, night.low_bpm, night.high_bpm, "bpm", 1) if night is not None else "not recorded"
    missing_s = day.stop_s - day.start_s - day.recorded_s
    verdict = VERDICT_WORDS[day.exceedance.verdict] if day.exceedance is not None else NO_LIMIT_WORD
    return name, above, raised, level, length_text(missing_s) if missing_s >= 1 else NOTHING, verdict


def _bout_row(bout: DayBout, assessment: Assessment, audience: Audience) -> tuple[str, ...]:
    begins = moment_text(assessment, bout.start_s)
    length, highest = length_text(bout.stop_s - bout.start_s), f"{bout.peak_bpm:.0f} bpm"
    if audience is Audience.PATIENT:
        return begins, length, highest
    above_s = bout.above_limit_s
    above = NO_LIMIT_WORD if above_s is None else length_text(above_s) if above_s else NOTHING
    return begins, length, f"{bout.mean_bpm:.0f} bpm", highest, above
