"""The templates of a COHE: read by who works there, written by its supervisor."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask import redirect as go
from wtforms import HiddenField

from ohms.blueprints.text_templates.room import blueprint
from ohms.commands import text_templates as commands
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.text_templates import FIELDS, LONGEST_TEXT, LONGEST_TITLE, Purpose, TextTemplate
from ohms.domain.values import StandardWork
from ohms.queries.rounds import ask
from ohms.queries.text_templates import template_by_key, templates_of, versions_of
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, LineField, ProseField, chosen_id
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, centre_read, supervised_centre


class TemplateForm(OhmsForm):
    title = LineField("Title", longest=LONGEST_TITLE, demand="Enter what this template is called.")
    purpose = ChoiceField("For", Purpose)
    standard_work = ChoiceField("Standard work", StandardWork, empty="Any")
    body = ProseField("Text", longest=LONGEST_TEXT, demand="Enter the text of the template.")
    offered = ChoiceField("Offered when writing", {"yes": "Yes", "no": "No, kept here only"})
    number = HiddenField(default="0")

    def written(self, key: str) -> TextTemplate:
        """The template as it was typed."""
        work = self.standard_work.data
        return TextTemplate(
            key=key,
            purpose=Purpose(self.purpose.data),
            title=self.title.data or "",
            body=self.body.data or "",
            standard_work=StandardWork(work) if work else None,
            offered=self.offered.data == "yes",
            number=chosen_id(self.number.data) or 0,
        )


@blueprint.get("/admin/templates")
@requires(Permission.SETTING_READ, reads="list_templates")
def index() -> str:
    actor = current_actor()
    cohe_id = centre_read(actor)
    groups = [
        (purpose, [each for each in ask(templates_of(cohe_id)) if each.purpose is purpose])
        for purpose in Purpose
    ]
    shown(cohe_id=cohe_id)
    return render_template(
        "text_templates/index.html",
        groups=groups,
        fields=FIELDS,
        **centre_frame(actor, cohe_id, reading=True),
    )


@blueprint.route("/admin/templates/new", methods=["GET", "POST"])
@requires(Permission.TEMPLATE_EDIT, reads="read_template")
def add() -> Answer | str:
    actor, form = current_actor(), TemplateForm()
    cohe_id = supervised_centre(actor)
    if form.validate_on_submit() and form.carried_out(
        lambda: commands.add_template(actor, cohe_id, form.written(""), key=form.key)
    ):
        flash("Added: it is offered from now on.", "good")
        return go(url_for("text_templates.index", cohe=request.args.get("cohe")), 303)
    page = render_template(
        "text_templates/edit.html",
        form=form,
        template=None,
        versions=[],
        fields=FIELDS,
        **centre_frame(actor, cohe_id),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/admin/templates/<template_key>")
@requires(Permission.SETTING_READ, reads="read_template")
def show(template_key: str) -> str:
    actor = current_actor()
    cohe_id = centre_read(actor)
    template = template_by_key(cohe_id, template_key)
    return _page(actor, cohe_id, template, TemplateForm(formdata=None, data=_as_fields(template)))


@blueprint.post("/admin/templates/<template_key>")
@requires(Permission.TEMPLATE_EDIT)
def edit(template_key: str) -> Answer:
    actor, form = current_actor(), TemplateForm()
    cohe_id = supervised_centre(actor)
    template = template_by_key(cohe_id, template_key)
    if form.validate() and form.carried_out(
        lambda: commands.save_template(actor, cohe_id, form.written(template_key))
    ):
        flash("Saved as a new version: the one before stays below.", "good")
        return go(request.full_path.rstrip("?"), 303)
    return _page(actor, cohe_id, template, form), 422


def _page(actor: Actor, cohe_id: int, template: TextTemplate, form: TemplateForm) -> str:
    shown(cohe_id=cohe_id)
    return render_template(
        "text_templates/edit.html",
        form=form,
        template=template,
        versions=versions_of(cohe_id, template.key, filters.whole_number(request.args, "before")),
        fields=FIELDS,
        **centre_frame(actor, cohe_id, reading=True),
    )


def _as_fields(template: TextTemplate) -> dict[str, Any]:
    return {
        "title": template.title,
        "purpose": template.purpose.value,
        "standard_work": template.standard_work.value if template.standard_work else "",
        "body": template.body,
        "offered": "yes" if template.offered else "no",
        "number": str(template.number),
    }
