"""Our templates: where they are found, and how they are filled.

The library that fills them is loaded when the first one is: the first page of all is filled already.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

OURS = Path(__file__).with_name("templates")


def source(name: str) -> str:
    """The text of a file among our templates."""
    return (OURS / name).read_text(encoding="utf-8")


@cache
def environment() -> "Environment":
    """Where templates are found; whatever is put into them is escaped."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415

    return Environment(
        autoescape=True, loader=FunctionLoader(source), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def filled(template: str, /, **values: Any) -> str:
    """A template with its values."""
    return environment().get_template(template).render(**values)
