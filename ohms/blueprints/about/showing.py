"""The page about OHMS, which anyone may read, and the help."""

from importlib.metadata import version

from flask import render_template

from ohms.blueprints.about.assumptions import ASSUMED, FACTS, NOT_FOUND
from ohms.blueprints.about.days import DAYS
from ohms.blueprints.about.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.centre_settings import GROUPS
from ohms.domain.glossary import WORDS
from ohms.domain.measures import MEASURES
from ohms.web.access import current_actor, public, requires

VERSION = version("ohms")


@blueprint.get("/about")
@public
def index() -> str:
    return render_template(
        "about/index.html",
        version=VERSION,
        facts=FACTS,
        assumed=ASSUMED,
        not_found=NOT_FOUND,
        settings=GROUPS,
    )


@blueprint.get("/help")
@requires(Permission.TODAY_READ, reads="read_help")
def help_page() -> str:
    actor = current_actor()
    return render_template(
        "about/help.html",
        own=[day for day in DAYS if actor.holds(*day.roles)],
        others=[day for day in DAYS if not actor.holds(*day.roles)],
        words_of=WORDS,
        measures=list(MEASURES.values()),
        facts=FACTS,
        settings=GROUPS,
        has_start=actor.may(Permission.BENCH_READ),
        has_resources=actor.may(Permission.RESOURCE_READ),
    )
