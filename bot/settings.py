"""Settings: the environment or a `.env` file. Names are the ecosystem's own where there are any, `CHIVVY_…` for the rest."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_PORT = 3978
zones = cache(available_timezones)  # which looks through hundreds of files


class Settings(BaseSettings):
    """Everything an operator can set; `chivvy doctor` and the README list them."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    database_url: str = Field("sqlite:///chivvy.db", alias="DATABASE_URL", description="SQLite or PostgreSQL")
    host: str = Field("0.0.0.0", alias="HOST", description="the address to listen on")  # noqa: S104 - behind a proxy
    port: int = Field(DEFAULT_PORT, alias="PORT", description="the port to listen on", ge=0, le=65535)

    slack_bot_token: SecretStr = Field(
        SecretStr(""), alias="SLACK_BOT_TOKEN", description="xoxb-…; without it Slack is off"
    )
    slack_signing_secret: SecretStr = Field(
        SecretStr(""), alias="SLACK_SIGNING_SECRET", description="proves that requests are Slack's"
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""),
        alias="SLACK_APP_TOKEN",
        description="xapp-…; turns on Socket Mode, for hosts without public address",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", alias="SLACK_API_URL", description="the Web API's address (GovSlack has its own)"
    )
    slack_prefix: str = Field(
        "", alias="CHIVVY_SLACK_PREFIX", description="before each slash command, where another app owns /action"
    )

    teams_app_id: str = Field("", alias="MicrosoftAppId", description="the bot's app id; without it Teams is off")
    teams_app_password: SecretStr = Field(SecretStr(""), alias="MicrosoftAppPassword", description="the app's secret")
    teams_app_type: str = Field("SingleTenant", alias="MicrosoftAppType", description="SingleTenant or UserAssignedMSI")
    teams_tenant: str = Field("", alias="MicrosoftAppTenantId", description="the council's Entra tenant")
    teams_allow_anonymous: bool = Field(
        False,
        alias="TEAMS_ALLOW_ANONYMOUS",
        description="1: Teams without app id, on this machine only (for trying out)",
    )

    public_url: str = Field(
        "", alias="CHIVVY_PUBLIC_URL", description="where people reach it, for links to documents in Teams' channels"
    )
    stationery: Path | None = Field(
        None,
        alias="CHIVVY_STATIONERY",
        description="a folder with the council's letterhead.docx, and its own texts of letters",
    )
    timezone: str = Field("Europe/London", alias="CHIVVY_TIMEZONE", description="the zone people live in")
    log_format: Literal["text", "json"] = Field("text", alias="CHIVVY_LOG_FORMAT", description="text or json")
    log_level: str = Field("INFO", alias="CHIVVY_LOG_LEVEL", description="DEBUG, INFO, WARNING or ERROR")
    tick_seconds: int = Field(30, alias="CHIVVY_TICK_SECONDS", description="how often the clock looks", ge=1, le=3600)
    late_seconds: int = Field(
        900, alias="CHIVVY_LATE_SECONDS", description="from when on a late clock makes /readyz say so", ge=120
    )
    heartbeat_url: SecretStr = Field(
        SecretStr(""), alias="CHIVVY_HEARTBEAT_URL", description="an address to call after every tick that finished"
    )

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in zones():
            raise ValueError(f"{name} is not a time zone; write it like Europe/London")
        return name

    @field_validator("stationery", mode="before")
    @classmethod
    def _none_where_empty(cls, folder: object) -> object:
        return folder or None

    @field_validator("stationery")
    @classmethod
    def _is_a_folder(cls, folder: Path | None) -> Path | None:
        if folder is not None and not folder.is_dir():
            raise ValueError(f"{folder} is not a folder")
        return folder

    @field_validator("public_url")
    @classmethod
    def _address(cls, given: str) -> str:
        try:
            parts = urlsplit(given)
        except ValueError:
            parts = urlsplit("")
        if given and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError(f"{given} is not an address; write it like https://chivvy.your-council.gov.uk")
        return given.rstrip("/")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def slack_on(self) -> bool:
        return bool(self.slack_bot_token.get_secret_value())
