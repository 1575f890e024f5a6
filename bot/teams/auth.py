"""Who is calling, and who we are: the Bot Framework's tokens. The only file that knows its SDK.

The SDK gets no more releases (since 31 December 2025), and it fetches keys and tokens with blocking calls:
everything here runs it in a thread. What it raises on bad tokens is anything at all, so anything at all
means "not let in"; only a network that is down means "cannot tell".
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests
from botbuilder.integration.aiohttp import (
    ConfigurationBotFrameworkAuthentication,
    ConfigurationServiceClientCredentialFactory,
)
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticationConstants as Azure
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor

from bot.teams.settings import TeamsSettings

log = logging.getLogger(__name__)

_REFRESH_EVERY = 300.0  # seconds: an unknown signing key may make us fetch the keys again, but not more often than this


class NotLetIn(Exception):
    """The request does not prove that the Bot Framework sent it."""


class CannotTell(Exception):
    """The keys to check the request with could not be fetched."""


class NoToken(Exception):
    """Microsoft did not give us a token. `settled` is True where asking again cannot help (a wrong or
    expired secret)."""

    def __init__(self, reason: str, *, settled: bool) -> None:
        super().__init__(reason)
        self.settled = settled


class _Configuration:
    """The SDK's names for our settings. All addresses are given, so that the address of the keys can be."""

    def __init__(self, settings: TeamsSettings) -> None:
        self.APP_ID = settings.app_id
        self.APP_PASSWORD = settings.app_password
        self.APP_TYPE = settings.app_type
        self.APP_TENANTID = settings.tenant_id
        self.TO_CHANNEL_FROM_BOT_LOGIN_URL = Azure.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX
        self.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = Azure.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE
        self.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = Azure.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
        self.OAUTH_URL = Azure.OAUTH_URL
        self.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = (
            settings.open_id_url or Azure.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL
        )
        self.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = Azure.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL
        self.CALLER_ID = None


class Guard:
    """Checks that a request comes from the Bot Framework, for this bot, about the service it names."""

    def __init__(self, settings: TeamsSettings) -> None:
        configuration = _Configuration(settings)
        self._sdk = ConfigurationBotFrameworkAuthentication(configuration)
        self._keys = JwtTokenExtractor.get_open_id_metadata(configuration.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL)
        self._refreshed = 0.0

    async def let_in(self, activity: Mapping[str, Any], header: str | None) -> None:
        """Return when the request is in order; raise NotLetIn or CannotTell."""
        if not header:
            raise NotLetIn
        try:
            await asyncio.to_thread(self._check, activity, header)
        except requests.RequestException as unreachable:
            raise CannotTell from unreachable
        except (
            Exception
        ) as refused:  # the SDK raises PermissionError, but also what its libraries raise, and IndexError
            raise NotLetIn from refused

    def warm(self) -> None:
        """Fetch the signing keys before the first request needs them. To be called in a thread; raises
        when there is no network."""
        asyncio.run(self._keys._refresh())

    def _check(self, activity: Mapping[str, Any], header: str) -> None:
        told = Activity(channel_id=activity.get("channelId"), service_url=activity.get("serviceUrl"))
        try:
            asyncio.run(self._sdk.authenticate_request(told, header))
        except (
            IndexError
        ):  # a key the SDK does not have: after Microsoft changed its keys it would refuse everybody for a day
            if time.monotonic() - self._refreshed < _REFRESH_EVERY:
                raise
            self._refreshed = time.monotonic()
            self._keys.last_updated = datetime.min  # noqa: DTZ901 - the SDK's own, naive
            asyncio.run(self._sdk.authenticate_request(told, header))


class Passport:
    """The token that the bot shows to Teams. The SDK keeps it until it runs out."""

    def __init__(self, settings: TeamsSettings) -> None:
        configuration = _Configuration(settings)
        self._app_id = settings.app_id
        self._factory = ConfigurationServiceClientCredentialFactory(configuration)
        self._credentials: Any = None

    async def token(self) -> str:
        """A token that is good now. Raises NoToken."""
        return await asyncio.to_thread(self._token)

    def _token(self) -> str:
        try:
            if self._credentials is None:
                made = self._factory.create_credentials(
                    self._app_id,
                    Azure.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
                    Azure.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
                    True,
                )
                self._credentials = asyncio.run(made)
            return str(self._credentials.get_access_token())
        except PermissionError as refused:
            raise NoToken(str(refused), settled=True) from refused
        except Exception as failed:  # requests', msal's and the managed identity's own
            raise NoToken(f"{type(failed).__name__}: {failed}", settled=False) from failed


async def warm_up(guard: Guard, passport: Passport) -> None:
    """Fetch keys and token ahead of the first turn. Without a network it is only said: the first turn will
    try again."""
    for name, fetch in (("signing keys", lambda: asyncio.to_thread(guard.warm)), ("token", passport.token)):
        try:
            await fetch()
        except Exception as failed:  # whatever it is, it is no reason not to start
            log.warning("could not fetch the %s for Teams yet; the first turn will try again: %s", name, failed)
