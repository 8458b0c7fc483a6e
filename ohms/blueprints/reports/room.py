"""The room's door plate: the blueprint that its views hang on."""

from flask import Blueprint

blueprint = Blueprint("reports", "ohms.blueprints.reports")
ONE = "/reports/quarterly/<cohe>/<quarter>"
