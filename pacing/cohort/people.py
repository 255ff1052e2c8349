"""The people of a cohort: one folder each, or the rows of a manifest; who cannot be taken is named, others go on."""

import csv
import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from pacing.errors import PacingError, ProfileError, UsageError
from pacing.model.person import Medication
from pacing.pipeline import Request
from pacing.plural import plural
from pacing.printable import printable
from pacing.profile import Profile, profile_from, read_profile
from pacing.settings import Settings, request_with

PROFILE, DIARY = "profile.toml", "diary.csv"
MARK = Path("parts", "key.json")  # what every dataset holds: it may lie among the folders of people, and is nobody
MEDICINES = tuple(one.name for one in fields(Medication))
COLUMNS: Mapping[str, tuple[str, str]] = {
    **{name: ("person", name) for name in ("birth_year", "age", "sex", "resting_bpm", "resting_from", "maximum_bpm")},
    **{name: ("person", name) for name in ("condition", "worse_after_exertion", "weight_kg")},
    **{f"limit_{name}": ("limit", name) for name in ("bpm", "rule", "share_percent", "set_by", "since")},
    **{name: ("session", name) for name in ("recovery_posture", "time_zone")},
    **{name: ("medication", name) for name in MEDICINES},
}
"""The columns a manifest may have beside `person` and `path`, and the heading and line of a profile that each is."""
NUMBERS = frozenset({"birth_year", "age", "resting_bpm", "maximum_bpm", "weight_kg", "bpm", "share_percent"})
ANSWERS = frozenset({"worse_after_exertion", *MEDICINES})
YES, NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class CohortPerson:
    """One person: their name, where their recordings lie, how these are judged, and a diary where there is one."""

    name: str
    paths: tuple[Path, ...]
    request: Request
    diary: Path | None = None


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A person, a row or files that could not be taken: where, why, what to do; `person` "" where it is not known."""

    where: str
    message: str
    hint: str
    person: str = ""


@dataclass(slots=True)
class People:
    """Who is in a cohort, in order of their names, and who could not be taken."""

    people: list[CohortPerson] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)


def people_at(path: Path, settings: Settings) -> People:
    """The people of a folder (one folder each) or of a manifest.

    Parameters
    ----------
    path
        A folder, or a CSV file with the columns `person` and `path`.
    settings
        What holds for everybody; an option wins over a person's profile.

    Raises
    ------
    UsageError
        There is nothing of the kind at `path`, or nobody in it can be taken.
    """
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError as error:
        raise UsageError(f"{path} cannot be opened: {error.strerror or error}.", hint="Check its name.") from error
    if not is_folder and not is_file:
        message = f"There is no folder and no manifest at {path}."
        raise UsageError(message, hint="Name a folder with one folder a person inside it, or a CSV file of people.")
    request_with(profile_from({}), settings)  # an option that makes no sense concerns everybody
    gathered = _in_folder(path, settings) if is_folder else _in_manifest(path, settings)
    gathered.people.sort(key=lambda one: one.name)
    if not gathered.people:
        first = gathered.not_taken[0] if gathered.not_taken else None
        why = f" {first.where}: {first.message}" if first is not None else ""
        message = f"Nobody in {path.name or path} can be taken.{why}"
        raise UsageError(message, hint=first.hint if first else "Put the recordings of each person into a folder.")
    return gathered


def _in_folder(top: Path, settings: Settings) -> People:
    gathered = People()
    try:
        inside = sorted(one for one in top.iterdir() if one.name[0] not in "._")
    except OSError as error:
        message = f"The folder {top} cannot be opened: {error.strerror or error}."
        raise UsageError(message, hint="Check who may open it.") from error
    loose = [one for one in inside if one.is_file() and one.name != PROFILE]
    if loose:
        what = plural(len(loose), "1 file lies", "{} files lie")
        gathered.not_taken.append(
            NotTaken(
                what.split(" ")[0] + " beside the folders",
                f"{what} beside the folders of people ({printable(loose[0].name)}"
                f"{' and others' if len(loose) > 1 else ''}): nobody knows whose.",
                "Put each file into the folder of the person who recorded it.",
            )
        )
    for folder in inside:
        if folder.is_dir() and not (folder / MARK).exists():
            _take(gathered, folder.name, (folder,), {}, printable(folder.name), settings)
    return gathered


def _take(
    gathered: People, name: str, paths: tuple[Path, ...], given: Mapping[str, Any], where: str, settings: Settings
) -> None:
    """Add a person, or why they cannot be taken."""
    try:
        profile, profile_name = _profile(paths, given)
        request = request_with(profile, settings, profile_name)
    except PacingError as error:
        gathered.not_taken.append(NotTaken(where, error.message, error.hint, name))
        return
    diaries = [path / DIARY for path in paths if (path / DIARY).is_file()]
    gathered.people.append(CohortPerson(name, paths, request, diaries[0] if diaries else None))


def _profile(paths: tuple[Path, ...], given: Mapping[str, Any]) -> tuple[Profile, Path | None]:
    """The profile in a person's folder, with what a manifest tells in place of its lines."""
    path = next((path / PROFILE for path in paths if (path / PROFILE).is_file()), None)
    if path is None:
        return profile_from(given), None
    profile = read_profile(path)
    if not given:
        return profile, path
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    for heading, given_lines in given.items():
        lines: dict[str, Any] = given_lines
        if heading == "limit":
            table[heading] = lines
            continue
        own = dict(table.get(heading, {}))
        if {"age", "birth_year"} & lines.keys():
            own = {key: value for key, value in own.items() if key not in ("age", "birth_year")}
        table[heading] = {**own, **lines}
    return profile_from(table), path


def _in_manifest(path: Path, settings: Settings) -> People:
    gathered = People()
    rows: dict[str, tuple[int, list[Path], dict[str, Any]]] = {}
    owners: dict[Path, str] = {}
    for line, row in _rows(path):
        where = f"{path.name}, line {line}"
        name = printable(row.get("person", ""))
        try:
            own, given = _path_of(path.parent, row), _given(row)
            if not name:
                raise UsageError("The column `person` is empty.", hint="Write what the person is called in the study.")
            if name in rows and given and given != rows[name][2]:
                message = f"This row tells something else of {name} than line {rows[name][0]}."
                raise UsageError(message, hint="Tell the facts of a person once, or the same in each row.")
            if owners.setdefault(own.resolve(), name) != name:
                message = f"This row names the recordings of {owners[own.resolve()]} as those of {name}."
                raise UsageError(message, hint="What one person recorded must not become another's.")
        except PacingError as error:
            gathered.not_taken.append(NotTaken(where, error.message, error.hint, name))
            continue
        rows.setdefault(name, (line, [], given))[1].append(own)
    for name, (line, paths, given) in rows.items():
        _take(gathered, name, tuple(dict.fromkeys(paths)), given, f"{path.name}, line {line}", settings)
    return gathered


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a manifest by their line; what concerns all of it is raised."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline()
            stream.seek(0)
            reader = csv.DictReader(stream, delimiter=max(DELIMITERS, key=head.count))
            titles = [(title or "").strip().lower() for title in reader.fieldnames or ()]
            _require_columns(path.name, titles)
            reader.fieldnames = titles
            for row in reader:
                cells = {key: value.strip() for key, value in row.items() if key and isinstance(value, str)}
                if any(cells.values()):
                    yield reader.line_num, cells
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"{path.name} cannot be read as a manifest."
        raise UsageError(message, hint="Save it as CSV in UTF-8, with the columns `person` and `path`.") from error


def _require_columns(name: str, titles: Sequence[str]) -> None:
    for needed in ("person", "path"):
        if needed not in titles:
            message = f"The manifest {name} has no column `{needed}`."
            raise UsageError(message, hint="It needs a first line such as person,path,birth_year,limit_bpm.")
    known = ("person", "path", *COLUMNS)
    for title in titles:
        if title and title not in known:
            nearest = difflib.get_close_matches(title, known, n=1, cutoff=0.4)
            hint = f"Did you mean `{nearest[0]}`?" if nearest else f"It may have: {', '.join(known)}."
            raise UsageError(f"The manifest {name} has an unknown column: `{printable(title)}`.", hint=hint)


def _path_of(folder: Path, row: Mapping[str, str]) -> Path:
    text = row.get("path", "")
    if not text:
        raise UsageError("The column `path` is empty.", hint="Name the person's folder or file.")
    path = folder / text
    if not path.exists():
        message = f"There is no file or folder {printable(text)}."
        raise UsageError(message, hint="Paths count from the manifest's own folder.")
    return path


def _given(row: Mapping[str, str]) -> dict[str, Any]:
    """What a row tells of a person, as the table of a profile."""
    given: dict[str, Any] = {}
    for title, (heading, key) in COLUMNS.items():
        text = row.get(title, "")
        if text:
            given.setdefault(heading, {})[key] = _value(title, key, text)
    return given


def _value(title: str, key: str, text: str) -> object:
    if key in NUMBERS:
        try:
            return float(text)
        except ValueError as error:
            raise ProfileError(f"`{title}` cannot be `{printable(text)}`.", hint="Write a number.") from error
    if key in ANSWERS:
        if text.lower() not in YES | NO:
            raise ProfileError(f"`{title}` cannot be `{printable(text)}`.", hint="Write yes or no.")
        return text.lower() in YES
    if key == "since":
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            hint = "Write it as year-month-day, such as 2026-05-01."
            raise ProfileError(f"`{title}` cannot be `{printable(text)}`.", hint=hint) from error
    return text
