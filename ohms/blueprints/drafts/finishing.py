"""Finishing a note whose claim went out of sight: one's own text, and nothing of the claim."""

from flask import flash, render_template, request, url_for
from flask import redirect as go
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ohms import clock
from ohms.commands.finishing import finish_note
from ohms.commands.form_loads import saving
from ohms.commands.idempotency import UsedOtherwise, made_before
from ohms.domain.access import Permission
from ohms.domain.days import Leaning, read_day
from ohms.domain.drafts import TO_FINISH, Fields
from ohms.domain.errors import RuleBroken
from ohms.domain.notes import LONGEST_BODY, ComposedContact, ComposedNote
from ohms.domain.time_entries import MINUTES_A_DAY
from ohms.domain.values import Method, MinutesFrom, Outcome, Party, StandardWork
from ohms.queries.drafts import LeftDraft, draft_left
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, DayField, ProseField, WholeNumberField
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

SIGNED_BEFORE = (
    "This note was signed before, with something else in it. What stands here now is not saved: copy what"
    " is missing, for an addendum by whoever sees the claim."
)


class FinishForm(OhmsForm):
    """A note's own text and facts; tasks, referrals and other claims need the claim's page."""

    party = ChoiceField("Who", Party, empty="Nobody")
    method = ChoiceField("How", Method, empty="–")
    outcome = ChoiceField("Outcome", Outcome, empty="–")
    standard_work = ChoiceField(
        "Standard work", StandardWork, demand="Choose the item of standard work."
    )
    performed_on = DayField("Performed on", past=True, demand="Enter the day it was done.")
    body = ProseField("Note", longest=LONGEST_BODY, demand="Enter what was said or done.")
    minutes = WholeNumberField("Minutes", least=1, most=MINUTES_A_DAY)

    def composed(self) -> ComposedNote:
        return ComposedNote(
            standard_work=StandardWork(self.standard_work.data),
            body=self.body.data or "",
            performed_on=self.performed_on.data or clock.today(),
            contacts=self._contacts(),
            minutes=self.minutes.data,
            minutes_from=MinutesFrom.TYPED,
        )

    def _contacts(self) -> tuple[ComposedContact, ...]:
        if not (self.party.data or self.outcome.data):
            return ()
        for field in (self.party, self.method, self.outcome):
            if not field.data:
                raise RuleBroken("Choose who, how and with what outcome.", field=field.name)
        contact = ComposedContact(
            Party(self.party.data), Method(self.method.data), Outcome(self.outcome.data)
        )
        return (contact,)


@requires(Permission.NOTE_WRITE, reads="read_draft")
def finish() -> str | Response:
    """Only a note out of sight is finished here; any other draft stands in its own form."""
    tab = request.args.get("draft")
    if tab is None:
        return go(url_for("drafts.index"))
    draft = draft_left(current_actor(), tab)
    if not draft.is_note_to_finish:
        return go(url_for("drafts.index"))
    return _page(draft, FinishForm(formdata=MultiDict(_as_typed(draft))))


@requires(Permission.NOTE_WRITE)
def sign() -> Answer:
    if "draft" not in request.form:
        return go(url_for("drafts.index"), 303)
    actor, form = current_actor(), FinishForm()
    try:
        if made_before(actor, form.key) is not None:  # a second press: the note is signed
            return go(url_for("drafts.index"), 303)
    except UsedOtherwise:
        form.refuse(RuleBroken(SIGNED_BEFORE))
        return _page(None, form), 422
    draft = draft_left(actor, request.form["draft"])
    saving(draft.tab)
    if form.validate_on_submit() and form.carried_out(
        lambda: finish_note(actor, draft.tab, form.composed(), key=form.key)
    ):
        flash("Signed and saved.", "good")
        return go(url_for("drafts.index"), 303)
    return _page(draft, form), 422


def _as_typed(draft: LeftDraft) -> Fields:
    """What was typed, with the day as it was meant when it was last saved."""
    day = clock.day_of(draft.saved_at)
    typed = dict(draft.fields).get("performed_on", "")
    try:
        done = read_day(typed, day, leaning=Leaning.BACK).isoformat() if typed else day.isoformat()
    except RuleBroken:
        done = typed
    return [pair for pair in draft.fields if pair[0] != "performed_on"] + [("performed_on", done)]


def _page(draft: LeftDraft | None, form: FinishForm) -> str:
    """None: it is signed, and what stands in the form now can only be copied."""
    shown(claim_id=draft.claim_id if draft else None, object_type="draft")
    return render_template(
        "drafts/finish.html", draft=draft, form=form, days_to_finish=TO_FINISH.days
    )
