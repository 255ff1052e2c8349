"""A diary keeps what was told, by day, and leaves missing days missing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pacing.errors import HistoryError
from pacing.history.diary import add_entries, add_note, key_symptoms, notes, remove_entries, symptoms
from pacing.history.diary_import import day_reader, read_diary
from pacing.history.store import History
from pacing.model.longitudinal import SymptomScore

DAY = date(2026, 5, 1)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite")


def _file(folder: Path, text: str) -> Path:
    path = folder / "diary.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_entries_are_kept_by_day_and_a_later_one_replaces(history: History) -> None:
    add_entries(history, [SymptomScore(DAY, "Fatigue", 4), SymptomScore(DAY, "pain", 2)], "told")
    add_entries(history, [SymptomScore(DAY, "fatigue ", 6)], "told")
    assert symptoms(history) == {"fatigue": {DAY: 6.0}, "pain": {DAY: 2.0}}
    with pytest.raises(HistoryError, match="outside 0 to 10"):
        add_entries(history, [SymptomScore(DAY, "pain", 11)], "told")


@pytest.mark.parametrize(("name", "score"), [(" ", 3.0), ("pain", float("nan")), ("pain", -1.0)])
def test_a_score_without_a_name_or_off_the_scale_is_refused(history: History, name: str, score: float) -> None:
    with pytest.raises(HistoryError):
        add_entries(history, [SymptomScore(DAY, name, score)], "told")
    assert symptoms(history) == {}


@pytest.mark.parametrize(("day", "said"), [(date(2206, 5, 1), "yet to come"), (date(26, 5, 1), "long gone")])
def test_a_slip_of_the_pen_in_a_day_is_refused_and_nothing_is_kept(history: History, day: date, said: str) -> None:
    with pytest.raises(HistoryError, match=said):
        add_entries(history, [SymptomScore(DAY, "pain", 2), SymptomScore(day, "pain", 2)], "told")
    assert symptoms(history) == {}


def test_notes_are_dated_and_of_a_known_kind(history: History) -> None:
    add_note(history, DAY, "dose", "half")
    add_note(history, DAY, "dose", "half")
    assert notes(history) == [(DAY, "dose", "half")]
    with pytest.raises(HistoryError, match="kind"):
        add_note(history, DAY, "mood", "x")


def test_a_visible_export_is_read_without_its_measurements(tmp_path: Path) -> None:
    text = (
        "observation_date,tracker_name,tracker_category,observation_value \n"
        "2026-05-01,Fatigue,General,2 \n2026-05-01,Resting HR,Measurement,61 \n2026-05-02,Fatigue,General, \n"
    )
    assert read_diary(_file(tmp_path, text)).entries == (SymptomScore(DAY, "fatigue", 2.0),)


def test_a_bearable_export_keeps_the_worst_of_the_day(tmp_path: Path) -> None:
    text = (
        "date,date formatted,weekday,time of day,category,rating/amount,detail,notes\n"
        '1st May 2026,1st May 2026,Friday,am,Symptom,1,"Headache (Mild)",\n'
        '1st May 2026,1st May 2026,Friday,pm,Symptom,3,"Headache (Severe)",\n'
        "1st May 2026,1st May 2026,Friday,pm,Mood,4,,\n"
    )
    assert read_diary(_file(tmp_path, text)).entries == (SymptomScore(DAY, "headache", 3.0),)


def test_a_plain_table_has_one_column_a_symptom(tmp_path: Path) -> None:
    found = read_diary(_file(tmp_path, "date,fatigue,pain\n2026-05-01,3,\n2026-05-03,4,5\n")).entries
    assert found == (
        SymptomScore(DAY, "fatigue", 3.0),
        SymptomScore(date(2026, 5, 3), "fatigue", 4.0),
        SymptomScore(date(2026, 5, 3), "pain", 5.0),
    )


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_table_as_other_spreadsheets_write_it_is_read_as_well(tmp_path: Path, delimiter: str) -> None:
    text = "Date,Fatigue,Pain\n01.05.2026,3,\n03.05.2026,4,5\n".replace(",", delimiter)
    assert [(entry.day.day, entry.name, entry.score) for entry in read_diary(_file(tmp_path, text)).entries] == [
        (1, "fatigue", 3.0),
        (3, "fatigue", 4.0),
        (3, "pain", 5.0),
    ]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\0\1"])
def test_what_is_no_diary_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(HistoryError, match=r"diary\.csv"):
        read_diary(_file(tmp_path, text))


@pytest.mark.parametrize(
    ("column", "day"),
    [
        (["3/4/2026", "13/4/2026"], date(2026, 4, 3)),
        (["3/4/2026", "4/13/2026"], date(2026, 3, 4)),
        (["3.4.2026"], date(2026, 4, 3)),
        (["3.4.26 08:15"], date(2026, 4, 3)),
        (["4/4/2026"], date(2026, 4, 4)),
        (["3rd April 2026"], date(2026, 4, 3)),
        (["Friday, April 3rd, 2026"], date(2026, 4, 3)),
        (["2026-04-03T23:59:00+02:00"], date(2026, 4, 3)),
        (["2026-04-03 08:00"], date(2026, 4, 3)),
        (["31/2/2026"], None),
        (["yesterday"], None),
        ([""], None),
    ],
)
def test_day_and_month_are_told_apart_by_the_whole_column(column: list[str], day: date | None) -> None:
    assert day_reader("diary.csv", column)(column[0]) == day


@pytest.mark.parametrize("column", [["3/4/2026", "5/6/2026"], ["13/4/2026", "4/13/2026"]])
def test_dates_that_could_be_either_are_refused(tmp_path: Path, column: list[str]) -> None:
    rows = "".join(f"{day},3\n" for day in column)
    with pytest.raises(HistoryError, match=r"diary\.csv writes"):
        read_diary(_file(tmp_path, f"date,fatigue\n{rows}"))


def test_scores_as_words_are_numbers_and_short_rows_are_no_entries(tmp_path: Path) -> None:
    text = (
        "date formatted,category,rating/amount,detail\n"
        "1st May 2026,Symptom,,Headache (Severe)\n1st May 2026,Symptom,Mild,Fatigue\n1st May 2026,Symptom\n"
    )
    assert read_diary(_file(tmp_path, text)).entries == (
        SymptomScore(DAY, "headache", 3.0),
        SymptomScore(DAY, "fatigue", 1.0),
    )


def test_a_table_of_training_is_no_diary(tmp_path: Path) -> None:
    text = "Name,Sport,Date,Start time,Average speed (km/h)\nX,RUNNING,06.09.2015,10:01:07,9.4\n"
    with pytest.raises(HistoryError, match="table of training"):
        read_diary(_file(tmp_path, text))


def test_what_is_no_symptom_and_what_lies_outside_the_scale_is_left_out_and_named(tmp_path: Path) -> None:
    found = read_diary(_file(tmp_path, "date,steps,fatigue\n2026-05-01,3000,4\n2026-05-02,8000,12\n"))
    assert found.entries == (SymptomScore(DAY, "fatigue", 4.0),)
    assert found.not_symptoms == ("steps",)
    assert found.outside == (SymptomScore(DAY + timedelta(days=1), "fatigue", 12.0),)


def test_what_a_day_asked_of_a_person_is_no_symptom_whatever_its_scale(tmp_path: Path) -> None:
    found = read_diary(_file(tmp_path, "date,exercise,fatigue\n2026-05-01,3,4\n2026-05-02,2,5\n"))
    assert {entry.name for entry in found.entries} == {"fatigue"}


@pytest.mark.parametrize(
    "name", ["processing speed", "loss of power", "weight on the chest", "temperature intolerance"]
)
def test_a_symptom_whose_name_holds_a_word_of_training_stays_a_symptom(tmp_path: Path, name: str) -> None:
    found = read_diary(_file(tmp_path, f"date,{name}\n2026-05-01,4\n"))
    assert (found.entries, found.not_symptoms) == ((SymptomScore(DAY, name, 4.0),), ())


def test_a_day_is_taken_out_whole_or_by_its_symptoms(tmp_path: Path) -> None:
    with History(tmp_path / "history.sqlite") as history:
        add_entries(history, [SymptomScore(DAY, name, 3.0) for name in ("fatigue", "pain", "fog")], "told")
        add_note(history, DAY, "dose", "half")
        assert remove_entries(history, DAY, ["Pain"]) == 1
        assert sorted(symptoms(history)) == ["fatigue", "fog"]
        assert remove_entries(history, DAY) == 2
        assert notes(history) != []
        assert remove_entries(history, DAY, notes_too=True) == 1
        assert notes(history) == []


def test_the_middle_of_two_days_lies_between_them() -> None:
    (found,) = key_symptoms({"pain": {date(2026, 5, 1): 5.0, date(2026, 5, 2): 7.0}})
    assert (found.low, found.middle, found.high) == (5.0, 6.0, 7.0)


def test_tomorrow_is_a_day_as_it_may_be_today_farther_east_and_the_day_after_is_none(history: History) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert add_entries(history, [SymptomScore(tomorrow, "pain", 1.0)], "told") == 1
    with pytest.raises(HistoryError, match="yet to come"):
        add_entries(history, [SymptomScore(tomorrow + timedelta(days=2), "pain", 1.0)], "told")


@pytest.mark.parametrize(
    ("numbers", "is_symptom"),
    [((90, 1, 2, 3), True), ((90, 91, 2, 3), True), ((90, 91, 92, 3), False), ((90,), True), ((90, 91), False)],
)
def test_a_column_of_which_most_lies_outside_the_scale_is_no_symptom(
    tmp_path: Path, numbers: tuple[int, ...], is_symptom: bool
) -> None:
    lines = "".join(f"2026-05-{day:02d},{number},2\n" for day, number in enumerate(numbers, 1))
    found = read_diary(_file(tmp_path, f"date,strength,fatigue\n{lines}"))
    assert found.not_symptoms == (() if is_symptom else ("strength",))


@pytest.mark.parametrize(("titles", "refused"), [("sport", False), ("sport,distance", True)])
def test_a_diary_may_name_a_single_thing_of_training(tmp_path: Path, titles: str, refused: bool) -> None:
    path = _file(tmp_path, f"date,fatigue,{titles}\n2026-05-01,4{',1' * len(titles.split(','))}\n")
    if refused:
        with pytest.raises(HistoryError, match="table of training"):
            read_diary(path)
    else:
        assert read_diary(path).entries == (SymptomScore(DAY, "fatigue", 4.0),)


@pytest.mark.parametrize(
    ("group", "name", "entries"),
    [("General", "Fatigue", 1), ("General", "Mental exertion", 0), ("Exertion", "Fatigue", 0), ("Sleep", "Naps", 0)],
)
def test_of_a_visible_export_neither_exertion_by_its_group_nor_by_its_name_is_a_symptom(
    tmp_path: Path, group: str, name: str, entries: int
) -> None:
    text = f"observation_date,tracker_name,tracker_category,observation_value\n2026-05-01,{name},{group},2\n"
    assert len(read_diary(_file(tmp_path, text)).entries) == entries
