"""How quickly a machine draws examples says nothing of a rule; with CI=true Hypothesis knows that itself."""

from hypothesis import HealthCheck, settings

from tests.missing import is_ci

if not is_ci():
    settings.register_profile(
        "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("any machine")
