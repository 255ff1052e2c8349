"""Assessments made by hand, so that the report can be tested without the stages before it."""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

import numpy as np
import pytest

import pacing.put_away
import pacing.report.drawing
from pacing.model.assessment import Assessment, Outcome, Program, Refusal
from pacing.model.cleaned import BeatState, Cleaned, CleaningStep, Coverage, SampleState
from pacing.model.exceedance import Day, DayBout, Exceedance, ExceedanceVerdict, Excursion, Limit, NightLevel
from pacing.model.measurement import Evidence, Finding, FindingVerdict, IndexGroup, IndexInfo, Measurement, Part, Reason
from pacing.model.person import Condition, Conditions, LimitSetting, Medication, Person, Posture, RestingFrom, Sex
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Beats, HeartRate, Recording, RecordingKind, Sensor, Source
from pacing.report.document import Picture

PROGRAM = Program("pacing", "0.1.0")
BERLIN = timezone(timedelta(hours=2))
START = datetime(2026, 5, 1, 10, 5, tzinfo=BERLIN)
INDICES = {
    "hr_rest": ("Resting heart rate", "bpm", IndexGroup.LEVEL, 0),
    "hr_mean": ("Mean heart rate", "bpm", IndexGroup.LEVEL, 0),
    "hr_peak": ("Highest heart rate (30-second mean)", "bpm", IndexGroup.LEVEL, 0),
    "hr_reserve_share": ("Share of heart-rate reserve at the peak", "%", IndexGroup.RESPONSE, 0),
    "hr_recovery_60": ("Fall in the first minute", "bpm", IndexGroup.RECOVERY, 0),
    "hr_recovery_120": ("Fall in two minutes", "bpm", IndexGroup.RECOVERY, 0),
    "hr_recovery_tau": ("Time constant of recovery", "s", IndexGroup.RECOVERY, 0),
    "hrv_rmssd": ("RMSSD", "ms", IndexGroup.VARIABILITY, 1),
    "hrv_sdnn": ("SDNN", "ms", IndexGroup.VARIABILITY, 1),
    "hrv_hf": ("High-frequency power", "ms²", IndexGroup.VARIABILITY, 0),
}
NEEDS_BEATS = "Record with a chest strap that writes every heartbeat."


def info(index_id: str) -> IndexInfo:
    """An index as the registry would describe it."""
    title, unit, group, decimals = INDICES[index_id]
    return IndexInfo(index_id, title, unit, group, decimals, Evidence.SUPPORTED, "d.", "f", "n.", "l.", ("cole_1999",))


def measured(index_id: str, value: float, low: float, high: float, **parts: Part) -> Measurement:
    window = (1500.0, 1800.0) if index_id.startswith("hr_recovery") else (0.0, 60.0)
    return Measurement(info(index_id), value, low, high, window=window, parts=parts)


def refused(index_id: str, reason: Reason, advice: str) -> Measurement:
    return Measurement(info(index_id), unavailable=reason, advice=advice)


def curve(peak_bpm: float, end_s: float = 1500.0, stop_s: float = 1800.0) -> tuple[np.ndarray, np.ndarray]:
    """Five minutes at 68 bpm, exercise towards `peak_bpm`, then recovery."""
    time_s = np.arange(0.0, stop_s)
    rise = 68 + (peak_bpm - 68) * (1 - np.exp(-np.clip(time_s - 300, 0, None) / 90))
    end_bpm = 68 + (peak_bpm - 68) * (1 - np.exp(-(end_s - 300) / 90))
    fall = 72 + (end_bpm - 72) * np.exp(-np.clip(time_s - end_s, 0, None) / 60)
    bpm = np.where(time_s < end_s, rise, fall) + 2 * np.sin(time_s / 17) + np.sin(time_s / 5)
    return time_s, np.round(bpm)


def cleaned_of(time_s: np.ndarray, bpm: np.ndarray, *, beats: Beats | None = None, sampling_s: float = 1.0) -> Cleaned:
    state = np.where(np.isfinite(bpm), SampleState.MEASURED, SampleState.MISSING)
    missing = ~np.isfinite(bpm)
    gap = longest = 0
    for lost in missing:
        gap = gap + 1 if lost else 0
        longest = max(longest, gap)
    beat_state = None
    if beats is not None:
        codes = np.full(beats.rr_ms.size, int(BeatState.NORMAL))
        codes[40::90] = BeatState.CORRECTED
        beat_state = codes
    return Cleaned(
        HeartRate(time_s, bpm),
        state,
        sampling_s,
        False,
        beats,
        beat_state,
        (
            CleaningStep("device_limits", 0, 0.0),
            CleaningStep("spikes", 3, 3 / max(time_s.size, 1)),
        ),
        Coverage(
            float(1 - missing.mean()) if bpm.size else 0.0,
            float(longest),
            int((~missing).sum()),
            None if beats is None else int(beats.rr_ms.size),
            None if beats is None else 0.011,
        ),
    )


def phases_of(*items: tuple[PhaseKind, float, float]) -> Phases:
    return Phases(
        tuple(Phase(kind, start, stop, PhaseOrigin.MOVEMENT, 3.0, movement=False) for kind, start, stop in items)
    )


def exceedance_of(
    time_s: np.ndarray, bpm: np.ndarray, limit_bpm: float, verdict: ExceedanceVerdict, **more: Any
) -> Exceedance:
    """A simple exceedance: every stretch strictly above, at least 10 s long."""
    above = bpm > limit_bpm
    edges = np.flatnonzero(np.diff(np.concatenate([[0], above.astype(int), [0]])))
    stretches = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 10]
    excursions = tuple(
        Excursion(float(time_s[a]), float(time_s[b - 1] + 1), float(np.nanmax(bpm[a:b])), 240.0) for a, b in stretches
    )
    total, unknown = float(above.sum()), float((~np.isfinite(bpm)).sum())
    return replace(
        Exceedance(
            verdict=verdict,
            borderline=False,
            time_above_s=total,
            time_above_low_s=total,
            time_above_high_s=total + unknown,
            share_above=total / time_s.size,
            longest_s=max((e.stop_s - e.start_s for e in excursions), default=0.0),
            dose_bpm_min=float(np.nansum(np.clip(bpm - limit_bpm, 0, None)) / 60),
            unknown_s=unknown,
            first_above_s=excursions[0].start_s if excursions else None,
            peak_over_bpm=float(np.nanmax(bpm) - limit_bpm) if excursions else 0.0,
            resolution_s=1.0,
            excursions=excursions,
        ),
        **more,
    )


LIMIT = Limit(110.0, "fixed", 0.0, since=date(2026, 4, 1), set_by="physiotherapist")
PERSON = Person(
    birth_year=1980,
    sex=Sex.FEMALE,
    resting_bpm=68,
    resting_from=RestingFrom.MORNING,
    condition=Condition.FIBROMYALGIA,
    medication=Medication(beta_blocker=False, antidepressant=True),
    limits=(LimitSetting("fixed", 110.0),),
)
COMMON = (
    measured("hr_rest", 68, 66.8, 69.4),
    measured("hr_mean", 95.2, 94.6, 95.8),
    measured("hr_reserve_share", 40.3, 33.0, 49.0),
)
RECOVERED = (
    measured("hr_recovery_60", 22.4, 18.9, 25.9, end_bpm=106.0),
    measured("hr_recovery_120", 31.2, 28.1, 34.3, end_bpm=106.0),
    measured("hr_recovery_tau", 61.0, 52.0, 71.0, level_bpm=72.0, amplitude_bpm=34.0),
)
NO_BEATS = tuple(refused(name, Reason.NEEDS_BEATS, NEEDS_BEATS) for name in ("hrv_rmssd", "hrv_sdnn", "hrv_hf"))
FINDINGS = (
    Finding(
        "hr_recovery_60",
        FindingVerdict.NOT_APPLICABLE,
        "recovery_60_active_12",
        12.0,
        "bpm",
        "cole_1999",
        "The session was not a maximal test run by a clinician.",
    ),
)


def assessment_of(
    peak_bpm: float = 106.0,
    *,
    verdict: ExceedanceVerdict = ExceedanceVerdict.WITHIN,
    file_name: str = "walk.fit",
    posture: Posture | None = Posture.SITTING,
    start: datetime | None = START,
) -> Assessment:
    """A walk of half an hour with five minutes of seated recovery, against a limit of 110 bpm."""
    time_s, bpm = curve(peak_bpm)
    return Assessment(
        Recording(
            RecordingKind.ACTIVITY,
            HeartRate(time_s, bpm),
            None,
            (),
            (),
            start,
            1800.0,
            "walking",
            Source(
                file_name, "ab12" * 16, "fit", "Garmin Forerunner 255", Sensor.OPTICAL, ("Local time from the file.",)
            ),
        ),
        cleaned_of(time_s, bpm),
        phases_of((PhaseKind.REST, 0, 300), (PhaseKind.EXERCISE, 300, 1500), (PhaseKind.RECOVERY, 1500, 1800)),
        PERSON,
        Conditions(recovery_posture=posture),
        (*COMMON, measured("hr_peak", peak_bpm, peak_bpm - 1.4, peak_bpm + 1.4), *RECOVERED, *NO_BEATS),
        LIMIT,
        None,
        exceedance_of(time_s, bpm, LIMIT.bpm, verdict),
        FINDINGS,
        PROGRAM,
    )


def within() -> Assessment:
    return assessment_of()


def exceeded() -> Assessment:
    base = assessment_of(124.0, verdict=ExceedanceVerdict.SUSTAINED, file_name="brisk.fit")
    bpm = base.cleaned.heart_rate.bpm.copy()
    time_s = base.cleaned.heart_rate.time_s
    bpm[700:745] = np.nan
    bpm[900:1000] -= 20
    return replace(
        base,
        cleaned=cleaned_of(time_s, bpm),
        exceedance=exceedance_of(time_s, bpm, 110.0, ExceedanceVerdict.SUSTAINED, borderline=True),
    )


def stopped_early() -> Assessment:
    base = assessment_of()
    time_s, bpm = curve(106.0, stop_s=1540.0)
    advice = "Let the watch run for at least two minutes after you stop, and rest."
    lost = tuple(
        refused(name, Reason.NEEDS_RECOVERY_RECORDING, advice) for name in ("hr_recovery_60", "hr_recovery_120")
    )
    return replace(
        base,
        recording=replace(base.recording, duration_s=1540.0),
        cleaned=cleaned_of(time_s, bpm),
        phases=phases_of((PhaseKind.REST, 0, 300), (PhaseKind.EXERCISE, 300, 1500), (PhaseKind.RECOVERY, 1500, 1540)),
        measurements=(*COMMON, *lost, *NO_BEATS),
        exceedance=exceedance_of(time_s, bpm, 110.0, ExceedanceVerdict.WITHIN),
        findings=(),
    )


def no_limit() -> Assessment:
    return replace(
        assessment_of(posture=None, start=None),
        limit=None,
        exceedance=None,
        limit_advice="To set a limit, agree one with a clinician who knows you and give it with --limit.",
        person=Person(),
    )


def no_exercise_end() -> Assessment:
    base = assessment_of()
    advice = "Press the lap button when you stop."
    lost = tuple(refused(name, Reason.NEEDS_EXERCISE_END, advice) for name in ("hr_recovery_60", "hr_recovery_120"))
    return replace(base, phases=Phases(), measurements=(*COMMON, *lost, *NO_BEATS), findings=())


def cannot_judge() -> Assessment:
    base = exceeded()
    time_s, bpm = base.cleaned.heart_rate.time_s, base.cleaned.heart_rate.bpm.copy()
    bpm[400:1000] = np.nan
    return replace(
        base,
        cleaned=cleaned_of(time_s, bpm),
        exceedance=exceedance_of(time_s, bpm, 110.0, ExceedanceVerdict.CANNOT_JUDGE),
    )


def strap() -> Assessment:
    """A chest strap with 1800 beats and HRV."""
    base = assessment_of()
    time_s, bpm = base.cleaned.heart_rate.time_s, base.cleaned.heart_rate.bpm
    beat_s, rr_ms, now = [], [], 0.0
    while now < time_s[-1]:
        level = float(np.interp(now, time_s, bpm))
        interval = 60000 / level + 25 * np.sin(now * 1.6) + 15 * np.sin(now * 0.6)
        now += interval / 1000
        beat_s.append(now)
        rr_ms.append(interval)
    beats = Beats(np.array(beat_s), np.array(rr_ms))
    return replace(
        base,
        recording=replace(
            base.recording,
            beats=beats,
            source=replace(base.recording.source, sensor=Sensor.STRAP, file_name="strap.fit"),
        ),
        cleaned=cleaned_of(time_s, bpm, beats=beats),
        measurements=(
            *COMMON,
            *RECOVERED,
            replace(measured("hrv_rmssd", 32.4, 27.9, 38.1), window=(0.0, 300.0)),
            replace(measured("hrv_sdnn", 41.0, 34.0, 51.0), window=(0.0, 300.0)),
            replace(measured("hrv_hf", 412.0, 210.0, 610.0), window=(0.0, 300.0)),
        ),
    )


def whole_day() -> Assessment:
    """One value a minute for a day, with a two-hour hole left out of the grid."""
    base = assessment_of()
    time_s = np.concatenate([np.arange(0.0, 36000), np.arange(43200.0, 86400)])
    bpm = np.round(70 + 18 * np.sin((time_s - 25000) / 86400 * 2 * np.pi) + 14 * np.abs(np.sin(time_s / 3000)) ** 8)
    cleaned = cleaned_of(time_s, bpm, sampling_s=60.0)
    coverage = replace(cleaned.coverage, measured_share=0.917, longest_gap_s=7200.0)
    return replace(
        base,
        recording=replace(
            base.recording,
            kind=RecordingKind.DAY,
            sport=None,
            duration_s=86400.0,
            start=datetime(2026, 5, 2, tzinfo=UTC),
            source=replace(base.recording.source, file_name="day.csv", reader="csv/plain"),
        ),
        cleaned=replace(cleaned, coverage=coverage),
        phases=Phases(),
        measurements=(*COMMON, *NO_BEATS),
        exceedance=exceedance_of(time_s, bpm, 110.0, ExceedanceVerdict.WITHIN, resolution_s=60.0, unknown_s=7200.0),
        findings=(),
        days=(
            Day(
                day=date(2026, 5, 2),
                start_s=0.0,
                stop_s=86400.0,
                recorded_s=79200.0,
                not_worn_s=7200.0,
                exceedance=exceedance_of(time_s, bpm, 110.0, ExceedanceVerdict.WITHIN, resolution_s=60.0),
                night=NightLevel(58.2, 57.6, 58.9, 14400.0),
                raised_from_bpm=88.0,
                bouts=(DayBout(32400.0, 34200.0, 91.0, 97.0, 0.0), DayBout(50400.0, 51000.0, 90.0, 93.0, 0.0)),
            ),
        ),
    )


MADE = (within, exceeded, stopped_early, no_limit, no_exercise_end, cannot_judge, strap, whole_day)
CASES: Mapping[str, Callable[[], Assessment]] = {make.__name__: cache(make) for make in MADE}  # nobody can change one


def outcome_of(*sessions: Assessment, refused: tuple[Refusal, ...] = ()) -> Outcome:
    return Outcome(sessions, refused, PERSON, PROGRAM)


@pytest.fixture(params=sorted(CASES), scope="module")
def case(request: pytest.FixtureRequest) -> Assessment:
    """Each of the hand-made sessions."""
    return CASES[request.param]()


@pytest.fixture
def cases() -> Mapping[str, Callable[[], Assessment]]:
    """The hand-made sessions by name."""
    return CASES


@pytest.fixture
def make_outcome() -> Callable[..., Outcome]:
    """Sessions (and refusals) as one run's outcome."""
    return outcome_of


DRAWN: dict[tuple[str, bytes, str, bool], str] = {}


@pytest.fixture
def figures_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands around the figures is tested: one of the same sessions for the same page is drawn once a process."""
    draw = pacing.report.drawing._drawn

    def drawn(picture: Picture, outcome: Outcome, prefix: str, *, themed: bool) -> str:
        shown = [outcome.sessions[index] for index in picture.sessions]
        key = (picture.figure, pickle.dumps((shown, outcome.season)), prefix, themed)
        if key not in DRAWN:
            DRAWN[key] = draw(picture, outcome, prefix, themed=themed)
        return DRAWN[key]

    monkeypatch.setattr("pacing.report.drawing._drawn", drawn)
