"""What Slack needs to know before it starts. Read elsewhere; here it is only held."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """`signing_secret` is for HTTP, `app_token` for Socket Mode; one of them at least. `api_url` is the Web API's base
    address (GovSlack, tests), `prefix` stands before every slash command (`nv-` → `/nv-action`)."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    prefix: str = ""
