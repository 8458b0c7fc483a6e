"""The claim list and the page of a claim, as coordinators, assistants and strangers see them."""

import pytest
from sqlalchemy import select

from ohms.domain.values import Coordination
from ohms.models.audit import AuditEntry
from ohms.models.providers import Provider
from tests.blueprints.signing_in import as_person
from tests.house import House, add_claim, count_of, one
from tests.html_tree import read_html
from tests.pages import CheckedClient


def test_a_coordinator_finds_the_claims_of_their_own_providers(
    client: CheckedClient, house: House
) -> None:
    page = as_person(client, "alder.hsc1").get("/claims").text
    assert "AL10001" in page
    assert "AL10002" in page
    assert "AL10003" not in page, "that one is of hsc2's provider"
    assert "1–2 of 2" in page


def test_the_whole_cohe_is_one_press_away_and_no_further(
    client: CheckedClient, house: House
) -> None:
    page = as_person(client, "alder.hsc1").get("/claims?scope=cohe").text
    assert "AL10003" in page
    assert "Tam Nguyen of alder" in page, "its coordinator is named"
    assert "BI1000" not in page


def test_an_assistant_sees_their_coordinators_low_complexity_claims_only(
    client: CheckedClient, house: House
) -> None:
    page = as_person(client, "alder.assistant1").get("/claims").text
    assert "AL10002" in page
    assert "AL10001" not in page
    assert "Claims, Low complexity, and lent to me" in page
    assert "The COHE" not in page
    assert client.get("/claims/AL10002").status_code == 200
    assert client.get("/claims/AL10001").status_code == 404


@pytest.mark.parametrize("role", ["privacy"])
def test_who_reads_no_claims_is_told_that_it_is_not_theirs(
    client: CheckedClient, house: House, role: str
) -> None:
    assert as_person(client, f"alder.{role}").get("/claims").status_code == 403


def test_filters_stand_in_the_address_and_narrow_list_and_export_alike(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for number in range(3):
            add_claim(
                house,
                "alder",
                f"AL2000{number}",
                provider="alder.1",
                coordination=Coordination.WATCHING,
                on_time_loss=number == 0,
            )
    as_person(client, "alder.hsc1")
    watched = client.get("/claims?coordination=watching").text
    assert "1–3 of 3" in watched
    assert "Coordination: watching" in watched
    both = client.get("/claims?coordination=watching&time_loss=yes").text
    assert "1–1 of 1" in both
    assert "AL20000" in both
    lines = client.get("/claims.csv?coordination=watching").get_data(as_text=True).splitlines()
    assert len(lines) == 1 + 3


def test_the_provider_among_many_is_chosen_by_letters_and_stays_in_the_address_as_who_is_meant(
    client: CheckedClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ohms.web.filter_picks.FEW", 1)
    with house.app.app_context():
        theirs = house.provider["alder.1"]
        name = one(
            select(Provider.last_name + ", " + Provider.first_name).where(Provider.id == theirs)
        )
    as_person(client, "alder.supervisor")
    there = client.get("/claims", query_string={"provider": name.upper(), "status": "open"})
    assert there.location == f"/claims?provider={theirs}&status=open"
    tree, _broken = read_html(client.get(there.location).text)
    fields = tree.all("input", "select")
    assert [(each.tag, each.get("value")) for each in fields if each.get("id") == "provider"] == [
        ("input", name)
    ]
    unknown = client.get("/claims?provider=zed&assignee=nobody").text
    assert "“zed” is none of those to choose from." in unknown
    assert '<details class="filters" open>' in unknown, "what is asked back is in sight"
    assert "“nobody”" not in unknown


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("few", [1, 20])
def test_letters_that_mean_nobody_are_not_no_filter_for_anything_done_with_the_list(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("ohms.web.filter_picks.FEW", few)
    as_person(client, "alder.supervisor")
    whole = client.get("/claims?scope=cohe").text
    assert page_rows(whole)
    for letters in ("provider=zzz", "assignee=zzz", "provider=9999999999"):
        address = f"/claims?scope=cohe&{letters}"
        page = client.get(address).text
        typed = letters.partition("=")[2]
        assert page_rows(page) == []
        assert page.count(f"“{typed}” is none of those to choose from.") == 3, "field, rows, views"
        for offered in (".csv", ".xlsx", 'id="bulk"', 'action="/lists/'):
            assert offered in whole
            assert offered not in page, offered
        for path in (
            address.replace("?", ".csv?"),
            address.replace("?", ".xlsx?"),
            address.replace("?", "/bulk?") + "&act=hold&all=yes",
            address.replace("?", "/hand-over?") + "&all=yes",
        ):
            assert client.get(path).status_code in (403, 422), path
    one_meant = client.get("/claims.csv?scope=cohe&provider=smith")
    assert one_meant.status_code == 422, "only its page lets letters choose"


def test_a_list_is_walked_to_its_end_by_cursor_without_losing_or_repeating_a_row(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        for number in range(60):
            add_claim(house, "alder", f"AL3{number:04}", provider="alder.1")
    as_person(client, "alder.hsc1")
    for sort in ("next_due", "-next_due", "worker", "-worker", "injury_on", "-initiated_on"):
        seen: list[str] = []
        href: str | None = f"/claims?per_page=25&sort={sort}"
        while href:
            page = client.get(href)
            found = page_rows(page.text)
            seen += found
            href = next_page(page.text)
        assert len(seen) == len(set(seen)) == 62, sort


def page_rows(html: str) -> list[str]:
    root, _ = read_html(html)
    return [
        str(link.get("href")).rpartition("/")[2]
        for heading in root.all("th")
        if heading.get("scope") == "row"
        for link in heading.all("a")
    ]


def next_page(html: str) -> str | None:
    root, _ = read_html(html)
    return next((a.get("href") for a in root.all("a") if a.get("rel") == "next"), None)


def test_a_cursor_or_sort_from_nowhere_is_no_harm(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    for query in (
        "after=rubbish",
        "after=WzEsMixd",
        "sort=--worker",
        "per_page=9999",
        "provider=9" * 9,
    ):
        assert client.get(f"/claims?{query}").status_code == 200, query


def test_a_search_goes_by_the_shape_of_the_words(client: CheckedClient, house: House) -> None:
    as_person(client, "alder.hsc1")
    assert page_rows(client.get("/claims?q=al 10001").text) == ["AL10001"]
    assert page_rows(client.get("/claims?q=WorkerAL10002").text) == ["AL10002"]
    assert page_rows(client.get("/claims?q=0002").text) == ["AL10002"]
    assert page_rows(client.get("/claims?q=WorkerAL10002 4/3/85").text) == ["AL10002"]
    assert page_rows(client.get("/claims?q=WorkerAL10002 4/4/85").text) == []


def test_the_claim_page_names_everybody_and_how_to_reach_them(
    client: CheckedClient, house: House
) -> None:
    page = as_person(client, "alder.hsc1").get("/claims/AL10001").text
    for text in (
        "WorkerAL10001, Jo",
        "Mill &amp; Sons",
        "Doctor1, Alder MD",
        "Rosa Alvarez of alder",
    ):
        assert text in page


def test_the_list_names_in_the_audit_which_claims_it_showed(
    client: CheckedClient, house: House
) -> None:
    as_person(client, "alder.hsc1").get("/claims")
    shown = f"{house.claim['AL10001']},{house.claim['AL10002']}"
    with house.app.app_context():
        assert (
            count_of(AuditEntry, AuditEntry.action == "list_claims", AuditEntry.claim_ids == shown)
            == 1
        )


def test_a_combined_claim_leads_to_the_number_it_goes_on_under(
    client: CheckedClient, house: House
) -> None:
    with house.app.app_context():
        add_claim(
            house,
            "alder",
            "AL40000",
            provider="alder.1",
            combined_into_id=house.claim["AL10001"],
        )
    answer = as_person(client, "alder.hsc1").get("/claims/AL40000")
    assert answer.location == "/claims/AL10001"


def test_the_exports_of_a_whole_cohe_are_the_supervisors(
    client: CheckedClient, house: House
) -> None:
    assert as_person(client, "alder.hsc1").get("/claims.csv?scope=cohe").status_code == 403
    assert as_person(client, "alder.supervisor").get("/claims.csv?scope=cohe").status_code == 200
    assert as_person(client, "alder.assistant1").get("/claims.csv").status_code == 403


def test_claims_that_nobody_answers_for_are_one_filter(client: CheckedClient, house: House) -> None:
    with house.app.app_context():
        provider = house.add(
            Provider,
            lni_provider_id="7654321",
            last_name="Orphan",
            first_name="Dr",
            credential="MD",
            clinic_id=one(select(Provider.clinic_id).limit(1)),
        )
        house.provider["alder.9"] = provider
        add_claim(house, "alder", "AL90000", provider="alder.9")
    as_person(client, "alder.supervisor")
    page = client.get("/claims?scope=cohe&assignee=nobody").text
    assert page_rows(page) == ["AL90000"]
    assert "Without a coordinator" in page
