"""OpenID Connect with the organisation's identity provider: state, nonce and PKCE by Authlib, which
comes with the extra `ohms[oidc]`. What is believed of its answer is the subject alone."""

import logging
from typing import Any, cast

from flask import Flask, current_app, url_for
from werkzeug.wrappers import Response

from ohms import clock
from ohms.config import BadEnvironment, OidcProvider
from ohms.domain.sessions import was_recognised_now

KEY = "ohms.oidc"
SECONDS = 10
SIGNED_BY = frozenset({"RS256", "PS256", "ES256", "EdDSA"})
"""Never `none`, nor a secret that the provider shares with others."""

log = logging.getLogger("ohms")


class NotBelieved(Exception):
    """What came back is not the provider's answer to what this browser asked."""


class AuthTimeUntold(NotBelieved):
    """The answer fits, but does not say when the person gave their password there."""


class IdentityProvider:
    """The one that the installation is set up with."""

    def __init__(self, app: Flask, told: OidcProvider) -> None:
        from authlib.integrations.flask_client import OAuth

        self.issuer, self.name = told.issuer, told.name
        self._tells_auth_time = told.tells_auth_time
        self._client: Any = OAuth(app).register(
            "oidc",
            client_id=told.client_id,
            client_secret=told.client_secret,
            server_metadata_url=f"{told.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid",
                "code_challenge_method": "S256",
                "default_timeout": SECONDS,
            },
        )

    def ask(self) -> Response:
        """Send the browser there, with what only its answer can bring back."""
        self._know()
        back = url_for("accounts.back_from_provider", _external=True)
        # Who sits there gives their password there now: a session of the provider's opens no cover.
        # By `max_age` it is asked to tell when that was; one that never does is asked to ask alone.
        proof = {"max_age": "0"} if self._tells_auth_time else {}
        asked = self._client.authorize_redirect(back, prompt="login", **proof)
        return cast("Response", asked)

    def subject(self) -> str:
        """Whom the answer at hand names. NotBelieved for one that does not fit in any way; AuthTimeUntold
        for one that lacks that alone."""
        from authlib.integrations.base_client import OAuthError
        from joserfc.errors import JoseError

        self._know()
        try:
            told = self._client.authorize_access_token()
        except (OAuthError, JoseError, ValueError, KeyError) as wrong:
            raise NotBelieved from wrong
        said = told.get("userinfo") or {}
        subject = said.get("sub")
        if not isinstance(subject, str) or not subject:
            raise NotBelieved
        self._check_asked_now(said.get("auth_time"))
        return subject

    def _check_asked_now(self, auth_time: object) -> None:
        if auth_time is None and not self._tells_auth_time:
            return
        if auth_time is None:
            log.warning("The identity provider tells no auth_time: see OHMS_OIDC_AUTH_TIME.")
            raise AuthTimeUntold
        if not was_recognised_now(auth_time, clock.on_the_wall()):
            raise NotBelieved

    def _know(self) -> None:
        """What the provider tells of itself: it is who we mean, and signs as we believe."""
        from requests import RequestException

        try:
            told = self._client.load_server_metadata()
        except (RequestException, ValueError) as wrong:
            raise NotBelieved from wrong
        if told.get("issuer") != self.issuer:
            raise NotBelieved
        algorithms = told.get("id_token_signing_alg_values_supported") or ["RS256"]
        told["id_token_signing_alg_values_supported"] = [
            each for each in algorithms if each in SIGNED_BY
        ]


def set_up_oidc(app: Flask, told: OidcProvider | None) -> None:
    """BadEnvironment where a provider is named and the extra is missing."""
    try:
        app.extensions[KEY] = IdentityProvider(app, told) if told else None
    except ImportError:
        raise BadEnvironment("Install ohms[oidc]: OHMS_OIDC_ISSUER needs it.") from None


def identity_provider() -> IdentityProvider | None:
    """None where people sign in by their passwords alone."""
    return cast("IdentityProvider | None", current_app.extensions[KEY])
