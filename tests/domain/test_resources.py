"""The pages that a COHE keeps at hand: addresses that are safe to follow, and which version stands."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.errors import RuleBroken
from ohms.domain.house_resources import HOUSE_RESOURCES
from ohms.domain.resources import Resource, checked_resource, standing_resources

PAGE = Resource("a", "A page", "https://lni.wa.gov/claims", place=5)


def test_every_page_of_the_house_passes_its_own_rules_and_is_known_once() -> None:
    assert all(checked_resource(each) == each for each in HOUSE_RESOURCES)
    for told in ("key", "title", "address", "place"):
        assert len({getattr(each, told) for each in HOUSE_RESOURCES}) == len(HOUSE_RESOURCES)


@pytest.mark.parametrize(
    "address",
    [
        "http://lni.wa.gov/claims",
        "javascript:alert(1)",
        "https:lni.wa.gov",
        "https:///claims",
        "https://localhost/claims",
        "https://",
        "//lni.wa.gov",
        "https://somebody:secret@lni.wa.gov/",
        "https://lni.wa.gov@example.org/",
        "https://lni.wa.gov\\@example.org/",
        "https://lni.wa.gov/a b",
        "https://lni.wa.gov/\tx",
        "https://lní.wa.gov/",
        "https://[::1/",
        "https://lni.wa.gov:99999999/",
        f"https://lni.wa.gov/{'a' * 500}",
    ],
)
def test_an_address_that_is_not_a_page_reached_securely_is_refused(address: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_resource(replace(PAGE, address=address))
    assert refused.value.field == "address"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_refused_or_is_a_secure_address_of_a_host(typed: str) -> None:
    try:
        checked = checked_resource(replace(PAGE, address=typed))
    except RuleBroken:
        return
    assert checked.address.startswith("https://")
    assert "." in checked.host


def test_an_address_keeps_its_letters_and_its_scheme_becomes_small() -> None:
    typed = replace(PAGE, address="  HTTPS://Lni.wa.gov/Claims?a=B#c ", title=" A  page ")
    assert checked_resource(typed) == replace(PAGE, address="https://Lni.wa.gov/Claims?a=B#c")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "a" * 121}, "title"),
        ({"note": "a" * 501}, "note"),
        ({"place": 0}, "place"),
        ({"place": 1_000}, "place"),
    ],
)
def test_what_is_missing_or_too_long_is_told_beside_its_field(
    changed: dict[str, str | int], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_resource(replace(PAGE, **changed))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_the_newest_version_stands_in_its_place_whatever_order_they_come_in() -> None:
    house = [PAGE, replace(PAGE, key="b", title="B", place=7)]
    own = [
        replace(PAGE, place=9, number=2, listed=False),
        replace(PAGE, place=6, number=1),
        replace(PAGE, key="own", title="Between", place=7, number=1),
        replace(PAGE, key="own-2", title="aside", place=7, number=1),
    ]
    standing = standing_resources(house, own)
    assert [(each.key, each.number) for each in standing] == [
        ("own-2", 1),
        ("b", 0),
        ("own", 1),
        ("a", 2),
    ]
    assert not standing[-1].listed
