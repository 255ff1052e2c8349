"""Boundaries, guards and ties that a change could move unseen: what lies exactly on them, and just beside."""

import io
import os
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pacing.clean.artefacts import spikes
from pacing.clean.clean import clean_recording
from pacing.clean.rr_artefacts import Artefacts, sort_out
from pacing.cli.output import require_free
from pacing.errors import UnitError
from pacing.judge.all_day import find_bouts
from pacing.judge.cautions import age_cautions, predicted_maximum, resting_distance_cautions
from pacing.judge.exceedance import Amount, judge_exceedance, verdict_of
from pacing.judge.limits.learnt import learn
from pacing.judge.rule import RuleInputs
from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.person import Person
from pacing.model.recording import Beats, RecordingKind
from pacing.read.archive import _problem
from pacing.read.assembly.rr_intervals import place
from pacing.read.budget import gzip_bytes
from pacing.read.daily.apple import _number
from pacing.read.fit.clock import FARTHEST_S, place_records
from pacing.read.formats.huawei_json import _offset_s
from pacing.read.read import read_recordings
from pacing.read.recognised import OWN_REPORT, known_kind
from pacing.read.source import head_of
from pacing.read.table.table_checks import MOST_LOST_SHARE, require_readable
from pacing.report.wording.format_numbers import decimals_carried
from pacing.report.wording.verdict import bounds_sentence
from pacing.segment.change_point import MOMENTS_S, _likeliest
from pacing.segment.heart_rate import _lifts, heart_rate_trend, turning_points
from tests.constants.table_judge import stretches
from tests.contracts.conftest import Runner
from tests.judge.people import NOON, limit_by, past_sessions
from tests.judge.square_wave import line, pieces
from tests.read.fit.fit_bytes import T0, FitBytes, read_one
from tests.segment.conftest import made_recording

MIB = 1 << 20


# --- segment


@pytest.mark.parametrize(
    ("values", "turns"),
    [
        ([0.0, 5.0, 0.0], [0, 1, 2]),  # exactly as much as is asked for, up and down
        ([0.0, 4.9, 0.0], []),
        ([9.0, 4.0, 9.0, 4.0], [0, 1, 2, 3]),
        ([9.0, 4.1, 9.0], []),
        ([0.0, 5.0, 0.1, 5.0], [0, 1]),  # of two tops as high the first
    ],
)
def test_a_turn_of_exactly_the_least_counts(values: list[float], turns: list[int]) -> None:
    assert turning_points(np.array(values), 5.0) == turns


# --- judge


def test_a_tenth_of_a_session_in_one_stretch_of_exactly_ten_seconds_is_a_dose() -> None:
    assert verdict_of(Amount(10.0, 10.0, 90.0), 120.0) is ExceedanceVerdict.DOSE
    assert verdict_of(Amount(9.0, 9.0, 80.0), 120.0) is ExceedanceVerdict.BRIEF


def test_sessions_exactly_at_the_learnt_level_stayed_at_it() -> None:
    assert learn(past_sessions(*[100.0] * 8)).held_out_share == 1.0
    flare = past_sessions(100.0, flare_after=True, days_ago=20.0)
    limit = limit_by("learnt", Person(), past=(*past_sessions(*[100.0] * 8), *flare))
    assert any("at or below" in said for said in limit.warnings)


def test_a_limit_exactly_ten_above_the_resting_rate_is_hardly_above_it() -> None:
    assert resting_distance_cautions(70.0, Person(resting_bpm=60.0))
    assert not resting_distance_cautions(70.1, Person(resting_bpm=60.0))


def test_a_measured_maximum_exactly_one_error_below_the_predicted_one_is_not_remarkable() -> None:
    def said(maximum_bpm: float) -> bool:
        person = Person(age_years=40.0, maximum_bpm=maximum_bpm)
        cautions = age_cautions(person, predicted_maximum(RuleInputs(person, None, NOON), "fox"))
        return any("measured maximum" in caution for caution in cautions)

    assert [said(169.0), said(168.9)] == [False, True]


# --- clean and segment


def test_a_sample_before_a_long_hole_is_no_spike() -> None:
    time_s = np.concatenate([np.arange(30.0), 60.0 + np.arange(30.0)])
    bpm = np.full(60, 100.0)
    for place_of, found in ((29, False), (30, False), (15, True)):
        bpm[:] = 100.0
        bpm[place_of] = 240.0  # farther than a hole of 31 s would allow
        assert bool(spikes(time_s, bpm)[place_of]) is found


def test_each_second_after_a_sample_allows_as_much_as_one_before_it() -> None:
    time_s = np.concatenate([np.arange(30.0), 38.0 + np.arange(30.0)])
    bpm = np.full(60, 100.0)
    bpm[29] = 130.0  # 15 bpm and 3 for each of the 9 seconds up to the next sample are 42
    assert not spikes(time_s, bpm).any()


@pytest.mark.parametrize(
    ("odd_ms", "kind"),
    [
        ((400.0, 650.0), "extra"),  # 250 ms more than an ordinary interval
        ((2100.0,), "missed"),  # half of it is 250 ms more than an ordinary one
        ((400.0, 700.0), "misplaced"),  # their mean is 250 ms less than an ordinary one
    ],
)
def test_what_lies_beyond_a_fifth_but_within_two_is_unexplained(odd_ms: tuple[float, ...], kind: str) -> None:
    rr_ms = np.concatenate([np.full(12, 800.0), odd_ms, np.full(12, 800.0)])
    level, near = np.full(rr_ms.size, 800.0), np.full(rr_ms.size, 160.0)
    found = sort_out([12], rr_ms, level, near, ectopics=frozenset())
    assert getattr(found, kind) == ()
    assert found.count == 1
    assert isinstance(found, Artefacts)


def test_a_small_rise_high_up_is_no_beginning() -> None:
    """60 bpm, 120 bpm, then 15 bpm more: a fourth of the session's 75 bpm is 19 bpm."""
    bpm = np.concatenate([pieces((60.0, 300), (120.0, 300)), pieces((135.0, 300))])
    trend = heart_rate_trend(np.arange(900.0), bpm, jump_bpm=1e9)
    assert trend is not None
    assert [_lifts(trend, 200, 500), _lifts(trend, 500, 800)] == [True, False]


def test_a_change_that_is_surely_at_one_moment_is_sure() -> None:
    for moment in (3, MOMENTS_S.size // 2, MOMENTS_S.size - 4):
        chance = np.zeros(MOMENTS_S.size)
        chance[moment] = 1.0
        assert _likeliest(chance) == (MOMENTS_S[moment], 0.0)


# --- read


def test_stamps_late_by_less_than_their_own_long_interval_do_not_break_a_chain() -> None:
    rr_ms = np.tile([3000.0, 800.0], 20)
    for late_s, gaps in (((2.8, 2.4), 0), ((2.8, 2.8), 1)):  # of an interval of 3 s, and of the one of 0.8 s after it
        stamps = np.cumsum(rr_ms) / 1000.0
        stamps[10:12] += late_s
        assert place(stamps, rr_ms, exact=False).gaps == gaps


def test_of_two_equally_long_stretches_a_year_apart_the_later_is_kept() -> None:
    times = np.concatenate([np.arange(50.0), 2.0 * FARTHEST_S + np.arange(50.0)])
    placed = place_records(times, np.ones(100, dtype=np.bool_), "record")
    assert placed.time_s[0] == 2.0 * FARTHEST_S


@pytest.mark.parametrize(("value", "noted"), [(0, False), (71, True)])
def test_a_watch_that_notes_no_recovery_heart_rate_notes_none(value: int, noted: bool) -> None:
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin")
    for second in range(300):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=100)
    fit.message("event", 4, timestamp=T0 + 219, event="recovery_hr", event_type="marker", data=value)
    markers = read_one(fit.file()).markers
    assert any(marker.kind.value == "recovery_hr" for marker in markers) is noted


@pytest.mark.parametrize(("step_s", "is_read"), [(55, True), (66, False)])
def test_unlabelled_steps_of_over_a_minute_could_be_milliseconds(tmp_path: Path, step_s: int, is_read: bool) -> None:
    path = tmp_path / "unlabelled.csv"
    rows = "".join(f"{number * step_s},{80 + number % 7}\n" for number in range(60))
    path.write_text(f"time,heart_rate\n{rows}", encoding="utf-8")
    if is_read:
        assert read_recordings(path)[0].heart_rate.bpm.size == 60
    else:
        with pytest.raises(UnitError, match="seconds or milliseconds"):
            read_recordings(path)


def test_a_member_packed_two_hundred_to_one_is_a_bomb() -> None:
    def problem(unpacked: int, packed: int) -> bool:
        member = zipfile.ZipInfo("walk.fit")
        member.file_size, member.compress_size = unpacked, packed
        return _problem(member) is not None

    assert [problem(190 * MIB, MIB), problem(210 * MIB, MIB), problem(60 * MIB, MIB // 8)] == [False, True, False]
    assert [gzip_bytes(10 * MIB), gzip_bytes(0)] == [400 * MIB, MIB // 4]


# --- report and command line


def test_digits_change_exactly_at_the_bounds_of_the_rule() -> None:
    """Half-widths of 3.54, 3.55, 9.49 and 9.50: two digits, one, one, two."""
    assert [decimals_carried(0.0, 2.0 * half, 5) for half in (3.54, 3.55, 9.49, 9.50)] == [1, 0, 0, 1]


@pytest.mark.parametrize(("gap_s", "named"), [(4, False), (6, True), (18, True)])
def test_five_seconds_that_were_not_recorded_are_worth_a_word(gap_s: int, named: bool) -> None:
    bpm = pieces((90.0, 100), (120.0, 100), (float("nan"), gap_s), (90.0, 100))
    found = judge_exceedance(line(bpm), 100.0, reading_error_bpm=25.0)
    assert ("not recorded" in bounds_sentence(found)) is named


def test_the_sessions_of_one_file_are_not_the_same_recording_twice(pacing: Runner, tmp_path: Path) -> None:
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin")
    for second in range(600):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=90 + second // 300)
    for at, sport in ((0, "cycling"), (300, "running")):
        fit.message("session", 2, timestamp=T0 + at + 300, start_time=T0 + at, total_elapsed_time=300, sport=sport)
    (tmp_path / "two.fit").write_bytes(fit.file())
    done = pacing("inspect", "two.fit")
    assert done.code == 0
    assert "more than once" not in done.err


@pytest.mark.parametrize(
    "data",
    [b'{"schema": "pacing/1", "sessions": []}', None],
    ids=["data", "page"],
)
def test_a_report_is_known_by_its_data_and_by_its_page(data: bytes | None) -> None:
    page = b"A walk\n======\n\nThis page describes your own recording. It is not a medical device: show it.\n"
    assert known_kind(head_of("report", io.BytesIO(data or page))) is OWN_REPORT


# --- found by random mistakes that nobody noticed (tests/performance/mutants.py)


def test_where_samples_lie_far_apart_a_bout_of_a_day_spans_two_of_them() -> None:
    def bouts(raised_s: int) -> int:
        bpm = pieces((60.0, 1000), (90.0, raised_s), (60.0, 1000))
        return len(find_bouts(line(bpm, sampling_s=200.0), 80.0, None))

    assert [bouts(350), bouts(450)] == [0, 1]


def test_nothing_to_write_and_devices_are_free() -> None:
    require_free(None, force=False)
    require_free(Path(os.devnull), force=False)


def test_a_number_of_an_export_is_its_number_or_none() -> None:
    assert _number("56.5") == 56.5
    assert np.isnan([_number(None), _number("high")]).all()


def test_a_heart_rate_that_hovers_does_not_part_a_stretch_elsewhere() -> None:
    hovering = [(105.0, 3), (99.0, 8)] * 6
    assert stretches(*hovering, (90.0, 60), (105.0, 100), (99.0, 30), (105.0, 100), (90.0, 60)) == [230.0]


def test_heart_rate_from_beats_begins_where_the_first_interval_began() -> None:
    rr_ms = np.concatenate([[2000.0], np.full(60, 800.0)])
    beats = Beats(0.5 + np.cumsum(rr_ms) / 1000.0, rr_ms)
    cleaned = clean_recording(made_recording([], [], beats=beats, kind=RecordingKind.BEATS))
    assert cleaned.heart_rate.time_s[0] == 0.0


@pytest.mark.parametrize(("written", "offset_s"), [("+0530", 19_800.0), ("-0330", -12_600.0), ("CEST", None)])
def test_an_offset_is_hours_and_minutes(written: str, offset_s: float | None) -> None:
    assert _offset_s({"timeZone": written}) == offset_s


def test_a_table_of_which_just_the_share_that_may_be_lost_is_lost_is_read() -> None:
    nothing: Any = None
    table: Any = SimpleNamespace(rows=100, left_out=round(100 * MOST_LOST_SHARE), tail=0)
    require_readable(nothing, nothing, nothing, table)
