"""The lists of providers and of employers."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from ohms.blueprints.parties.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.queries.cursors import PER_PAGE, Page
from ohms.queries.employers import employer_page, every_listed_employer
from ohms.queries.providers import PartyFilter, every_listed_provider, provider_page
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_to, link_with, turning
from ohms.web.lists import Exported, rows_of, taken_out
from ohms.web.reading import shown

ALL = "all"
PROVIDER_CELLS = (
    "last_name",
    "first_name",
    "credential",
    "lni_provider_id",
    "clinic",
    "phone",
    "coordinator",
    "active_claims",
)
EMPLOYER_CELLS = ("name", "account_id", "claims", "light_duty_known")


@blueprint.get("/providers")
@requires(Permission.PROVIDER_READ, reads="list_providers")
def providers() -> str:
    actor = current_actor()
    asked = read_filter(actor)
    page = provider_page(actor, asked)
    shown(detail={"total": page.total})
    return render_template(
        "parties/providers.html",
        whose=_whose(asked) if actor.holds(Role.HSC) else [],
        **_frame(asked, page),
    )


@taken_out(blueprint, "/providers", Permission.CLAIM_EXPORT, reads="export_providers")
def export_providers() -> Exported:
    actor = current_actor()
    asked = read_filter(actor)
    rows = every_listed_provider(actor, asked)
    lines = rows_of(PROVIDER_CELLS, (row[1:] for row in rows))
    what = "Providers, mine and covered" if asked.mine else "Providers, all of the COHE"
    return _exported("providers", what, asked, "last_name", PROVIDER_CELLS, lines)


@blueprint.get("/employers")
@requires(Permission.EMPLOYER_READ, reads="list_employers")
def employers() -> str:
    actor = current_actor()
    asked = read_filter(actor)
    page = employer_page(actor, asked)
    shown(detail={"total": page.total})
    return render_template("parties/employers.html", **_frame(asked, page))


@taken_out(blueprint, "/employers", Permission.CLAIM_EXPORT, reads="export_employers")
def export_employers() -> Exported:
    actor = current_actor()
    asked = read_filter(actor)
    rows = every_listed_employer(actor, asked)
    lines = rows_of(EMPLOYER_CELLS, (row[1:] for row in rows))
    what = "Employers of claims in sight"
    return _exported("employers", what, asked, "name", EMPLOYER_CELLS, lines)


def read_filter(actor: Actor) -> PartyFilter:
    """The filter that the address asks for; what it does not know is no filter."""
    args = request.args
    per_page = filters.whole_number(args, "per_page")
    return PartyFilter(
        mine=actor.holds(Role.HSC) and args.get("whose") != ALL,
        q=filters.line(args, "q"),
        after=args.get("after"),
        per_page=per_page if per_page in PER_PAGE else 50,
    )


def _whose(asked: PartyFilter) -> list[tuple[str, str, bool]]:
    return [
        ("Mine and covered", link_with(whose=None), asked.mine),
        ("All of the COHE", link_with(whose=ALL), not asked.mine),
    ]


def _exported(
    name: str,
    what: str,
    asked: PartyFilter,
    sort: str,
    cells: tuple[str, ...],
    lines: list[Mapping[str, Any]],
) -> Exported:
    shown(detail={"lines": len(lines)})
    chips = [f"“{asked.q}”"] if asked.q else []
    return Exported(name, what, chips, sort, cells, lines, of_claims=False)


def _frame(asked: PartyFilter, page: Page[Any]) -> dict[str, Any]:
    path, state = request.path, {**request.args.to_dict(), "after": None}
    return {
        "asked": asked,
        "may_export": current_actor().may(Permission.CLAIM_EXPORT),
        "export_href": link_to(f"{path}.csv", state),
        "workbook_href": link_to(f"{path}.xlsx", state),
        "page": page,
        "keep": [("whose", ALL)] if request.args.get("whose") == ALL else [],
        "per_page": [
            (size, None if size == asked.per_page else link_with(per_page=size))
            for size in PER_PAGE
        ],
        **turning(page),
    }
