"""The templates of pages that a worker draws; the server itself needs none of them."""

from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from pacing.app.markup import source


@cache
def environment() -> Environment:
    """Where templates are found; whatever is put into them is escaped."""
    return Environment(
        autoescape=True, loader=FunctionLoader(source), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def filled(template: str, /, **values: Any) -> str:
    """A template with its values."""
    return environment().get_template(template).render(**values)
