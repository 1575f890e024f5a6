"""What Teams needs to be told. Read from the environment by the composition root, never here."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.loopback import is_loopback
from governance.errors import ChivvyError

APP_TYPES = ("SingleTenant", "UserAssignedMSI", "MultiTenant")


class TeamsUnguarded(ChivvyError):
    """TEAMS_ALLOW_ANONYMOUS=1 lets anybody who can reach Chivvy pass for anybody else, so it works on
    this machine only; but HOST is {host}. Nothing was started. To try things out, set HOST=127.0.0.1; otherwise
    set MicrosoftAppId and leave TEAMS_ALLOW_ANONYMOUS out."""


class TeamsHalfConfigured(ChivvyError):
    """MicrosoftAppId is set, but {missing} is not, so Chivvy could not answer anybody in Teams. Nothing was
    started. Set it too, or leave MicrosoftAppId out to run without Teams."""


class TeamsTypeUnknown(ChivvyError):
    """MicrosoftAppType is {given}; it can be SingleTenant or UserAssignedMSI (or MultiTenant, for bots
    registered before 31 July 2025). Nothing was started."""


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """`app_id`, `app_password`, `app_type` and `tenant_id` are the bot's registration (MicrosoftAppId …).
    `service_url` is where people are written to whose own address is not known yet. `open_id_url` is where
    the Bot Framework publishes its signing keys; empty means Microsoft's own."""

    app_id: str = ""
    app_password: str = field(default="", repr=False)
    app_type: str = "SingleTenant"
    tenant_id: str = ""
    allow_anonymous: bool = False
    service_url: str = "https://smba.trafficmanager.net/teams"
    open_id_url: str = ""

    @property
    def enabled(self) -> bool:
        return bool(self.app_id) or self.allow_anonymous

    @property
    def anonymous(self) -> bool:
        """Nobody proves who they are. Never with an app id: then there is something to check against."""
        return not self.app_id and self.allow_anonymous

    @property
    def home_tenant(self) -> str:
        """Whose people are colleagues; people of other tenants are outsiders. Where nobody proves who they are (Microsoft's
        local client has a tenant of its own), that would mean nothing."""
        return "" if self.anonymous else self.tenant_id


def check(settings: TeamsSettings, host: str) -> None:
    """Raise what keeps Teams from being served safely on `host`; do nothing when it is off or in order."""
    if settings.anonymous and not is_loopback(host):
        raise TeamsUnguarded(host=host or "every address")
    if not settings.app_id:
        return
    types = {name.casefold() for name in APP_TYPES}
    if settings.app_type.casefold() not in types:
        raise TeamsTypeUnknown(given=settings.app_type)
    for missing, needed_by in (
        ("app_password", ("singletenant", "multitenant")),
        ("tenant_id", ("singletenant", "userassignedmsi")),
    ):
        if settings.app_type.casefold() in needed_by and not getattr(settings, missing):
            raise TeamsHalfConfigured(
                missing={"app_password": "MicrosoftAppPassword", "tenant_id": "MicrosoftAppTenantId"}[missing]
            )
