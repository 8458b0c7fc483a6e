"""How the pages look for oneself, and whether Today comes by e-mail: kept on the server."""

from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.digests import Digest
from ohms.domain.errors import NotFound, RuleBroken
from ohms.extensions import db
from ohms.models.staff import StaffMember

DENSITIES = ("compact", "comfortable")
THEMES = ("system", "light", "dark")


@command(Permission.OWN_SETTINGS)
def change_own_settings(
    actor: Actor, *, density: str, theme: str, shortcuts: bool, digest: str
) -> StaffMember:
    """Keep one's own density, theme, whether single keys work, and when a digest comes."""
    if density not in DENSITIES:
        raise RuleBroken("Choose compact or comfortable.", field="density")
    if theme not in THEMES:
        raise RuleBroken("Choose a theme.", field="theme")
    if digest not in list(Digest):
        raise RuleBroken("Choose when a digest comes.", field="digest")
    person = db.session.get(StaffMember, actor.staff_id)
    if person is None:
        raise NotFound
    person.density, person.theme, person.shortcuts = density, theme, shortcuts
    person.digest = digest
    return person
