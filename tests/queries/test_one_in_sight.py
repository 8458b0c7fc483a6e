"""A row named by its id: seen, or not there, for whatever reason it is not."""

from collections.abc import Callable

import pytest

from ohms.domain.errors import NotFound
from ohms.models.claims import Claim
from ohms.queries.one_in_sight import held_in_sight, in_sight
from tests.house import House


@pytest.mark.parametrize("asked", [in_sight, held_in_sight])
def test_a_row_out_of_sight_one_that_is_none_and_one_of_which_it_does_not_hold_are_missing_alike(
    house: House, asked: Callable[..., Claim]
) -> None:
    with house.app.app_context():
        actor, own = house.actor("alder.hsc1"), house.claim["AL10001"]
        assert asked(actor, Claim, own, Claim.claim_number == "AL10001").id == own
        for row_id, also in (
            (own, (Claim.claim_number == "AL10002",)),
            (house.claim["BI10001"], ()),
            (2**31 - 1, ()),
        ):
            with pytest.raises(NotFound):
                asked(actor, Claim, row_id, *also)
