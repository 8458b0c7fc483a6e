"""Text templates: each save is a new version, what stood before stays."""

import secrets

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.errors import RuleBroken
from ohms.domain.text_templates import MOST_TEMPLATES, TextTemplate, checked_template
from ohms.extensions import db
from ohms.models.text_templates import TextTemplateVersion
from ohms.queries.rounds import ask
from ohms.queries.text_templates import template_by_key, templates_of


@command(Permission.TEMPLATE_EDIT)
def save_template(actor: Actor, cohe_id: int, template: TextTemplate) -> TextTemplateVersion:
    """The next version of a template of a COHE that the actor supervises; a key of its own is new.

    `template.number` is the version it was written over: Conflict when another was saved since.
    RuleBroken without text, too long, or with unknown fields.
    """
    check_supervises(actor, cohe_id)
    checked = checked_template(template)
    standing = template_by_key(cohe_id, template.key)
    if standing.number != template.number:
        raise Conflict
    return _add(actor, cohe_id, checked, standing.number + 1)


@command(Permission.TEMPLATE_EDIT)
def add_template(actor: Actor, cohe_id: int, template: TextTemplate, *, key: str) -> None:
    """A COHE's own template beside the house's; what it is known by is made here. A form load adds once."""
    check_supervises(actor, cohe_id)
    if made_before(actor, key) is not None:
        return
    checked = checked_template(template)
    standing = ask(templates_of(cohe_id))
    if len(standing) >= MOST_TEMPLATES:
        raise RuleBroken(f"A COHE has at most {MOST_TEMPLATES} templates: change one instead.")
    if any(each.title.casefold() == checked.title.casefold() for each in standing):
        raise RuleBroken("Choose another title: this one is taken.", field="title")
    row = _add(actor, cohe_id, checked, 1, key=f"own-{secrets.token_hex(6)}")
    remember(actor, key, "add_template", row.id)


def _add(
    actor: Actor, cohe_id: int, template: TextTemplate, number: int, key: str | None = None
) -> TextTemplateVersion:
    row = TextTemplateVersion(
        cohe_id=cohe_id,
        template_key=key or template.key,
        number=number,
        purpose=template.purpose,
        standard_work=template.standard_work,
        title=template.title,
        body=template.body,
        offered=template.offered,
        written_by_id=actor.staff_id,
        written_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row
