"""Find the plug-ins: a module of a folder defines one constant and its name is its id, or a family of several."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import NoReturn, TypeVar

from pacing.internal_errors import NEVER_SET_ASIDE, set_aside

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
def found_in(
    package: ModuleType, family: str, constant: str, kind: type[PluginT]
) -> tuple[Mapping[str, tuple[PluginT, ...]], tuple[tuple[str, Exception], ...]]:
    """The plug-ins of `package` by their modules, and the modules that fail while they are imported."""
    result: dict[str, tuple[PluginT, ...]] = {}
    broken: list[tuple[str, Exception]] = []
    for name in plugin_names(package):
        try:
            several = getattr(importlib.import_module(f"{package.__name__}.{name}"), family, None) if family else None
            if several is None:
                result[name] = (load(package, name, constant, kind),)
            elif isinstance(several, tuple) and all(isinstance(one, kind) for one in several):
                result[name] = several
            else:
                _refuse(f"{package.__name__}.{name}.{family} must be a tuple of {kind.__name__}")
        except NEVER_SET_ASIDE:
            raise
        except Exception as error:  # noqa: BLE001 - set aside by name each time the plug-ins are asked for
            broken.append((f"the plug-in {package.__name__}.{name}", error))
    return MappingProxyType(result), tuple(broken)


def _refuse(message: str) -> NoReturn:
    raise TypeError(message)


def _usable(package: ModuleType, family: str, constant: str, kind: type[PluginT]) -> Mapping[str, tuple[PluginT, ...]]:
    result, broken = found_in(package, family, constant, kind)  # type: ignore[arg-type]  # a class is hashable
    for part, error in broken:
        set_aside(part, error)
    return result


def collect(package: ModuleType, constant: str, kind: type[PluginT]) -> Mapping[str, PluginT]:
    """Every plug-in of `package` by its id, in alphabetical order; the mapping cannot be changed.

    One whose module fails while it is imported, or defines something else, is left out and named.
    """
    result = _usable(package, "", constant, kind)
    return MappingProxyType({name: plugin for name, (plugin,) in result.items()})


def collect_families(package: ModuleType, family: str, constant: str, kind: type[PluginT]) -> tuple[PluginT, ...]:
    """Every plug-in of `package`: those in a module's tuple `family`, or the one in its `constant`; in module order.

    Those of a module that fails while it is imported, or defines something else, are left out and named.
    """
    return tuple(plugin for plugins in _usable(package, family, constant, kind).values() for plugin in plugins)
