"""Flask-Admin over the statewide database: lists of one coordinator's claims and notes, and a note's form.

As its documentation says for large tables: related rows joined, look-ups instead of lists of choices.
"""

import os
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, redirect, request
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_login import LoginManager, UserMixin, current_user, login_user
from sqlalchemy import ForeignKey, create_engine, event, func, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    relationship,
    scoped_session,
    sessionmaker,
)

from benchmarks.others import OWN_POSITION, OWN_STAFF

engine = create_engine(f"sqlite:///{os.environ['OTHERS_FILE']}", connect_args={"timeout": 20})
session = scoped_session(sessionmaker(engine))


@event.listens_for(engine, "connect")
def _set_up(connection: Any, _record: Any) -> None:
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class Staff(UserMixin, Base):
    __tablename__ = "staff_member"
    username: Mapped[str]


class Worker(Base):
    __tablename__ = "worker"
    last_name: Mapped[str]
    first_name: Mapped[str]

    def __str__(self) -> str:
        return f"{self.last_name}, {self.first_name}"


class Employer(Base):
    __tablename__ = "employer"
    name: Mapped[str]

    def __str__(self) -> str:
        return self.name


class Provider(Base):
    __tablename__ = "provider"
    last_name: Mapped[str]

    def __str__(self) -> str:
        return self.last_name


class ProviderAssignment(Base):
    __tablename__ = "provider_assignment"
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    staff_id: Mapped[int]


class Claim(Base):
    __tablename__ = "claim"
    claim_number: Mapped[str]
    cohe_id: Mapped[int]
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"))
    initiating_provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    injury_on: Mapped[date]
    initiated_on: Mapped[date]
    status: Mapped[str]
    coordination: Mapped[str]
    complexity: Mapped[str]
    work_status: Mapped[str]
    on_time_loss: Mapped[bool]
    last_contact_on: Mapped[date | None]
    next_due_by: Mapped[date | None]
    worker: Mapped[Worker] = relationship()
    employer: Mapped[Employer] = relationship()
    initiating_provider: Mapped[Provider] = relationship()

    def __str__(self) -> str:
        return self.claim_number


class Contact(Base):
    __tablename__ = "contact"
    note_id: Mapped[int] = mapped_column(ForeignKey("case_note.id"))
    claim_id: Mapped[int]
    cohe_id: Mapped[int]
    staff_id: Mapped[int]
    party: Mapped[str]
    method: Mapped[str]
    outcome: Mapped[str]
    interpreter: Mapped[bool] = mapped_column(default=False)
    contact_on: Mapped[date]
    note: Mapped["CaseNote"] = relationship(back_populates="contacts")


class TimeEntry(Base):
    __tablename__ = "time_entry"
    note_id: Mapped[int] = mapped_column(ForeignKey("case_note.id"))
    claim_id: Mapped[int]
    cohe_id: Mapped[int]
    staff_id: Mapped[int]
    position_id: Mapped[int]
    standard_work: Mapped[str | None]
    performed_on: Mapped[date]
    minutes: Mapped[int]
    capture: Mapped[str] = mapped_column(default="typed")
    entered_by_id: Mapped[int]
    entered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    note: Mapped["CaseNote"] = relationship(back_populates="times")


class CaseNote(Base):
    __tablename__ = "case_note"
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    cohe_id: Mapped[int]
    author_id: Mapped[int]
    position_id: Mapped[int]
    standard_work: Mapped[str]
    body: Mapped[str]
    performed_on: Mapped[date]
    written_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    co_signature_needed: Mapped[bool] = mapped_column(default=False)
    mental_health: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    claim: Mapped[Claim] = relationship()
    contacts: Mapped[list[Contact]] = relationship(back_populates="note")
    times: Mapped[list[TimeEntry]] = relationship(back_populates="note")


OWN_PROVIDERS = select(ProviderAssignment.provider_id).where(
    ProviderAssignment.staff_id == OWN_STAFF
)


class Guarded(ModelView):
    """For who has signed in, of their own claims alone."""

    named_filter_urls = True

    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated)

    def own(self, query: Any) -> Any:
        return query.filter(Claim.initiating_provider_id.in_(OWN_PROVIDERS))

    def get_query(self) -> Any:
        return self.own(super().get_query())

    def get_count_query(self) -> Any:
        return self.own(self.session.query(func.count("*")).select_from(self.model))


class ClaimView(Guarded):
    column_list = (
        "claim_number",
        "worker",
        "injury_on",
        "initiated_on",
        "employer",
        "initiating_provider",
        "status",
        "coordination",
        "complexity",
        "work_status",
        "on_time_loss",
        "last_contact_on",
        "next_due_by",
    )
    column_select_related_list = (Claim.worker, Claim.employer, Claim.initiating_provider)
    column_filters = ("coordination", "on_time_loss")
    column_searchable_list = ("claim_number", "worker.last_name")
    column_default_sort = "next_due_by"
    page_size = 50
    can_create = can_edit = can_delete = False


class NoteView(Guarded):
    column_list = ("claim", "performed_on", "standard_work", "body")
    column_select_related_list = (CaseNote.claim,)
    column_searchable_list = ("body",)
    column_default_sort = ("id", True)
    page_size = 20
    can_edit = can_delete = False
    form_columns = ("claim", "standard_work", "body", "performed_on")
    form_ajax_refs = {"claim": {"fields": ("claim_number",), "page_size": 10}}  # noqa: RUF012
    inline_models = (
        (Contact, {"form_columns": ("id", "party", "method", "outcome")}),
        (TimeEntry, {"form_columns": ("id", "minutes")}),
    )

    def own(self, query: Any) -> Any:
        return super().own(query.join(Claim, Claim.id == CaseNote.claim_id))

    def on_model_change(self, form: Any, model: Any, is_created: bool) -> None:
        now = datetime.now(UTC).replace(tzinfo=None)
        whose = {"claim_id": model.claim.id, "cohe_id": model.claim.cohe_id}
        of_work = {"staff_id": OWN_STAFF, "position_id": OWN_POSITION, "entered_by_id": OWN_STAFF}
        days = {"performed_on": model.performed_on, "standard_work": model.standard_work}
        told = [(model, {**whose, "author_id": OWN_STAFF, "position_id": OWN_POSITION})]
        told += [(model, {"written_at": now, "signed_at": now})]
        for each in model.contacts:
            told.append((each, {**whose, "staff_id": OWN_STAFF, "contact_on": model.performed_on}))
        for each in model.times:
            told.append(
                (each, {**whose, **of_work, **days, "entered_at": now, "confirmed_at": now})
            )
        for row, values in told:
            for name, value in values.items():
                setattr(row, name, value)


application = Flask(__name__)
application.secret_key = os.environ["OTHERS_SECRET"]
people = LoginManager(application)


@people.user_loader
def _person(number: str) -> Staff | None:
    return session.get(Staff, int(number))


@application.teardown_appcontext
def _close(_error: object) -> None:
    session.remove()


@application.post("/login")
def login() -> Any:
    if request.form["password"] != os.environ["OTHERS_PASSWORD"]:
        return "No.", 403
    login_user(session.get(Staff, OWN_STAFF))
    return redirect("/admin/")


admin = Admin(application, name="Claims")
admin.add_view(ClaimView(Claim, session, endpoint="claim"))
admin.add_view(NoteView(CaseNote, session, endpoint="note"))
