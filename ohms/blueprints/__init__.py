"""One page at a time: a view is form, command, flash, redirect."""

from flask import Flask

from ohms.blueprints import about, accounts, claims, feed, health, tasks, time, today, workload


def register_blueprints(app: Flask) -> None:
    for room in (about, accounts, claims, feed, health, tasks, time, today, workload):
        app.register_blueprint(room.blueprint)
