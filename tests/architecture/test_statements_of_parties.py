"""Lists and pages of providers and employers ask the database no more for many rows than for few."""

from collections.abc import Callable
from datetime import date

import pytest

from ohms.domain.values import Method, Outcome, Party
from ohms.models.medical import ReportOfAccident
from ohms.models.notes import Contact
from ohms.models.providers import Enrolment, Provider
from ohms.models.workers import Employer
from tests.architecture.centre import DAY
from tests.architecture.many_rows import asked, furnish_rows
from tests.architecture.routes import signed_in
from tests.architecture.statement_limits import MOST
from tests.house import House, add_claim
from tests.tasks import put_task


def a_provider(house: House, number: int) -> None:
    provider = house.add(
        Provider,
        lni_provider_id=f"{20000 + number}",
        last_name=f"AR{20000 + number}",
        first_name="Jo",
        credential="MD",
        clinic_id=1,
    )
    house.add(
        Enrolment, provider_id=provider, cohe_id=house.cohe["alder"], from_on=date(2024, 1, 1)
    )


def an_employer(house: House, number: int) -> None:
    name = f"AR{20000 + number}"
    employer = house.add(
        Employer, account_id=f"{number:03},000-00", name=name, search_name=name.lower()
    )
    add_claim(house, "alder", f"CD{20000 + number}", provider="alder.1", employer_id=employer)


def an_asking_task(house: House, number: int) -> None:
    """A task, contacts and a Report of Accident of one more claim, all of one clinic and employer."""
    name = f"AR{20000 + number}"
    claim = house.claim[name] = add_claim(house, "alder", name, provider="alder.1")
    of_claim = {"claim_id": claim, "cohe_id": house.cohe["alder"]}
    put_task(house, "AL10001", f"Ask the provider and the employer, {name}", claim_id=claim)
    how = {"method": Method.PHONE, "outcome": Outcome.REACHED, "contact_on": DAY}
    for party in (Party.PROVIDER, Party.EMPLOYER):
        house.add(Contact, staff_id=house.staff["alder.hsc1"], party=party, **how, **of_claim)
    house.add(ReportOfAccident, signed_on=DAY, received_on=DAY, complete=True, **of_claim)


# The address, and how one more row comes into it.
PAGES: dict[str, Callable[[House, int], None]] = {
    "/providers?whose=all": a_provider,
    "/employers": an_employer,
    "/providers/1": an_asking_task,
    "/providers/1/log": an_asking_task,
    "/providers/1/reports-of-accident": an_asking_task,
    "/employers/1": an_asking_task,
    "/employers/1/log": an_asking_task,
}


@pytest.mark.parametrize("path", PAGES)
def test_it_asks_no_more_for_sixty_rows_than_for_five(
    path: str, house: House, clock: Callable[[str], None]
) -> None:
    clock("2026-11-24T09:00:00-08:00")
    add = PAGES[path]
    client = signed_in(house.app, "alder.hsc1")
    furnish_rows(house, add, range(5))
    client.get(path)  # what is asked once a process is no matter here
    few, shown = asked(house.app, client, path)
    furnish_rows(house, add, range(5, 60))
    many, shown_then = asked(house.app, client, path)
    assert shown == 5
    assert shown_then >= 25
    assert len(many) == len(few), f"for 5 rows:\n{few}\nfor {shown_then}:\n{many}"
    assert len(many) <= MOST, str(many)
