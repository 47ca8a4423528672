"""How votes are spread, and ids that can't collide."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.ids import ALPHABET, LENGTH
from app.seeding.bulk import public_ids
from app.seeding.spreading import power_law, shares, stride_for


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=60), st.data())
def test_shares_sum_to_the_whole_and_none_is_too_large(weights: list[float], data: st.DataObject) -> None:
    most = data.draw(st.integers(1, 500))
    total = data.draw(st.integers(0, most * len(weights)))
    parts = shares(weights, total, most)
    assert sum(parts) == total
    assert all(0 <= part <= most for part in parts)


def test_more_votes_than_voters_could_cast_are_refused() -> None:
    with pytest.raises(ValueError, match="not enough voters"):
        shares([1.0, 1.0], 7, 3)


def test_few_ideas_have_many_votes_and_many_have_few() -> None:
    parts = sorted(power_law(1000, 40_000, 499, Random(1)), reverse=True)
    assert sum(parts[:100]) > sum(parts[500:])
    assert parts[-1] >= 1


@pytest.mark.parametrize("members", [200, 7_919, 7_919 * 3, 104_729, 125_000])
def test_voters_drawn_by_the_stride_are_all_different(members: int) -> None:
    stride = stride_for(members)
    assert len({(5 + at * stride) % members for at in range(members)}) == members


def test_public_ids_of_a_load_are_all_different() -> None:
    ids = list(public_ids(0, 20_000, Random(7)))
    assert len(set(ids)) == 20_000
    assert all(len(one) == LENGTH and set(one) <= set(ALPHABET) for one in ids)
