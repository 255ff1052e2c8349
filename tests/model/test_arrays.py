import numpy as np
import pytest

from pacing.model.arrays import frozen, frozen_states, require_equal_length, require_increasing


@pytest.mark.parametrize("freeze", [frozen, frozen_states])
def test_an_array_of_the_model_is_a_copy_nobody_can_change(freeze: object) -> None:
    mine = np.array([1, 2, 3])
    kept = freeze(mine)  # type: ignore[operator]
    mine[0] = 9
    assert kept.tolist() == [1, 2, 3]
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 9
    with pytest.raises(ValueError, match="one dimension"):
        freeze([[1, 2]])  # type: ignore[operator]


def test_an_array_that_is_frozen_already_is_not_copied_again() -> None:
    kept = frozen([1.0, 2.0])
    assert frozen(kept) is kept


def test_a_read_only_view_of_an_array_others_can_write_to_is_copied() -> None:
    mine = np.array([1.0, 2.0, 3.0])
    view = mine[:2]
    view.flags.writeable = False
    kept = frozen(view)
    mine[0] = 9.0
    assert kept.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("time_s", [[0.0, 0.0], [1.0, 0.5], [0.0, np.nan], [0.0, np.inf], [np.nan]])
def test_times_that_do_not_increase_are_a_mistake(time_s: list[float]) -> None:
    with pytest.raises(ValueError, match="speed: times must"):
        require_increasing(frozen(time_s), "speed")
    require_increasing(frozen([]), "speed")


def test_arrays_that_belong_together_have_one_length() -> None:
    with pytest.raises(ValueError, match="beats: arrays differ"):
        require_equal_length("beats", frozen([1.0]), frozen([1.0, 2.0]))
