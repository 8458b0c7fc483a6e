"""One page at a time: a view is form, command, flash, redirect."""

from flask import Flask

from ohms.blueprints import (
    about,
    accounts,
    api,
    audit,
    billing,
    break_glass,
    calls,
    centre_settings,
    claims,
    co_signing,
    coverage,
    desk,
    drafts,
    feed,
    health,
    measures,
    parties,
    playbooks,
    provider_moves,
    referrals,
    rehoming,
    staffing,
    tasks,
    text_templates,
    time,
    today,
    transfers,
    triage,
    triage_weights,
    workload,
)

ROOMS = (
    about,
    accounts,
    api,
    audit,
    break_glass,
    billing,
    calls,
    centre_settings,
    claims,
    co_signing,
    coverage,
    desk,
    drafts,
    feed,
    health,
    measures,
    parties,
    playbooks,
    referrals,
    provider_moves,
    rehoming,
    staffing,
    tasks,
    text_templates,
    time,
    today,
    transfers,
    triage,
    triage_weights,
    workload,
)


def register_blueprints(app: Flask) -> None:
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
