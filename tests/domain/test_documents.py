"""Rules of the claim file: names, the flag, quotas, quotes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.actor import Actor, HeldPosition
from ohms.domain.documents import (
    HOUSE_LIMITS,
    DocumentLimits,
    FiledDocument,
    Kept,
    check_filed,
    checked_reason,
    is_about_mental_health,
    may_read_content,
    quoted,
    shown_file_name,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.values import DocumentKind, Role

TODAY = date(2026, 11, 24)
LETTER = FiledDocument(
    kind=DocumentKind.LETTER,
    document_on=date(2026, 11, 20),
    received_on=date(2026, 11, 21),
    title="A letter",
    file_name="letter.pdf",
    sha256="0" * 64,
    size=1_000,
    media_type="application/pdf",
)
NOTHING = Kept(0, 0)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("letter.pdf", "letter.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\apf.pdf", "apf.pdf"),
        ("letter\u202efdp.exe", "letter fdp.exe"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie_ b.pdf"),
        ("", "unnamed"),
        ("..", "unnamed"),
        (" \u200b ", "unnamed"),
    ],
)
def test_a_name_keeps_no_folder_and_nothing_unseen(sent: str, shown: str) -> None:
    assert shown_file_name(sent) == shown


@given(st.text(max_size=400))
def test_whatever_is_sent_a_name_is_one_short_visible_line(sent: str) -> None:
    name = shown_file_name(sent)
    assert 1 <= len(name) <= 200
    assert name.isprintable()
    assert not set(name) & set('/\\<>:"|?*')
    assert name not in (".", "..")


def test_a_long_name_keeps_its_ending() -> None:
    assert shown_file_name("a" * 300 + ".pdf") == "a" * 196 + ".pdf"


@pytest.mark.parametrize(
    ("changed", "kept", "field"),
    [
        ({"title": "\u200b"}, NOTHING, "title"),
        ({"title": "a" * 201}, NOTHING, "title"),
        ({"document_on": date(2026, 11, 25)}, NOTHING, "document_on"),
        ({"received_on": date(2026, 11, 25)}, NOTHING, "received_on"),
        ({"received_on": date(2026, 11, 19)}, NOTHING, "received_on"),
        ({}, Kept(HOUSE_LIMITS.claim - 999, 0), "file"),
        ({}, Kept(0, HOUSE_LIMITS.person_day - 999), "file"),
    ],
)
def test_what_cannot_be_filed_is_told_beside_its_field(
    changed: dict[str, Any], kept: Kept, field: str
) -> None:
    with pytest.raises(RuleBroken) as raised:
        check_filed(replace(LETTER, **changed), kept, TODAY)
    assert raised.value.field == field


def test_no_file_is_larger_than_the_cohe_takes() -> None:
    limits = DocumentLimits(file=LETTER.size - 1)
    with pytest.raises(RuleBroken) as raised:
        check_filed(LETTER, NOTHING, TODAY, limits)
    assert raised.value.field == "file"
    check_filed(LETTER, NOTHING, TODAY, DocumentLimits(file=LETTER.size))


def test_the_last_byte_of_room_may_be_taken() -> None:
    check_filed(LETTER, Kept(HOUSE_LIMITS.claim - 1_000, HOUSE_LIMITS.person_day - 1_000), TODAY)


@pytest.mark.parametrize(
    ("kind", "title", "codes", "proposed"),
    [
        (DocumentKind.LETTER, "Psychological evaluation", (), True),
        (DocumentKind.CHART_NOTE, "Behavioral health visit", (), True),
        (DocumentKind.CHART_NOTE, "Office visit", ("S33.5XXA", "F43.10"), True),
        (DocumentKind.CHART_NOTE, "Office visit", ("S33.5XXA",), False),
        (DocumentKind.APF, "APF", ("F43.10",), False),
        (DocumentKind.LETTER, "Fundamental facts", (), False),
    ],
)
def test_mental_health_is_proposed_by_title_or_diagnosis(
    kind: DocumentKind, title: str, codes: tuple[str, ...], proposed: bool
) -> None:
    assert is_about_mental_health(kind, title, codes) is proposed


@pytest.mark.parametrize(
    ("role", "cohe", "reads"),
    [
        (Role.HSC, 1, True),
        (Role.SUPERVISOR, 1, True),
        (Role.HSC_ASSISTANT, 1, False),
        (Role.HSC, 2, False),
    ],
)
def test_flagged_content_is_for_coordinators_and_supervisors_of_the_cohe(
    role: Role, cohe: int, reads: bool
) -> None:
    actor = Actor(1, "a", "A", (HeldPosition(1, role, cohe),), TODAY)
    assert may_read_content(actor, mental_health=True, cohe_id=1) is reads
    assert may_read_content(actor, mental_health=False, cohe_id=1)


def test_a_flag_says_why() -> None:
    with pytest.raises(RuleBroken):
        checked_reason(" \u200b ")
    assert checked_reason("  Of a wrist. ") == "Of a wrist."


def test_a_quote_is_one_paragraph_with_its_place_and_not_too_long() -> None:
    assert quoted("Lift\n up  to 20 lb", "APF", TODAY, 2) == (
        "“Lift up to 20 lb”\n(APF, 2026-11-24, page 2)\n"
    )
    assert len(quoted("a" * 9_000, "APF", TODAY, 1)) < 4_100
