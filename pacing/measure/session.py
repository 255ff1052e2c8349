"""Measure every index of the registry on one session."""

import pacing.measure.indices
from pacing.internal_errors import set_aside
from pacing.measure.index import Index, Inputs, NotMeasurableError
from pacing.model.measurement import IndexGroup, Measurement, Reason
from pacing.registry import collect_families


def all_indices() -> dict[str, Index]:
    """Every index by its id, in alphabetical order.

    Raises
    ------
    TypeError
        Two indices share an id.
    """
    indices = collect_families(pacing.measure.indices, "INDICES", "INDEX", Index)
    by_id = {index.info.id: index for index in indices}
    if len(by_id) < len(indices):
        message = "two indices share an id"
        raise TypeError(message)
    return {index_id: by_id[index_id] for index_id in sorted(by_id)}


PLEASE_REPORT = "Please report it with the version of the program; the other numbers are not touched by it."


def measure_index(index: Index, inputs: Inputs) -> Measurement:
    """One index as a measurement: its value with its interval, or the reason there is none.

    An index that fails by a mistake of its own is unavailable as `internal_error`; the others stand.

    Parameters
    ----------
    index
        The index.
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Measurement
        The value, or the reason there is none.
    """
    try:
        result = index.compute(inputs)
        return Measurement(
            index.info,
            result.value,
            result.low,
            result.high,
            window=result.window,
            parts=result.parts,
            caveats=result.caveats,
        )
    except NotMeasurableError as refusal:
        return Measurement(index.info, unavailable=refusal.reason, advice=refusal.advice, parts=refusal.parts)
    except Exception as error:  # noqa: BLE001 - set aside by name, or raised again
        set_aside(f"the index {index.info.id}", error)
        return Measurement(index.info, unavailable=Reason.INTERNAL_ERROR, advice=PLEASE_REPORT)


def measure_session(inputs: Inputs) -> tuple[Measurement, ...]:
    """Every index of the registry, in the order of their groups and ids.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    tuple[Measurement, ...]
        One for each index.
    """
    indices = all_indices().values()
    in_order = [index for group in IndexGroup for index in indices if index.info.group is group]
    return tuple([measure_index(index, inputs) for index in in_order])
