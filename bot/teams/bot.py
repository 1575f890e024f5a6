"""What happens when Teams tells something: an activity becomes a turn, and the house's reply is drawn
where it belongs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from bot.platform import MaybeSent, NotSent, TryLater
from bot.teams import activity as wire
from bot.teams import cards
from bot.teams.activity import Activity, listing, mapping, words
from bot.teams.adapter import Invoked
from bot.teams.connector import Connector
from bot.teams.directory import Directory
from bot.teams.platform import TeamsPlatform
from governance.errors import ChivvyError
from handlers.cards import say
from handlers.forms.form import Form
from handlers.reply import Reply
from handlers.turn import Archived, Deed, Face, Met, Opened, Pressed, Said, Submitted, Turn, Where

Take = Callable[[Turn], Awaitable[Reply]]

TROUBLE = (
    "Sorry, something went wrong at my end. Nothing was changed. "
    "Please try again in a minute; if it happens again, tell whoever looks after Chivvy."
)
OLD_BUTTON = (
    "I can't read that button; it may come from an older card. Nothing was changed. "
    "Type the ref, such as “A-012”, to get a fresh card."
)
CHOOSE_FIRST = "Choose one from the list first. Nothing was changed."
FILE = "application/vnd.microsoft.teams.file.download.info"  # an attachment: somebody sent the bot a file
NO_FILES = (
    "I can’t keep files, so what you sent is nowhere in the register. Put it where your team keeps such things, and a link to "
    "it in a note."
)
ONE_MORE_TRY_S = 5.0  # a whisper that Teams is too busy for is certainly not there: it waits this long at most, once

log = logging.getLogger(__name__)


class Unreadable(Exception):
    """What a button, a dialog or a list sent is not what we gave it."""


class TeamsBot:
    """Takes activities, plain as they came. Nothing about a conversation is kept here."""

    def __init__(
        self, take: Take, connector: Connector, platform: TeamsPlatform, directory: Directory, home_tenant: str = ""
    ) -> None:
        self._take = take
        self._connector = connector
        self._platform = platform
        self._directory = directory
        self._home_tenant = home_tenant
        self._tasks: set[asyncio.Task[Any]] = set()
        self._invokes: Callable[[Activity], Awaitable[Invoked]] | None = None

    def invokes(self, on_invoke: Callable[[Activity], Awaitable[Invoked]]) -> None:
        """Who answers invokes."""
        self._invokes = on_invoke

    async def on_activity(self, activity: Activity) -> Invoked | None:
        match activity["type"]:
            case "invoke":
                assert self._invokes is not None
                return await self._invokes(activity)
            case "message":
                await self._message(activity)
            case "conversationUpdate":
                await self._conversation_update(activity)
            case "installationUpdate":
                await self._installation_update(activity)
        return None  # reactions, edits, typing and what Teams may add later: heard, and nothing to say

    async def taken(self, activity: Activity, deed: Deed, *, mark: str = "", where: Where | None = None) -> Reply:
        """The house's reply. Never an error: somebody waits for it. `mark` tells several turns of one
        activity apart."""
        try:
            return await self._asked(await self.turn(activity, deed, mark=mark, where=where))
        except Exception as failed:
            log.exception("a turn was not taken: %s", wire.turn_id(activity))
            said = failed.message if isinstance(failed, ChivvyError) else TROUBLE
            return Reply(errors={"": said}) if isinstance(deed, Submitted) else Reply(whisper=say(said))

    async def turn(self, activity: Activity, deed: Deed, *, mark: str = "", where: Where | None = None) -> Turn:
        place = await self._directory.named(where or wire.where(activity))
        place = replace(place, takes_files=self._platform.takes_files(place))
        speaker = await self._directory.complete(wire.speaker(activity, self._home_tenant), place)
        if isinstance(deed, Said) and deed.mentions:
            deed = replace(
                deed, mentions={key: await self._directory.complete(who, place) for key, who in deed.mentions.items()}
            )
        ident = mark if mark.startswith("once:") else wire.turn_id(activity) + mark
        return Turn(ident, speaker, place, deed)

    async def speak(self, activity: Activity, reply: Reply, again: Mapping[str, Any] | None = None) -> None:
        """Say a reply in the conversation. `again` is what a button needs to ask for the same once more: a
        dialog opens only from a button, never from a message."""
        shown = [card for card in (reply.whisper, reply.face, reply.home, *reply.results) if card is not None]
        if reply.errors:
            shown.append(say(" ".join(dict.fromkeys(reply.errors.values()))))
        for card in shown:
            await self.post(activity, cards.message(card))
        if reply.form is not None and again is not None:
            await self.post(activity, _way_in(reply.form, again))

    async def post(self, activity: Activity, message: Mapping[str, Any]) -> None:
        """Send a message to where `activity` came from. What cannot be sent is logged; the deed itself is
        done."""
        where = words(mapping(activity.get("conversation")).get("id"))
        sent = {**message, "from": {"id": words(mapping(activity.get("recipient")).get("id"))}}
        if replied_to := words(activity.get("id")):
            sent["replyToId"] = replied_to
        service = words(activity.get("serviceUrl"))
        try:
            try:
                await self._connector.send(service, where, sent)
            except TryLater as busy:
                if busy.seconds > ONE_MORE_TRY_S:
                    raise
                await asyncio.sleep(busy.seconds)
                await self._connector.send(service, where, sent)
        except (NotSent, TryLater, MaybeSent) as failed:
            log.warning("an answer in Teams was not delivered: %s", failed)

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something without keeping Teams waiting."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def settle(self, patience: float | None = None) -> None:
        """Wait until what was begun in the background is done; what is late is given up."""
        while self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=patience)
            for task in late:
                task.cancel()
            if late:
                await asyncio.gather(*late, return_exceptions=True)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failed := task.exception()):
            log.error("work for Teams failed in the background", exc_info=failed)

    async def _asked(self, turn: Turn) -> Reply:
        reply = await self._take(turn)
        if reply.meet:
            self.later(self._meet(turn))
        return reply

    async def _meet(self, turn: Turn, only: frozenset[str] = frozenset()) -> Reply:
        """Tell the house who is in a place. `only` some of them, where they have just joined."""
        try:
            people = await self._platform.members(turn.where)
        except (NotSent, TryLater, MaybeSent) as failed:
            log.warning("Teams did not tell who is in a channel: %s", failed)
            return Reply()
        here = tuple(person for person in people if not only or _ids(person) & only)
        return await self._take(replace(turn, id=f"{turn.id}:met", deed=Met(here)))

    async def _message(self, activity: Activity) -> None:
        value = activity.get("value")
        if isinstance(value, Mapping) and cards.OURS in value:  # Action.Submit, from a client without Action.Execute
            try:
                pressed = press_in(value)
            except Unreadable as problem:
                await self.post(activity, cards.message(say(str(problem))))
                return
            self.later(self._pressed(activity, await self.taken(activity, pressed), again_pressed(pressed)))
            return
        said = wire.said(activity, self._home_tenant)
        sent_file = any(each.get("contentType") == FILE for each in listing(activity.get("attachments")))
        if sent_file:  # whoever may be sent files may send some too, and would think that they are kept
            self.later(self.post(activity, cards.message(say(NO_FILES))))
        if not said.text and (sent_file or not said.addressed):
            return
        self.later(self.speak(activity, await self.taken(activity, said), again_said(said)))

    async def _pressed(self, activity: Activity, reply: Reply, again: Mapping[str, Any]) -> None:
        """A press that came as a message: the pressed card gets its new look in place."""
        if reply.face is not None and (card := words(activity.get("replyToId"))):
            where = words(mapping(activity.get("conversation")).get("id"))
            try:
                await self._connector.update(words(activity.get("serviceUrl")), where, card, cards.message(reply.face))
                reply = replace(reply, face=None)
            except (NotSent, TryLater, MaybeSent) as failed:
                log.info("a pressed card in Teams was not redrawn: %s", failed)
        await self.speak(activity, reply, again)

    async def _conversation_update(self, activity: Activity) -> None:
        event = words(mapping(activity.get("channelData")).get("eventType"))
        if event in _ARCHIVING:
            await self.taken(activity, Archived(back=_ARCHIVING[event]), where=_channel_told_about(activity))
            return
        joined, left = listing(activity.get("membersAdded")), listing(activity.get("membersRemoved"))
        if any(wire.is_bot(account, activity) for account in joined):
            await self._welcomed(activity)
        elif joined:
            new = frozenset(words(account.get("id")) for account in joined)
            self.later(self._meet(await self.turn(activity, Met(())), new))
        if any(wire.is_bot(account, activity) for account in left):
            await self.taken(activity, Archived(), where=wire.where(activity))

    async def _installation_update(self, activity: Activity) -> None:
        """Who installed the bot can be written to from now on. The welcome comes with the conversation
        update."""
        if words(activity.get("action")).startswith("add"):
            turn = await self.turn(activity, Met(()))
            await self.taken(activity, Met((turn.speaker,)))

    async def _welcomed(self, activity: Activity) -> None:
        """The bot is new here: in its own chat it shows itself, in a channel it says once what can be said
        to it."""
        where = wire.where(activity)
        if where.type == "dm":
            self.later(self.speak(activity, await self.taken(activity, Opened())))
            return
        await self.taken(activity, Archived(back=True), mark=":back")
        reply = await self.taken(activity, Said("help", command="chivvy"))
        self.later(self.speak(activity, reply))
        self.later(self._meet(await self.turn(activity, Met(()))))


_ARCHIVING = {
    "channelDeleted": False,
    "channelRestored": True,
    "teamArchived": False,
    "teamDeleted": False,
    "teamUnarchived": True,
    "teamRestored": True,
}


def press_in(data: Mapping[str, Any]) -> Pressed:
    """The press in a button's data. Raises Unreadable, in words for who pressed it."""
    ours = mapping(data.get(cards.OURS))
    said = ours.get("press")
    if not isinstance(said, str):
        raise Unreadable(OLD_BUTTON)
    if "choice" not in ours:
        return Pressed(said, words(ours.get("chosen")) or None)
    chosen = words(data.get(str(ours["choice"])))
    if not chosen:
        raise Unreadable(CHOOSE_FIRST)
    return Pressed(said, chosen)


def again_pressed(pressed: Pressed) -> dict[str, Any]:
    return {"press": pressed.data} | ({"chosen": pressed.chosen} if pressed.chosen else {})


def again_said(said: Said) -> dict[str, Any]:
    """A message's words as button data: the house understands them again, for whoever presses."""
    people = {key: {"id": who.user_id, "name": who.name} for key, who in said.mentions.items()}
    return {"said": said.text, "command": said.command or "", "people": people}


def said_in(ours: Mapping[str, Any], activity: Activity, home_tenant: str) -> Said:
    people = {
        key: wire.face(
            {"id": who.get("id"), "aadObjectId": who.get("id"), "name": who.get("name")}, activity, home_tenant
        )
        for key, who in mapping(ours.get("people")).items()
        if isinstance(who, Mapping) and who.get("id")
    }
    return Said(words(ours.get("said")), people, words(ours.get("command")) or None)


def _way_in(form: Form, again: Mapping[str, Any]) -> dict[str, Any]:
    intro = "Teams only opens a form from a button. Here it is:"
    body = [*cards.paragraph((intro,)), *cards.action_sets([cards.opens(form.title, dict(again))])]
    return {
        "type": "message",
        "summary": form.title,
        "attachments": [cards.attachment(cards.skeleton(body, form.title))],
    }


def _channel_told_about(activity: Activity) -> Where:
    """Which channel an event is about: it is told in the team's own conversation."""
    where = wire.where(activity)
    channel = where.address.get("channel_id") or where.external_id
    return replace(where, external_id=channel, thread=None, address={**where.address, "conversation_id": channel})


def _ids(person: Face) -> frozenset[str]:
    return frozenset({person.user_id, person.address.get("user_id", ""), person.address.get("aad_object_id", "")})
