"""Characters that no font has a sign for: told where somebody can write otherwise, marked elsewhere."""

from datetime import UTC, datetime

import pytest

from ohms.web.pdf import MOST_TRIES, STAND_IN, UnprintableError, marked_pdf_of, pdf_of
from tests.hostile_values import CHARACTERS
from tests.house import House
from tests.printed import text_of

CONTROLS = "".join(map(chr, range(0x80, 0xA0)))
AT = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
SIGNLESS = "".join(chr(0x10FF00 + each) for each in range(MOST_TRIES + 2))


def packet(said: str) -> dict[str, object]:
    line = {"label": "What is asked", "said": said, "before": None}
    heading = {"title": "Stay at Work", "heading": "AL10001", "cohe": "Alder", "sent_by": "Rosa"}
    day = {"sent_on": "November 24, 2026", "year": 2026, "month": 11, "day": 24, "replaces": 0}
    return {**heading, **day, "lines": [line]}


def test_what_has_no_sign_is_told(house: House) -> None:
    with house.app.app_context(), pytest.raises(UnprintableError) as told:
        pdf_of("packet", packet(f"Light work {SIGNLESS[0]}."), AT)
    assert told.value.text == SIGNLESS[0]


@pytest.mark.parametrize("signless", [SIGNLESS[0], SIGNLESS, CONTROLS])
def test_a_packet_is_printed_all_the_same_and_says_what_it_does_not_show(
    house: House, signless: str
) -> None:
    with house.app.app_context():
        words = text_of(marked_pdf_of("packet", packet(f"Light work, años {signless}."), AT))
        plain = text_of(marked_pdf_of("packet", packet("Light work."), AT))
    assert f"Light work, años {STAND_IN * len(signless)}." in words
    assert "no sign for some characters" in words
    assert "no sign" not in plain


def test_what_is_pasted_unseen_before_a_text_is_no_matter(house: House) -> None:
    with house.app.app_context():
        assert "Light work." in text_of(pdf_of("packet", packet("\ufeffLight work."), AT))


def test_every_odd_character_is_printed_or_marked(house: House) -> None:
    said = [
        each.decode(errors="replace") if isinstance(each, bytes) else each for each in CHARACTERS
    ]
    with house.app.app_context():
        for each in said:
            assert marked_pdf_of("packet", packet(each[:2_000]), AT).startswith(b"%PDF")
