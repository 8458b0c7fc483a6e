"""What is told in words beside the lists of the Quarterly Status Report: a text for each part."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ohms.domain.errors import RuleBroken

LONGEST_TEXT = 8000


class ReportPart(StrEnum):
    """The parts that a text may stand under."""

    STAFFING_CHANGES = "staffing_changes"
    VACANCIES = "vacancies"
    TRAINING = "training"
    COVERAGE = "coverage"
    OTHER = "other"


PARTS: Mapping[ReportPart, str] = MappingProxyType(
    {
        ReportPart.STAFFING_CHANGES: "Staffing changes",
        ReportPart.VACANCIES: "Vacancies",
        ReportPart.TRAINING: "Training",
        ReportPart.COVERAGE: "Coverage",
        ReportPart.OTHER: "What else L&I should know",
    }
)


def checked_text(body: str | None) -> str:
    """The text as it is kept; empty takes it out."""
    text = (body or "").strip()
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(f"Shorten the text to {LONGEST_TEXT:,} characters.", field="body")
    return text


def text_of(content: Mapping[str, Any], part: ReportPart) -> str:
    """The text of a part; a report frozen when there was one narrative has it under the last part."""
    text = content.get("texts", {}).get(part.value, "")
    return text or (content.get("narrative", "") if part is ReportPart.OTHER else "")
