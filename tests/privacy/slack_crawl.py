"""Crawling in Slack: everybody, in every kind of place; and everything that Slack was asked to show, by whom it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from handlers.reply import Reply
from handlers.turn import Deed, Face, Said, Turn, Where
from tests.conversation.office import Office
from tests.fakes.slack_workspace import BOT, TEAM
from tests.privacy.listening import Heard, allowed, as_words, complaints, written_in
from tests.privacy.people import ESTATE, OTHER, READERS, Reader, enrol
from tests.privacy.secrets import Secrets, fill

PUSHED = ("chat.postMessage", "chat.update", "chat.postEphemeral", "response_url")
IN_VIEW = ("views.open", "views.update", "views.publish")
PLACES = {
    "a channel": Where("slack", "C5", "channel", name="larkspur"),
    "another workstream’s channel": Where("slack", "C6", "channel", name="everything"),
    "a private channel": Where("slack", "C7", "channel", name="larkspur-officers"),
    "a group DM": Where("slack", "G1", "group"),
}


@dataclass
class SlackCrawl:
    """The office with its secrets. `leaks` are those that were heard, in words."""

    office: Office
    secrets: Secrets
    leaks: list[str] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    _calls: int = 0
    _acks: int = 0

    @classmethod
    async def begin(cls, office: Office) -> SlackCrawl:
        slack = office.slack
        for reader in READERS:
            slack.person(reader.user, reader.name, email=f"{reader.id.lower()}@council.example", guest=reader.guest)
        users = [reader.user for reader in READERS]
        slack.channel("C5", "larkspur", *users)
        slack.channel("C6", "everything", *users)
        slack.channel("C7", "larkspur-officers", *users, private=True)
        slack.channel("G1", "mpdm-hana--uma-1", *users, private=True)
        async with office.app.database.transaction(office.clock.now()) as register:
            await enrol(register)
            secrets = await fill(register)
            for reader in READERS:
                if reader.known:
                    await register.people.identify(reader.id, "slack", reader.user, tenant=TEAM, confirmed=reader.sure)
            for where, workstream in zip(PLACES.values(), (ESTATE, OTHER, ESTATE), strict=False):
                place = await register.places.meet(
                    "slack", where.external_id, where.type, name=where.name, tenant=TEAM, address={}, alive=True
                )
                await register.places.bind(place.id, workstream, register.now)
        crawl = cls(office, secrets)
        await office.settle()
        crawl.listen(None, "setting up")
        return crawl

    def places_of(self, reader: Reader) -> dict[str, Where]:
        """Where somebody asks: in every kind of place, their own direct messages among them."""
        alone = Where("slack", self.office.slack.workspace.dm(reader.user).id, "dm", address={"user": reader.user})
        return {**PLACES, "a DM": alone}

    async def takes(self, reader: Reader, where: Where, deed: Deed, asked: str) -> Reply:
        """A deed as somebody would send it who makes requests up; what answers it at once is listened to."""
        turn = Turn(
            str(uuid4()), Face("slack", reader.user, reader.name, outsider=reader.guest, verified=True), where, deed
        )
        self.asked[turn.id] = asked
        try:
            reply = await self.office.app.conversation.take(turn)
        except AssertionError as fault:  # nobody could have pressed that: it is answered with nothing
            self.hear("the log", asked, Heard("as a fault", repr(fault)), frozenset())
            return Reply()
        private = where.type == "dm"
        for name, value in vars(reply).items():
            if value:
                mine = allowed(reader, self.secrets) if private or name in ("form", "errors", "home") else frozenset()
                self.hear(reader.name, asked, Heard(f"at once ({name}) in {where.external_id}", repr(value)), mine)
        return reply

    async def types(self, reader: Reader, where: Where, text: str) -> None:
        """Somebody types: over HTTP, but for a group, which the fake Slack does not have."""
        if where.type == "group":
            await self.takes(reader, where, Said(text), f"{text} in a group DM")
            return
        chat = (
            self.office.dm(reader.user) if where.type == "dm" else self.office.channel(reader.user, where.external_id)
        )
        await chat.say(text if where.type == "dm" or text.startswith("/") else f"<@{BOT}> {text}")

    async def settle(self, reader: Reader | None, asked: str) -> None:
        """All that is owed is sent, and listened to."""
        await self.office.settle()
        self.listen(reader, asked)

    def tell(self) -> None:
        """Fail with whatever was given away, each leak in a line."""
        assert not self.leaks, "\n".join(dict.fromkeys(self.leaks))

    def hear(self, who: str, asked: str, heard: Heard, but: frozenset[str]) -> None:
        self.leaks += complaints(self.secrets, who, heard.asked or asked, heard, but)

    def listen(self, reader: Reader | None, asked: str) -> None:
        """Everything that Slack was told since it was listened to last. What goes to nobody's direct messages is read by people
        who may open nothing; what opens a view, or answers a request, is for whoever asks."""
        slack = self.office.slack
        for call in slack.calls[self._calls :]:
            where = str(call.args.get("channel") or call.args.get("channel_id") or "")
            channel = slack.workspace.channels.get(where)
            alone = channel.direct if channel is not None else str(call.args.get("user_id", ""))
            to = _account(alone) if alone else (reader if call.method in IN_VIEW else None)
            words = as_words(call.args) + " ".join(self._files(call.args))
            heard = Heard(f"by {call.method} in {where or 'a view'}", words, self._asked_by(call.args))
            self.hear(to.name if to else f"everybody in {where}", asked, heard, allowed(to, self.secrets))
            if call.method in PUSHED:
                seen = Heard(f"on a locked phone by {call.method}", str(call.args.get("text", "")), heard.asked)
                self.hear(to.name if to else "everybody", asked, seen, frozenset())
        self._calls = len(slack.calls)
        for ack in slack.acks[self._acks :]:
            shown = as_words(ack.body)
            mine = allowed(reader, self.secrets) if '"view"' in shown else frozenset()
            self.hear(reader.name if reader else "nobody", asked, Heard("in the acknowledgement", shown), mine)
        self._acks = len(slack.acks)

    def _files(self, args: dict[str, object]) -> Iterable[str]:
        held = args.get("files")
        for each in held if isinstance(held, list) else ():
            upload = self.office.slack.files[each["id"]]
            yield " ".join((upload.name, upload.title, written_in(upload.content or b"")))

    def _asked_by(self, args: dict[str, object]) -> str:
        """What a message answers: the key of its notice names the turn."""
        told = as_words(args.get("metadata", ""))
        return next((asked for turn, asked in self.asked.items() if turn in told), "")


def _account(user: str) -> Reader | None:
    return next((reader for reader in READERS if reader.user == user), None)
