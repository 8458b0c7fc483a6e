"""Nothing of a claim leaves with a referral to Risk Management: five hundred claims full of words
that stand nowhere else, and none of those in what was sent, shown to the desk, or printed."""

import json
from collections.abc import Callable
from random import Random

import pytest
from sqlalchemy import select

from ohms.commands.referrals import change_draft, draft_referral, send_referral
from ohms.domain.actor import Actor
from ohms.domain.referral_content import read_content
from ohms.domain.services import RISK_MANAGEMENT
from ohms.domain.values import Service
from ohms.models.referrals import ReferralPacket, ReferralVersion
from ohms.queries.packets import packet_to_send
from ohms.web.document_files import document_store
from ohms.web.packets import produced
from tests.blueprints.signing_in import as_person
from tests.canaries import add_marked_claims, canaries_in, number_of
from tests.house import House, one
from tests.pages import CheckedClient
from tests.printed import text_of

OWN = {each.name for each in RISK_MANAGEMENT.fields} | {"told_employer", "told_employer_claims"}


@pytest.mark.slow
def test_no_word_of_a_claim_leaves_with_a_referral_to_risk_management(
    client: CheckedClient,
    house: House,
    clock: Callable[[str], None],
    times: Callable[..., int],
) -> None:
    clock("2026-11-24T12:00:00-08:00")
    rng = Random(2026)
    with house.app.app_context():
        claims = add_marked_claims(house, times(full=500, ci=50), rng)
        actor = house.actor("alder.hsc1")
        sent = [_sent(actor, claim, rng) for claim in claims]
        texts = {referral: _kept_of(referral) for referral in sent}
    as_person(client, "lni.riskmanagement")
    found = {}
    for place, referral in enumerate(sent):
        page = client.get(f"/referrals/{referral}/packet/1").text
        content, printed = texts[referral]
        for where, text in (("content", content), ("print", page), ("file", printed)):
            assert f"Works {place}," in text, "what is asked for stands there"
            if leaked := canaries_in(text):
                found[referral, where] = leaked
        assert set(json.loads(content)) <= OWN
    assert found == {}


def test_the_words_are_there_to_be_found(house: House, clock: Callable[[str], None]) -> None:
    """A service about the claim is told some of them: in its content and in its file."""
    clock("2026-11-24T12:00:00-08:00")
    with house.app.app_context():
        (claim,) = add_marked_claims(house, 1, Random(1))
        actor = house.actor("alder.hsc1")
        referral = draft_referral(actor, claim, Service.STAY_AT_WORK)
        packet = packet_to_send(actor, referral)
        with produced(packet) as file:
            printed = text_of(document_store().read_by(file.sha256))
        told = canaries_in(packet.content)
        assert number_of(0) in told
        assert len(told) == 6, "number, both names of the worker, contact, phone, restrictions"
        assert canaries_in(printed) == told
    assert canaries_in("qzxab\nc9") == {"qzxabc9"}


def _sent(actor: Actor, claim_id: int, rng: Random) -> int:
    """A referral about the claim's employer, sent from a draft as the claim filled it in."""
    referral = draft_referral(actor, claim_id, Service.RISK_MANAGEMENT)
    reasons = [value for value, _said in RISK_MANAGEMENT.by_name["reasons"].choices]
    begun = one(select(ReferralVersion.content).where(ReferralVersion.referral_id == referral))
    entered = read_content(begun) | {
        "programme": rng.choice(["yes", "no", "not_known"]),
        "reasons": ";".join(rng.sample(reasons, k=rng.randrange(1, 4))),
        "reason": "Several people of theirs were away at once.",
    }
    change_draft(actor, referral, entered)
    with produced(packet_to_send(actor, referral)) as packet:
        send_referral(actor, referral, packet)
    return referral


def _kept_of(referral: int) -> tuple[str, str]:
    """What stands in the version, and what its file says."""
    content = one(select(ReferralVersion.content).where(ReferralVersion.referral_id == referral))
    sha256 = one(select(ReferralPacket.sha256).where(ReferralPacket.referral_id == referral))
    return content, text_of(document_store().read_by(sha256))
