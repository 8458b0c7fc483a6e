"""What is told of a refused line: each wrong field once, and no more of the line than it takes to mend it."""

import pytest

from ohms.domain.feed import FeedKind
from tests.domain.feed.samples import GOOD, refusals_of


@pytest.mark.parametrize(
    "field",
    [
        "claim_number",
        "status",
        "fund",
        "worker_birth_date",
        "interpreter_needed",
        "worker_phone",
        "worker_email",
        "employer_account_id",
        "initiating_provider_id",
        "injury_on",
        "body_part_code",
        "icd10",
    ],
)
def test_a_reason_never_repeats_a_name_that_shifted_into_its_column(field: str) -> None:
    [refusal] = refusals_of(FeedKind.CLAIMS, {field: "Delacroix-Nguyen"})

    assert "Delacroix" not in refusal.reason


@pytest.mark.parametrize("field", ["claim_number", "worker_birth_date", "worker_phone"])
def test_a_reason_never_repeats_claim_numbers_birth_dates_or_phone_numbers(field: str) -> None:
    [refusal] = refusals_of(FeedKind.CLAIMS, {field: "19/19/1984 #"})

    assert "1984" not in refusal.reason


@pytest.mark.parametrize("kind", FeedKind)
def test_every_wrong_field_of_a_line_is_told_not_just_the_first(kind: FeedKind) -> None:
    # Too long for any text, and the form of nothing else.
    everything = dict.fromkeys(GOOD[kind], "#" * (2001 if kind is FeedKind.APF else 256))

    assert [refusal.field for refusal in refusals_of(kind, everything)] == list(GOOD[kind])


def test_a_field_wrong_by_itself_is_not_told_of_again_by_the_order_of_days() -> None:
    refusals = refusals_of(FeedKind.CLAIMS, {"injury_on": "2027-01-01", "fund": ""})

    assert [refusal.field for refusal in refusals] == ["fund", "injury_on"]
