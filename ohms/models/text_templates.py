"""The COHEs' own versions of text templates; the house's stand in `domain/house_templates.py`."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.domain.text_templates import Purpose
from ohms.domain.values import StandardWork
from ohms.models.base import Base, Line, Prose, choice, unique


class TextTemplateVersion(Base):
    """One version of a COHE's template. Never changes (trigger): the highest number stands."""

    __tablename__ = "text_template"
    __table_args__ = (
        unique("cohe_id", "template_key", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(body) between 1 and 8000", name="body_length"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    template_key: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose, "purpose"))
    standard_work: Mapped[StandardWork | None] = mapped_column(
        choice(StandardWork, "standard_work")
    )
    title: Mapped[Line]
    body: Mapped[Prose]
    offered: Mapped[bool] = mapped_column(default=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime]
