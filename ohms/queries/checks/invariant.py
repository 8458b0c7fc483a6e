"""What an invariant is: a name, a sentence that is true of every good database, and its findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ohms.models.document_store import DocumentStore

Findings = Callable[[date], Iterator[str]]
FileFindings = Callable[[DocumentStore], Iterator[str]]


class Severity(StrEnum):
    """A fault must not be, whatever people do; a gap is work for somebody (the bench shows it)."""

    FAULT = "fault"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Invariant:
    """`findings` yields one line for each place that breaks the sentence, asked as of a day.

    Lines carry numbers, ids and days: never names or text of claims.
    """

    name: str
    sentence: str
    findings: Findings
    severity: Severity = Severity.FAULT


@dataclass(frozen=True, slots=True)
class FileInvariant:
    """One of the stored files beside the data: asked of the store of the instance."""

    name: str
    sentence: str
    findings: FileFindings
    severity: Severity = Severity.FAULT
