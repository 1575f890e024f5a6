"""Reading what Teams sends: an activity, as the plain dict it is on the wire, told as who, where and what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from bot.teams import text
from handlers.turn import Face, PlaceType, Said, Where

Activity = Mapping[str, Any]

PLATFORM = "teams"

_TYPES: dict[str, PlaceType] = {"personal": "dm", "groupchat": "group", "channel": "channel"}
_MARKS = dict.fromkeys((1, 2))  # what stands for "<@" and ">" while a message's markup is taken off
_COMMAND = re.compile(r"/(\w[\w-]*)\s*", re.ASCII)


def mapping(value: Any) -> Mapping[str, Any]:
    """`value` if it is an object, else an empty one: the wire owes us nothing."""
    return value if isinstance(value, Mapping) else {}


def listing(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def words(value: Any) -> str:
    return value if isinstance(value, str) else ""


def tenant(activity: Activity) -> str:
    """The Entra tenant. The SDK looks for it under a spelling that Teams never sends, so it is read here."""
    told = words(mapping(mapping(activity.get("channelData")).get("tenant")).get("id"))
    return told or words(mapping(activity.get("conversation")).get("tenantId"))


def conversation(activity: Activity) -> tuple[str, str | None]:
    """The conversation's id without its thread, and the message that the thread hangs under."""
    full = words(mapping(activity.get("conversation")).get("id"))
    base, mark, thread = full.partition(";messageid=")
    return base, thread if mark and thread else None


def turn_id(activity: Activity) -> str:
    """Teams' own name of this deed: the same activity delivered again has the same one."""
    where = words(mapping(activity.get("conversation")).get("id"))
    return f"{where}|{words(activity.get('id')) or words(activity.get('timestamp'))}"


def is_bot(account: Mapping[str, Any], activity: Activity) -> bool:
    ident = words(account.get("id"))
    return bool(ident) and ident == words(mapping(activity.get("recipient")).get("id"))


def in_someone_elses_chat(activity: Activity) -> bool:
    """A message extension is used anywhere, also in a chat between two people that the bot is not in."""
    base, _ = conversation(activity)
    extension = words(activity.get("name")).startswith("composeExtension/")
    return (
        extension
        and "personal" in words(mapping(activity.get("conversation")).get("conversationType"))
        and "@unq.gbl" in base
    )


def place_type(activity: Activity) -> PlaceType:
    told = mapping(activity.get("conversation"))
    if in_someone_elses_chat(activity):
        return "group"
    known = _TYPES.get(words(told.get("conversationType")).casefold())
    if known:
        return known
    if mapping(mapping(activity.get("channelData")).get("channel")).get("id"):
        return "channel"
    return "group" if told.get("isGroup") else "dm"


def where(activity: Activity) -> Where:
    base, thread = conversation(activity)
    data = mapping(activity.get("channelData"))
    team, channel = mapping(data.get("team")), mapping(data.get("channel"))
    name = words(channel.get("name")) or words(mapping(activity.get("conversation")).get("name"))
    kind = place_type(activity)
    address = _reference(activity) | {
        "conversation_id": base,
        "type": kind,
        "team_id": words(team.get("id")),
        "channel_id": words(channel.get("id")) or (base if kind == "channel" else ""),
    }
    return Where(
        platform=PLATFORM,
        external_id=base,
        type=kind,
        name=name,
        tenant=tenant(activity),
        thread=thread,
        message=words(activity.get("replyToId")) or None,
        address=_filled(address),
        whispers=False,  # Teams has no message that only one of a channel's people sees
    )


def face(account: Mapping[str, Any], activity: Activity, home_tenant: str = "") -> Face:
    """Somebody named in an activity. The Entra object id is the same in every channel and chat, the `29:`
    id is this bot's own: the first is who they are, both are kept to write to them."""
    ident, entra = words(account.get("id")), words(account.get("aadObjectId")) or words(account.get("objectId"))
    own = words(account.get("tenantId")) or tenant(activity)
    principal = words(account.get("userPrincipalName"))
    address = _reference(activity) | {"user_id": ident, "aad_object_id": entra}
    speaker = ident == words(mapping(activity.get("from")).get("id"))
    if speaker and place_type(activity) == "dm":
        address |= {"conversation_id": conversation(activity)[0], "type": "dm"}
    guest = words(account.get("userRole")).casefold() == "guest" or "#EXT#" in principal
    return Face(
        platform=PLATFORM,
        user_id=entra or ident,
        name=_name(account),
        email=words(account.get("email")) or ("" if guest else principal),
        tenant=own,
        outsider=guest or bool(home_tenant and own and own != home_tenant),
        is_bot=ident.startswith("28:") or words(account.get("role")) == "bot" or is_bot(account, activity),
        address=_filled(address),
    )


def speaker(activity: Activity, home_tenant: str = "") -> Face:
    return face(mapping(activity.get("from")), activity, home_tenant)


def said(activity: Activity, home_tenant: str = "") -> Said:
    """A message's words: the bot's own mention cut off, everybody else's as `<@KEY>`."""
    spoken: list[tuple[str, str]] = []
    people: dict[str, Face] = {}
    to_bot = False
    for entity in listing(activity.get("entities")):
        if entity.get("type") != "mention":
            continue
        account = mapping(entity.get("mentioned"))
        if is_bot(account, activity):
            to_bot = True
            spoken.append((words(entity.get("text")), ""))
            continue
        if not _is_person(account):  # a channel, a team or a tag: words like any other
            spoken.append((words(entity.get("text")), _name(account)))
            continue
        person = face(account, activity, home_tenant)
        people[person.user_id] = person
        spoken.append((words(entity.get("text")), f"<@{person.user_id}>"))
    heard = text.heard(words(activity.get("text")), spoken)
    command = _COMMAND.match(heard)
    return Said(
        text=heard[command.end() :] if command else heard,
        mentions=people,
        command=command[1].casefold() if command else None,
        addressed=to_bot or place_type(activity) == "dm",
        link=link(activity),
    )


def link(activity: Activity) -> str:
    """A link to this message that opens in Teams; none in a personal chat with the bot, where nobody else
    could follow it."""
    kind, (base, thread) = place_type(activity), conversation(activity)
    ident = words(activity.get("id"))
    if kind == "dm" or not base or not ident:
        return ""
    team = mapping(mapping(activity.get("channelData")).get("team"))
    asked = {
        "tenantId": tenant(activity),
        "groupId": words(team.get("aadGroupId")),
        "parentMessageId": (thread or ident) if kind == "channel" else "",
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"https://teams.microsoft.com/l/message/{quote(base, safe=':@')}/{quote(ident, safe='')}" + (
        f"?{query}" if query else ""
    )


def captured(payload: Mapping[str, Any], activity: Activity) -> tuple[str, str, str, dict[str, Face]]:
    """The message that "Log as …" was chosen on: its words, its author, a link to it, and who is mentioned
    in it."""
    body = mapping(payload.get("body"))
    raw = words(body.get("content")).translate(_MARKS)
    people: dict[str, Face] = {}
    for mention in listing(payload.get("mentions")):
        user = mapping(mapping(mention.get("mentioned")).get("user"))
        ident = words(user.get("id"))
        if not ident:
            continue
        found = face({"id": ident, "aadObjectId": ident, "name": user.get("displayName")}, activity)
        people[ident] = found
        mark = re.escape(str(mention.get("id")))
        said = re.compile(rf"<at[^>]*\bid=[\"']?{mark}[\"']?[^>]*>.*?</at>", re.DOTALL)
        raw = said.sub(f"\x01{ident}\x02".replace("\\", ""), raw)
    plain = text.from_html(raw) if words(body.get("contentType")) != "text" else text.heard(raw, ())
    plain = plain.replace("\x01", "<@").replace("\x02", ">")
    author = words(mapping(mapping(payload.get("from")).get("user")).get("displayName"))
    return plain, author, words(payload.get("linkToMessage")), people


def member(account: Mapping[str, Any], where: Where, home_tenant: str) -> Face:
    """Somebody as a lookup of a place's members tells them."""
    return replace(face(account, _as_told(where), home_tenant), verified=True)


def members(accounts: Iterable[Mapping[str, Any]], where: Where, home_tenant: str) -> tuple[Face, ...]:
    """Everybody whom a lookup of a place's members tells, but for this bot and nobody."""
    told = _as_told(where)
    return tuple(
        member(account, where, home_tenant)
        for account in accounts
        if words(account.get("id")) and not is_bot(account, told)
    )


def _as_told(where: Where) -> dict[str, Any]:
    """A place as an activity would tell it, for lookups that tell people alone."""
    kinds = {"dm": "personal", "group": "groupChat", "channel": "channel"}
    return {
        "serviceUrl": where.address.get("service_url", ""),
        "channelData": {"tenant": {"id": where.tenant or where.address.get("tenant_id", "")}},
        "recipient": {"id": where.address.get("bot_id", "")},
        "conversation": {"id": where.external_id, "conversationType": kinds[where.type]},
    }


def _reference(activity: Activity) -> dict[str, str]:
    """What every message sent later needs: whose service to call, as which bot, in which tenant."""
    return {
        "service_url": words(activity.get("serviceUrl")).rstrip("/"),
        "tenant_id": tenant(activity),
        "bot_id": words(mapping(activity.get("recipient")).get("id")),
    }


def _filled(address: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in address.items() if value}


def _is_person(account: Mapping[str, Any]) -> bool:
    return words(account.get("type")) not in ("channel", "team", "tag") and not words(account.get("id")).startswith(
        "19:"
    )


def _name(account: Mapping[str, Any]) -> str:
    given = f"{words(account.get('givenName'))} {words(account.get('surname'))}".strip()
    return words(account.get("name")) or words(account.get("displayName")) or given
