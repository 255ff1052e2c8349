"""The worker that shows and changes: pages, sheets of paper, and what the forms of the page say."""

from pacing.app.caseload_pages import print_people, show_people, show_person
from pacing.app.changing import (
    change_limit,
    change_marks,
    change_phases,
    change_profile,
    forget_note,
    hold_earlier,
    hold_here,
    hold_then,
    keep_diary,
    name_symptoms,
    no_limit,
    remove_session,
)
from pacing.app.judging import judge_all
from pacing.app.limit_form import limit_again
from pacing.app.session_page import warm
from pacing.app.sheets import export, sheet
from pacing.app.showing import show_diary, show_list, show_season, show_session, show_span, show_you
from pacing.app.tasks import Role, Task

ROLE = Role(
    {
        "warm": Task(warm),
        "list": Task(show_list),
        "session": Task(show_session),
        "span": Task(show_span),
        "season": Task(show_season),
        "diary": Task(show_diary),
        "you": Task(show_you),
        "sheet": Task(sheet),
        "export": Task(export),
        "people": Task(show_people),
        "person": Task(show_person),
        "people-sheets": Task(print_people),
        "limit-again": Task(limit_again),
        "judge": Task(judge_all, changes=True),
        "set-limit": Task(change_limit, changes=True),
        "set-limit-earlier": Task(hold_earlier, changes=True),
        "set-limit-here": Task(hold_here, changes=True),
        "set-limit-then": Task(hold_then, changes=True),
        "set-limit-none": Task(no_limit, changes=True),
        "set-phases": Task(change_phases, changes=True),
        "set-mark": Task(change_marks, changes=True),
        "set-remove": Task(remove_session, changes=True),
        "set-diary": Task(keep_diary, changes=True),
        "set-diary-words": Task(name_symptoms, changes=True),
        "set-diary-note": Task(forget_note, changes=True),
        "set-you": Task(change_profile, changes=True),
    }
)
