"""A page and the number of all its rows are one answer by one statement, also where the page has none."""

from dataclasses import replace

from ohms.queries.claim_filter import ClaimFilter, ListScope
from ohms.queries.claim_list import ClaimPage, ListedClaim, claim_page
from ohms.queries.cursors import Cursor
from tests.house import House
from tests.statements import counted

COHE = ClaimFilter(scope=ListScope.COHE, sort="initiated_on", per_page=1)


def page_of(house: House, asked: ClaimFilter) -> ClaimPage:
    with house.app.app_context():
        return claim_page(house.actor("alder.hsc1"), asked)


def test_the_pages_of_a_list_have_each_row_once_and_all_the_same_number(house: House) -> None:
    whole = page_of(house, replace(COHE, per_page=100))
    seen, page = list[ListedClaim](), page_of(house, COHE)
    while page.rows:
        assert (page.total, page.first) == (whole.total, len(seen) + 1)
        seen += page.rows
        if page.next is None:
            break
        page = page_of(house, replace(COHE, after=page.next))
    assert seen == whole.rows
    assert len(seen) == whole.total > 1


def test_a_page_behind_the_last_row_says_how_many_there_are(house: House) -> None:
    number = page_of(house, COHE).total
    behind = replace(COHE, after=str(Cursor(number, "9999-01-01", 1)))
    page = page_of(house, behind)
    assert (page.rows, page.total, page.next) == ([], number, None)


def test_a_list_without_rows_asks_no_more_than_one_with(house: House) -> None:
    with counted(house.app) as with_rows:
        assert page_of(house, COHE).total
    nothing = replace(COHE, q="nobody of this name")
    with counted(house.app) as without:
        assert (page_of(house, nothing).total, page_of(house, nothing).rows) == (0, [])
    assert len(without) == 2 * len(with_rows)
