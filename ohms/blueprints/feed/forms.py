"""The form by which an administrator gives a feed file."""

from datetime import date

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField
from wtforms.validators import ValidationError

from ohms import clock
from ohms.domain.errors import RuleBroken
from ohms.domain.feed import FeedKind, as_of_day
from ohms.web.fields import ChoiceField, DayField
from ohms.web.forms import OhmsForm

KINDS = {
    FeedKind.PROVIDERS.value: "Providers",
    FeedKind.CLAIMS.value: "Claims",
    FeedKind.ROA.value: "Reports of Accident (ROA)",
    FeedKind.APF.value: "Activity Prescription Forms (APF)",
    FeedKind.TIME_LOSS.value: "Time loss",
    FeedKind.DOCUMENTS.value: "Documents",
}


class UploadForm(OhmsForm):
    kind = ChoiceField("What the file has", KINDS, demand="Choose what the file has.")
    file = FileField("File")
    as_of = DayField("As of", past=True)
    good_lines = BooleanField("Apply the good lines though others are refused")

    def validate_file(self, field: FileField) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError("Choose a file.")

    def offering(self, seems: FeedKind) -> RuleBroken:
        """Choose the kind that the file is of instead; the browser lets nobody choose the file for them."""
        self.kind.data = seems.value
        return RuleBroken(
            f"By its header line this file has {KINDS[seems.value]}. That is chosen above now:"
            " choose the file again.",
            field="file",
        )

    @property
    def file_name(self) -> str:
        """The name the person knows the file by, without folders."""
        name: str = self.file.data.filename
        return name.replace("\\", "/").rpartition("/")[2][:200] or "unnamed"

    @property
    def as_of_day(self) -> date:
        """The typed day, else the one in the file's name, else yesterday."""
        return as_of_day(self.file_name, today=clock.today(), option=self.as_of.data)
