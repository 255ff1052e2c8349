"""What medicines, devices and rhythms do to what heart rate can say, as plain sentences beside a number."""

from pacing.model.person import Medication

SENTENCES = {
    "beta_blocker": "A beta-blocker lowers resting and exercise heart rate and slows its rise; compare only with your "
    "own sessions on the same dose.",
    "ivabradine": "Ivabradine lowers heart rate at rest and in exercise; compare only with your own sessions on the "
    "same dose.",
    "calcium_channel_blocker": "Some calcium-channel blockers lower heart rate; compare only with your own sessions on "
    "the same dose.",
    "digoxin": "Digoxin slows the heart rate; compare only with your own sessions on the same dose.",
    "antidepressant": "Some antidepressants raise heart rate; note any change of dose.",
    "stimulant": "Stimulants raise heart rate; note when you took one.",
    "pacemaker": "With a pacemaker this shows what the device does, not what the heart would do by itself.",
    "atrial_fibrillation": "In atrial fibrillation heart rate jumps from beat to beat; levels over seconds are unsure "
    "beyond their interval.",
}


def medication_caveats(medication: Medication) -> tuple[str, ...]:
    """One sentence for each medicine, device or rhythm the person told."""
    return tuple(SENTENCES[name] for name in medication.told() if name in SENTENCES)
