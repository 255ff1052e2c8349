"""Find the plug-ins: every module of a folder defines one constant, and its module name is its id."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import TypeVar

PluginT = TypeVar("PluginT")


@cache
def plugin_names(package: ModuleType) -> tuple[str, ...]:
    """Sorted names of the plug-in modules of `package`, without importing them."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")))


def load(package: ModuleType, name: str, constant: str, kind: type[PluginT]) -> PluginT:
    """The plug-in `name` of `package`: its module's `constant`, which must be a `kind`.

    Raises
    ------
    KeyError
        No such plug-in.
    TypeError
        The module does not define the constant, or it is of another type.
    """
    if name not in plugin_names(package):
        raise KeyError(name)
    module = importlib.import_module(f"{package.__name__}.{name}")
    value = getattr(module, constant, None)
    if not isinstance(value, kind):
        message = f"{module.__name__} must define {constant} as a {kind.__name__}"
        raise TypeError(message)
    return value


@cache
def collect(package: ModuleType, constant: str, kind: type[PluginT]) -> Mapping[str, PluginT]:
    """Every plug-in of `package` by its id, in alphabetical order; the mapping cannot be changed."""
    return MappingProxyType({name: load(package, name, constant, kind) for name in plugin_names(package)})
