"""One provider, clinic or coordinator as the address of a measure's rows says it."""

from flask import request

from ohms.domain.measure import ScopeKind
from ohms.queries.measure_scopes import Scope
from ohms.web import filters

NOBODY = "nobody"


def scope_asked() -> Scope | None:
    """Of one provider, clinic or coordinator; None: of the whole COHE."""
    for kind in ScopeKind:
        if request.args.get(kind.value) == NOBODY:
            return Scope(kind, None)
        if (number := filters.whole_number(request.args, kind.value)) is not None:
            return Scope(kind, number)
    return None


def scope_state(scope: Scope | None) -> dict[str, object]:
    """What an address says of it."""
    if scope is None:
        return {}
    return {scope.kind.value: NOBODY if scope.id is None else scope.id}
