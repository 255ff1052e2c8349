"""Made-up sessions that between them go through most of what the program can work out, and whose person they are."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import numpy as np

from pacing.model.arrays import frozen
from pacing.model.assessment import Assessment
from pacing.model.person import (
    Condition,
    Conditions,
    LimitSetting,
    Medication,
    PastSession,
    Person,
    Posture,
    RestingFrom,
    Sex,
)
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Channel, Recording
from pacing.pipeline import Request, assess_recording
from pacing.synthetic.plan import (
    CATCHING_UP_OPTICAL,
    MINUTE_OPTICAL,
    OPTICAL,
    SMART_OPTICAL,
    STRAP,
    BeatFaults,
    Bout,
    CadenceLock,
    Dropout,
    DropoutKind,
    MarkerStyle,
    RandomDropouts,
    SessionPlan,
    Stand,
    Variability,
)
from pacing.synthetic.population import Evidence, SensorClass, draw_plan
from pacing.synthetic.samples import STAND_TEST
from pacing.synthetic.session import make_session

WOMAN = Person(
    age_years=45,
    sex=Sex.FEMALE,
    resting_bpm=64,
    resting_from=RestingFrom.SEATED,
    weight_kg=62,
    worse_after_exertion=True,
    condition=Condition.FIBROMYALGIA,
    limits=(LimitSetting("fixed", bpm=104),),
)
MAN = Person(birth_year=1961, sex=Sex.MALE, maximum_bpm=172, resting_bpm=58, resting_from=RestingFrom.SLEEP)
NOBODY = Person(age_years=33)
TREATED = replace(WOMAN, medication=Medication(beta_blocker=True), limits=(LimitSetting("resting_plus_15"),))
LYING = Conditions(recovery_posture=Posture.LYING)
SITTING = Conditions(recovery_posture=Posture.SITTING, maximal_test=True)

Made = tuple[Recording, Request]


def _of(plan: SessionPlan, seed: int, person: Person, conditions: Conditions = Conditions(), **more: object) -> Made:
    recording = make_session(plan, seed).recording
    return recording, replace(Request(person, conditions), **more)  # type: ignore[arg-type]


def _drawn(seed: int, sensor: SensorClass, evidence: Evidence, person: Person, conditions: Conditions) -> Made:
    return _of(draw_plan(seed, sensor, evidence).plan, seed, person, conditions)


def lap_strap() -> Made:
    """A strap, the stop marked by a lap."""
    return _drawn(11, SensorClass.STRAP, Evidence.MARKERS, WOMAN, SITTING)


def moving_beats() -> Made:
    """A strap with beats, the stop seen in the speed."""
    return _drawn(12, SensorClass.STRAP_BEATS, Evidence.MOVEMENT, MAN, LYING)


def still_optical() -> Made:
    """A wrist sensor, and nothing but heart rate."""
    return _drawn(13, SensorClass.OPTICAL, Evidence.HEART_RATE, WOMAN, Conditions())


def still_strap() -> Made:
    """A strap, and nothing but heart rate."""
    plan = draw_plan(14, SensorClass.STRAP_BEATS, Evidence.HEART_RATE, dropouts=False).plan
    hard = replace(plan.bouts[0], share_of_reserve=0.8, recovery_s=420.0)
    return _of(replace(plan, bouts=(hard,)), 14, MAN, Conditions(maximal_test=True))


def smart_watch() -> Made:
    """A watch that writes when it likes."""
    return _of(SessionPlan(sensor=SMART_OPTICAL, bouts=(Bout(900.0, 0.5), Bout(700.0, 0.6))), 15, WOMAN, SITTING)


def torn_beats() -> Made:
    """Beats that were missed, doubled and early, in two bouts."""
    faults = BeatFaults(missed_share=0.01, extra_share=0.008, ectopic_share=0.015)
    bouts = (Bout(600.0, 0.45, undulation_bpm=2.0), Bout(600.0, 0.55, recovery_s=400.0))
    plan = SessionPlan(rest_s=420.0, bouts=bouts, beats=True, beat_faults=faults, slow_share=0.3)
    return _of(plan, 16, WOMAN, LYING)


def standing_up() -> Made:
    """Lying, then standing, with beats."""
    plan = SessionPlan(
        rest_s=1260.0, bouts=(), beats=True, stand=Stand(600.0), sport=None, speed=False, markers=MarkerStyle.LAP
    )
    return _of(plan, 17, WOMAN)


def locked_wrist() -> Made:
    """A wrist sensor that took the steps for the heart, and lost it for a while."""
    plan = SessionPlan(
        bouts=(Bout(1500.0, 0.4, cadence_per_min=58.0),),
        sensor=OPTICAL,
        cadence_locks=(CadenceLock(700.0, 240.0),),
        dropouts=(Dropout(1200.0, 40.0, DropoutKind.MISSING), Dropout(1400.0, 90.0, DropoutKind.GAP)),
        cadence=True,
    )
    return _of(plan, 18, WOMAN, SITTING)


def late_wrist() -> Made:
    """A wrist sensor that finds the heart again after the stop."""
    plan = SessionPlan(bouts=(Bout(1000.0, 0.6, recovery_s=360.0),), sensor=CATCHING_UP_OPTICAL)
    return _of(plan, 19, MAN, LYING)


def ride_by_power() -> Made:
    """Three levels of power into each other, then easy pedalling; with muscle oxygen."""
    levels = (60.0, 90.0, 120.0)
    bouts = tuple(
        Bout(420.0, 0.3 + 0.15 * n, power_w=watt, recovery_s=0.0, speed_m_s=5.0 + n, drift_bpm_per_min=0.3)
        for n, watt in enumerate(levels)
    )
    last = replace(bouts[-1], recovery_s=360.0, recovery_speed_m_s=2.0)
    plan = SessionPlan(bouts=(*bouts[:-1], last), power=True, cadence=True, sport="cycling", beats=True)
    recording, request = _of(plan, 20, MAN, Conditions())
    time_s = recording.heart_rate.time_s
    oxygen = 70.0 - 0.25 * (recording.heart_rate.bpm - 60.0) + np.sin(time_s / 7.0)
    channels = (*recording.channels, Channel("muscle_oxygen", "%", time_s, frozen(oxygen)))
    return replace(recording, channels=channels), request


def slow_ramp() -> Made:
    """An effort that grows slowly harder, with beats, held against the limit by alpha1."""
    bouts = tuple(Bout(150.0, 0.2 + 0.06 * n, tau_on_s=60.0, recovery_s=0.0) for n in range(11))
    variability = Variability(respiratory_ms=18.0, slow_ms=30.0)
    plan = SessionPlan(rest_s=240.0, bouts=bouts, recorded_after_s=200.0, beats=True, variability=variability)
    return _of(plan, 21, replace(MAN, limits=()), rule="dfa_alpha1")


def stopped_timer() -> Made:
    """A watch whose timer was stopped at the end, with halts on the way."""
    bout = Bout(1200.0, 0.5, halts=((300.0, 25.0), (700.0, 40.0)), recovery_s=300.0)
    plan = SessionPlan(bouts=(bout,), markers=MarkerStyle.LAP, timer_stops=True, beats=True)
    return _of(plan, 22, TREATED, SITTING)


def minutes_of_a_day() -> Made:
    """Fourteen hours of a watch that writes each minute."""
    bouts = tuple(Bout(900.0 + 60.0 * n, 0.25 + 0.05 * n, recovery_s=5400.0) for n in range(7))
    plan = SessionPlan(
        rest_s=3600.0, bouts=bouts, sensor=MINUTE_OPTICAL, whole_day=True, sport=None, speed=False, night_dip_bpm=8.0
    )
    return _of(replace(plan, random_dropouts=RandomDropouts(0.5, 900.0)), 23, WOMAN)


def night_of_beats() -> Made:
    """Three hours in bed, with beats."""
    plan = SessionPlan(
        rest_s=10_800.0,
        bouts=(),
        beats=True,
        night_dip_bpm=6.0,
        sport=None,
        speed=False,
        start=datetime(2026, 5, 4, 1, 0, tzinfo=UTC),
        variability=Variability(respiratory_ms=25.0, slow_ms=40.0, respiratory_hz=0.22),
        beat_faults=BeatFaults(missed_share=0.001, ectopic_share=0.003),
    )
    return _of(plan, 24, MAN)


def given_phases() -> Made:
    """A session of which the person gave the phases, held against their share of the reserve."""
    given = Phases(
        (
            Phase(PhaseKind.REST, 20.0, 280.0, PhaseOrigin.GIVEN, 0.0),
            Phase(PhaseKind.EXERCISE, 310.0, 1490.0, PhaseOrigin.GIVEN, 0.0),
            Phase(PhaseKind.RECOVERY, 1490.0, 1790.0, PhaseOrigin.GIVEN, 0.0),
        )
    )
    person = replace(MAN, limits=(LimitSetting("share_of_reserve", share_percent=40),))
    return _of(SessionPlan(beats=True), 25, person, LYING, given_phases=given)


def stranger() -> Made:
    """A person of whom next to nothing is known, a strap that pauses."""
    plan = SessionPlan(
        rest_s=0.0,
        bouts=(Bout(1200.0, 0.55, recovery_s=90.0),),
        sensor=STRAP,
        random_dropouts=RandomDropouts(12.0, 20.0, DropoutKind.ZERO),
    )
    return _of(plan, 26, NOBODY)


def stand_test() -> Made:
    """The sample of standing up after lying, with beats."""
    return _of(STAND_TEST.plan, 27, WOMAN)


def steps_of_speed() -> Made:
    """A test on a treadmill: four speeds into each other, as hard as it went."""
    bouts = tuple(
        Bout(360.0, 0.35 + 0.15 * n, speed_m_s=1.2 + 0.4 * n, cadence_per_min=52.0 + 4 * n, recovery_s=0.0)
        for n in range(4)
    )
    last = replace(bouts[-1], recovery_s=400.0)
    plan = SessionPlan(bouts=(*bouts[:-1], last), cadence=True, markers=MarkerStyle.LAP, sport="walking")
    return _of(plan, 28, WOMAN, SITTING)


def day_of_beats() -> Made:
    """A day and a night with beats, from noon to noon."""
    bouts = tuple(Bout(1200.0, 0.3, recovery_s=9000.0) for _ in range(3))
    plan = SessionPlan(
        rest_s=1800.0,
        bouts=(*bouts, Bout(600.0, 0.2, recovery_s=52_200.0)),
        beats=True,
        night_dip_bpm=10.0,
        sport=None,
        speed=False,
        whole_day=True,
        start=datetime(2026, 5, 4, 12, 0, tzinfo=UTC),
    )
    return _of(plan, 29, MAN)


def sixth_session() -> Made:
    """A walk held against what five earlier ones taught."""
    past = tuple(
        PastSession(
            start=datetime(2026, 4, 2 + 3 * n, 9, 0, tzinfo=UTC),
            comfortable=n != 3,
            flare_after=n == 2,
            median_bpm=88.0 + 2 * n,
            upper_bpm=101.0 + 3 * n,
            recorded_s=1500.0 + 100 * n,
            session_id=f"past-{n}",
            sport="walking",
            walking_speed_m_s=1.1 + 0.05 * n,
        )
        for n in range(8)
    )
    return _of(SessionPlan(sensor=OPTICAL), 30, replace(WOMAN, limits=()), SITTING, rule="learnt", past=past)


MADE: Mapping[str, Callable[[], Made]] = {
    one.__name__: one
    for one in (
        lap_strap,
        moving_beats,
        still_optical,
        still_strap,
        smart_watch,
        torn_beats,
        standing_up,
        locked_wrist,
        late_wrist,
        ride_by_power,
        slow_ramp,
        stopped_timer,
        minutes_of_a_day,
        night_of_beats,
        given_phases,
        stranger,
        stand_test,
        steps_of_speed,
        day_of_beats,
        sixth_session,
    )
}


@cache
def session_of(name: str) -> Assessment:
    """A made-up session, worked out once for all that look at it."""
    return assess_recording(*MADE[name]())
