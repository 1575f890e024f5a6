"""Invokes: what Teams asks and waits three seconds for: pressed buttons, dialogs, searches, "Log as …"."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.teams import activity as wire
from bot.teams import answers, cards, dialogs
from bot.teams.activity import Activity, listing, mapping, words
from bot.teams.adapter import Invoked
from bot.teams.bot import TeamsBot, Unreadable, again_pressed, press_in, said_in
from bot.teams.consents import Consents
from bot.teams.limits import INVOKE_SECONDS
from governance.kinds import all_kinds
from handlers.reply import Reply
from handlers.turn import Captured, Deed, Searched, Where

GRACE_S = INVOKE_SECONDS - 0.5  # the way back takes some of it
STILL_AT_IT = "I'm still working on that; the answer will come here in a moment."
THANKS = "Got it."
ODD = "I can't read that; it may come from an older version of me. Nothing was changed. Please open it again."
LOG_AS = "log-"  # the message extension's commands: "log-action" and so on

Handler = Callable[[Activity, Mapping[str, Any]], Awaitable[Invoked]]


class Invokes:
    """One method an invoke. Each takes the activity and its value, and answers in Teams' shape."""

    def __init__(self, bot: TeamsBot, consents: Consents, home_tenant: str = "", grace: float = GRACE_S) -> None:
        self._bot = bot
        self._consents = consents
        self._home_tenant = home_tenant
        self._grace = grace
        self._handlers: dict[str, Handler] = {
            "adaptiveCard/action": self._pressed,
            "task/fetch": self._dialog_wanted,
            "task/submit": self._dialog_sent,
            "composeExtension/query": self._searched,
            "composeExtension/fetchTask": self._log_as,
            "composeExtension/submitAction": self._extension_sent,
            "application/search": self._typed_ahead,
            "fileConsent/invoke": self._consented,
            "message/submitAction": self._thumbed,
            "message/fetchTask": self._thumbed,
        }

    async def answer(self, activity: Activity) -> Invoked:
        handler = self._handlers.get(words(activity.get("name")))
        if handler is None:
            return answers.unknown()
        value = activity.get("value")
        if not isinstance(value, Mapping):
            return answers.unreadable("This invoke needs a value.")
        try:
            return await handler(activity, value)
        except Unreadable as problem:
            return answers.unreadable(str(problem))

    async def _pressed(self, activity: Activity, value: Mapping[str, Any]) -> Invoked:
        data = mapping(value.get("action")).get("data")
        if not isinstance(data, Mapping):
            return answers.unreadable(ODD)
        try:
            deed = press_in(data)
        except Unreadable as problem:
            return (
                answers.words(str(problem))
                if "choice" in mapping(data.get(cards.OURS))
                else answers.unreadable(str(problem))
            )
        reply = await self._within(activity, deed)
        if reply is None:
            return answers.words(STILL_AT_IT)
        said_aloud = replace(reply, face=None)
        if reply.face is not None:
            self._speak_later(activity, said_aloud)
            return answers.card(reply.face)
        if reply.whisper is not None and cards.is_words(reply.whisper) and reply.form is None:
            return answers.words(reply.whisper.text)
        self._speak_later(activity, said_aloud, again_pressed(deed))
        return answers.words(answers.sentence(replace(reply, whisper=None)) or THANKS)

    async def _dialog_wanted(self, activity: Activity, value: Mapping[str, Any]) -> Invoked:
        data = mapping(value.get("data"))
        ours = mapping(data.get(cards.OURS))
        deed: Deed = said_in(ours, activity, self._home_tenant) if "said" in ours else press_in(data)
        return self._dialog(activity, await self._within(activity, deed), wire.where(activity))

    async def _dialog_sent(self, activity: Activity, value: Mapping[str, Any]) -> Invoked:
        sent = dialogs.submitted(value)
        if sent is None:
            return answers.unreadable(ODD)
        told = wire.where(activity)
        where = replace(
            told, thread=told.thread or sent.origin.get("thread"), message=told.message or sent.origin.get("message")
        )
        mark = f"once:{told.external_id}|{sent.once}" if sent.once else ""
        reply = await self._within(activity, sent.deed, mark=mark, where=where)
        if reply is not None and reply.errors:
            if (form := reply.form or sent.form) is None:
                return answers.task(dialogs.notice(answers.sentence(reply)))
            redrawn = dialogs.dialog(form, origin=sent.origin, errors=reply.errors, typed=sent.deed.values)
            return answers.task(redrawn)
        return self._dialog(activity, reply, where)

    async def _extension_sent(self, activity: Activity, value: Mapping[str, Any]) -> Invoked:
        if dialogs.submitted(value) is not None:
            return await self._dialog_sent(activity, value)
        return await self._log_as(activity, value)

    async def _log_as(self, activity: Activity, value: Mapping[str, Any]) -> Invoked:
        """ "Log as action" on a message (or without one, from the compose box): the form, filled in."""
        command = words(value.get("commandId"))
        kind = command.removeprefix(LOG_AS)
        if kind not in all_kinds() or not command.startswith(LOG_AS):
            return answers.unreadable(f"There is no command {command or 'without a name'} here.")
        text, author, link, people = wire.captured(mapping(value.get("messagePayload")), activity)
        deed = Captured(kind, text, author, link, people)
        return self._dialog(activity, await self._within(activity, deed), wire.where(activity))

    async def _searched(self, activity: Activity, value: Mapping[str, Any]) -> Invoked:
        given = {words(each.get("name")): words(each.get("value")) for each in listing(value.get("parameters"))}
        text = "" if given.get("initialRun") == "true" else next((said for said in given.values() if said), "")
        reply = await self._within(activity, Searched(text))
        if reply is None:
            return answers.trouble_in_search("That is taking too long just now. Please try again in a minute.")
        if reply.whisper is not None and not reply.results:
            return answers.trouble_in_search(reply.whisper.text)
        return answers.found(reply.results)

    async def _typed_ahead(self, activity: Activity, value: Mapping[str, Any]) -> Invoked:
        reply = await self._within(activity, Searched(words(value.get("queryText"))))
        return answers.suggested(reply.results if reply else ())

    async def _thumbed(self, activity: Activity, value: Mapping[str, Any]) -> Invoked:
        return answers.done()  # thumbs under a message: nobody asked for them, and nothing is kept

    async def _consented(self, activity: Activity, value: Mapping[str, Any]) -> Invoked:
        """Somebody wants a document that they were offered, or not. A large one goes on after Teams was answered."""
        work = asyncio.create_task(self._consents.answered(activity, value))
        await asyncio.wait({work}, timeout=self._grace)
        if work.done():
            work.result()
            return answers.done()

        async def to_the_end() -> None:
            await work

        self._bot.later(to_the_end())
        return answers.done()

    def _dialog(self, activity: Activity, reply: Reply | None, where: Where) -> Invoked:
        """A reply where Teams waits for a dialog: the form, or the words, or nothing (then it closes)."""
        if reply is None:
            return answers.task(dialogs.notice(STILL_AT_IT))
        if reply.form is not None:
            return answers.task(dialogs.dialog(reply.form, origin={"thread": where.thread, "message": where.message}))
        if reply.whisper is not None and not cards.is_words(reply.whisper):
            self._speak_later(activity, reply)
            return answers.done()
        said = answers.sentence(reply)
        return answers.task(dialogs.notice(said)) if said else answers.done()

    def _speak_later(self, activity: Activity, reply: Reply, again: Mapping[str, Any] | None = None) -> None:
        if reply != Reply(meet=reply.meet):
            self._bot.later(self._bot.speak(activity, reply, again))

    async def _within(
        self, activity: Activity, deed: Deed, *, mark: str = "", where: Where | None = None
    ) -> Reply | None:
        """The reply if it comes before Teams gives up; otherwise it is worked on, and said in the
        conversation."""
        taking = asyncio.create_task(self._bot.taken(activity, deed, mark=mark, where=where))
        await asyncio.wait({taking}, timeout=self._grace)
        if taking.done():
            return taking.result()

        async def when_done() -> None:
            await self._bot.speak(activity, await taking)

        self._bot.later(when_done())
        return None
