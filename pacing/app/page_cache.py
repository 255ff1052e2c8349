"""Finished pages, kept until something changes: a page that is looked at again needs no worker."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from pacing.app.worker import Answer

MOST_KEPT = 60  # design: a page is about 100 kB
Signature: TypeAlias = tuple[tuple[int, int], ...]


class PageCache:
    """Answers by what was asked, for as long as the files they were made from stay as they are.

    Parameters
    ----------
    files
        What pages are made from; any of them may be missing.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = tuple(files)
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._signature: Signature = ()

    def get(self, task: str, what: Mapping[str, Any]) -> Answer | None:
        """The kept answer to a question, where nothing changed since."""
        self._forget_if_changed()
        key = _key(task, what)
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def signature(self) -> Signature:
        """Size and time of the files: another one means that pages must be made again."""
        return tuple(_stat(path) for path in self._files)

    def keep(self, task: str, what: Mapping[str, Any], answer: Answer, made_from: Signature) -> None:
        """Keep an answer, unless something changed while it was made."""
        self._forget_if_changed()
        if made_from != self._signature:
            return
        self._kept[_key(task, what)] = answer
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _forget_if_changed(self) -> None:
        now = self.signature()
        if now != self._signature:
            self._kept.clear()
            self._signature = now


def _key(task: str, what: Mapping[str, Any]) -> str:
    return f"{task} {json.dumps(what, sort_keys=True)}"


def _stat(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)
