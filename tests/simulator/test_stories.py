"""The stories of the demonstration at full volume, asked of the product's own queries."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from ohms.domain.calendar import Quarter
from ohms.domain.contract import FteBasis
from ohms.domain.forecast import Method
from ohms.domain.quarter_figures import QuarterFacts
from ohms.domain.staffing import staffed_on
from ohms.domain.what_if import NOTHING_SUPPOSED, WhatIf
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import Vacancy
from ohms.models.reports import Obligation, QuarterlyReport, ReportVersion
from ohms.queries.checks import recompute
from ohms.queries.outlook import Outlook, outlook
from ohms.queries.rounds import ask
from ohms.queries.workload import centre_named, centres, workload
from ohms.simulator.world import Size, first_day_of
from tests.databases import Databases
from tests.house import one
from tests.missing import is_ci
from tests.simulator.loaded import as_it_stands, loaded, person
from tests.simulator.recomputing import recomputed_equals_shown
from tests.simulator.test_pages import signed_in

pytestmark = pytest.mark.slow

FULL = (date(2026, 11, 24), 3)
WITHOUT_INLAND = [(date(2027, 1, 1), 2), (date(2028, 2, 29), 2)]
"""A holiday that begins a quarter, and a leap day; inland is two thirds of the work."""


@pytest.fixture(scope="module", params=[FULL, *([] if is_ci() else WITHOUT_INLAND)], ids=str)
def story(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Flask, date, int]]:
    today, cohes = request.param
    days = (today - first_day_of(today, Size.SMALL)).days
    folder = tmp_path_factory.mktemp("story")
    for app in loaded(databases, folder, today, days=days, claims_per_year=None, cohes=cohes):
        yield app, today, cohes


def facts_of(slug: str, today: date, quarter: Quarter) -> QuarterFacts:
    supervisor = person(f"{slug}.supervisor", today)
    return ask(workload(supervisor, centre_named(centres(supervisor), slug), quarter)).facts


def slugs(cohes: int) -> tuple[str, ...]:
    return ("cascade", "puget", "inland")[:cohes]


def test_puget_alone_is_above_588_in_its_last_finished_quarter(
    story: tuple[Flask, date, int],
) -> None:
    app, today, cohes = story
    with as_it_stands(app):
        for slug in slugs(cohes):
            facts = facts_of(slug, today, Quarter.of(today).previous)
            assert facts.basis is FteBasis.CLAIM_SPECIFIC
            figure = facts.figure(facts.basis, facts.bases())
            assert figure.needs_discussion is (slug == "puget"), (slug, figure.shown)


def test_its_report_is_frozen_with_these_figures_and_its_obligation_open(
    story: tuple[Flask, date, int],
) -> None:
    app, today, cohes = story
    with as_it_stands(app):
        frozen = db.session.execute(
            select(Cohe.slug, ReportVersion.canonical)
            .join(QuarterlyReport, QuarterlyReport.id == ReportVersion.report_id)
            .join(Cohe, Cohe.id == ReportVersion.cohe_id)
            .where(
                QuarterlyReport.state == "frozen",
                QuarterlyReport.year == Quarter.of(today).previous.year,
                QuarterlyReport.quarter == Quarter.of(today).previous.number,
            )
        ).all()
        assert {row.slug for row in frozen} == set(slugs(cohes))
        canonical = next(row.canonical for row in frozen if row.slug == "puget")
        facts = facts_of("puget", today, Quarter.of(today).previous)
        assert f'"claims_initiated":{facts.claims},' in canonical
        assert '"needs_discussion":true' in canonical
        # Those of older quarters above the line were discussed and confirmed.
        open_one = select(Obligation).where(Obligation.confirmed_at.is_(None))
        obligation = db.session.execute(open_one).scalar_one()
        puget = one(select(Cohe.id).where(Cohe.slug == "puget"))
        assert obligation.cohe_id == puget


def test_the_running_quarter_of_puget_leads_above_588_too(story: tuple[Flask, date, int]) -> None:
    app, today, _cohes = story
    with as_it_stands(app):
        facts = facts_of("puget", today, Quarter.of(today))
        if not facts.has_begun:
            return  # on a quarter's first day there is no pace yet
        pace = facts.pace(facts.basis, facts.bases())
        assert pace.warns or pace.too_early


def test_a_forecast_of_puget_crosses_588_and_its_what_if_avoids_it(
    story: tuple[Flask, date, int],
) -> None:
    app, today, _cohes = story
    with as_it_stands(app):
        expected = _look_ahead(today)
        above = [each for each in expected.ahead if each.is_above]
        assert above[0].quarter == Quarter.of(today)
        assert above[0].crossing_on is not None
        assert above[0].quarter.first_on <= above[0].crossing_on <= above[0].quarter.last_on
        _avoided(today)


def _look_ahead(today: date, supposed: WhatIf = NOTHING_SUPPOSED) -> Outlook:
    supervisor = person("puget.supervisor", today)
    puget = centre_named(centres(supervisor), "puget")
    running = ask(workload(supervisor, puget, Quarter.of(today)))
    return outlook(supervisor, puget, running, supposed)


def _avoided(today: date) -> None:
    """This quarter's crossing while a hire can still act, else the next one's."""
    expected = _look_ahead(today)
    assert expected.proposed is not None
    quarter, hire = expected.proposed
    assert quarter in (Quarter.of(today), Quarter.of(today).next)
    with_hire = _look_ahead(today, WhatIf(hire=hire))
    ends = {each.quarter: each.is_above for each in with_hire.supposed}
    assert not ends[quarter], (quarter, hire)


def test_every_invariant_of_the_data_holds(story: tuple[Flask, date, int]) -> None:
    app, today, _cohes = story
    with as_it_stands(app):
        assert [checked.invariant.name for checked in recompute(today) if checked.is_fault] == []


def test_inland_is_below_required_since_a_departure_and_has_a_vacancy(
    story: tuple[Flask, date, int],
) -> None:
    app, today, cohes = story
    if cohes < 3:
        return
    with as_it_stands(app):
        supervisor = person("inland.supervisor", today)
        inland = ask(
            workload(supervisor, centre_named(centres(supervisor), "inland"), Quarter.of(today))
        )
        assert inland.required is not None
        assert staffed_on(today, inland.facts.positions, inland.facts.settings) < (
            inland.required.exact
        )
        vacancy = db.session.execute(select(Vacancy)).scalar_one()
        assert vacancy.closed_on is None
        assert vacancy.opened_on < today < vacancy.due_by


def test_a_stranger_recomputes_every_finished_quarter_from_the_export(
    story: tuple[Flask, date, int], tmp_path: Path
) -> None:
    app, today, cohes = story
    with as_it_stands(app):
        assert recomputed_equals_shown(today, tmp_path / "data", slugs(cohes)) >= 4 * cohes


@pytest.mark.skipif(is_ci(), reason="five years take minutes: run by hand")
def test_so_do_five_years_of_all_three_and_the_forecast_is_tried_on_them(
    databases: Databases, tmp_path: Path
) -> None:
    today, cohes = FULL
    days = (today - first_day_of(today, Size.FULL)).days
    for app in loaded(databases, tmp_path, today, days=days, claims_per_year=None, cohes=cohes):
        with as_it_stands(app):
            assert recomputed_equals_shown(today, tmp_path / "data", slugs(cohes)) >= 11 * cohes
            expected = _look_ahead(today)
            assert expected.method is Method.SEASONAL
            assert len(expected.tried) >= 18
            assert expected.typical_miss is not None
            assert expected.typical_miss < 0.05
            _avoided(today)
        page = signed_in(app, "puget.supervisor").get("/workload/588").text
        assert f"Tried on {len(expected.tried)} past quarters it was off by" in page
