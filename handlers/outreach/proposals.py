"""What the card of a communication, a strategy, a stakeholder or a theme says and offers besides: what the homes of its
audience ask for, which line it serves, what can be done next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from governance.audience import Wanted, copies_for, listed_in
from governance.kinds.communication import APPROVED, PRINTED, Communication
from governance.kinds.stakeholder import Stakeholder
from governance.kinds.strategy import Strategy
from governance.kinds.you_said import YouSaid
from governance.record import Record
from handlers.cards import Button, Buttons, Choice, Option, Para, Part, Small, button, choice
from handlers.commands import Change, OpenForm, Report, Serve, ShowStrategy, ShowYouSaid
from handlers.outreach.estate import Estate, estate_of
from handlers.outreach.sources import sources_words
from handlers.outreach.standing import open_strategy
from handlers.wording import listed
from storage.links import Link
from storage.register import Register


async def of_outreach(register: Register, record: Record, links: Iterable[Link]) -> list[Part]:
    """Parts of a card, nothing for records of other kinds. It may stand where others read along: it counts, and lists nobody."""
    if record.withdrawn:
        return []
    match record.body:
        case Communication():
            return await _of_communication(register, record, record.body)
        case Strategy():
            return [_of_strategy(record, record.body)]
        case Stakeholder():
            spoke = button("Spoke to them…", OpenForm("spoke", ref=record.ref))
            return [Buttons((spoke,))] if record.is_open else []
        case YouSaid():
            return _of_theme(record, record.body, links)
        case _:
            return []


async def _of_communication(register: Register, record: Record, body: Communication) -> list[Part]:
    if not body.is_planned:
        return []
    audience = (await estate_of(register, record.workstream)).of(body.audience)
    parts: list[Part] = [Small((said,)) for said in [_wanted_words(audience)] if said]
    offered = _offers(record.ref, body, audience)
    if body.status in (APPROVED, PRINTED):
        offered.append(button("It went out…", OpenForm("sent", ref=record.ref)))
    if offered:
        parts.append(Buttons(tuple(offered)))
    if line := await _line_choice(register, record, body):
        parts.append(line)
    return parts


def _wanted_words(audience: Estate) -> str:
    """`240 homes. 29 want Bengali, 19 Somali. 17 need large print, 17 BSL. What fewer than five want is not counted.`"""
    homes = len(audience.homes)
    if not homes:
        return ""
    said = (
        f"It is for {homes} homes in {listed(audience.blocks)}. " if audience.blocks else f"It is for {homes} homes. "
    )
    said += _told(audience.languages, homes, "want") + _told(audience.formats, homes, "need")
    return said + "Groups of fewer than five homes are not counted."


def _told(wanted: Sequence[Wanted], homes: int, verb: str) -> str:
    if not wanted:
        return ""
    first, *others = wanted
    told = [f"{first.homes} of {homes} homes {verb} {first.what}", *(f"{one.homes} {one.what}" for one in others)]
    return f"{listed(told)}. "


def _offers(ref: str, body: Communication, audience: Estate) -> list[Button]:
    """What its audience asks for and it does not have yet, one press each."""
    found = []
    copies = copies_for(body.form, len(audience.homes))
    if copies and not body.print_run:
        found.append(button(f"Print {copies} copies", Change(ref, {"print_run": copies})))
    for name, wanted in (("languages", audience.languages), ("formats", audience.formats)):
        held = listed_in(getattr(body, name))
        more = [one.what for one in wanted if one.what.casefold() not in map(str.casefold, held)]
        if more:
            found.append(button(f"In {listed(more)} too", Change(ref, {name: ", ".join((*held, *more))})))
    return found


async def _line_choice(register: Register, record: Record, body: Communication) -> Choice | None:
    """Which line of the strategy it serves, to choose where that is not said."""
    strategy = None if body.serves else await open_strategy(register, record.workstream)
    if strategy is None or not isinstance(strategy.body, Strategy):
        return None
    options = tuple(Option(str(line.number), f"{line.number}. {line.what}"[:75]) for line in strategy.body.standing())
    return (
        choice(f"Which line of {strategy.ref} does it serve?", options, Serve(record.ref, 0), "number")
        if options
        else None
    )


def _of_strategy(record: Record, body: Strategy) -> Part:
    buttons = [button("Show the plan", ShowStrategy(record.workstream), "primary")] if record.is_open else []
    if record.is_open:
        buttons.append(button("Add a line…", OpenForm("line", ref=record.ref)))
    return Buttons(tuple(buttons))


def _of_theme(record: Record, body: YouSaid, links: Iterable[Link]) -> list[Part]:
    heard = sources_words(links, in_company=True)
    parts: list[Part] = [Para((f"Heard in {heard}.",))] if heard else []
    buttons = [button("As residents read it", ShowYouSaid(record.workstream))]
    if record.workstream and body.answer:
        buttons.append(button("Poster", Report("you-said", workstream=record.workstream, suffix=".png")))
    if record.is_open and body.answer and not body.told_by:
        buttons.append(button("Told by…", OpenForm("told", ref=record.ref)))
    return [*parts, Buttons(tuple(buttons))]
