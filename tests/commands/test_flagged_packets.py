"""What is flagged as mental health leaves with no packet, whichever way it came into the draft."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from ohms.commands import referral_steps as steps
from ohms.commands.documents import flag_document, keep_text
from ohms.commands.referrals import change_draft, draft_referral
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.referral_content import read_content
from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models.documents import Document, DocumentText, EnteredForm
from ohms.models.medical import ActivityPrescription
from ohms.models.notes import CaseNote
from ohms.models.referrals import ReferralVersion
from tests.house import House, count_of, one
from tests.referrals import filled_in, referral_of, send
from tests.referrals import update as send_version

AT = datetime(2026, 11, 5, 18, tzinfo=UTC)
DAY = date(2026, 11, 5)
RESTRICTIONS = "Quiet surroundings only. No work with customers."
PAGE = "Reports panic on the way to work; sleeps three hours a night."


@pytest.fixture(autouse=True)
def _at_noon(clock: Callable[[str], None]) -> None:
    clock("2026-11-24T12:00:00-08:00")


def add_apf(house: House, *, flagged: bool) -> int:
    """An APF entered from a document, with a page of text; the document's id."""
    about = {"claim_id": house.claim["AL10001"], "cohe_id": house.cohe["alder"]}
    document = house.add(
        Document,
        **about,
        kind="apf",
        title="APF",
        document_on=DAY,
        received_on=DAY,
        listed_at=AT,
        source="feed",
        mental_health=flagged,
    )
    house.add(DocumentText, **about, document_id=document, page=1, body=PAGE)
    apf = house.add(
        ActivityPrescription,
        **about,
        provider_id=house.provider["alder.1"],
        exam_on=DAY,
        from_on=DAY,
        work_status="modified_duty",
        restrictions=RESTRICTIONS,
        complete=True,
    )
    house.add(
        EnteredForm,
        **about,
        document_id=document,
        activity_prescription_id=apf,
        entered_by_id=house.staff["alder.hsc1"],
        entered_at=AT,
    )
    return document


def draft_saying(house: House, **fields: str) -> tuple[Actor, int]:
    actor = house.actor("alder.hsc1")
    referral_id = draft_referral(actor, house.claim["AL10001"], Service.STAY_AT_WORK)
    change_draft(actor, referral_id, filled_in(Service.STAY_AT_WORK) | fields)
    return actor, referral_id


@pytest.mark.parametrize("flagged", [False, True])
def test_a_draft_begins_with_the_apf_but_not_with_one_of_a_flagged_document(
    house: House, flagged: bool
) -> None:
    with house.app.app_context():
        add_apf(house, flagged=flagged)
        draft_referral(house.actor("alder.hsc1"), house.claim["AL10001"], Service.STAY_AT_WORK)
        content = read_content(one(select(ReferralVersion.content)))
        assert content.get("restrictions") == (None if flagged else RESTRICTIONS)
        assert ("apf_on" in content) is not flagged


def test_a_packet_with_an_unreviewed_piece_waits_for_the_review(house: House) -> None:
    with house.app.app_context():
        document = add_apf(house, flagged=False)
        actor, referral_id = draft_saying(house, restrictions=RESTRICTIONS)
        with bulk_unit("propose", None):
            db.session.connection().execute(update(Document).values(mental_health=True))
        with pytest.raises(RuleBroken, match=r"of Thu Nov 5, 2026.*not reviewed") as told:
            send(actor, referral_id)
        assert told.value.field == "restrictions"
        assert referral_of(referral_id).step is ReferralStep.DRAFT
        flag_document(actor, document, flagged=False, reason="About a wrist.")
        assert send(actor, referral_id).step is ReferralStep.SENT


def test_a_packet_waits_while_a_flagged_file_is_not_read(house: House) -> None:
    with house.app.app_context():
        document = house.add(
            Document,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            kind="chart_note",
            title="Scan",
            document_on=DAY,
            received_on=DAY,
            listed_at=AT,
            source="upload",
            sha256="0" * 64,
            media_type="application/pdf",
            mental_health=True,
        )
        actor, referral_id = draft_saying(house)
        with pytest.raises(RuleBroken, match=r"of Thu Nov 5, 2026 .* not read yet"):
            send(actor, referral_id)
        keep_text(document, {1: " "})
        assert send(actor, referral_id).step is ReferralStep.SENT


def test_of_a_document_that_was_purged_while_it_was_read_no_text_is_kept(house: House) -> None:
    with house.app.app_context():
        keep_text(99, {1: PAGE})
        assert count_of(DocumentText) == 0


def test_what_a_person_flagged_never_goes_in_no_version(house: House) -> None:
    with house.app.app_context():
        document = add_apf(house, flagged=False)
        actor, referral_id = draft_saying(house)
        flag_document(actor, document, flagged=True, reason="Of a psychologist.")
        send(actor, referral_id)
        quoting = filled_in(Service.STAY_AT_WORK) | {"reason": f"He told: {PAGE.lower()}"}
        with pytest.raises(RuleBroken, match=r"Why this referral: .* never goes out"):
            send_version(actor, referral_id, quoting, reason="More is known")


def test_a_flagged_note_is_quoted_in_no_packet(house: House) -> None:
    with house.app.app_context():
        house.add(
            CaseNote,
            claim_id=house.claim["AL10001"],
            cohe_id=house.cohe["alder"],
            author_id=house.staff["alder.hsc1"],
            position_id=house.position["alder.hsc1"],
            standard_work="barriers",
            body="Sees a counselor since spring.",
            performed_on=DAY,
            written_at=AT,
            signed_at=AT,
            mental_health=True,
        )
        actor, referral_id = draft_saying(house, reason="He sees a counselor since spring")
        with pytest.raises(RuleBroken, match="the note of Thu Nov 5, 2026"):
            send(actor, referral_id)
        change_draft(actor, referral_id, filled_in(Service.STAY_AT_WORK))
        assert send(actor, referral_id).step is ReferralStep.SENT


def test_no_reason_that_the_service_reads_quotes_it(house: House) -> None:
    with house.app.app_context():
        document = add_apf(house, flagged=False)
        actor, referral_id = draft_saying(house)
        send(actor, referral_id)
        flag_document(actor, document, flagged=True, reason="Of a psychologist.")
        more = filled_in(Service.STAY_AT_WORK) | {"light_duty": "no"}
        ahead: dict[str, Any] = {"expected_by": date(2026, 12, 1)}
        desk = house.actor("lni.stayatwork")
        with pytest.raises(RuleBroken, match="never goes out") as told:
            send_version(actor, referral_id, more, reason=PAGE)
        assert told.value.field == "why"
        with pytest.raises(RuleBroken, match="never goes out"):
            steps.ask_again(actor, referral_id, **ahead, reason=PAGE)
        with pytest.raises(RuleBroken, match="never goes out"):
            steps.withdraw_referral(actor, referral_id, reason=PAGE)
        steps.answer_referral(desk, referral_id, ReferralStep.NEEDS_INFORMATION, reason="Which?")
        with pytest.raises(RuleBroken, match="never goes out") as given:
            steps.give_information(actor, referral_id, reason=PAGE)
        assert given.value.field == "reason"
        steps.give_information(actor, referral_id, reason="The packing line.")
        steps.withdraw_referral(actor, referral_id, reason="Back at work")
        with pytest.raises(RuleBroken, match="never goes out"):
            steps.reopen_referral(actor, referral_id, reason=PAGE)
