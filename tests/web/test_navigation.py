"""The places of a person: what every hour needs in the bar, the rest under "More"."""

import pytest

from ohms.web import forms
from ohms.web.navigation import MOST_IN_THE_BAR
from tests.architecture.routes import signed_in
from tests.house import House
from tests.html_tree import Element, read_html


def bar(page: str) -> tuple[list[str], list[str]]:
    """The places in the bar, and those under "More"."""
    tree, _ = read_html(page)
    (places,) = [each for each in tree.all("ul") if each.get("class") == "nav"]
    links = places.all("a")
    more = [link for link in links if any(_is_more(above) for above in link.ancestors())]
    return [link.text for link in links if link not in more], [link.text for link in more]


def _is_more(element: Element) -> bool:
    return element.get("class") == "nav-more"


def test_what_a_laptops_line_does_not_hold_stands_under_more(house: House) -> None:
    first, more = bar(signed_in(house.app, "alder.supervisor").get("/").text)
    assert len(first) == MOST_IN_THE_BAR
    assert (first[0], "Audit" in more) == ("Today", True)


@pytest.mark.parametrize("username", ["lni.stayatwork", "lni.contract"])
def test_who_has_few_places_has_them_all_in_the_bar(username: str, house: House) -> None:
    first, more = bar(signed_in(house.app, username).get("/").text)
    assert (len(first) > 1, more) == (True, [])


def test_what_templates_may_name_is_one_table_and_the_token_against_forgery_ours(
    house: House,
) -> None:
    names: dict[str, object] = {}
    with house.app.test_request_context("/"):
        house.app.update_template_context(names)
    table = house.app.jinja_env.get_template("base.html").globals
    assert (type(table), table["csrf_token"], names["csrf_token"]) == (
        dict,
        forms.csrf_token,
        forms.csrf_token,
    )
