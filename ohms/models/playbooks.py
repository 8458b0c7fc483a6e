"""The COHEs' own versions of playbooks; the house's stand in `domain/house_playbooks.py`."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ohms.models.base import Base, Line, Prose, unique


class PlaybookVersion(Base):
    """One version of a COHE's playbook. Never changes (trigger): the highest number stands.

    `steps` is a JSON list of objects, in their order, as `queries/playbooks.py` reads them.
    """

    __tablename__ = "playbook"
    __table_args__ = (
        unique("cohe_id", "playbook_key", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(steps) between 1 and 20000", name="steps_length"),
    )

    cohe_id: Mapped[int] = mapped_column(ForeignKey("cohe.id"))
    playbook_key: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    title: Mapped[Line]
    steps: Mapped[Prose]
    offered: Mapped[bool] = mapped_column(default=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    written_at: Mapped[datetime]
