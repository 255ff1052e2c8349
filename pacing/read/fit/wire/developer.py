"""Developer fields: what an app added to the messages, read by its own descriptions."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.columns import GroupRows
from pacing.read.fit.wire.definition import STRING_BASE, base_types
from pacing.read.fit.wire.table import DeveloperColumn, MessageTable

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Description:
    """A field description: the developer field's base type, name, unit, scale, and the native field it stands for."""

    position: int
    part: int
    base: int
    name: str
    unit: str
    scale: float
    offset: float
    native_field: int | None


def described_fields(descriptions: MessageTable) -> dict[tuple[int, int], list[Description]]:
    """Descriptions by (developer index, field number), in file order.

    Parameters
    ----------
    descriptions
        The messages that describe developer fields.

    Returns
    -------
    dict[tuple[int, int], list[Description]]
    """
    names, units = descriptions.texts("field_name"), descriptions.texts("units")
    columns = {
        name: descriptions.number(name)
        for name in (
            "developer_data_index",
            "field_definition_number",
            "fit_base_type_id",
            "scale",
            "offset",
            "native_field_num",
        )
    }
    result: dict[tuple[int, int], list[Description]] = {}
    for i in range(len(descriptions)):
        row = {name: float(column[i]) for name, column in columns.items()}
        if np.isnan(row["developer_data_index"]) or np.isnan(row["field_definition_number"]):
            continue
        key = (int(row["developer_data_index"]), int(row["field_definition_number"]))
        native = row["native_field_num"]
        result.setdefault(key, []).append(
            Description(
                position=int(descriptions.positions[i]),
                part=int(descriptions.parts[i]),
                base=_whole(row["fit_base_type_id"], -1),
                name=names[i],
                unit=units[i],
                scale=row["scale"] if row["scale"] > 0 else 1.0,
                offset=0.0 if np.isnan(row["offset"]) else row["offset"],
                native_field=None if np.isnan(native) else int(native),
            )
        )
    return result


def _whole(value: float, otherwise: int) -> int:
    return otherwise if np.isnan(value) else int(value)


def developer_columns(groups: "Sequence[GroupRows]", descriptions: MessageTable) -> list[DeveloperColumn]:
    """Developer fields of one message kind as columns over all its groups; fields nobody described are left out.

    Parameters
    ----------
    groups
        Where the messages of each kind stand.
    descriptions
        The messages that describe developer fields.

    Returns
    -------
    list[DeveloperColumn]
    """
    if not any(rows.group.definition.developer for rows in groups) or not len(descriptions):
        return []
    described = described_fields(descriptions)
    total = sum(rows.positions.size for rows in groups)
    columns: dict[tuple[str, str, int | None], FloatArray] = {}
    begin = 0
    for rows in groups:
        stop = begin + rows.positions.size
        for layout in rows.group.definition.developer_fields:
            known = _valid_here(described.get((layout.developer, layout.number), []), rows)
            base = base_types().get(known.base) if known is not None else None
            if known is None or base is None or known.base == STRING_BASE or not layout.size or layout.size % base.size:
                continue
            key = (known.name, known.unit, known.native_field)
            column = columns.setdefault(key, np.full(total, np.nan))
            values = rows.plain(layout.offset, layout.size, base)[:, 0] / known.scale - known.offset
            column[begin:stop] = values
        begin = stop
    return [DeveloperColumn(name, unit, native, values) for (name, unit, native), values in columns.items()]


def _valid_here(descriptions: list[Description], rows: GroupRows) -> Description | None:
    """The last description before the group's first message in the same part of the file; else the first after it.

    A description holds for the whole part, also where a device writes it late.
    """
    first = int(rows.positions[0]) if rows.positions.size else 0
    before = bisect_left(descriptions, first, key=lambda description: description.position)
    last = descriptions[before - 1] if before else None  # parts follow one another as positions do
    if last is not None and last.part == rows.group.part:
        return last
    late = descriptions[before] if before < len(descriptions) else None
    return late if late is not None and late.part == rows.group.part else None
