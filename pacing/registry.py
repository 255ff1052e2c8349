"""Find the plug-ins: a module of a folder defines one constant and its name is its id, or a family of several."""

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


@cache
def collect_families(package: ModuleType, family: str, constant: str, kind: type[PluginT]) -> tuple[PluginT, ...]:
    """Every plug-in of `package`: those in a module's tuple `family`, or the one in its `constant`; in module order.

    Raises
    ------
    TypeError
        A module defines neither, or something of another type.
    """
    plugins: list[PluginT] = []
    for name in plugin_names(package):
        module = importlib.import_module(f"{package.__name__}.{name}")
        several = getattr(module, family, None)
        if several is None:
            plugins.append(load(package, name, constant, kind))
        elif isinstance(several, tuple) and all(isinstance(one, kind) for one in several):
            plugins.extend(several)
        else:
            message = f"{module.__name__}.{family} must be a tuple of {kind.__name__}"
            raise TypeError(message)
    return tuple(plugins)
