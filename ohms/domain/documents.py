"""Rules of the claim file: names that are shown, who reads what is about mental health, how much."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ohms.domain.actor import Actor
from ohms.domain.document_content import LARGEST_DOCUMENT, MEGABYTE
from ohms.domain.errors import RuleBroken
from ohms.domain.values import DocumentKind, Role

LONGEST_TITLE = 200
LONGEST_REASON = 200
LONGEST_QUOTE = 4_000  # characters of a page that go into a note at once

READ_MENTAL_HEALTH = (Role.HSC, Role.SUPERVISOR)
"""Coordinators and supervisors of the claim's COHE read flagged content, assistants do not
(security.md, "Access")."""

# Our own list of words, for a proposal that a coordinator confirms or takes back.
_BEHAVIOURAL = re.compile(
    r"\b(psych\w*|behaviou?ral|mental|counsel\w*|depress\w*|anxiety|ptsd|post-?traumatic stress"
    r"|suicid\w*|substance use|addict\w*|chemical dependency|therapy note)\b",
    re.IGNORECASE,
)
_TELL_OF_TREATMENT = frozenset({DocumentKind.CHART_NOTE, DocumentKind.CONSENT, DocumentKind.OTHER})


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """A document as a person files it; `sha256`, `size` and `media_type` are of its stored bytes."""

    kind: DocumentKind
    document_on: date
    received_on: date
    title: str
    file_name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """How many bytes people may give: in one file, to one claim, and one person on one day.

    A setting of the COHE; no file is larger than what the house takes at all (`LARGEST_DOCUMENT`).
    """

    file: int = LARGEST_DOCUMENT
    claim: int = 500 * MEGABYTE
    person_day: int = 500 * MEGABYTE


HOUSE_LIMITS = DocumentLimits()


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that the files filed by people take up."""

    of_the_claim: int
    of_the_person_today: int


def check_filed(
    document: FiledDocument, kept: Kept, today: date, limits: DocumentLimits = HOUSE_LIMITS
) -> None:
    """Refuse a document without a title, of days that cannot be, or more than there is room for."""
    if not shown_text(document.title):
        raise RuleBroken("Enter a title.", field="title")
    if len(document.title) > LONGEST_TITLE:
        raise RuleBroken(f"Shorten the title to {LONGEST_TITLE} characters.", field="title")
    if document.document_on > today:
        raise RuleBroken("Enter a day that is not after today.", field="document_on")
    if document.received_on > today:
        raise RuleBroken("Enter a day that is not after today.", field="received_on")
    if document.received_on < document.document_on:
        raise RuleBroken(
            "Enter a day of receipt that is not before the document's own.", field="received_on"
        )
    _check_size(document.size, kept, limits)


def _check_size(size: int, kept: Kept, limits: DocumentLimits) -> None:
    if size > limits.file:
        raise RuleBroken(
            f"This file is larger than your COHE takes: {limits.file // MEGABYTE} MB.", field="file"
        )
    if kept.of_the_claim + size > limits.claim:
        raise RuleBroken(
            f"A claim's file holds {limits.claim // MEGABYTE} MB of files that people give: there is"
            " no room for this one.",
            field="file",
        )
    if kept.of_the_person_today + size > limits.person_day:
        raise RuleBroken(
            f"One person gives at most {limits.person_day // MEGABYTE} MB of files on one day. Give"
            " the rest tomorrow.",
            field="file",
        )


def shown_text(text: str) -> str:
    """One line that an eye can read: without control, direction and zero-width characters."""
    normal = unicodedata.normalize("NFC", text)
    visible = (" " if unicodedata.category(c)[0] in "CZ" else c for c in normal)
    return " ".join("".join(visible).split())


def shown_file_name(sent: str, longest: int = LONGEST_TITLE) -> str:
    """The name a person knows the file by: no folders, nothing unseen, cut to what is kept.

    It is shown, and named in a download; it is never a path. What is left of nothing is `unnamed`.
    """
    last = shown_text(sent.replace("\\", "/").rpartition("/")[2])
    plain = re.sub(r'[<>:"|?*]', "_", last).strip(" .")
    if len(plain) <= longest:
        return plain or "unnamed"
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 8:
        return stem[: longest - len(ending) - 1].rstrip(" .") + "." + ending
    return plain[:longest]


def is_about_mental_health(kind: DocumentKind, title: str, icd10: Iterable[str] = ()) -> bool:
    """Whether the flag is proposed by itself: by the title, or for records of treatment of a claim
    with a diagnosis of chapter F (mental, behavioural and neurodevelopmental disorders)."""
    if _BEHAVIOURAL.search(title):
        return True
    return kind in _TELL_OF_TREATMENT and any(code.strip().startswith("F") for code in icd10)


def may_read_content(actor: Actor, *, mental_health: bool, cohe_id: int) -> bool:
    """Whether title, pages, text and file are open to somebody who sees the document listed."""
    return not mental_health or cohe_id in actor.cohes_as(*READ_MENTAL_HEALTH)


def checked_reason(reason: str) -> str:
    """Why a flag was set or taken off: it stays with the document."""
    text = shown_text(reason)
    if not text:
        raise RuleBroken("Enter why: it stays with the document.", field="reason")
    if len(text) > LONGEST_REASON:
        raise RuleBroken(f"Shorten the reason to {LONGEST_REASON} characters.", field="reason")
    return text


def quoted(text: str, title: str, document_on: date, page: int) -> str:
    """A page's text as it goes into a note, with where it stands."""
    lines = " ".join(text.split())
    if len(lines) > LONGEST_QUOTE:
        lines = lines[:LONGEST_QUOTE].rstrip() + " …"
    return f"“{lines}”\n({title}, {document_on:%Y-%m-%d}, page {page})\n"
