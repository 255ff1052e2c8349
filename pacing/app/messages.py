"""Messages between the server and its workers: a JSON object and bytes behind it, each with its length before it.

No pickles: what a worker says is data, and the server needs none of the worker's types to read it.
"""

import asyncio
import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO, TypeAlias

HEAD = struct.Struct(">II")  # bytes of JSON, bytes behind it

Message: TypeAlias = dict[str, Any]


def framed(message: Mapping[str, Any], payload: bytes = b"") -> bytes:
    """A message as bytes.

    Parameters
    ----------
    message
        Plain data.
    payload
        Bytes that go with it, such as a page.

    Returns
    -------
    bytes
        What `read_frame` and `receive_frame` read back.

    Examples
    --------
    >>> import io
    >>> read_frame(io.BytesIO(framed({"task": "list"}, b"x")))
    ({'task': 'list'}, b'x')
    """
    text = json.dumps(message, ensure_ascii=False, allow_nan=False).encode()
    return HEAD.pack(len(text), len(payload)) + text + payload


def read_frame(stream: BinaryIO) -> tuple[Message, bytes] | None:
    """The next message of a blocking stream; None at its end, also in the middle of a message."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    text_size, payload_size = HEAD.unpack(head)
    text, payload = stream.read(text_size), stream.read(payload_size)
    if len(text) < text_size or len(payload) < payload_size:
        return None
    message: Message = json.loads(text)
    return message, payload


async def receive_frame(stream: asyncio.StreamReader) -> tuple[Message, bytes] | None:
    """The next message of an asynchronous stream; None at its end, also in the middle of a message."""
    try:
        text_size, payload_size = HEAD.unpack(await stream.readexactly(HEAD.size))
        message: Message = json.loads(await stream.readexactly(text_size))
        return message, await stream.readexactly(payload_size)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
