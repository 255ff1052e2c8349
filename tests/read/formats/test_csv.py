"""Tables no dialect describes, and the choice among dialects."""

from io import BytesIO

import numpy as np
import pytest

from pacing.errors import (
    AmbiguousFormatError,
    NoHeartRateError,
    ReadError,
    UnitError,
    UnknownFormatError,
    UsageError,
)
from pacing.model.recording import Recording, RecordingKind
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.read.table.dialect import Column, CsvDialect


def read(text: str | bytes, name: str = "x.csv", options: ReadOptions | None = None) -> tuple[Recording, ...]:
    data = text.encode() if isinstance(text, str) else text
    return read_source(SourceFile(name, lambda: BytesIO(data)), options or ReadOptions())


def one(text: str | bytes, name: str = "x.csv", options: ReadOptions | None = None) -> Recording:
    (recording,) = read(text, name, options)
    return recording


def samples(recording: Recording) -> list[tuple[float, float]]:
    heart_rate = recording.heart_rate
    return list(zip(heart_rate.time_s.round(6).tolist(), heart_rate.bpm.tolist(), strict=True))


EXPECTED = [(0.0, 60.0), (1.0, 61.5), (2.0, 62.0)]


@pytest.mark.parametrize(
    "text",
    [
        "elapsed (s),Heart Rate (bpm)\n0,60\n1,61.5\n2,62\n",
        "seconds;puls\n0;60\n1;61,5\n2;62\n",
        "time_ms\tHR\n0\t60\n1000\t61.5\n2000\t62\n",
        "t_s|hr_bpm\n0|60\n1|61.5\n2|62\n",
        "sec hr\n0 60\n1 61.5\n2 62\n",
        '"time [s]","pulse"\n"0","60"\n"1","61.5"\n"2","62"\n',
        'Zeit;Herzfrequenz\ns;bpm\n"0";"60"\n"1";"61,5"\n"2";"62"\n',
        "Device: strap\nWalk in the park\n\nTime,HR\nsec,bpm\n\n0,60\n1,61.5\n2,62\n",
        "time,heart_rate\n00:00:00,60\n00:00:01,61.5\n00:00:02,62\n",
        "elapsed,hr\n0:00,60\n0:01,61.5\n0:02,62\n",
        "timestamp,bpm\n1700000000,60\n1700000001,61.5\n1700000002,62\n",
        "timestamp,bpm\n1700000000000,60\n1700000001000,61.5\n1700000002000,62\n",
        "timestamp,bpm\n1700000000000000,60\n1700000001000000,61.5\n1700000002000000,62\n",
        "date,time,hr\n2024-05-01,23:59:59,60\n2024-05-02,00:00:00,61.5\n2024-05-02,00:00:01,62\n",
        "time,hr\n23:59:59,60\n00:00:00,61.5\n00:00:01,62\n",
        "datetime,hr\n5/1/2024 11:59:59 PM,60\n5/2/2024 12:00:00 AM,61.5\n5/2/2024 12:00:01 AM,62\n",
        "Fecha;Hora;Frecuencia cardíaca\n14/03/2026;09:58:20;60\n14/03/2026;09:58:21;61,5\n14/03/2026;09:58:22;62\n",
        "Data/Hora;Frequência cardíaca\n14/03/2026 09:58:20;60\n14/03/2026 09:58:21;61,5\n14/03/2026 09:58:22;62\n",
        "Datum;Tid;Puls (slag/min)\n2026-03-14;09:58:20;60\n2026-03-14;09:58:21;61,5\n2026-03-14;09:58:22;62\n",
        "sep=;\ntime;heart_rate\n2026-03-14 09:58:20;60\n2026-03-14 09:58:21;61,5\n2026-03-14 09:58:22;62\n",
        "timestamp,bpm\n2026-03-14 09:58:20 CET,60\n2026-03-14 09:58:21 CET,61.5\n2026-03-14 09:58:22 CET,62\n",
        "timestamp,bpm\n20260314095820,60\n20260314095821,61.5\n20260314095822,62\n",
        "Aika;Syke\n14.3.2026 09.58.20;60\n14.3.2026 09.58.21;61,5\n14.3.2026 09.58.22;62\n",
        "Dato;Klokkeslæt;Puls\n14-03-2026;09:58:20;60\n14-03-2026;09:58:21;61,5\n14-03-2026;09:58:22;62\n",
        "Zaman;NABIZ\n14.03.2026 09:58:20;60\n14.03.2026 09:58:21;61,5\n14.03.2026 09:58:22;62\n",
        "Time,Pulse Rate(bpm)\n09:58:20 14/03/2026,60\n09:58:21 14/03/2026,61.5\n09:58:22 14/03/2026,62\n",
        "time;hr\n11:59:59PM Mar 14 2026;60\n12:00:00AM Mar 15 2026;61.5\n12:00:01AM Mar 15 2026;62\n",
        "t;hr\nSat Mar 14 09:58:20 CET 2026;60\nSat Mar 14 09:58:21 CET 2026;61.5\nSat Mar 14 09:58:22 CET 2026;62\n",
        "Minutes,Km/h,Watts,Hrate\n0,20,90,60\n0.0166666667,20,91,61.5\n0.0333333333,20,92,62\n",
        "time,HR chest (bpm),HR wrist (bpm)\n0,60,70\n1,61.5,71\n2,62,72\n",
        'time,hr,notes\n0,60,\n1,61.5,"tired, sat down"\n2,62,\n',
        "time,hr\n2,62\n1,61.5\n0,60\n",
        "time,hr\r0,60\r1,61.5\r2,62\r",
        "# walk\n# time_s,hr\n0,60\n1,61.5\n2,62\n",
        "time_s,hr\n0,60 bpm\n1,61.5 bpm\n2,62 bpm\n",
        "time_s,HR,heart_rate\n0,,60\n1,,61.5\n2,,62\n",
    ],
)
def test_a_table_whose_columns_explain_themselves_is_read(text: str) -> None:
    recording = one(text)
    assert samples(recording) == EXPECTED
    assert recording.source.reader == "csv/generic"
    assert recording.source.damage is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_encodings_are_recognised(encoding: str) -> None:
    text = "Zeit (s);Fréquence cardiaque (bpm)\n0;60\n1;61,5\n2;62\n"
    assert samples(one(text.encode(encoding))) == EXPECTED


def test_a_column_of_means_or_maxima_is_no_series() -> None:
    with pytest.raises(ReadError):
        read("date,avg hr,max hr\n2024-05-01,70,90\n2024-05-02,71,95\n")


def test_one_value_a_day_is_a_summary_and_refused() -> None:
    with pytest.raises(NoHeartRateError, match="summary"):
        read("date,heart rate\n2024-05-01,70\n2024-05-02,71\n2024-05-03,72\n")


def test_rows_out_of_order_are_sorted_and_doubles_dropped_and_both_are_said() -> None:
    recording = one("time,hr\n0,60\n2,62\n1,61\n2,99\n3,63\n")
    assert samples(recording) == [(0, 60), (1, 61), (2, 62), (3, 63)]
    said = " ".join(recording.source.remarks)
    assert "sorted" in said
    assert "same time as another one: 1" in said


def test_people_are_never_mixed() -> None:
    rows = "".join(f"{p},2024-05-01 10:00:0{s},{70 + p * 10 + s}\n" for s in range(4) for p in (1, 2))
    first, second = read("subject,timestamp,heart rate\n" + rows)
    assert first.heart_rate.bpm.tolist() == [80, 81, 82, 83]
    assert second.heart_rate.bpm.tolist() == [90, 91, 92, 93]
    assert (first.source.place, second.source.place) == (0, 1)
    assert any("2 people" in remark for remark in first.source.remarks)


def test_time_that_starts_again_is_another_session() -> None:
    rows = "".join(f"{s},{60 + s % 5}\n" for s in range(100)) * 2
    first, second = read("time_s,hr\n" + rows)
    assert first.heart_rate.bpm.size == second.heart_rate.bpm.size == 100


@pytest.mark.parametrize(
    ("rows", "gap_s"),
    [
        (["13/05/2024 10:00:00", "14/05/2024 10:00:00"], 86400),
        (["05/13/2024 10:00:00", "05/14/2024 10:00:00"], 86400),
        (["01/05/2024 23:00:00", "02/05/2024 01:00:00"], 7200),
        (["05/01/2024 23:00:00", "05/02/2024 01:00:00"], 7200),
    ],
)
def test_day_and_month_are_told_apart_by_the_whole_column(rows: list[str], gap_s: float) -> None:
    assert one("time,hr\n" + "".join(f"{row},60\n" for row in rows)).duration_s == gap_s


def test_the_deciding_date_may_stand_far_down_the_file() -> None:
    minutes = "".join(f"0{d}/05/2024 {h:02d}:{m:02d},60\n" for d in (1, 3, 5, 7) for h in range(24) for m in range(60))
    recording = one("time,hr\n" + minutes + "13/05/2024 10:00,61\n")
    assert recording.duration_s == 12 * 86400 + 10 * 3600


def test_a_single_date_that_can_be_read_in_two_ways_leaves_the_start_untold() -> None:
    recording = one(
        "time,hr\n04/05/2024 10:00:00,60\n04/05/2024 10:00:05,61\n", options=ReadOptions(time_zone="Europe/Berlin")
    )
    assert recording.start is None
    assert recording.duration_s == 5
    assert any("two ways" in remark for remark in recording.source.remarks)


def test_dates_that_stay_open_are_refused() -> None:
    with pytest.raises(UnitError, match="day or with the month"):
        read("time,hr\n04/05/2024 10:00:00,60\n06/07/2024 10:00:00,61\n")


def test_dates_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(UnitError, match="contradict"):
        read("time,hr\n13/05/2024 10:00:00,60\n05/14/2024 10:00:00,61\n")


def test_a_zone_told_gives_the_start_an_instant() -> None:
    text = "time,hr\n2024-05-01 10:00:00,60\n2024-05-01 10:00:05,61\n"
    told = one(text, options=ReadOptions(time_zone="Europe/Berlin"))
    assert told.start is not None
    assert told.start.isoformat() == "2024-05-01T10:00:00+02:00"
    untold = one(text)
    assert untold.start is None
    assert any("2024-05-01 10:00:00" in remark for remark in untold.source.remarks)


def test_time_without_unit_in_long_steps_is_refused() -> None:
    with pytest.raises(UnitError, match="milliseconds"):
        read("time,hr\n0,60\n1000,61\n2000,62\n")


def test_hours_and_minutes_are_not_taken_for_minutes_and_seconds() -> None:
    with pytest.raises(UnitError, match="minutes:seconds"):
        read("time,hr\n10:00,60\n10:01,61\n10:02,62\n")


def test_hours_and_minutes_beside_a_date_are_a_time_of_day() -> None:
    assert one("date,time,hr\n2024-05-01,10:00,60\n2024-05-01,10:01,61\n2024-05-01,10:02,62\n").duration_s == 120


def test_a_column_that_says_utc_is_an_instant() -> None:
    recording = one("time (utc),hr\n2024-05-01 10:00:00,60\n2024-05-01 10:00:01,61\n")
    named = one("utc time,hr\n2024-05-01 10:00:00,60\n2024-05-01 10:00:01,61\n")
    assert named.start is not None
    assert named.start.isoformat() == "2024-05-01T10:00:00+00:00"
    assert recording.start == named.start


def test_several_intervals_in_a_cell_are_all_beats() -> None:
    recording = one("time_s,hr,rr_ms\n1,75,800\n2,75,805:795\n3,75,\n4,75,400:400:800\n")
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == [800, 805, 795, 400, 400, 800]


def test_a_heart_rate_column_never_becomes_intervals() -> None:
    recording = one("time_s,bpm\n0,800\n1,810\n2,805\n")
    assert recording.beats is None


def test_intervals_with_a_clock_in_their_own_unit_are_placed_and_said() -> None:
    rr = [0.8, 0.82, 0.79, 0.81, 0.8]
    clock = np.cumsum(rr)
    rows = "".join(f"{t:.3f},{v}\n" for t, v in zip(clock, rr, strict=True))
    recording = one("elapsed_s,ibi\n" + rows)
    assert recording.kind is RecordingKind.BEATS
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == pytest.approx([800, 820, 790, 810, 800])
    assert any("clock beside" in remark for remark in recording.source.remarks)


def test_junk_rows_are_counted_and_the_rest_is_kept() -> None:
    recording = one("time_s,hr\n0,60\noops,61\n2,???x\n3,63\n4,64\n5,65\n")
    assert samples(recording) == [(0, 60), (3, 63), (4, 64), (5, 65)]
    assert recording.source.damage == "2 of 6 rows could not be read and were left out."


def test_lines_after_the_table_are_no_damage() -> None:
    recording = one("time_s,hr\n0,60\n1,61\n2,62\n\nSummary\nMean heart rate: 61\n")
    assert recording.heart_rate.bpm.size == 3
    assert recording.source.damage is None
    assert any("left out: 2" in remark for remark in recording.source.remarks)


def test_the_table_with_samples_is_found_below_other_tables() -> None:
    text = (
        "Workout,Sport\n1,walk\n\nlap,avg hr,max hr\n1,70,80\n2,75,85\n\ntime_s,speed (km/h),hr\n0,3.6,60\n1,7.2,61\n"
    )
    recording = one(text)
    assert samples(recording) == [(0, 60), (1, 61)]
    speed = recording.channel("speed")
    assert speed is not None
    assert speed.value.tolist() == pytest.approx([1.0, 2.0])


def test_a_speed_without_a_unit_is_not_guessed() -> None:
    assert one("time_s,speed,hr\n0,3.6,60\n1,7.2,61\n").channel("speed") is None


def test_missing_values_are_samples_without_value() -> None:
    recording = one("time_s,hr\n0,60\n1,\n2,NA\n3,0\n4,64\n")
    assert np.isnan(recording.heart_rate.bpm).tolist() == [False, True, True, False, False]
    assert recording.heart_rate.bpm[3] == 0


def test_a_forced_dialect_is_used_and_a_wrong_one_refused() -> None:
    text = "time_s,hr_bpm\n0,60\n1,61\n"
    assert one(text, options=ReadOptions(dialect="generic")).source.reader == "csv/generic"
    assert one(text, options=ReadOptions(dialect="plain")).source.reader == "csv/plain"
    with pytest.raises(UnknownFormatError):
        one(text, options=ReadOptions(dialect="fitbit"))


def test_an_unknown_dialect_names_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        one("time_s,hr_bpm\n0,60\n", options=ReadOptions(dialect="fitbitt"))
    assert "fitbit" in caught.value.hint


def test_two_dialects_that_claim_a_table_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from pacing.read.formats import csv

    same = CsvDialect(title="t", header=("a", "b"), columns=(Column("a", "time"), Column("b", "heart_rate")))
    monkeypatch.setattr(csv, "dialects", lambda: {"left": same, "right": same})
    with pytest.raises(AmbiguousFormatError, match="left and like right"):
        one("a,b\n0,60\n")


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n1,2\n", "time,temperature\n0,20\n1,21\n", "hello\n"])
def test_what_holds_no_heart_rate_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(text)
    assert caught.value.hint


def test_an_offset_inside_a_date_counts() -> None:
    rows = "".join(f"Sat Mar 14 09:58:2{n} GMT+01:00 2026;7{n}\n" for n in range(5))
    assert str(one("time;hr\n" + rows).start) == "2026-03-14 09:58:20+01:00"


def test_a_list_of_intervals_with_decimal_commas_is_not_split_at_them() -> None:
    recording = one("RR-Intervall (s)\n0,820\n0,840\n0,830\n0,810\n")
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == pytest.approx([820.0, 840.0, 830.0, 810.0])


def test_a_clock_in_milliseconds_is_known_by_the_first_of_several_intervals() -> None:
    rows = "".join(f"{n * 1000},{70 + n % 3},{'820|840' if n % 2 else '830'}\n" for n in range(30))
    recording = one("Time Stamp,Heart Rate,RR Interval\n" + rows)
    assert recording.heart_rate.time_s[-1] == pytest.approx(29.0, abs=0.9)


def test_the_start_of_a_clock_that_was_set_back_is_that_of_its_first_row() -> None:
    rows = [f"2026-10-25 02:{m:02d}:00,70" for m in (*range(30, 60), *range(60))]
    recording = one("time,heart_rate\n" + "\n".join(rows) + "\n")
    assert "starts 2026-10-25 02:30:00" in " ".join(recording.source.remarks)


def test_streams_of_another_program_with_the_same_two_names_are_not_called_garmins() -> None:
    recording = one("time,heartRate\n2026-03-14 09:58:20+0000,60\n2026-03-14 09:58:21+0000,61\n")
    assert recording.source.reader == "csv/generic"


def test_a_polar_session_saved_with_semicolons_keeps_its_start() -> None:
    recording = one(
        "Name;Sport;Date;Start time;Duration;\nX Y;WALKING;14.03.2026;09:58:20;00:00:02;\n"
        "Sample rate;Time;HR (bpm);Speed (km/h);\n1;00:00:00;60;5,1;\n;00:00:01;61;5,2;\n"
    )
    assert str(recording.clock_start) == "2026-03-14 09:58:20"
