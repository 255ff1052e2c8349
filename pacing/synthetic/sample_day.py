"""The plan of the whole-day sample: a day at home, most of it sitting, some of it pottering, one thing too much."""

from datetime import datetime, timedelta, timezone

from pacing.synthetic.plan import MINUTE_OPTICAL, Bout, Dropout, DropoutKind, SessionPlan, Variability

SUMMER_TIME = timezone(timedelta(hours=2))
MINUTE_S = 60.0
HOUR_S = 3600.0
RESTING_BPM = 64.0
UP_AT_S = 7.0 * HOUR_S + 10.0 * MINUTE_S
DOINGS = (  # minutes of it, bpm above rest aimed at, minutes of quiet after it
    (12.0, 22.0, 38.0),
    (20.0, 26.0, 70.0),
    (9.0, 31.0, 95.0),
    (25.0, 28.0, 120.0),
    (14.0, 52.0, 150.0),
    (18.0, 24.0, 62.0),
    (30.0, 27.0, 75.0),
    (10.0, 20.0, 0.0),
)
POTTERING_EVERY_MIN, POTTERING_MIN = 19.0, 4.0  # somebody sitting gets up now and then
POTTERING_BPM = (9.0, 14.0, 7.0, 16.0, 11.0)


def day_bouts() -> tuple[Bout, ...]:
    """What is done from getting up on, each with the quiet after it; long quiets are broken by pottering."""
    bouts: list[Bout] = []
    for minutes, above_bpm, quiet_min in DOINGS:
        times = int(quiet_min // POTTERING_EVERY_MIN)
        between_min = (quiet_min - times * POTTERING_MIN) / (times + 1)
        bouts.append(_bout(minutes, above_bpm, between_min))
        for _ in range(times):
            bouts.append(_bout(POTTERING_MIN, POTTERING_BPM[len(bouts) % len(POTTERING_BPM)], between_min))
    return tuple(bouts)


def _bout(minutes: float, above_bpm: float, quiet_min: float) -> Bout:
    return Bout(
        round(minutes * MINUTE_S),
        target_bpm=RESTING_BPM + above_bpm,
        undulation_bpm=2.0,
        tau_off_s=80.0,
        recovery_s=round(quiet_min * MINUTE_S),
        recovery_offset_bpm=6.0,
    )


def _day_at_home() -> SessionPlan:
    bouts = day_bouts()
    done_s = sum(bout.duration_s + bout.recovery_s for bout in bouts) - bouts[-1].recovery_s
    return SessionPlan(
        resting_bpm=RESTING_BPM,
        rest_s=UP_AT_S,
        bouts=bouts,
        recorded_after_s=24.0 * HOUR_S - UP_AT_S - done_s,
        night_dip_bpm=6.0,
        variability=Variability(respiratory_ms=20.0, slow_ms=35.0),
        sensor=MINUTE_OPTICAL,
        speed=False,
        whole_day=True,
        sport=None,
        start=datetime(2026, 5, 25, tzinfo=SUMMER_TIME),
        dropouts=(Dropout(20.0 * HOUR_S, 40.0 * MINUTE_S, DropoutKind.GAP),),
    )


DAY_AT_HOME = _day_at_home()
