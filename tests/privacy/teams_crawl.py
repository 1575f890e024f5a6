"""Crawling in Teams: everybody, in personal chats, channels and group chats; and all that went to each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.teams.cards import OURS, VERB
from bot.ticking import sweep_all
from tests.fakes.teams import Chat, User
from tests.privacy.listening import Heard, allowed, as_words, complaints
from tests.privacy.people import ESTATE, READERS, Reader, enrol
from tests.privacy.secrets import Secrets, fill
from tests.teams.conftest import Programme

CHANNEL, GROUP = "Larkspur", "officers"


@dataclass
class TeamsCrawl:
    """A programme in Teams with its secrets. `leaks` are those that were heard, in words."""

    programme: Programme
    secrets: Secrets
    leaks: list[str] = field(default_factory=list)
    _calls: int = 0

    @classmethod
    async def begin(cls, programme: Programme) -> TeamsCrawl:
        async with programme.app.database.transaction(programme.clock.now()) as register:
            await enrol(register)
            secrets = await fill(register)
            for reader in READERS:
                if not reader.sure:  # known elsewhere already: their account in Teams is theirs only by its address
                    await register.people.identify(reader.id, "slack", reader.user)
        crawl = cls(programme, secrets)
        members = [crawl.user(reader) for reader in READERS]
        place = programme.teams.channel(CHANNEL, *members)
        for member in members:
            member.in_group(GROUP)
        async with programme.app.database.transaction(programme.clock.now()) as register:
            met = await register.places.meet("teams", place.id, "channel", name=CHANNEL, address={}, alive=True)
            await register.places.bind(met.id, ESTATE, register.now)
        return crawl

    def user(self, reader: Reader) -> User:
        return self.programme.teams.user(reader.name, email=f"{reader.id.lower()}@council.example", guest=reader.guest)

    def chats(self, reader: Reader) -> list[Chat]:
        """Where somebody asks: in a channel, in a group chat, and alone."""
        user = self.user(reader)
        return [user.in_channel(CHANNEL), user.in_group(GROUP), user.in_dm()]

    async def types(self, reader: Reader, chat: Chat, text: str) -> None:
        await chat.say(text)
        self.listen(text)

    async def presses(self, reader: Reader, chat: Chat, data: str, form: bool = False) -> None:
        """A button with this data, as somebody would send it who makes requests up."""
        if form:
            value: dict[str, Any] = {
                "data": {"msteams": {"type": "task/fetch"}, OURS: data},
                "context": {"theme": "default"},
            }
            said = await self._invoke(chat, "task/fetch", value)
            self.hear(reader.name, data, Heard("in a dialog", as_words(said)), allowed(reader, self.secrets))
        else:
            action = {"type": "Action.Execute", "verb": VERB, "data": {OURS: data}}
            said = await self._invoke(chat, "adaptiveCard/action", {"action": action, "trigger": "manual"})
            mine = allowed(reader, self.secrets) if chat.place.type == "personal" else frozenset()
            self.hear(reader.name, data, Heard("in the answer to a press", as_words(said)), mine)
        self.listen(data)

    async def searches(self, reader: Reader, chat: Chat, text: str) -> None:
        """The message extension: what it finds can be put into the chat."""
        asked = [{"name": "text", "value": text}] if text else [{"name": "initialRun", "value": "true"}]
        value = {"commandId": "search", "parameters": asked, "queryOptions": {"skip": 0, "count": 25}}
        said = await self._invoke(chat, "composeExtension/query", value)
        mine = allowed(reader, self.secrets) if chat.place.type == "personal" else frozenset()
        self.hear(reader.name, f"a search for “{text}”", Heard("in what was found", as_words(said)), mine)

    async def _invoke(self, chat: Chat, name: str, value: Any) -> Any:
        _, body = await chat.teams.post(chat.activity("invoke", name=name, value=value))
        await chat.teams.settle()
        return body

    async def tick(self) -> None:
        await sweep_all(self.programme.app.database, self.programme.clock.now())
        await self.programme.teams.settle()
        self.listen(f"the clock at {self.programme.clock.now():%d %b %H:%M}")

    def listen(self, asked: str) -> None:
        """Everything that Teams was asked to show since: in a personal chat for one, anywhere else for everybody."""
        connector = self.programme.teams.connector
        for method, path, body in connector.calls[self._calls :]:
            to = next((each for each in READERS if self.user(each).account.entra in path), None)
            words = as_words(body)
            self.hear(to.name if to else f"everybody by {path}", asked, Heard(method, words), allowed(to, self.secrets))
            summary = str((body or {}).get("summary", "")) if isinstance(body, dict) else ""
            self.hear(to.name if to else "everybody", asked, Heard("on a locked phone", summary), frozenset())
        self._calls = len(connector.calls)

    def hear(self, who: str, asked: str, heard: Heard, but: frozenset[str]) -> None:
        self.leaks += complaints(self.secrets, who, asked, heard, but)

    def tell(self) -> None:
        assert not self.leaks, "\n".join(dict.fromkeys(self.leaks))
