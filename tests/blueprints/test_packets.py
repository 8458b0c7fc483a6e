"""The packet of a referral: printed when it is sent, kept, and the same bytes ever after."""

import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands.referrals import change_draft, draft_referral, send_referral
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.packets import ProducedPacket
from ohms.domain.services import RISK_MANAGEMENT, STAY_AT_WORK
from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models import Base
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription
from ohms.models.referrals import ReferralPacket, ReferralVersion
from ohms.models.workers import Employer, Worker
from ohms.queries.packets import packet_to_send
from ohms.web.document_files import document_store
from ohms.web.packets import produced
from tests.blueprints.signing_in import as_person
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.pages import CheckedClient
from tests.printed import text_of
from tests.referrals import filled_in, referral_of
from tests.tasks import said


@pytest.fixture(autouse=True)
def _as_coordinator(client: CheckedClient, house: House, clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")
    as_person(client, "alder.hsc1")


def drafted(house: House, service: Service, number: str = "AL10001") -> int:
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        referral_id = draft_referral(actor, house.claim[number], service)
        change_draft(actor, referral_id, filled_in(service))
    return referral_id


def sent(client: CheckedClient, house: House, service: Service) -> str:
    """The address of a referral that was sent from its page."""
    page = f"/referrals/{drafted(house, service)}"
    assert client.fill(page, f"{page}/send").status_code == 303
    return page


def files_of(house: House) -> list[str]:
    with house.app.app_context():
        return list(document_store().hashes())


def change_everything(house: House) -> None:
    later: dict[type[Base], dict[str, str]] = {
        Worker: {"last_name": "Married", "first_name": "Changed"},
        Employer: {"name": "Sold & Co", "account_id": "999,999-99"},
        Claim: {"employer_contact": "Somebody else", "employer_phone": "360-555-0199"},
        ActivityPrescription: {"restrictions": "None at all"},
    }
    with house.app.app_context(), bulk_unit("later", None):
        for model, changed in later.items():
            db.session.connection().execute(update(model).values(**changed))


def test_the_file_is_kept_as_it_was_sent_and_is_the_same_months_later(
    client: CheckedClient, house: House, clock: Callable[[str], None]
) -> None:
    page = sent(client, house, Service.STAY_AT_WORK)
    first = client.get(f"{page}/packet/1.pdf")
    assert first.headers["Content-Type"] == "application/pdf"
    assert "referral-1-version-1.pdf" in first.headers["Content-Disposition"]
    with house.app.app_context():
        assert one(select(ReferralPacket.sha256)) == hashlib.sha256(first.data).hexdigest()
        assert one(select(ReferralPacket.size)) == len(first.data)
    shown = said(client.get(f"{page}/packet/1").text)
    change_everything(house)
    clock("2027-05-03T12:00:00-07:00")
    as_person(client, "alder.hsc1")
    assert client.get(f"{page}/packet/1.pdf").data == first.data
    later = said(client.get(f"{page}/packet/1").text)
    for text in ("AL10001", "Jo WorkerAL10001", "Mill & Sons", "Words for restrictions"):
        assert text in shown
        assert text in later


def test_stay_at_work_is_told_all_that_it_needs(client: CheckedClient, house: House) -> None:
    page = sent(client, house, Service.STAY_AT_WORK)
    printed = text_of(client.get(f"{page}/packet/1.pdf").data)
    shown = said(client.get(f"{page}/packet/1").text)
    for each in STAY_AT_WORK.fields:
        assert each.label in printed
        assert each.label in shown
    for text in (
        "Referral to Stay at Work",
        "AL10001, injured on Fri Oct 30, 2026",
        "Jo WorkerAL10001",
        "Mill & Sons, L&I account 123,456-78",
        "up to 120 days worked within 24 months, at most $25,000",
        "Sent on Tue Nov 24, 2026 by Rosa Alvarez of alder",
    ):
        assert text in printed


def test_risk_management_is_told_about_the_employer_only(
    client: CheckedClient, house: House
) -> None:
    page = sent(client, house, Service.RISK_MANAGEMENT)
    printed = text_of(client.get(f"{page}/packet/1.pdf").data)
    assert "Mill & Sons" in printed
    assert all(each.label in printed for each in RISK_MANAGEMENT.fields)
    shown = client.get(f"{page}/packet/1").text
    for told in (printed, shown[shown.index("<main") :]):
        assert "AL10001" not in told
        assert "Worker" not in told


def test_a_further_version_marks_what_is_different_and_the_first_stays(
    client: CheckedClient, house: House
) -> None:
    page = sent(client, house, Service.STAY_AT_WORK)
    first = client.get(f"{page}/packet/1.pdf").data
    changed = {"light_duty": "no", "job_description": "", "why": "The shift was cut"}
    assert client.fill(page, f"{page}/update", **changed).status_code == 303
    second = text_of(client.get(f"{page}/packet/2.pdf").data)
    assert "Light duty exists Changed: No Was: Yes" in second
    assert "Job description Changed: nothing Was: Words for job_description" in second
    assert "takes the place of version 1" in second
    assert second.count("Changed:") == 2
    assert "<mark>No</mark>" in client.get(f"{page}/packet/2").text
    assert client.get(f"{page}/packet/1.pdf").data == first
    assert "<mark>" not in client.get(f"{page}/packet/1").text
    assert f'href="{page}/packet/2"' in client.get(page).text


def test_the_desk_reads_what_was_sent_to_it_and_no_other_desk_does(
    client: CheckedClient, house: House
) -> None:
    page = sent(client, house, Service.STAY_AT_WORK)
    pdf = client.get(f"{page}/packet/1.pdf").data
    as_person(client, "lni.stayatwork")
    shown = client.get(f"{page}/packet/1")
    assert (shown.status_code, "Words for restrictions" in shown.text) == (200, True)
    assert f'href="{page}"' not in shown.text, "the referral's own page is the COHE's"
    assert client.get(f"{page}/packet/1.pdf").data == pdf
    for stranger in ("lni.riskmanagement", "birch.hsc1", "birch.supervisor"):
        as_person(client, stranger)
        for ending in ("1", "1.pdf"):
            assert client.get(f"{page}/packet/{ending}").status_code == 404, stranger


def test_a_draft_has_no_packet_and_a_version_that_is_not_there_neither(
    client: CheckedClient, house: House
) -> None:
    draft = f"/referrals/{drafted(house, Service.VOCATIONAL)}"
    assert client.get(f"{draft}/packet/1").status_code == 404
    assert "Packet to print" not in client.get(draft).text
    page = sent(client, house, Service.STAY_AT_WORK)
    assert client.get(f"{page}/packet/1").status_code == 200
    for ending in ("0", "2", "2.pdf", "99999999999"):
        assert client.get(f"{page}/packet/{ending}").status_code == 404


def test_a_version_from_before_packets_were_kept_says_so(
    client: CheckedClient, house: House
) -> None:
    page = f"/referrals/{drafted(house, Service.VOCATIONAL)}"
    with house.app.app_context(), bulk_unit("older", None):
        connection = db.session.connection()
        at = select(ReferralVersion.written_at).scalar_subquery()
        connection.execute(update(ReferralVersion).values(sent_at=at))
    shown = client.get(f"{page}/packet/1").text
    assert "No file was kept of this version" in shown
    assert "packet/1.pdf" not in shown
    back = client.get(f"{page}/packet/1.pdf")
    assert (back.status_code, back.headers["Location"]) == (302, f"{page}/packet/1")


def test_a_referral_that_is_refused_leaves_no_file(client: CheckedClient, house: House) -> None:
    page = f"/referrals/{drafted(house, Service.STAY_AT_WORK)}"
    with house.app.app_context():
        hsc = house.actor("alder.hsc1")
        change_draft(hsc, 1, filled_in(Service.STAY_AT_WORK) | {"light_duty": ""})
    refused = client.post(f"{page}/send", data=_form_of(client, page))
    assert refused.status_code == 422
    assert "Still needed: light duty exists" in refused.text
    assert files_of(house) == []
    with house.app.app_context():
        assert count_of(ReferralPacket) == 0


def test_a_disk_that_refuses_sends_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    referral_id = drafted(house, Service.STAY_AT_WORK)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"), _printed_for(actor, referral_id) as packet:
            send_referral(actor, referral_id, packet)
        monkeypatch.undo()
        assert referral_of(referral_id).step is ReferralStep.DRAFT
        assert count_of(ReferralPacket) == 0
        assert list(document_store().hashes()) == []


def _printed_for(actor: Actor, referral_id: int) -> AbstractContextManager[ProducedPacket]:
    return produced(packet_to_send(actor, referral_id))


def test_a_commit_that_fails_leaves_neither_a_row_nor_a_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral_id = drafted(house, Service.STAY_AT_WORK)

    def broken(*_: object) -> None:
        raise RuntimeError("the last moment")

    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        monkeypatch.setattr("ohms.commands.unit_of_work.append_entries", broken)
        with pytest.raises(RuntimeError), _printed_for(actor, referral_id) as packet:
            send_referral(actor, referral_id, packet)
        monkeypatch.undo()
        assert referral_of(referral_id).step is ReferralStep.DRAFT
        assert count_of(ReferralPacket) == 0
        assert list(document_store().hashes()) == []
        with _printed_for(actor, referral_id) as packet:
            send_referral(actor, referral_id, packet)
        assert list(document_store().hashes()) == [one(select(ReferralPacket.sha256))]


def test_a_change_between_printing_and_sending_refuses(house: House) -> None:
    referral_id = drafted(house, Service.STAY_AT_WORK)
    with house.app.app_context():
        actor = house.actor("alder.hsc1")
        with _printed_for(actor, referral_id) as packet:
            change_everything(house)
            with pytest.raises(RuleBroken, match="changed while"):
                send_referral(actor, referral_id, packet)
        assert count_of(ReferralPacket) == 0


def test_a_file_that_the_disk_changed_is_not_given_out(client: CheckedClient, house: House) -> None:
    page = sent(client, house, Service.STAY_AT_WORK)
    with house.app.app_context():
        (sha256,) = document_store().hashes()
        (document_store().folder / sha256[:2] / sha256).write_bytes(b"%PDF- something else")
    answer = client.get(f"{page}/packet/1.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{page}/packet/1")
    assert "damaged or gone" in client.get(f"{page}/packet/1").text


def test_what_people_wrote_is_printed_and_never_run(client: CheckedClient, house: House) -> None:
    rude = '#panic("run") $x$ *bold* = heading @ref <label> / term: \\ "quoted"'
    page = f"/referrals/{drafted(house, Service.VOCATIONAL)}"
    assert client.fill(page, f"{page}/draft", reason=rude).status_code == 303
    assert client.fill(page, f"{page}/send").status_code == 303
    assert '#panic("run") $x$ *bold*' in text_of(client.get(f"{page}/packet/1.pdf").data)


def _form_of(client: CheckedClient, page: str) -> dict[str, Any]:
    """What the page's first form carries beside its fields: the sending form is not offered."""
    return posting_form(client.get(page).text, f"{page}/draft").holds
