"""What of a flagged text may not stand in a packet, and how its refusal reads."""

from datetime import date

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.packets import (
    FlaggedText,
    Packet,
    ProducedPacket,
    check_nothing_flagged,
    check_printed,
)
from ohms.domain.services import RISK_MANAGEMENT, STAY_AT_WORK
from ohms.domain.values import Service

FLAGGED = "Is anxious in crowds.\nNo work on the night shift; sees a counselor weekly"


def flagged(*, reviewed: bool = False, text: str | None = FLAGGED) -> FlaggedText:
    return FlaggedText("the document of November 5, 2026", text, reviewed)


@pytest.mark.parametrize(
    "said",
    [
        FLAGGED,
        "IS  ANXIOUS in\ncrowds.",
        "Lifts 10 pounds, sees a counselor weekly, and walks.",
        "no work on the night shift",
    ],
)
def test_a_flagged_text_or_a_sentence_of_it_is_refused_beside_its_field(said: str) -> None:
    with pytest.raises(RuleBroken, match="Restrictions: this stands in the document of") as told:
        check_nothing_flagged(STAY_AT_WORK, {"restrictions": said}, [flagged()])
    assert told.value.field == "restrictions"


@pytest.mark.parametrize("said", ["", "Lifts 10 pounds.", "anxious", "night shift", "weekly"])
def test_other_words_pass(said: str) -> None:
    check_nothing_flagged(STAY_AT_WORK, {"restrictions": said}, [flagged(), flagged(text="")])


def test_a_short_flagged_text_counts_as_a_whole() -> None:
    short = flagged(text="Off work.")
    check_nothing_flagged(RISK_MANAGEMENT, {"reason": "Off work for long"}, [short])
    with pytest.raises(RuleBroken):
        check_nothing_flagged(RISK_MANAGEMENT, {"reason": "off work"}, [short])


def test_what_nobody_reviewed_asks_for_the_review_and_what_was_reviewed_never_goes() -> None:
    for reviewed, words in ((False, "not reviewed. Review its flag first"), (True, "never goes")):
        with pytest.raises(RuleBroken, match=words):
            check_nothing_flagged(STAY_AT_WORK, {"reason": FLAGGED}, [flagged(reviewed=reviewed)])


def test_only_what_was_printed_is_sent() -> None:
    printed = ProducedPacket('{"reason": "a"}', "0" * 64, 1, "application/pdf")
    check_printed(printed, '{"reason": "a"}')
    with pytest.raises(RuleBroken, match="changed while it was being sent"):
        check_printed(printed, '{"reason": "b"}')


def test_a_packet_is_named_by_its_referral_and_its_version() -> None:
    packet = Packet(
        7, Service.RISK_MANAGEMENT, 2, "Alder COHE", "Rosa", date(2026, 11, 24), "{}", ()
    )
    assert packet.title == "Referral to Risk Management"
    assert packet.heading == "Referral 7, version 2"
    assert packet.file_name == "referral-7-version-2.pdf"


def test_nothing_goes_while_a_flagged_text_is_not_read_yet() -> None:
    with pytest.raises(RuleBroken, match=r"not read yet\. Open it first"):
        check_nothing_flagged(STAY_AT_WORK, {"reason": "Off work"}, [flagged(text=None)])
    check_nothing_flagged(STAY_AT_WORK, {"reason": "Off work"}, [flagged(text="")])
