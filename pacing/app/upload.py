"""Dropped files, straight from the connection to the disk: once, under random names, within bounds.

A form that was cut off leaves nothing behind, and is never taken for an empty one.
"""

import contextlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from pacing.app.drops import Dropped
from pacing.app.forms import FormError

MOST_FILES = 2000  # design: ten years of a session every other day
MOST_FIELDS = 20
MOST_BYTES = 4 << 30  # design: the largest exports of watches are about so large
LONGEST_NAME = 200
NAME_BYTES = 16


class UploadError(FormError):
    """Why a drop was not taken."""


@dataclass(slots=True)
class _Sink:
    """What the parser calls: each part that is a file goes to a file of its own."""

    folder: Path
    files: list[Dropped] = field(default_factory=list)
    fields: int = 0
    ended: bool = False
    _stream: BinaryIO | None = None
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _disposition: bytes = b""

    def on_part_begin(self) -> None:
        self._header.clear()
        self._value.clear()
        self._disposition = b""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def on_headers_finished(self) -> None:
        _, parameters = parse_options_header(self._disposition)
        if b"filename" not in parameters:
            self.fields += 1
            if self.fields > MOST_FIELDS:
                raise UploadError(413, "The form has too many fields.")
            return
        name = shown_name(parameters[b"filename"])
        if not name:
            return  # the field was left empty
        if len(self.files) >= MOST_FILES:
            raise UploadError(413, f"These are more than {MOST_FILES} files at once. Put them into a zip file first.")
        path = self.folder / secrets.token_hex(NAME_BYTES)
        self._stream = path.open("xb")
        self.files.append(Dropped(path, name))

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._stream is not None:
            self._stream.write(data[start:end])

    def on_part_end(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def on_end(self) -> None:
        self.ended = True

    def forget(self) -> None:
        """Close and delete everything."""
        if self._stream is not None:
            self._stream.close()
        for file in self.files:
            with contextlib.suppress(OSError):
                file.path.unlink()


def shown_name(raw: bytes) -> str:
    r"""The last part of a name that a browser sent, printable and of reasonable length; "" for none.

    Examples
    --------
    >>> shown_name(b"../../etc/walk.fit"), shown_name(b"C:\\walks\\1.fit"), shown_name(b"a\x1b[0m.fit"), shown_name(b"")
    ('walk.fit', '1.fit', 'a?[0m.fit', '')
    """
    name = raw.decode("utf-8", "replace").replace("\\", "/").rpartition("/")[2]
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:LONGEST_NAME].strip()


async def receive_files(request: Request, folder: Path, most_bytes: int = MOST_BYTES) -> list[Dropped]:
    """The files of a form, in the folder.

    Parameters
    ----------
    request
        A request whose body is a multipart form.
    folder
        Where the files go, under random names.
    most_bytes
        More is refused.

    Raises
    ------
    UploadError
        It is no such form, it is broken or was cut off, or it is too large; nothing is left of it.
    """
    kind, parameters = parse_options_header(request.headers.get("content-type", ""))
    boundary = parameters.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise UploadError(415, "This is not a form with files.")
    length = request.headers.get("content-length", "0")
    if length.isdecimal():
        _require_room(int(length), most_bytes)
    sink = _Sink(folder)
    try:
        await _fill(sink, request, boundary, most_bytes)
    except OSError as error:
        sink.forget()
        raise UploadError(507, f"The disk did not take the file: {error.strerror or error}.") from error
    except BaseException:
        sink.forget()
        raise
    return sink.files


async def _fill(sink: _Sink, request: Request, boundary: bytes, most_bytes: int) -> None:
    callbacks = {name: getattr(sink, name) for name in dir(sink) if name.startswith("on_")}
    seen = 0
    try:
        parser = MultipartParser(boundary, callbacks)  # type: ignore[arg-type]
        async for block in request.stream():
            seen += len(block)
            _require_room(seen, most_bytes)
            parser.write(block)
        parser.finalize()
    except (FormParserError, ClientDisconnect) as error:
        raise UploadError(400, "The files did not arrive whole. Try again.") from error
    if not sink.ended:
        raise UploadError(400, "The files did not arrive whole. Try again.")
    if not sink.files:
        raise UploadError(422, "No file was chosen.")


def _require_room(size_bytes: int, most_bytes: int) -> None:
    if size_bytes > most_bytes:
        gigabytes = most_bytes / (1 << 30)
        raise UploadError(413, f"These files are larger than {gigabytes:g} GiB together. Bring them in parts.")
