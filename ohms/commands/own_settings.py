"""How the pages look for oneself: density, theme and single keys, kept on the server."""

from ohms.commands.unit_of_work import command
from ohms.domain.access import Actor, NotFound, Permission
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.staff import StaffMember

DENSITIES = ("compact", "comfortable")
THEMES = ("system", "light", "dark")


@command(Permission.OWN_SETTINGS)
def change_own_settings(actor: Actor, *, density: str, theme: str, shortcuts: bool) -> StaffMember:
    """Keep one's own density, theme and whether single keys work."""
    if density not in DENSITIES:
        raise RuleBroken("Choose compact or comfortable.", field="density")
    if theme not in THEMES:
        raise RuleBroken("Choose a theme.", field="theme")
    person = db.session.get(StaffMember, actor.staff_id)
    if person is None:
        raise NotFound
    person.density, person.theme, person.shortcuts = density, theme, shortcuts
    return person
