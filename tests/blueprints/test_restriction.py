"""A supervisor restricts a claim to named people, and for others no page knows it any more."""

from tests.blueprints.signing_in import as_person
from tests.house import House
from tests.pages import CheckedClient
from tests.tasks import said

NUMBER = "AL10001"
PAGE = f"/claims/{NUMBER}/restriction"


def test_from_restricting_over_naming_somebody_to_lifting_it(
    client: CheckedClient, house: House
) -> None:
    names = {who: str(house.staff[f"alder.{who}"]) for who in ("hsc1", "hsc2", "supervisor")}
    as_person(client, "alder.hsc1")
    assert client.get(PAGE).status_code == 403
    as_person(client, "alder.supervisor")
    assert "Restrict it" in said(client.get(f"/claims/{NUMBER}/coordination").text)
    refused = client.fill(PAGE, PAGE, reason="family_of_staff", people=[names["supervisor"]])
    assert refused.status_code == 422
    assert "Rosa Alvarez of alder answers for this claim and would not see it." in said(
        refused.text
    )
    named = [names["hsc1"], names["supervisor"]]
    assert client.fill(PAGE, PAGE, reason="family_of_staff", people=named).status_code == 303
    page = said(client.get(PAGE).text)
    assert "Family of staff: restricted by Mika Ito of alder" in page

    as_person(client, "alder.hsc2")
    assert client.get(f"/claims/{NUMBER}").status_code == 404
    for path in ("/claims?scope=cohe", f"/search?q={NUMBER}", "/claims.csv", "/tasks?owner=anyone"):
        answer = client.get(path).text
        assert "AL10003" in answer or path not in ("/claims?scope=cohe", "/claims.csv")
        assert f"/claims/{NUMBER}" not in answer
    as_person(client, "birch.hsc1")
    opening = {"claim_number": NUMBER, "reason": "Called from an emergency room.", "password": "x"}
    assert client.fill("/break-glass", "/break-glass", **opening).status_code == 422

    as_person(client, "alder.supervisor")
    assert client.fill(PAGE, f"{PAGE}/people", person=names["hsc2"]).status_code == 303
    as_person(client, "alder.hsc2")
    assert "Restricted to named people" in said(client.get(f"/claims/{NUMBER}").text)
    as_person(client, "alder.supervisor")
    remove = f"{PAGE}/remove"
    assert client.fill(PAGE, remove, person=names["supervisor"]).status_code == 422
    assert client.fill(PAGE, remove).status_code == 303  # the one who need not stay
    history = said(client.get(f"/claims/{NUMBER}/history").text)
    assert "Restrict claim" in history
    assert client.fill(PAGE, f"{PAGE}/lift").status_code == 303
    as_person(client, "alder.hsc2")
    assert client.get(f"/claims/{NUMBER}").status_code == 200
