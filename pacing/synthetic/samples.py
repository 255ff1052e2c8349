"""The recordings that ship with the project, all synthetic: what each shows, and how it is made."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from pacing.synthetic.plan import (
    MINUTE_OPTICAL,
    Bout,
    Dropout,
    DropoutKind,
    MarkerStyle,
    SessionPlan,
    Stand,
    Variability,
)
from pacing.synthetic.plan import OPTICAL as WRIST

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


@dataclass(frozen=True, slots=True)
class Sample:
    """One recording that ships with the project.

    `file_name` decides how it is written: `.fit`, or `.csv` in `dialect`. `story`: what happened, in plain words.
    `limit_bpm`, `age_years`, `resting_bpm`, `recovery_posture`: what to tell the program when analysing it (None:
    nothing). `verdict`, `flagged`, `borderline`: what it must then say about the limit (None: no limit). `clean`: no
    fault and no slow sensor, so every number must come out as the heart made it.
    """

    file_name: str
    story: str
    plan: SessionPlan
    seed: int
    dialect: str | None = None
    age_years: float = 45.0
    resting_bpm: float | None = 65.0
    limit_bpm: float | None = 110.0
    recovery_posture: str | None = "sitting"
    verdict: str | None = "within"
    flagged: bool | None = False
    borderline: bool | None = False
    clean: bool = True


def _on(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SUMMER_TIME)


CALM = Variability(respiratory_ms=18.0, slow_ms=12.0)

WALK_PACED = Sample(
    file_name="walk_paced.fit",
    story=(
        "Sits for nearly six minutes, walks for 21 minutes at a pace of her own with a stop at a crossing, sits again "
        "for nearly five minutes while the recording goes on. Never above her limit."
    ),
    plan=SessionPlan(
        rest_s=345.0,
        bouts=(
            Bout(
                duration_s=1260.0,
                target_bpm=96.0,
                drift_bpm_per_min=0.12,
                undulation_bpm=1.2,
                tau_off_s=55.0,
                recovery_s=285.0,
                speed_m_s=1.12,
                halts=((610.0, 14.0),),
            ),
        ),
        variability=CALM,
        cadence=True,
        start=_on(5, 4, 10, 30),
    ),
    seed=11,
)

WALK_EXCEEDED = Sample(
    file_name="walk_exceeded.fit",
    story=(
        "A walk with a hill in it; rest, walk and recovery are marked as laps. On the hill heart rate stays above the "
        "limit for about six minutes."
    ),
    plan=SessionPlan(
        rest_s=300.0,
        bouts=(
            Bout(540.0, target_bpm=98.0, undulation_bpm=1.0, recovery_s=0.0, speed_m_s=1.15),
            Bout(360.0, target_bpm=124.0, undulation_bpm=1.0, recovery_s=0.0, speed_m_s=0.95),
            Bout(300.0, target_bpm=100.0, undulation_bpm=1.0, recovery_s=240.0, speed_m_s=1.15, tau_off_s=70.0),
        ),
        variability=CALM,
        cadence=True,
        markers=MarkerStyle.LAP,
        start=_on(5, 11, 16, 5),
    ),
    seed=12,
    verdict="sustained",
    flagged=True,
)

WALK_STOPPED_EARLY = Sample(
    file_name="walk_stopped_early.fit",
    story="A quarter of an hour of walking; the recording ends 40 seconds after it, too early for a recovery.",
    plan=SessionPlan(
        rest_s=240.0,
        bouts=(Bout(900.0, target_bpm=99.0, undulation_bpm=1.0, recovery_s=300.0),),
        recorded_after_s=40.0,
        variability=CALM,
        cadence=True,
        start=_on(5, 13, 11, 20),
    ),
    seed=13,
)

STRAP_REST_AND_WALK = Sample(
    file_name="strap_rest_and_walk.fit",
    story=(
        "Chest strap with beat-to-beat intervals: seven minutes sitting still, a walk with one short steep bit that "
        "goes over the limit for about a minute, five and a half minutes sitting."
    ),
    plan=SessionPlan(
        rest_s=420.0,
        bouts=(
            Bout(660.0, target_bpm=97.0, undulation_bpm=0.8, recovery_s=0.0),
            Bout(60.0, target_bpm=130.0, recovery_s=0.0, speed_m_s=1.0),
            Bout(480.0, target_bpm=97.0, undulation_bpm=0.8, tau_off_s=58.0, recovery_s=330.0),
        ),
        beats=True,
        cadence=True,
        start=_on(5, 18, 9, 45),
    ),
    seed=14,
    verdict="brief",
)

OPTICAL_LAG_DROPOUTS = Sample(
    file_name="optical_lag_dropouts.csv",
    story=(
        "A watch on the wrist that follows the heart some seconds late and loses it now and then, once for half a "
        "minute. Long above the limit all the same."
    ),
    plan=SessionPlan(
        rest_s=300.0,
        bouts=(Bout(1080.0, target_bpm=121.0, undulation_bpm=1.5, drift_bpm_per_min=0.2, recovery_s=300.0),),
        sensor=WRIST,
        variability=CALM,
        dropouts=(
            Dropout(95.0, 12.0),
            Dropout(610.0, 33.0),
            Dropout(842.0, 6.0, DropoutKind.ZERO),
            Dropout(1210.0, 15.0, DropoutKind.GAP),
        ),
        cadence=True,
        start=_on(5, 20, 15, 10),
    ),
    seed=15,
    dialect="polar_flow",
    verdict="sustained",
    flagged=True,
    clean=False,
)

HEART_RATE_ONLY = Sample(
    file_name="heart_rate_only.csv",
    story="Nothing but seconds and heart rate: rest, a walk, sitting. Only heart rate can show what was when.",
    plan=SessionPlan(
        rest_s=330.0,
        bouts=(Bout(900.0, target_bpm=101.0, undulation_bpm=0.6, tau_off_s=50.0, recovery_s=300.0),),
        variability=CALM,
        speed=False,
        sport=None,
        start=None,
    ),
    seed=16,
    dialect="plain",
)

STAND_TEST = Sample(
    file_name="stand_test.fit",
    story="Lies for ten minutes, presses the lap button, stands for ten minutes; chest strap with RR intervals.",
    plan=SessionPlan(
        rest_s=1200.0,
        bouts=(),
        resting_bpm=66.0,
        stand=Stand(at_s=600.0, rise_bpm=24.0),
        beats=True,
        speed=False,
        sport=None,
        markers=MarkerStyle.USER,
        start=_on(5, 22, 8, 15),
    ),
    seed=17,
    resting_bpm=66.0,
    limit_bpm=None,
    recovery_posture=None,
    verdict=None,
    flagged=None,
    borderline=None,
)

PEDAL_INTERVALS = Sample(
    file_name="pedal_intervals.csv",
    story=(
        "Sits on a bicycle at home, pedals for 80 seconds and rests for two minutes, eight times; strap with RR "
        "intervals. No stretch above the limit lasts two minutes, but together they make nearly nine."
    ),
    plan=SessionPlan(
        rest_s=330.0,
        bouts=tuple(
            Bout(
                duration_s=80.0,
                target_bpm=131.0,
                tau_on_s=32.0,
                tau_off_s=45.0,
                power_w=75.0,
                cadence_per_min=62.0,
                recovery_s=pause_s,
                recovery_offset_bpm=8.0,
            )
            for pause_s in (120.0, 120.0, 120.0, 120.0, 120.0, 120.0, 120.0, 300.0)
        ),
        beats=True,
        speed=False,
        power=True,
        cadence=True,
        sport="cycling",
        start=None,
    ),
    seed=18,
    dialect="intervals_icu",
    verdict="dose",
    flagged=True,
)


WHOLE_DAY = Sample(
    file_name="whole_day.csv",
    story=(
        "A day at home, one mean a minute from midnight to midnight. Changing the beds in the early afternoon took "
        "heart rate above the limit for about thirteen minutes."
    ),
    plan=DAY_AT_HOME,
    seed=19,
    dialect="fitbit",
    resting_bpm=64.0,
    limit_bpm=104.0,
    recovery_posture=None,
    verdict="sustained",
    flagged=True,
    clean=False,
)

SAMPLES: tuple[Sample, ...] = (
    WALK_PACED,
    WALK_EXCEEDED,
    WALK_STOPPED_EARLY,
    STRAP_REST_AND_WALK,
    OPTICAL_LAG_DROPOUTS,
    HEART_RATE_ONLY,
    STAND_TEST,
    PEDAL_INTERVALS,
    WHOLE_DAY,
)
