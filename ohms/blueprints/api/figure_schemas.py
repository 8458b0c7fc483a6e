"""What lists of minutes and referrals, measures and quarterly reports look like in the API."""

from collections.abc import Mapping
from types import MappingProxyType

from ohms.blueprints.api.casework_schemas import DAY, ID, NUMBER, object_of, one_of, or_nothing
from ohms.domain.contract import FteBasis
from ohms.domain.quarterly_report import ReportState
from ohms.domain.values import ReferralStep, Service
from ohms.web.api_routes import Schema

_TEXT: Schema = {"type": "string"}
_QUARTER: Schema = {"type": "string", "description": "Such as 2026Q3"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FRACTION: Schema = {
    "type": ["string", "null"],
    "description": "Exact: a whole number, or two with a slash between",
}
_BASES: Schema = object_of({basis.value: _FRACTION for basis in FteBasis})


def _list_of(item: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{item}"}}


FIGURES: Mapping[str, Schema] = MappingProxyType(
    {
        "MinutesPage": object_of(
            {
                "cohe": _TEXT,
                "quarter": _QUARTER,
                "counted_to": DAY,
                "total": _COUNT,
                "minutes": _COUNT,
                "first": _COUNT,
                "next": or_nothing("string"),
                "items": _list_of("Minutes"),
            }
        ),
        "Minutes": object_of(
            {
                "id": ID,
                "performed_on": DAY,
                "staff": _TEXT,
                "claim_number": or_nothing("string"),
                "category": or_nothing("string"),
                "standard_work": or_nothing("string"),
                "minutes": _COUNT,
                "captured_or_typed": or_nothing("string"),
                "confirmed": {"type": "boolean"},
                "remark": or_nothing("string"),
            }
        ),
        "ReferralPage": object_of(
            {
                "total": _COUNT,
                "first": _COUNT,
                "next": or_nothing("string"),
                "items": _list_of("ListedReferral"),
            }
        ),
        "ListedReferral": object_of(
            {
                "id": ID,
                "service": one_of(Service),
                "step": one_of(ReferralStep),
                "claim_number": _TEXT,
                "worker_last_name": _TEXT,
                "worker_first_name": _TEXT,
                "employer": _TEXT,
                "sent_on": or_nothing("string"),
                "days_since_sent": or_nothing("integer"),
                "expected_by": or_nothing("string"),
                "silent_business_days": or_nothing("integer"),
                "outcome": or_nothing("string"),
            }
        ),
        "Measures": object_of(
            {
                "cohe": _TEXT,
                "quarter": _QUARTER,
                "of": {"enum": ["cohe", "person"], "description": "Whose: a coordinator's own"},
                "items": _list_of("Measure"),
            }
        ),
        "Measure": object_of(
            {
                "name": _TEXT,
                "label": _TEXT,
                "sentence": _TEXT,
                "unit": _TEXT,
                "value": {"type": ["number", "null"], "description": "None: not computable"},
                "exact": _FRACTION,
                "text": _TEXT,
                "numerator": or_nothing("integer"),
                "denominator": or_nothing("integer"),
                "not_ripe": or_nothing("integer"),
                "basis": {
                    "enum": [*(basis.value for basis in FteBasis), None],
                    "description": "Of FTE, where the figure rests on it",
                },
                "from_on": DAY,
                "to_on": DAY,
                "line": or_nothing("string"),
                "stands": or_nothing("string"),
                "source": _TEXT,
                "stand_in": or_nothing("string"),
            }
        ),
        "Reports": object_of({"items": _list_of("ListedReport")}),
        "ListedReport": object_of(
            {
                "cohe": _TEXT,
                "quarter": _QUARTER,
                "state": one_of(ReportState),
                "due_by": DAY,
                "versions": {"type": "integer", "description": "How often it was frozen"},
            }
        ),
        "FrozenReport": object_of(
            {
                "cohe": _TEXT,
                "quarter": _QUARTER,
                "version": NUMBER,
                "frozen_at": {"type": "string", "format": "date-time"},
                "frozen_by": or_nothing("string"),
                "reason": or_nothing("string"),
                "data_hash": _TEXT,
                "as_of": or_nothing("string"),
                "basis": or_nothing("string"),
                "claims_initiated": _COUNT,
                "fte": {**_BASES, "type": ["object", "null"]},
                "claims_per_fte": _FRACTION,
                "needs_discussion": or_nothing("boolean"),
                "minutes_on_claims": _FRACTION,
                "minutes_available": or_nothing("integer"),
                "minutes_waiting": or_nothing("integer"),
                "required": {"type": ["object", "null"]},
                "benchmarks": {"type": "array", "items": {"type": "object"}},
                "settings": {"type": "object", "description": "Of the contract, as it used them"},
                "sources": {"type": "object", "description": "Where each setting is from"},
            }
        ),
    }
)
