"""The pages that a COHE keeps at hand: read by its people, written by its supervisor."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask import redirect as go
from wtforms import HiddenField

from ohms.blueprints.about.room import blueprint
from ohms.commands import resources as commands
from ohms.domain.access import ROLES_WITH, Permission
from ohms.domain.actor import Actor
from ohms.domain.resources import (
    FIRST_PLACE,
    LAST_PLACE,
    LONGEST_ADDRESS,
    LONGEST_NOTE,
    LONGEST_TITLE,
    Resource,
)
from ohms.queries.resources import resource_by_key, resource_versions, resources_of
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, LineField, ProseField, WholeNumberField, chosen_id
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, centre_read, supervised_centre

READERS = ROLES_WITH[Permission.RESOURCE_READ]


class ResourceForm(OhmsForm):
    title = LineField("Title", longest=LONGEST_TITLE, demand="Enter what this page is called.")
    address = LineField(
        "Address", longest=LONGEST_ADDRESS, demand="Enter an address that begins with https://"
    )
    note = ProseField("What it is good for", longest=LONGEST_NOTE)
    place = WholeNumberField(
        "Place in the list", least=FIRST_PLACE, most=LAST_PLACE, demand="Enter a place.", default=1
    )
    listed = ChoiceField("Listed", {"yes": "Yes", "no": "No, kept here only"})
    number = HiddenField(default="0")

    def written(self, key: str) -> Resource:
        """The page as it was typed."""
        return Resource(
            key=key,
            title=self.title.data or "",
            address=self.address.data or "",
            note=self.note.data or "",
            place=self.place.data or 0,
            listed=self.listed.data == "yes",
            number=chosen_id(self.number.data) or 0,
        )


@blueprint.get("/help/resources")
@requires(Permission.RESOURCE_READ, reads="list_resources")
def list_resources() -> str:
    actor = current_actor()
    cohe_id = centre_read(actor, READERS)
    kept = resources_of(cohe_id)
    shown(cohe_id=cohe_id)
    return render_template(
        "about/resources.html",
        listed=[each for each in kept if each.listed],
        gone=[each for each in kept if not each.listed],
        **_frame(actor, cohe_id),
    )


@blueprint.route("/help/resources/new", methods=["GET", "POST"])
@requires(Permission.RESOURCE_EDIT, reads="read_resource")
def add_resource() -> Answer | str:
    actor, form = current_actor(), ResourceForm()
    cohe_id = supervised_centre(actor)
    if form.validate_on_submit() and form.carried_out(
        lambda: commands.add_resource(actor, cohe_id, form.written(""), key=form.key)
    ):
        flash("Added to the list.", "good")
        return go(url_for("about.list_resources", cohe=request.args.get("cohe")), 303)
    page = render_template(
        "about/resource.html", form=form, resource=None, versions=[], **_frame(actor, cohe_id)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/help/resources/<resource_key>")
@requires(Permission.RESOURCE_READ, reads="read_resource")
def resource(resource_key: str) -> str:
    actor = current_actor()
    cohe_id = centre_read(actor, READERS)
    found = resource_by_key(cohe_id, resource_key)
    return _page(actor, cohe_id, found, ResourceForm(formdata=None, data=_as_fields(found)))


@blueprint.post("/help/resources/<resource_key>")
@requires(Permission.RESOURCE_EDIT)
def edit_resource(resource_key: str) -> Answer:
    actor, form = current_actor(), ResourceForm()
    cohe_id = supervised_centre(actor)
    found = resource_by_key(cohe_id, resource_key)
    if form.validate() and form.carried_out(
        lambda: commands.save_resource(actor, cohe_id, form.written(resource_key))
    ):
        flash("Saved as a new version: the one before stays below.", "good")
        return go(request.full_path.rstrip("?"), 303)
    return _page(actor, cohe_id, found, form), 422


def _page(actor: Actor, cohe_id: int, found: Resource, form: ResourceForm) -> str:
    shown(cohe_id=cohe_id)
    return render_template(
        "about/resource.html",
        form=form,
        resource=found,
        versions=resource_versions(
            cohe_id, found.key, filters.whole_number(request.args, "before")
        ),
        **_frame(actor, cohe_id),
    )


def _frame(actor: Actor, cohe_id: int) -> dict[str, Any]:
    frame = centre_frame(actor, cohe_id, reading=True, also=READERS)
    return frame | {"has_start": actor.may(Permission.BENCH_READ)}


def _as_fields(found: Resource) -> dict[str, Any]:
    return {
        "title": found.title,
        "address": found.address,
        "note": found.note,
        "place": found.place,
        "listed": "yes" if found.listed else "no",
        "number": str(found.number),
    }
