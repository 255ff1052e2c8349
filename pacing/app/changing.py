"""What the forms of the page change: limits, phases, marks, notes, the diary, the person, and what is removed."""

import contextlib
from dataclasses import replace
from datetime import date, datetime

from pacing.app.limit_form import day_text, limit_from_fields, set_by_whom, setting_text
from pacing.app.person_form import NO, NO_SCORE, YES, profile_from_fields, profile_of, request_of, takes_newest_limit
from pacing.app.phases_form import phases_from_fields
from pacing.app.place import Place
from pacing.app.sessions_at_hand import context_of, past_of, put_at_hand, session_of
from pacing.app.tasks import FieldError, Job, Reply
from pacing.history.annotations import answer, answers_of
from pacing.history.context import KeptContext
from pacing.history.diary import MOST_SYMPTOMS, add_entries, add_note, remove_entries, remove_note
from pacing.history.store import History
from pacing.judge.applicable_limits import setting_at
from pacing.keeping.again import hold_all, judge_again, measured_again
from pacing.keeping.own_profile import with_limit, write_profile
from pacing.keeping.what_holds import SessionSettings, settings_then
from pacing.model.longitudinal import SymptomScore
from pacing.model.person import LimitSetting, Person, Posture
from pacing.model.recording import RecordingKind

LONGEST_NOTE = 500
NOTHING_CHOSEN = "Nothing was chosen, so nothing was kept."
REMOVED = (
    "The session is removed. Your diary and your details are still here. In the diary, scores can be taken back and "
    "notes removed one by one; “Delete everything” under “You” deletes all that is kept here."
)
NOTHING_CHANGED = "Nothing was changed."
NOTE_REMOVED = "The note is removed."
QUESTIONS = ("comfortable", "flare")
ANSWERS = {YES: True, NO: False, "open": None}
MEASURED_AGAIN = "Measured again with the moments you gave."
AS_RECORDED = "Measured again with what the recording shows."
LONGEST_NAME = 40
KEEPS = "This session of {day} keeps {limit}, the limit of its time."
KEEPS_OWN = "This session of {day} keeps {limit}, which was chosen for it alone."
FROM_TODAY, FROM_A_DAY, FROM_NOW = "{} holds from today.", "{} holds from {}.", "{} is your limit now."
JUDGED_AT_ONCE = 20  # design: more than these would be waited for


def change_limit(job: Job) -> Reply:
    """Set a limit: the first one holds for every session, a later one from today on.

    Of many sessions only the one that is looked at is judged at once; the answer says that the rest is still to be.
    """
    profile, today = profile_of(job.place), datetime.now().astimezone().date()
    setting = limit_from_fields(job.what["fields"], profile.person.limits[-1] if profile.person.limits else None)
    person = with_limit(profile.person, setting, today)
    person = set_by_whom(person, setting.set_by)
    write_profile(replace(profile, person=person), job.place.profile)
    with History(job.place.history) as kept:
        many = len(kept.sessions()) > JUDGED_AT_ONCE
        only = context_of(kept, str(job.what["id"])).session_id if many else None
        judge_again(kept, request_of(job.place), session_id=only)
        context = context_of(kept, str(job.what["id"]))
    return {"rest": many, "told": _keeps_its_own(person, context, today)}, b""


def _keeps_its_own(person: Person, context: KeptContext, today: date) -> str:
    """From when the newest limit holds, and which one a session keeps instead; empty where it takes the newest."""
    then = setting_at(context.person.limits, context.began).setting
    if then is None or context.day is None or takes_newest_limit(person, context.person, context.began):
        return ""
    newest = person.limits[-1]
    words = FROM_NOW if newest.since is None else FROM_TODAY if newest.since == today else FROM_A_DAY
    since = "" if newest.since is None else day_text(newest.since)
    keeps = KEEPS_OWN if settings_then(context).own_limit else KEEPS
    holds = words.format(setting_text(newest), since)
    return f"{holds} {keeps.format(day=day_text(context.day), limit=setting_text(then))}"


def hold_here(job: Job) -> Reply:
    """Hold the newest limit against one session that keeps another, whatever is set for others later."""
    profile = profile_of(job.place)
    if profile.person.limits:
        newest = replace(profile.person.limits[-1], since=None)
        _hold_for_one(job, (newest,), own_limit=True)
    return {}, b""


def hold_then(job: Job) -> Reply:
    """Hold the limit of its time against a session again."""
    _hold_for_one(job, profile_of(job.place).person.limits, own_limit=False)
    return {}, b""


def _hold_for_one(job: Job, limits: tuple[LimitSetting, ...], *, own_limit: bool) -> None:
    with History(job.place.history) as kept:
        context = context_of(kept, str(job.what["id"]))
        then = settings_then(context)
        holds = replace(then, person=replace(then.person, limits=limits), rule=None, own_limit=own_limit)
        hold_all(kept, [(context, holds)], past_of(kept, holds))


def hold_earlier(job: Job) -> Reply:
    """Hold the newest limit against every session, also earlier ones."""
    profile = profile_of(job.place)
    if profile.person.limits:
        newest = replace(profile.person.limits[-1], since=None)
        write_profile(replace(profile, person=replace(profile.person, limits=(newest,))), job.place.profile)
        _hold_for_all(job.place, (newest,))
    return {}, b""


def no_limit(job: Job) -> Reply:
    """Go without a limit, in every session."""
    profile = profile_of(job.place)
    write_profile(replace(profile, person=replace(profile.person, limits=())), job.place.profile)
    _hold_for_all(job.place, ())
    return {}, b""


def _hold_for_all(index: Place, limits: tuple[LimitSetting, ...]) -> None:
    with History(index.history) as kept:
        contexts = kept.contexts()
        then = [settings_then(context) for context in contexts]
        now = [replace(old, person=replace(old.person, limits=limits), rule=None, own_limit=False) for old in then]
        holding = [(context, holds) for context, old, holds in zip(contexts, then, now, strict=True) if holds != old]
        hold_all(kept, holding, past_of(kept, now[0]) if holding else ())


def change_phases(job: Job) -> Reply:
    """Take the moments a person gave for those of the exercise, or those of the recording again; measure anew."""
    fields = job.what["fields"]
    with History(job.place.history) as kept:
        context = context_of(kept, str(job.what["id"]))
        then = settings_then(context)
        if fields.get("found") == YES:
            _measure(kept, context, replace(then, given_phases=None))
            return {"told": AS_RECORDED}, b""
        session = session_of(kept, context.session_id)
        if session.recording.kind is RecordingKind.DAY:
            message = "A whole day has no single start and stop."
            raise FieldError(message)
        phases = phases_from_fields(fields, session.recording.duration_s)
        conditions = then.conditions
        if fields.get("posture") in list(Posture):
            conditions = replace(conditions, recovery_posture=Posture(fields["posture"]))
        _measure(kept, context, replace(then, given_phases=phases, conditions=conditions))
    return {"told": MEASURED_AGAIN}, b""


def _measure(kept: History, context: KeptContext, holds: SessionSettings) -> None:
    """Measure a session with what holds now, and have it ready for its page."""
    session = measured_again(kept, context, holds, past_of(kept, holds))
    if session is None:
        message = "The file of this session is not kept here, so it cannot be measured again."
        raise FieldError(message, hint="Drop the file again, then correct it.")
    kept.replace(session, holds.how())
    put_at_hand(context_of(kept, context.session_id), session)


def change_marks(job: Job) -> Reply:
    """Keep how a session felt, also that it is not said any more, and a note on its day."""
    fields = job.what["fields"]
    with History(job.place.history) as kept:
        context = context_of(kept, str(job.what["id"]))
        if "text" in fields:
            if context.day is None:
                message = "This session has no date to note something for."
                raise FieldError(message)
            add_note(kept, context.day, "other", _short(fields["text"], LONGEST_NOTE))
        before = answers_of(kept, context.session_id)
        comfortable, flare_after = (
            ANSWERS.get(fields.get(name, ""), was) for name, was in zip(QUESTIONS, before, strict=True)
        )
        changed = (comfortable, flare_after) != before
        if changed:
            answer(kept, context.session_id, comfortable=comfortable, flare_after=flare_after)
    return {"told": "Kept." if changed or "text" in fields else NOTHING_CHANGED}, b""


def remove_session(job: Job) -> Reply:
    """Take one session out, with the file it came from."""
    with History(job.place.history) as kept:
        kept.remove(context_of(kept, str(job.what["id"])).session_id)
    return {"told": REMOVED}, b""


def keep_diary(job: Job) -> Reply:
    """Keep the scores of a day, and a dated note where one was written."""
    fields = job.what["fields"]
    day = _day(fields.get("day", ""))
    given = {
        fields[f"name{index}"]: fields[f"score{index}"]
        for index in range(MOST_SYMPTOMS)
        if f"name{index}" in fields and f"score{index}" in fields
    }
    taken_back = [name for name, score in given.items() if score == NO_SCORE]
    scores = [SymptomScore(day, name, _score(score)) for name, score in given.items() if score != NO_SCORE]
    with History(job.place.history) as kept:
        if scores:
            add_entries(kept, scores, "page")
        if taken_back:
            remove_entries(kept, day, taken_back)
        if "text" in fields:
            add_note(kept, day, fields.get("kind", "other"), _short(fields["text"], LONGEST_NOTE))
    remarks = "Kept." if scores or taken_back or "text" in fields else NOTHING_CHOSEN
    return {"told": remarks, "next": f"/diary?to={day.isoformat()}"}, b""


def forget_note(job: Job) -> Reply:
    """Take one note out of the diary."""
    fields = job.what["fields"]
    day = _day(fields.get("day", ""))
    with History(job.place.history) as kept:
        gone = remove_note(kept, day, fields.get("kind", ""), fields.get("text", ""))
    return {"told": NOTE_REMOVED if gone else NOTHING_CHANGED, "next": f"/diary?to={day.isoformat()}"}, b""


def name_symptoms(job: Job) -> Reply:
    """Take the person's own words for what they score."""
    fields = job.what["fields"]
    typed = [fields[name].replace(",", " ") for name in ("word0", "word1", "word2") if name in fields]
    given = [_short(word, LONGEST_NAME).lower() for word in typed]
    words = tuple(dict.fromkeys(given))
    write_profile(replace(profile_of(job.place), symptoms=words), job.place.profile)
    return {"next": "/diary"}, b""


def change_profile(job: Job) -> Reply:
    """Keep what a person says of themselves, and judge and measure again what depends on it."""
    profile = profile_from_fields(profile_of(job.place), job.what["fields"])
    write_profile(profile, job.place.profile)
    again = 0
    if job.place.history.exists():
        with History(job.place.history) as kept:
            counted = judge_again(kept, request_of(job.place))
            again = counted.judged + counted.measured
    remarks = (
        "Kept."
        if not again
        else f"Kept. {again} sessions were worked out again."
        if again > 1
        else "Kept. One session was worked out again."
    )
    return {"told": remarks, "next": "/you"}, b""


def _day(text: str) -> date:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text)
    message = "This is not a day."
    raise FieldError(message, hint="Choose one in the calendar.")


def _score(text: str) -> float:
    with contextlib.suppress(ValueError):
        return float(text)
    message = "A score is a number from 0 to 10."
    raise FieldError(message)


def _short(text: str, most: int) -> str:
    """A person's words as they may be kept: on one line, and not too long."""
    words = " ".join(text.split())
    if not words:
        message = "The field was empty."
        raise FieldError(message, hint="Write something first.")
    return words[:most]
