"""Somebody at a terminal: real processes of Chivvy's command line, with a fake Slack in their settings."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from typing import Any

from tests.fakes.slack import FakeSlack


class Operator:
    """Somebody at a terminal with the settings in place."""

    def __init__(self, address: str, slack: FakeSlack) -> None:
        self.slack = slack
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("SLACK_", "Microsoft", "TEAMS"))
            },
            "DATABASE_URL": address,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
        }

    async def start(self, *arguments: str) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from bot.main import main; main()", *arguments,
            env=self.environment, stdout=PIPE, stderr=PIPE,
        )  # fmt: skip

    async def type(self, *arguments: str) -> str:
        process = await self.start(*arguments)
        said, trouble = await process.communicate()
        assert process.returncode == 0, trouble.decode() + said.decode()
        return said.decode()

    async def ask(self, *arguments: str) -> list[dict[str, Any]]:
        return json.loads(await self.type(*arguments, "--json"))  # type: ignore[no-any-return]

    async def tick(self, moment: str) -> list[str]:
        return [line["key"] for line in await self.ask("tick", "--at", moment)]
