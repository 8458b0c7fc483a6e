"""A letter or a fax sheet made from a template: what is filed, and the note that tells of it."""

from dataclasses import dataclass
from datetime import date

from ohms.domain.errors import RuleBroken
from ohms.domain.notes import ComposedContact, ComposedNote
from ohms.domain.text_templates import LONGEST_TEXT, SENT_TO, Purpose, TextTemplate
from ohms.domain.values import DocumentKind, Outcome, StandardWork

KINDS = {Purpose.LETTER: DocumentKind.LETTER, Purpose.FAX: DocumentKind.OTHER}
NAMES = {Purpose.LETTER: "Letter to the worker", Purpose.FAX: "Fax to the provider's clinic"}


@dataclass(frozen=True, slots=True)
class ProducedLetter:
    """What was printed: its text, and the hash and size of the stored file."""

    template: TextTemplate
    text: str
    sha256: str
    size: int
    media_type: str
    minutes: int | None = None

    @property
    def kind(self) -> DocumentKind:
        return KINDS[self.template.purpose]

    @property
    def title(self) -> str:
        """How it is listed among the documents: "Letter to the worker: Unable to contact"."""
        return f"{NAMES[self.template.purpose]}: {self.template.title}"


def heading_of(template: TextTemplate, claim_number: str) -> str:
    """What stands above the text: a worker reads what it is about, a clinic what is wanted."""
    if template.purpose is Purpose.LETTER:
        return f"Your claim {claim_number}"
    return template.title


def check_is_printed(purpose: Purpose) -> None:
    """Letters and fax sheets are printed; a note's template is not."""
    if purpose not in SENT_TO:
        raise RuleBroken("This template is for notes: start a note from it instead.")


def check_letter_text(text: str) -> None:
    """Refuse an empty letter, or one too long."""
    if not text.strip():
        raise RuleBroken("Enter the text.", field="text")
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(f"Shorten the text to {LONGEST_TEXT:,} characters.", field="text")


def note_about(letter: ProducedLetter, on_day: date) -> ComposedNote:
    """The note of a letter or fax that goes out: nobody was reached, a message was left."""
    party, method = SENT_TO[letter.template.purpose]
    return ComposedNote(
        standard_work=letter.template.standard_work or StandardWork.RETURN_TO_WORK,
        body=f"{letter.title}. Printed and filed with the claim's documents.",
        performed_on=on_day,
        contacts=(ComposedContact(party, method, Outcome.LEFT_MESSAGE),),
        minutes=letter.minutes,
    )
