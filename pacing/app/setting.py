"""What holds for a person now: their profile, and with it what the pipeline is asked for."""

from dataclasses import replace

from pacing.app.place import Place
from pacing.keeping.place import with_past
from pacing.model.person import Person
from pacing.pipeline import Request
from pacing.settings import Profile, Settings, read_profile, request_from


def profile_of(place: Place) -> Profile:
    """The person's profile; an empty one where none was written yet.

    Raises
    ------
    ProfileError
        What is written there makes no sense.
    """
    return read_profile(place.profile) if place.profile.exists() else Profile(Person())


def request_of(place: Place) -> Request:
    """What is asked of the pipeline for this person: files are kept, and a rule that learns gets the past.

    Raises
    ------
    PacingError
        The profile makes no sense, or the history cannot be opened.
    """
    request = request_from(Settings(place.profile if place.profile.exists() else None))
    request = replace(request, with_original=True)
    return with_past(request, place.history) if place.history.exists() else request
