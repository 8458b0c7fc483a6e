"""The form by which a document is given to a claim, and how what it holds is received."""

from typing import NamedTuple

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from ohms import clock
from ohms.domain.document_content import MEDIA_TYPES, DocumentFormat, check_size, recognised
from ohms.domain.documents import LONGEST_TITLE, FiledDocument, shown_file_name
from ohms.domain.values import DocumentKind
from ohms.web.fields import DayField, DemandedChoice, LineField
from ohms.web.forms import OhmsForm


class Given(NamedTuple):
    """Bytes whose format was recognised."""

    content: bytes
    format: DocumentFormat


class DocumentForm(OhmsForm):
    kind = DemandedChoice("Kind", DocumentKind, demand="Choose what it is.")
    title = LineField("Title", longest=LONGEST_TITLE)
    document_on = DayField("Date of the document", past=True, demand="Enter its date.")
    received_on = DayField("Received", past=True)
    file = FileField("File")

    def validate_file(self, field: FileField) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError("Choose a file.")

    @property
    def file_name(self) -> str:
        return shown_file_name(str(self.file.data.filename))

    def checked(self) -> Given:
        """The file as it was given, found to be what the claim file takes; RuleBroken beside `file`
        where it is not."""
        content = self._content()
        return Given(content, recognised(content))

    def filed(self, given: Given, sha256: str) -> FiledDocument:
        """The document that was typed, of bytes that are stored."""
        return FiledDocument(
            kind=DocumentKind(self.kind.data),
            document_on=self.document_on.data,
            received_on=self.received_on.data or clock.today(),
            title=self.title.data or self.file_name,
            file_name=self.file_name,
            sha256=sha256,
            size=len(given.content),
            media_type=MEDIA_TYPES[given.format],
        )

    def _content(self) -> bytes:
        stream = self.file.data.stream
        check_size(stream.seek(0, 2))
        stream.seek(0)
        content: bytes = stream.read()
        return content
