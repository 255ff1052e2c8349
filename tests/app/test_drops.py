"""What was dropped when a worker dies, says nothing, or is stopped: only the file under way is lost, by its name."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pacing.app import drops as module
from pacing.app.drops import DIED, SILENT, STOPPED, TOO_LONG, WHOLE_DROP_S, Dropped, Drops
from pacing.app.messages import Message
from pacing.app.worker import Answer, TaskRefusedError, Worker, WorkerDiedError, WorkerSilentError


class Reader(Worker):
    """Stands for the worker that reads: files hold members, and some of them are too much for it."""

    def __init__(self, members: Mapping[str, list[str]], fails: Mapping[str, type[Exception]]) -> None:
        super().__init__("measure", {})
        self.members, self.fails = members, fails
        self.killed = 0
        self.on_begin: Callable[[str], None] = lambda _: None

    async def ask(
        self,
        task: str,
        what: Mapping[str, Any] | None = None,
        *,
        silence_s: float,
        hears: Callable[[Message], None] | None = None,
    ) -> Answer:
        """Read the members from the place asked for, until one is too much."""
        assert silence_s > 0
        if task != "add" or what is None or hears is None:
            return Answer({})
        inside = self.members[what["name"]]
        hears({"inside": len(inside)})
        for place, member in enumerate(inside):
            if place < what["skip"]:
                continue
            await asyncio.sleep(0)
            hears({"begins": member, "place": place})
            self.on_begin(member)
            if self.killed:
                raise WorkerDiedError
            if member in self.fails:
                raise self.fails[member]
            hears({"done": {"became": "added", "sessions": [member], "refused": []}})
        if "" in self.fails:
            raise self.fails[""]
        return Answer({})

    def kill(self) -> None:
        """Note it."""
        self.killed += 1


def read(tmp_path: Path, reader: Reader, now: Callable[[], float] = lambda: 0.0) -> Drops:
    """Drop all its files and wait."""

    async def run() -> Drops:
        drops = Drops(reader, lambda _, __: None, now)
        files = []
        for name in reader.members:
            path = tmp_path / name
            path.write_bytes(b"x")
            files.append(Dropped(path, name))
        drops.start(files)
        assert await drops.done_within(60)
        return drops

    return asyncio.run(run())


@pytest.mark.parametrize(("error", "why"), [(WorkerDiedError, DIED), (WorkerSilentError, SILENT)])
def test_a_member_that_is_too_much_is_named_and_the_others_are_read(
    tmp_path: Path, error: type[Exception], why: tuple[str, str]
) -> None:
    reader = Reader({"a.zip": ["a/1", "a/2", "a/3"], "b.fit": ["b.fit"]}, {"a/2": error})
    result = read(tmp_path, reader).result
    assert result.sessions == ["a/1", "a/3", "b.fit"]
    assert [(one.name, one.message, one.hint) for one in result.refused] == [("a/2", *why)]


def test_several_members_may_be_too_much(tmp_path: Path) -> None:
    reader = Reader(
        {"a.zip": ["1", "2", "3", "4"]}, {"1": WorkerDiedError, "3": WorkerSilentError, "4": WorkerDiedError}
    )
    result = read(tmp_path, reader).result
    assert (result.sessions, [one.name for one in result.refused]) == (["2"], ["1", "3", "4"])


def test_every_dropped_file_is_deleted_afterwards_whatever_became_of_it(tmp_path: Path) -> None:
    read(tmp_path, Reader({"a.zip": ["1"], "b.fit": ["2"]}, {"1": WorkerDiedError}))
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_refuses_a_file_gives_its_reason(tmp_path: Path) -> None:
    reader = Reader({"a.fit": []}, {})

    class RefusingError(TaskRefusedError):
        def __init__(self) -> None:
            super().__init__("ProfileError", "The profile makes no sense.", hint="Mend it.")

    reader.fails = {"": RefusingError}
    assert [(one.name, one.message) for one in read(tmp_path, reader).result.refused] == [
        ("a.fit", "The profile makes no sense.")
    ]


def test_a_drop_that_takes_too_long_ends_and_says_what_was_left_out(tmp_path: Path) -> None:
    now = [0.0]
    reader = Reader({f"{number}.fit": [f"{number}.fit"] for number in range(4)}, {})

    def later(_: str) -> None:
        now[0] += module.WHOLE_DROP_S * 0.6

    reader.on_begin = later
    reader.kill = lambda: None  # type: ignore[method-assign]
    result = read(tmp_path, reader, lambda: now[0]).result
    assert result.sessions == ["0.fit", "1.fit"]
    assert [(one.name, one.message) for one in result.refused] == [(f"{n}.fit", TOO_LONG[0]) for n in (2, 3)]


def test_stopping_keeps_what_was_read_and_names_what_was_not(tmp_path: Path) -> None:
    reader = Reader({"a.fit": ["a.fit"], "b.fit": ["b.fit"], "c.fit": ["c.fit"]}, {})

    async def run() -> Drops:
        drops = Drops(reader, lambda _, __: None, lambda: 0.0)
        drops.start([Dropped(tmp_path / name, name) for name in reader.members])
        stopping: list[asyncio.Task[None]] = []
        reader.on_begin = lambda name: stopping.append(asyncio.create_task(drops.cancel())) if name == "b.fit" else None
        assert await drops.done_within(60)
        await asyncio.gather(*stopping)
        return drops

    result = asyncio.run(run()).result
    assert result.sessions[0] == "a.fit"
    assert {one.message for one in result.refused} <= {STOPPED[0]}
    assert "c.fit" in [one.name for one in result.refused]


def test_an_archive_counts_as_what_is_inside_it(tmp_path: Path) -> None:
    seen = []
    reader = Reader({"a.zip": ["1", "2", "3"], "b.fit": ["4"]}, {})

    async def run() -> None:
        drops = Drops(reader, lambda _, __: None, lambda: 0.0)
        reader.on_begin = lambda _: seen.append((drops.result.files, drops.total))
        drops.start([Dropped(tmp_path / name, name) for name in reader.members])
        assert await drops.done_within(60)

    asyncio.run(run())
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4)]


class Leaving(Reader):
    """A second reader, of which is known what it was asked and whether it was let go."""

    pid = 1

    def __init__(self, members: Mapping[str, list[str]], fails: Mapping[str, type[Exception]]) -> None:
        super().__init__(members, fails)
        self.asked: list[str] = []

    async def ask(self, task: str, what: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """Note the task."""
        self.asked.append(task)
        return await super().ask(task, what, **more)

    async def leave(self) -> None:
        """Note it."""
        self.asked.append("leave")


class Ordered(Reader):
    """A reader for a person whose rule learns from the sessions before, or does not."""

    matters = False

    async def ask(self, task: str, what: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """Say whether the order matters."""
        return Answer({"matters": self.matters}) if task == "order" else await super().ask(task, what, **more)


def shared_out(
    tmp_path: Path, count: int, *, matters: bool, fails: Mapping[str, type[Exception]]
) -> tuple[Drops, Leaving]:
    """So many files, dropped on two workers."""
    members = {f"{number}.fit": [f"{number}.fit"] for number in range(count)}
    reader, helper = Ordered(members, fails), Leaving(members, fails)
    reader.matters = matters

    async def run() -> Drops:
        drops = Drops(reader, lambda _, __: None, lambda: 0.0, helper=helper)
        drops.start([Dropped(tmp_path / name, name) for name in members])
        assert await drops.done_within(60)
        return drops

    return asyncio.run(run()), helper


def test_many_files_are_shared_by_two_workers_and_each_is_read_once(tmp_path: Path) -> None:
    drops, helper = shared_out(tmp_path, module.MANY, matters=False, fails={"3.fit": WorkerDiedError})
    every = sorted([*drops.result.sessions, *(one.name for one in drops.result.refused)])
    assert every == [f"{number}.fit" for number in range(module.MANY)]
    assert [one.name for one in drops.result.refused] == ["3.fit"]
    assert 0 < helper.asked.count("add") < module.MANY
    assert helper.asked[-2:] == ["finish", "leave"]


@pytest.mark.parametrize(("count", "matters"), [(module.MANY - 1, False), (module.MANY, True)])
def test_few_files_and_files_whose_order_matters_are_read_by_one(tmp_path: Path, count: int, *, matters: bool) -> None:
    drops, helper = shared_out(tmp_path, count, matters=matters, fails={})
    assert drops.result.sessions == [f"{number}.fit" for number in range(count)]
    assert "add" not in helper.asked


def test_what_is_dropped_while_the_last_drop_is_finished_is_read_too(tmp_path: Path) -> None:
    reader = Reader({"a.fit": ["a.fit"], "b.fit": ["b.fit"]}, {})
    first, second = (Dropped(tmp_path / name, name) for name in reader.members)
    asked = reader.ask

    async def run() -> Drops:
        drops = Drops(reader, lambda _, __: None, lambda: 0.0)

        async def ask(task: str, what: Mapping[str, Any] | None = None, **more: Any) -> Answer:
            if task == "finish" and not drops.result.refused and drops.result.added == 1:
                drops.start([second])
            return await asked(task, what, **more)

        reader.ask = ask  # type: ignore[method-assign]
        drops.start([first])
        assert await drops.done_within(60)
        return drops

    assert asyncio.run(run()).result.sessions == ["a.fit", "b.fit"]


@pytest.mark.parametrize(("late_s", "read_on"), [(WHOLE_DROP_S - 1.0, True), (WHOLE_DROP_S + 1.0, False)])
def test_a_drop_ends_so_long_after_it_began_whatever_the_clock_showed(
    tmp_path: Path, late_s: float, *, read_on: bool
) -> None:
    moments = iter([50_000.0])
    drops = read(tmp_path, Reader({"a.fit": ["1"], "b.fit": ["2"]}, {}), lambda: next(moments, 50_000.0 + late_s))
    assert drops.result.sessions == (["1", "2"] if read_on else [])
    assert drops.result.files == 2


@pytest.mark.parametrize(("sessions", "only"), [([], None), (["a"], "a"), (["a", "b"], None)])
def test_the_page_of_a_single_new_session_is_wanted_at_once(
    tmp_path: Path, sessions: list[str], only: str | None
) -> None:
    drops = Drops(Reader({}, {}), lambda _, __: None)
    drops.result.sessions.extend(sessions)
    assert drops._only_session() == only
    assert not list(tmp_path.iterdir())
