"""Sentences that stand on every report, whatever was found."""

RED_FLAGS = (
    "Stop, and get urgent help, for chest pain or pressure, fainting or nearly fainting, breathlessness at rest, a new "
    "irregular or racing pulse that does not settle, weakness on one side, or any sudden severe symptom, whatever this "
    "page shows."
)
RED_FLAGS_BRIEFLY = (
    "Stop, and get urgent help, for chest pain, fainting, breathlessness at rest or any other sudden severe symptom, "
    "whatever this page shows."
)
QUIET_REPORT = (
    "A quiet report is not permission to do more. Symptoms count more than numbers, and feeling worse may come 12 to "
    "48 hours later, or later still."
)
PURPOSE = (
    "This page describes your own recording. It is not a medical device: it does not diagnose, predict or treat, and "
    "it gives no advice on medicines. Do not change medicines because of a chart."
)
CANNOT_SAY_PATIENT = (
    "How you will feel over the next days. Only you can notice that; writing it down beside each session helps.",
    "Why your heart rate was as it was. Heat, standing, stress, caffeine, infection, periods and medicines change it.",
    "What thinking, talking or standing cost you. Heart rate shows only part of your exertion.",
    "Whether the limit is the right one for you. A limit from a formula can be off by 20 to 30 bpm for one person.",
    "Whether your heart is healthy.",
)
SYMPTOMS_UNSEEN = "Symptoms in the 12 to 72 hours after the session: what a session shows is not what followed from it."
SYMPTOMS_SHOWN = "Whether the session caused the symptoms around it: one following the other does not show why."
CANNOT_SAY_CLINICIAN = (
    "Cognitive, orthostatic and emotional load; heat, infection, cycle phase, caffeine.",
    "Fitness: a low peak in a self-paced session only shows that the person kept the pace low.",
    "Published cut-offs hold only under their own test's conditions.",
    "Whether the limit suits this person: limits from formulas can be off by 20 to 30 bpm.",
    "No diagnosis, no prescription, and no reason to raise activity or the limit.",
)
AGREE_LIMIT = (
    "Agree a limit with a clinician who knows how you feel after exertion; a limit from a formula can be off by 20 to "
    "30 bpm for one person."
)
NOT_NEEDED = "None of this is needed. If you want one of these numbers some day, this is what it takes."
NUMBER_KEY = (
    "Each number is followed by a range in brackets. In about 19 of 20 such recordings the true value is in that range."
)
GLOSSES = (
    ("bpm", "heartbeats per minute"),
    ("recovery", "how far heart rate comes down after you stop"),
    ("HRV", "how much the time between heartbeats varies (heart-rate variability); it needs every single beat"),
    ("range", "where the true value most likely is"),
    ("heart-rate reserve", "from your resting to your highest heart rate"),
    ("time constant", "the time that about two thirds of a rise or a fall take"),
    ("SHA-256", "a fingerprint of the file: the same for the same file"),
)
