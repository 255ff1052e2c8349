"""Our templates: where they are found, and how they are filled."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

OURS = Path(__file__).with_name("templates")


def source(name: str) -> str:
    """The text of a file among our templates."""
    return (OURS / name).read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """Where templates are found; whatever is put into them is escaped."""
    return Environment(
        autoescape=True, loader=FunctionLoader(source), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def filled(template: str, /, **values: Any) -> str:
    """A template with its values."""
    return environment().get_template(template).render(**values)
