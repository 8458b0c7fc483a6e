"""The settings of a COHE as a person reads them."""

import pytest

from ohms.domain.centre_settings import SETTINGS


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("cosign.frq", 1, "yes"),
        ("cosign.frq", 0, "no"),
        ("documents.claim", 5_000, "5,000 MB"),
        ("contact.business_days_between_tries", 1, "1 business day"),
        ("contact.business_days_between_tries", 2, "2 business days"),
        ("load.minutes_a_week", 1, "1 minute a week"),
        ("load.minutes_a_week", 8, "8 minutes a week"),
        ("billing.unit_minutes", 1, "1 minute"),
        ("contact.tries_before_letter", 1, "1 day"),
    ],
)
def test_a_value_is_read_with_its_unit_and_one_in_the_singular(
    name: str, value: int, told: str
) -> None:
    assert SETTINGS[name].in_words(value) == told
