"""Every kind of record, through everything that can be done with one, from its declaration alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from governance.kind import Body
from governance.kinds import all_kinds
from governance.lifecycle import Lifecycle
from handlers.commands import Agree, Command, Move
from handlers.encoding import encode
from handlers.records.moves import AGREED, ESCALATED
from tests.conversation.conftest import Office
from tests.databases import Databases
from tests.fakes.slack_chat import Chat, Seen

KINDS = pytest.mark.parametrize("body", all_kinds().values(), ids=list(all_kinds()))
MONTH_AHEAD = "2026-12-10"


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """One database is enough for what each kind declares: how records are kept on either is tested where they are kept."""
    return sqlite_databases


def here(office: Office, body: type[Body]) -> Chat:
    """Where such records are spoken of: cases in the DM, all else in the channel."""
    return office.dm("U1") if body.kind.confidential else office.channel("U1")


async def tell(office: Office, body: type[Body], text: str) -> Chat:
    return await (office.writes("U1", text) if body.kind.confidential else office.says("U1", text))


def answered(chat: Chat) -> Seen:
    """What the bot said last: to the speaker alone in a channel, aloud in a DM."""
    return chat.last if chat.channel.direct else chat.whisper


# What a record of a kind needs besides its title, to be open and to go everywhere.
BESIDES: dict[str, dict[str, Any]] = {
    "contact": {"follow_up_on": MONTH_AHEAD},  # else there is nothing to do
    "enquiry": {"from_type": "FOI"},  # others have no internal review
}


async def log_by_form(office: Office, body: type[Body], title: str) -> Chat:
    """Log a record of a kind by its form, with its title alone."""
    channel = await tell(office, body, f"/{body.kind.command}")
    modal = await channel.modal.fill(title=title, **BESIDES.get(body.kind.name, {})).submit()
    assert modal.errors == {}
    await office.settle()
    return channel


@KINDS
async def test_its_example_logs_one(office: Office, body: type[Body]) -> None:
    said = body.kind.example.replace("@sam", "<@U2>")
    channel = await tell(office, body, said)
    for _ in range(4):  # what is missing or in doubt is asked, one question at a time
        if await office.records():
            break
        asked = answered(channel)
        await asked.press(next(label for label in asked.buttons if label != "Cancel"))
        await office.settle()
    (record,) = await office.records()
    assert record.kind is body.kind
    assert record.title
    assert record.title.casefold() in said.casefold()


@KINDS
async def test_from_the_form_to_the_list_and_back(office: Office, body: type[Body]) -> None:
    channel = await log_by_form(office, body, "Something to look after")
    ref = body.kind.ref(1)
    card = channel.cards[-1]
    assert f"{ref} Something to look after" in card.words
    assert {"Undo", "Edit", "Reassign"} <= set(card.buttons)
    assert ("Snooze" in card.buttons) == body.kind.reminds

    await card.press("Edit")
    await office.settle()
    await channel.modal.fill(title="Something else to look after", owner="Sam Patel").submit()
    await office.settle()
    record = await office.record(ref)
    assert (record.title, record.owner, record.version) == ("Something else to look after", "P003", 2)

    await tell(office, body, ref)
    assert "Something else to look after" in channel.cards[-1].words
    await tell(office, body, f"/{body.kind.command} list")
    listed = answered(channel)
    found = (
        listed.words.replace("*", "") if body.kind.confidential else listed.text
    )  # a locked phone shows no title of a case
    assert found.startswith(f"1 open {body.kind.name}\n{ref} Something else to look after")

    await tell(office, body, "/chivvy undo")
    assert (await office.record(ref)).title == "Something to look after"


@KINDS
async def test_the_form_asks_a_dozen_things_and_takes_all_of_them(office: Office, body: type[Body]) -> None:
    channel = await tell(office, body, f"/{body.kind.command}")
    modal = channel.modal
    assert len(modal.fields) <= 14
    asks = dict(body.asks())
    for name, element in modal.fields.items():
        if asks.get(name) is None or asks[name].input != "ref":
            modal.fill(**{name: _something(name, element, link=name in asks and asks[name].input == "link")})
    await modal.submit()
    assert modal.errors == {}
    await office.settle()
    (record,) = await office.records()
    for name in modal.fields:
        if name == "workstream" or asks[name].input == "ref":
            continue
        assert record.value(name) not in (None, "", ()), name


def _something(name: str, element: dict[str, Any], *, link: bool) -> Any:
    """An answer that a field of a form takes."""
    chosen = [option["text"]["text"] for option in element.get("options", ())]
    if element["type"] in ("multi_static_select", "checkboxes"):
        return chosen[:1]
    said = {
        "datepicker": MONTH_AHEAD,
        "number_input": "7",
        "timepicker": "10:30",
        "static_select": (chosen or [""])[-1],
    }
    return said.get(element["type"], "https://intranet.example/paper" if link else f"What {name} says")


@KINDS
@pytest.mark.timeout(180)
async def test_every_allowed_move_and_only_those(office: Office, body: type[Body]) -> None:
    lifecycle = _by_moves(body)
    # Where a record of the kind can come by moves: a draft, say, is only ever imported.
    met = [old for old in lifecycle.moves if lifecycle.way(lifecycle.initial, old) is not None]
    untried = [(old, new) for old in met for new in lifecycle.moves[old]]
    number = 0
    while untried:  # one record goes as far as there is a move that none has made yet
        number += 1
        channel = await log_by_form(office, body, f"Walk {number}")
        ref, state = body.kind.ref(number), lifecycle.initial
        while way := _way_on(lifecycle, state, untried):
            for new in way:
                await _move(office, body, ref, new)
                told = channel.whispers[-1].text if channel.whispers else ""
                assert (await office.record(ref)).status == new, (state, new, told)
                untried = [move for move in untried if move != (state, new)]
                state = new
    reachable = (lifecycle.initial, *lifecycle.moves[lifecycle.initial])
    refused = next((state for state in lifecycle.states if state not in reachable), None)
    if refused is None:
        return  # from its first state it can go everywhere
    await log_by_form(office, body, "One more")
    ref = body.kind.ref(number + 1)
    await tell(office, body, f"/{body.kind.command} {ref} {refused} because I say so")
    assert f"it can't become {refused}" in channel.whisper.text
    for to in lifecycle.moves[lifecycle.initial]:
        assert lifecycle.label(lifecycle.initial, to) in channel.whisper.buttons
    assert (await office.record(ref)).status == lifecycle.initial


def _by_moves(body: type[Body]) -> Lifecycle:
    """The lifecycle without what only a deed of its own leads to."""
    moves = {
        old: tuple(to for to in moves if to not in body.kind.only_by_deed)
        for old, moves in body.kind.lifecycle.moves.items()
    }
    return replace(body.kind.lifecycle, moves=moves)


def _way_on(lifecycle: Lifecycle, state: str, untried: list[tuple[str, str]]) -> tuple[str, ...]:
    """The shortest way from `state` that ends with an untried move; empty when there is none left."""
    ways = [(*way, new) for old, new in untried if (way := lifecycle.way(state, old)) is not None]
    return min(ways, key=len, default=())


# What opens every gate of a ladder.
GATED: dict[str, dict[str, Any]] = {
    "access case": {
        "tried": [
            {
                "id": number,
                "number": number,
                "day": "2026-11-20",
                "hour": "14:00",
                "by": "P001",
                "outcome": "Refused at door",
            }
            for number in (1, 2, 3)
        ],
        "check_on": "2026-11-20",
        "check_by": "Olu",
        "check_outcome": "Lives alone",
        "reasonable_adjustment": "Saturday",
        "final_warning_on": "2026-11-20",
        "legal_ref": "LEG/1",
        "hearing_on": "2026-11-20",
        "court_order": "Access",
        "order_sealed_on": "2026-11-20",
        "order_served_on": "2026-11-20",
    },
    "section 20": {
        "address_printed": "yes",
        "wording_printed": "yes",
        "printed_end": "2026-02-27",
        "posted_on": "2026-01-05",
        "posted_how": "by hand",
    },
}


def _needed(body: type[Body], to: str) -> dict[str, Any]:
    """What must be said besides a reply before one of a kind may go to a state."""
    if body.kind.name in GATED and to not in body.kind.lifecycle.closed - {body.kind.lifecycle.done}:
        return GATED[body.kind.name]
    if body.kind.name != "complaint" or not to.startswith("Stage") or to == "Stage 2 requested":
        return {}
    stage = "s1" if to.startswith("Stage 1") else "s2"
    extended = {f"{stage}_due": "2026-12-07", f"{stage}_extended_to": "2026-12-14", f"{stage}_extension_reason": "Ill"}
    told = {f"{stage}_extension_told_on": "2026-11-23"}
    second = {"s2_handler": "P002", "owner": "P002"}
    return {**(extended | told if to.endswith("extended") else {}), **(second if stage == "s2" else {})}


async def _move(office: Office, body: type[Body], ref: str, to: str) -> None:
    lifecycle = body.kind.lifecycle
    await office.answers(ref, to, **_needed(body, to))
    if to in (lifecycle.initial, AGREED):  # the first state has no words of its own; both sides agree, each for itself
        card = next(card for card in here(office, body).cards if card.words.startswith(ref))
        back: tuple[Command, ...] = (Move(ref, to, "it was tested"),)
        for command in back if to != AGREED else (Agree(ref, "giver"), Agree(ref, "receiver")):
            await card.press_with("Undo", encode(command))
            await office.settle()
        return
    await _fill_in(office, body, ref, to)
    await tell(office, body, f"/{body.kind.command} {ref} {to} because it was tested")
    if to in body.kind.only_by_becoming:
        channel = office.channel("U1")
        assert "only together with what follows from it" in channel.whisper.text
        await channel.whisper.press(next(one.label for one in body.kind.becomes if one.state == to))
        await office.settle()


async def _fill_in(office: Office, body: type[Body], ref: str, to: str) -> None:
    """What a record must hold before it may go to a state: whoever asks too soon is told, and fills it in by its form."""
    needed = (await office.record(ref)).body.needs(to)
    if not needed:
        return
    chat = await tell(office, body, f"/{body.kind.command} {ref} {to} because it was tested")
    assert "can't become" in chat.whispers[-1].text
    await chat.whispers[-1].press("Fill it in")
    await office.settle()
    people = {name for name in needed if body.ask(name).input == "person"}
    modal = await chat.modal.fill(
        **{name: "Olu Adeyemi" if name in people else "It is sorted" for name in needed}
    ).submit()
    assert modal.errors == {}
    await office.settle()


@KINDS
async def test_what_needs_a_reason_asks_for_it_under_the_buttons_own_name(office: Office, body: type[Body]) -> None:
    lifecycle: Lifecycle = body.kind.lifecycle
    wanted = [to for to in lifecycle.moves[lifecycle.initial] if lifecycle.needs_reason(lifecycle.initial, to)]
    told_elsewhere = {*body.kind.only_by_becoming, *body.kind.checked, ESCALATED}
    wanted = [to for to in wanted if to not in told_elsewhere]
    if not wanted:
        pytest.skip("no first move of this kind needs a reason")
    channel = await log_by_form(office, body, "Something to explain")
    ref = body.kind.ref(1)
    await tell(office, body, f"/{body.kind.command} {ref} {wanted[0]}")
    assert "needs a reason" in channel.whisper.text
    label = lifecycle.label(lifecycle.initial, wanted[0])
    await channel.whisper.press(label)
    await office.settle()
    assert channel.modal.title == f"{label} {ref}"[:24]
    await channel.modal.fill(reason="the board said so").submit()
    await office.settle()
    assert (await office.record(ref)).status == wanted[0]
    assert (await office.history(ref))[-1].reason == "the board said so"


@KINDS
async def test_nasty_words_are_drawn_as_they_were_typed(office: Office, body: type[Body]) -> None:
    nasty = "<!channel> <@U2> *bold* `x` =HYPERLINK(“a”) <script>alert(1)</script> & שלום"
    channel = await tell(office, body, f"/{body.kind.command}")
    fields = {
        name: nasty
        for name, element in channel.modal.fields.items()
        if element["type"] == "plain_text_input" and dict(body.asks())[name].input in ("line", "text")
    }
    await channel.modal.fill(**fields).submit()
    await office.settle()
    (record,) = await office.records()
    assert record.title == nasty
    card = channel.cards[-1]
    assert "<!channel>" not in str([block for block in card.blocks if block["type"] != "header"])
    assert not re.search(r"<@U2>", card.message["text"]), "a mention that was typed as words notifies nobody"


@KINDS
async def test_long_words_are_kept_whole_and_cut_on_the_card(office: Office, body: type[Body]) -> None:
    channel = await tell(office, body, f"/{body.kind.command}")
    long = "A sentence of some length about it. " * 80
    await channel.modal.fill(title="Something long", description=long.strip()).submit()
    await office.settle()
    (record,) = await office.records()
    assert record.value("description") == long.strip()
    assert "…" in channel.cards[-1].words
    await channel.cards[-1].press("Edit")
    await office.settle()
    assert channel.modal.value("description") == long.strip()
