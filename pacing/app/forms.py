"""Small forms: a few fields of a few letters, each read once; anything else is refused before it is read to its end."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_FIELDS = 20
LONGEST_FIELD = 4096
LONGEST_BODY = 3 * MOST_FIELDS * LONGEST_FIELD  # every byte may come as three


class FormError(Exception):
    """Why a form was not read: the status of the answer, and one sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


async def form_fields(request: Request) -> Mapping[str, str]:
    """The fields of a form as a browser sends it, without those left empty; of a name that stands twice, the last.

    Raises
    ------
    FormError
        It is no such form, or too large.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise FormError(415, "This is not a form of this page.")
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > LONGEST_BODY:
            raise FormError(413, "The form is too long.")
    try:
        pairs = parse_qsl(body.decode("ascii"), max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError as error:
        raise FormError(413, "The form has too many fields.") from error
    if any(len(text) > LONGEST_FIELD for pair in pairs for text in pair):
        raise FormError(413, "A field is too long.")
    return {name: value.strip() for name, value in pairs if value.strip()}
