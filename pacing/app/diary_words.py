"""The three symptoms a person scores, always in the same order: hands learn where each stands."""

from pacing.history.diary import key_symptoms, symptoms
from pacing.history.store import History
from pacing.settings import Profile

DEFAULT_SYMPTOMS = ("fatigue", "pain", "brain fog")


def symptom_names(kept: History, profile: Profile) -> tuple[str, ...]:
    """The person's own words where they chose them; else those of their diary; else three that most people know.

    Parameters
    ----------
    kept
        The history, whose diary may name others.
    profile
        What the person chose.

    Returns
    -------
    tuple of str
        At most three, in an order that no entry changes.
    """
    if profile.symptoms:
        return profile.symptoms
    scored = [one.name for one in key_symptoms(symptoms(kept))]
    if not scored:
        return DEFAULT_SYMPTOMS
    theirs = sorted(name for name in scored if name not in DEFAULT_SYMPTOMS)
    if not theirs:
        return DEFAULT_SYMPTOMS
    return (*(name for name in DEFAULT_SYMPTOMS if name in scored), *theirs)
