"""Texts that log actions, as officers type them. `/action …` is the slash command, anything else was said to the bot.

Each line reads: the text, then what is expected: title | owner | due | more. `?owner` and `?due` are what must be asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from governance.people import Person
from handlers.commands import Log, OpenForm
from tests.words.office import OFFICE, hear

BETHAN = Person("P20", "Bethan Thistlewick", "bethan.thistlewick@brightwater.example")
CALLUM = Person("P21", "Callum Fallow", "callum.fallow@brightwater.example")
SEAN = Person("P22", "Sean Lingmoor", "sean.lingmoor@brightwater.example")
STUART = Person("P23", "Stuart Wray", "stuart.wray@brightwater.example")
GRANT = Person("P24", "Grant Ullock", "grant.ullock@brightwater.example")
# Colleagues whose names begin like a verb, look like one, or are one.
LIKE_VERBS = replace(
    OFFICE, people=(*OFFICE.people, BETHAN, CALLUM, SEAN, STUART, GRANT), mentions={**OFFICE.mentions, "U20": BETHAN}
)

# Gareth (P1) speaks; the place belongs to no workstream.
ONE = r"""
/action Draft the TUPE letter @tom by Friday → Draft the TUPE letter | P2 | 2026-11-27
/action draft the tupe letter by friday @tom → Draft the tupe letter | P2 | 2026-11-27
/action <@U1> to chase supplier for firewall date by Fri → Chase supplier for firewall date | P2 | 2026-11-27
/action <@U1|tom> chase supplier → Chase supplier | P2 |
/action Chase supplier <@U1> Fri → Chase supplier | P2 | 2026-11-27
/action me, order dust sheets, fortnight today → Order dust sheets | P1 | 2026-12-07
/action me: order dust sheets → Order dust sheets | P1 |
/action me to order dust sheets tomorrow → Order dust sheets | P1 | 2026-11-24
/action I'll order dust sheets tomorrow → Order dust sheets | P1 | 2026-11-24
/action I need to order dust sheets by 3/12 → Order dust sheets | P1 | 2026-12-03
/action tom - supplier letter Weds → Supplier letter | P2 | 2026-11-25
/action Tom: supplier letter, 25/11 → Supplier letter | P2 | 2026-11-25
/action Tom, can you send the supplier letter by 25/11 please → Send the supplier letter | P2 | 2026-11-25
/action Tom will send the supplier letter Thursday → Send the supplier letter | P2 | 2026-11-26
/action Tom needs to send the supplier letter Thursday → Send the supplier letter | P2 | 2026-11-26
/action Tom send the supplier letter → Send the supplier letter | P2 |
/action Tom Bracegirdle to send the letter → Send the letter | P2 |
/action Bracegirdle to send the letter → Send the letter | P2 |
/action TB to send the letter → Send the letter | P2 |
/action @Tom Bracegirdle send the letter → Send the letter | P2 |
/action @tom.bracegirdle send the letter → Send the letter | P2 |
/action P2: send the letter → Send the letter | P2 |
/action tom.bracegirdle@brightwater.example to send the letter → Send the letter | P2 |
/action jo to send the letter → Send the letter | P6 |
/action Knott to send the letter → Send the letter | P6 |
/action Zainab O'Neill-Rahman to brief members → Brief members | P10 |
/action aisah to send the letter → Send the letter | P3 |
/action send the letter, owner tom → Send the letter | P2 |
/action send the letter owner: tom → Send the letter | P2 |
/action send the letter (tom) → Send the letter | P2 |
/action send the letter (tom, Friday) → Send the letter | P2 | 2026-11-27
/action send the letter - tom - friday → Send the letter | P2 | 2026-11-27
/action send the letter, assigned to tom, due 3/12 → Send the letter | P2 | 2026-12-03
/action owner tom due friday send the letter → Send the letter | P2 | 2026-11-27
/action by Friday tom to send the letter → Send the letter | P2 | 2026-11-27
/action by COP Friday: @tom send the letter → Send the letter | P2 | 2026-11-27 | due_time=17:00
/action due friday: send the letter, tom → Send the letter | P2 | 2026-11-27
/action tomorrow @tom to call the union → Call the union | P2 | 2026-11-24
/action @tom draft resident FAQ tomorrow noon → Draft resident FAQ | P2 | 2026-11-24 | due_time=12:00
/action @tom call the union tomorrow at 3pm → Call the union | P2 | 2026-11-24 | due_time=15:00
/action @tom call the union in 10 working days → Call the union | P2 | 2026-12-07
/action @tom update risk log by the day before board (10 Dec) → Update risk log | P2 | 2026-12-09
/action @tom send the deck by Friday to legal → Send the deck to legal | P2 | 2026-11-27
/action @tom plan Christmas rota before Christmas → Plan Christmas rota | P2 | 2026-12-24
/action @tom close the year FY end → Close the year | P2 | 2027-03-31
/action @tom tidy RAID log EOM → Tidy RAID log | P2 | 2026-11-30
/action @tom file notes w/c 30/11 → File notes | P2 | 2026-12-04
/action garth: rewite R-049 or close it, COP thursday → Rewrite R-049 or close it | P1 | 2026-11-26 | due_time=17:00
/action urgent: @tom fix boiler today → Fix boiler | P2 | 2026-11-23 | priority=High
/action high priority: @tom fix boiler today → Fix boiler | P2 | 2026-11-23 | priority=High
/action @tom fix boiler today, urgent → Fix boiler | P2 | 2026-11-23 | priority=High
/action @tom fix boiler (low priority) → Fix boiler | P2 | | priority=Low
/action @tom fix boiler priority high by 3/12 → Fix boiler | P2 | 2026-12-03 | priority=High
/action @tom fix boiler, priority: medium → Fix boiler | P2 | | priority=Medium
/action @tom fix boiler p1 priority → Fix boiler | P2 | | priority=High
/action @tom order laptops in HR → Order laptops | P2 | | workstream=WS4
/action @tom order laptops for ICT by fri → Order laptops | P2 | 2026-11-27 | workstream=WS5
/action @tom order laptops (place) → Order laptops | P2 | | workstream=WS9
/action @tom order laptops, finance → Order laptops | P2 | | workstream=WS3
/action @tom order laptops #hr → Order laptops #hr | P2 |
/action HR: @tom order laptops → Order laptops | P2 | | workstream=WS4
/action @tom get the agreement in place by Friday → Get the agreement in place | P2 | 2026-11-27
/action @tom find homes for children by Friday → Find homes for children | P2 | 2026-11-27
/action @tom send the maps to legal → Send the maps to legal | P2 |
/action @tom meet on 3/12 with jo → Meet on 3/12 with jo | P2 |
/action @tom book room for 3 Dec meeting by fri → Book room for 3 Dec meeting | P2 | 2026-11-27
/action @tom draft the minutes of 19 Nov → Draft the minutes of 19 Nov | P2 |
/action @tom complete section 1/2 → Complete section 1/2 | P2 |
/action @tom send 3 copies of the 24/7 rota → Send 3 copies of the 24/7 rota | P2 |
/action @tom check v2.1 of the plan → Check v2.1 of the plan | P2 |
/action @tom review A-012 with legal by 3/12 → Review A-012 with legal | P2 | 2026-12-03
/action @tom iPad order for wardens → iPad order for wardens | P2 |
/action iPad order for wardens @tom → iPad order for wardens | P2 |
/action @tom read https://example.gov.uk/a;b?c=1&d=2#e → Read https://example.gov.uk/a;b?c=1&d=2#e | P2 |
/action @tom https://example.gov.uk/by/Friday has a broken form → https://example.gov.uk/by/Friday has a broken form | P2 |
/action @tom =SUM(A1:A3) is wrong in the log → =SUM(A1:A3) is wrong in the log | P2 |
/action @tom answer "we need it by Friday" letter → Answer "we need it by Friday" letter | P2 |
/action @tom rename `by Friday` macro → Rename `by Friday` macro | P2 |
/action @tom *bold* & <b>html</b> {braces} → *bold* & <b>html</b> {braces} | P2 |
/action @tom приготовить отчёт 3/12 → Приготовить отчёт | P2 | 2026-12-03
/action @tom 准备报告 by Friday → 准备报告 | P2 | 2026-11-27
/action @tom إعداد التقرير → إعداد التقرير | P2 |
/action @tom fix 🔥 alarm → Fix 🔥 alarm | P2 |
/action tom- supplier letter- fri → Supplier letter | P2 | 2026-11-27
/action @tom order skips [ICT] → Order skips | P2 | | workstream=WS5
/action @tom order skips (by 4 Dec at the latest) → Order skips | P2 | 2026-12-04
/action @tom order skips by 10 Dec or 14 Dec → Order skips | P2 | | ?due
/action call on 3/4 or 4/5 @me → Call | P1 | | ?due
call on 3/4 or 4/5 @me → Call | P1 | | ?due
/action ring the school Tues or Weds @me → Ring the school | P1 | | ?due
/action ring the school @me either Tues or Weds → Ring the school | P1 | | ?due
send it @tom by Friday or Monday → Send it | P2 | | ?due
/action send the deck by Friday or Monday to legal @tom → Send the deck to legal | P2 | | ?due
/action Friday or Monday: @tom send the deck → Send the deck | P2 | | ?due
/action send the deck @tom by 3 or 4 Dec → Send the deck | P2 | | ?due
/action send the deck (tom, Friday or Monday) → Send the deck | P2 | | ?due
/action book the hall for Tues or Weds @tom → Book the hall for Tues or Weds | P2 | | ?due
/action check the minutes of 3 or 4 Nov @tom → Check the minutes of 3 or 4 Nov | P2 |
/action send the deck @tom by Friday or 27 Nov → Send the deck | P2 | 2026-11-27
/action remind @tom → Remind @tom | P1 | | ?owner
/action remind @tom by Friday → Remind @tom | P1 | 2026-11-27 | ?owner
/action remind the board @tom → Remind the board | P2 |
/action remind @tom to chase supplier → Chase supplier | P2 |
/action remind @tom on Friday to chase supplier → Chase supplier | P2 | 2026-11-27
/action remind @tom about the rota by Friday → Remind @tom about the rota | P1 | 2026-11-27 | ?owner
find a venue @tom by Friday → Find a venue | P2 | 2026-11-27
note to self: order skips by fri → Order skips | P1 | 2026-11-27
log: tom to order skips by fri → Order skips | P2 | 2026-11-27
/action A4 posters for the foyer @tom → A4 posters for the foyer | P2 |
/action list the invoices @tom by Friday → List the invoices | P2 | 2026-11-27
/action find a venue @tom by Friday → Find a venue | P2 | 2026-11-27
/action cancel the room booking @tom → Cancel the room booking | P2 |
/action close the old ledger by 3/12 @tom → Close the old ledger | P2 | 2026-12-03
/action show the panel the designs @tom → Show the panel the designs | P2 |
/action undo the damage to the site @tom → Undo the damage to the site | P2 |
/action help Tom with the ledger, owner jo → Help Tom with the ledger | P6 |
/action new supplier letter @tom → New supplier letter | P2 |
/action new action: supplier letter @tom → Supplier letter | P2 |
/action action - supplier letter @tom → Supplier letter | P2 |
/action action plan for the board @tom → Action plan for the board | P2 |
/task Draft the letter @tom → Draft the letter | P2 |
/action email Gareth the pack @tom → Email Gareth the pack | P2 |
/action email Gareth the pack → Email Gareth the pack | P1 | | ?owner
/action Fix the firewall rule by Friday → Fix the firewall rule | P1 | 2026-11-27 | ?owner
/action Fix the firewall rule → Fix the firewall rule | P1 | | ?owner
/action chase @tom by friday → Chase @tom | P1 | 2026-11-27 | ?owner
/action send the cheque to tom → Send the cheque to tom | P1 | | ?owner
/action send the cheque to <@U1> → Send the cheque to Tom Bracegirdle | P1 | | ?owner
/action draft the letter for @tom → Draft the letter | P2 | | ?owner
/action draft the letter for Tom → Draft the letter for Tom | P1 | | ?owner
/action Dave to draft letter by Fri → Draft letter | | 2026-11-27 | ?owner
/action @dave draft letter → Draft letter | | | ?owner
/action <@U9|Dave New> to draft letter → Draft letter | | | ?owner
/action draft letter, owner Dave, by fri → Draft letter | | 2026-11-27 | ?owner
/action sam to draft letter → Draft letter | | | ?owner
/action sam eskdale to draft letter → Draft letter | P4 |
/action rosa to draft letter → Draft letter | | | ?owner
/action Grace period letters to issue by fri → Grace period letters to issue | P1 | 2026-11-27 | ?owner
/action <@U1> and <@U2> to agree ledger terms mid december → Agree ledger terms | P2 | 2026-12-15 | supporters=P3 ?owner ?due
/action Tom and Aisha to agree terms by fri → Agree terms | P2 | 2026-11-27 | supporters=P3 ?owner
/action @tom @aisha agree terms → Agree terms | P2 | | supporters=P3 ?owner
/action agree terms @tom and aisha → Agree terms | P2 | | supporters=P3 ?owner
/action agree terms @tom with @jo by fri → Agree terms | P2 | 2026-11-27 | supporters=P6
/action @tom draft letter next Friday → Draft letter | P2 | 2026-12-04 | ?due
/action @tom draft letter Nov 26 → Draft letter | P2 | | ?due
/action @tom draft letter by Thursday 27 Nov → Draft letter | P2 | | ?due
/action @tom draft letter by 28/11 → Draft letter | P2 | 2026-11-28 | ?due
/action @tom draft letter by Christmas Day 25/12 → Draft letter by Christmas Day | P2 | 2026-12-25 | ?due
/action @tom draft letter by 1/11/2026 → Draft letter | P2 | 2026-11-01 | ?due
/action @tom draft letter by 31/11 → Draft letter | P2 | | ?due
/action @tom draft letter asap → Draft letter | P2 | | ?due
/action @tom draft letter next week → Draft letter | P2 | 2026-12-04 | ?due
/action @tom agenda for 10 Dec → Agenda for 10 Dec | P2 | 2026-12-10 | ?due
action <@U1> to chase supplier for firewall date by Fri → Chase supplier for firewall date | P2 | 2026-11-27
action: chase supplier @tom → Chase supplier | P2 |
Action - chase supplier @tom → Chase supplier | P2 |
actoin - tom: chase supplier → Chase supplier | P2 |
acton tom to chase supplier → Chase supplier | P2 |
taks for Tom: chase supplier → Chase supplier | P2 |
task for Tom: chase supplier → Chase supplier | P2 |
todo: chase supplier @tom → Chase supplier | P2 |
new action - chase supplier, owner tom, due 3/12 → Chase supplier | P2 | 2026-12-03
add an action for Tom to chase supplier → Chase supplier | P2 |
please log an action for me to chase supplier by Friday → Chase supplier | P1 | 2026-11-27
can you log an action for Tom to chase supplier by 4 Dec? → Chase supplier | P2 | 2026-12-04
action for Dave: chase supplier → Chase supplier | | | ?owner
new high priority action for Tom - chase supplier → Chase supplier | P2 | | priority=High
urgent action: chase supplier @tom → Chase supplier | P2 | | priority=High
action item for tom: chase supplier → Chase supplier | P2 |
@tom can you chase supplier by Friday please? → Chase supplier | P2 | 2026-11-27
<@U1> please chase supplier → Chase supplier | P2 |
can <@U1> chase supplier by Friday? → Chase supplier | P2 | 2026-11-27
Tom to chase supplier by Friday → Chase supplier | P2 | 2026-11-27
Tom: chase supplier → Chase supplier | P2 |
I'll chase supplier by Friday → Chase supplier | P1 | 2026-11-27
remind me to chase supplier on Friday → Chase supplier | P1 | 2026-11-27
remind tom to chase supplier on Friday → Chase supplier | P2 | 2026-11-27
great, @tom to chase supplier by Friday → Chase supplier | P2 | 2026-11-27
chase supplier by Friday → Chase supplier | P1 | 2026-11-27 | ?owner
please chase supplier by Friday → Chase supplier | P1 | 2026-11-27 | ?owner
a week on Tuesday - send the ward maps to legal (place) → Send the ward maps to legal | P1 | 2026-12-01 | workstream=WS9 ?owner
Friday: send the ward maps to legal → Send the ward maps to legal | P1 | 2026-11-27 | ?owner
"""


def _cases(table: str) -> list[Any]:
    found = []
    for line in table.strip().splitlines():
        text, _, expected = line.rpartition(" → ")
        found.append(pytest.param(text, expected, id=text[:60]))
    return found


@pytest.mark.parametrize(("text", "expected"), _cases(ONE))
def test_one_action(text: str, expected: str) -> None:
    title, owner, due, more = (*(part.strip() for part in expected.split("|")), "", "", "")[:4]
    heard = hear(text, OFFICE)
    assert heard.intent == "create"
    (log,) = heard.commands
    assert isinstance(log, Log)
    values = {name: _shown(value) for name, value in log.values.items()}
    facts = dict(fact.split("=", 1) for fact in more.split() if "=" in fact)
    assert values.pop("title") == title
    assert values.pop("owner", "") == owner
    assert values.pop("due", "") == due
    assert (log.workstream or "") == facts.pop("workstream", "")
    assert values == facts
    assert [doubt.field for doubt in heard.doubts] == [word[1:] for word in more.split() if word.startswith("?")]
    assert all(doubt.question.endswith("?") for doubt in heard.doubts)


def _shown(value: Any) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return ",".join(value) if isinstance(value, tuple) else str(value)


# What an officer begins a title with; `_` stands for a space.
EVERYDAY = """
add agree announce answer arrange ask attend book brief buy call cancel change chase check circulate clear close collect compare
complete confirm contact copy cost create decide draft edit email escalate estimate file find finish follow_up follow-up form get
give go help hand hold invite issue list log look_into make map meet move note open order plan post prepare present print publish
raise reconcile remind report request review ring run scan schedule send set_up show sign sort speak_to start stop submit talk_to
tell test track undo update upload visit walk write
""".split()


@pytest.mark.parametrize("verb", [word.replace("_", " ") for word in EVERYDAY])
@pytest.mark.parametrize("rest", ["the plan @bethan by Friday", "the old account by Friday <@U20>"])
def test_an_everyday_verb_begins_a_title(verb: str, rest: str) -> None:
    heard = hear(f"/action {verb.capitalize()} {rest}", LIKE_VERBS)
    title = f"{verb.capitalize()} {rest.partition(' @')[0].partition(' by')[0]}"
    assert heard.commands == (Log("action", {"title": title, "owner": "P20", "due": date(2026, 11, 27)}),)
    assert not heard.doubts


@pytest.mark.parametrize("verb", ["Call", "Ring", "Review", "Scan", "Start", "Grant", "Chase", "Remind", "Answer"])
@pytest.mark.parametrize("who", ["@Bethan", "<@U20>", "Bethan"])
@pytest.mark.parametrize("before", ["/action ", ""])
def test_a_verb_before_a_name_is_a_title_and_no_colleague(verb: str, who: str, before: str) -> None:
    """Callum, Sean and Stuart work here: “Call” is none of them."""
    title = f"{verb} {'Bethan Thistlewick' if who.startswith('<') else who}"
    for when in ("by 25 November", "Weds"):
        heard = hear(f"{before}{verb} {who} {when}", LIKE_VERBS)
        (log,) = heard.commands
        assert isinstance(log, Log)
        assert (log.values["title"], log.values["due"]) == (title, date(2026, 11, 25))
        assert [doubt.field for doubt in heard.doubts] == ["owner"]


def test_two_days_are_both_offered_and_neither_is_taken() -> None:
    heard = hear("Send it @tom by Friday or Monday")
    (log,) = heard.commands
    assert isinstance(log, Log)
    assert "due" not in log.values
    (doubt,) = heard.doubts
    assert doubt.question == "Which day is it due: Fri 27 Nov 2026 or Mon 30 Nov 2026?"
    assert [option.label for option in doubt.options] == ["Fri 27 Nov 2026", "Mon 30 Nov 2026", "No date"]


SEVERAL = [
    (
        "actions: 1) Tom - supplier letter Weds 2) Aisha - board pack 4/12 3) me - RAID tidy EOM",
        ["P2 Supplier letter 2026-11-25", "P3 Board pack 2026-12-04", "P1 RAID tidy 2026-11-30"],
    ),
    ("/action 1. order paint @tom 2. order brushes @jo", ["P2 Order paint", "P6 Order brushes"]),
    (
        "/action Order paint @tom; order brushes @jo; call decorator me",
        ["P2 Order paint", "P6 Order brushes", "P1 Call decorator me"],
    ),
    ("/action Tom: order paint; Jo: order brushes", ["P2 Order paint", "P6 Order brushes"]),
    ("/action - Tom to order paint\n- Jo to order brushes by fri", ["P2 Order paint", "P6 Order brushes 2026-11-27"]),
    ("actions:\n• Tom to order paint\n• Jo: brushes", ["P2 Order paint", "P6 Brushes"]),
    ("/action order paint @tom\norder brushes @jo", ["P2 Order paint", "P6 Order brushes"]),
    ("Tom to order paint\nJo to order brushes", ["P2 Order paint", "P6 Order brushes"]),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL, ids=[text[:40] for text, _ in SEVERAL])
def test_several_actions_in_one_text(text: str, expected: list[str]) -> None:
    found = []
    for command in hear(text, OFFICE).commands:
        assert isinstance(command, Log)
        parts = (command.values.get("owner"), command.values["title"], command.values.get("due"))
        found.append(" ".join(str(part) for part in parts if part))
    assert found == expected


@pytest.mark.parametrize(
    "text", ["/action", "/action form", "/action new", "action", "new action", "add an action", "/task"]
)
def test_nothing_to_log_opens_the_form(text: str) -> None:
    heard = hear(text)
    assert heard.intent == "form"
    assert heard.commands == (OpenForm("log", kind="action"),)


def test_an_owner_and_a_day_without_a_task_open_the_form_filled_in() -> None:
    heard = hear("/action @tom by Friday")
    assert heard.commands == (OpenForm("log", kind="action", values={"owner": "P2", "due": date(2026, 11, 27)}),)


def test_a_name_means_somebody_of_the_channels_workstream_first() -> None:
    (log,) = hear("/action sam to draft letter").commands
    assert isinstance(log, Log)
    assert log.values["owner"] == "P4"


def test_two_people_of_one_name_are_offered_as_buttons() -> None:
    (doubt,) = hear("/action sam to draft letter", OFFICE).doubts
    assert doubt.question == "Which sam do you mean?"
    assert [option.label for option in doubt.options] == [
        "Samuel Eskdale (ICT)",
        "Samantha Orrell (Finance)",
        "Somebody else…",
    ]


def test_no_owner_offers_me_and_the_people_in_the_title() -> None:
    (doubt,) = hear("/action chase @tom by friday").doubts
    assert [option.label for option in doubt.options] == ["Me", "Tom Bracegirdle", "Somebody else…"]


def test_somebody_who_left_is_said_so_and_their_deputy_offered() -> None:
    (doubt,) = hear("/action rosa to draft letter").doubts
    assert doubt.question == "Rosa Northgate has left the programme. Who should it be instead?"
    assert [option.label for option in doubt.options] == ["Me", "Grace Fairley", "Somebody else…"]


def test_a_mended_name_is_said_aloud() -> None:
    assert hear("/action garth to draft letter").remarks == ("I took “garth” to be Gareth Penhallow.",)


def test_a_long_text_becomes_a_short_title_and_keeps_every_word() -> None:
    text = "Check the ledger against last year's figures. " + "Every line matters to the auditors. " * 200
    (log,) = hear(f"/action @tom {text}").commands
    assert isinstance(log, Log)
    assert log.values["title"] == "Check the ledger against last year's figures"
    assert text.strip() in log.values["description"]


def test_a_long_text_without_sentences_is_cut_between_words() -> None:
    (log,) = hear("/action " + "word " * 100 + "@tom").commands
    assert isinstance(log, Log)
    assert len(log.values["title"]) <= 200
    assert log.values["title"].endswith("word…")


def test_several_lines_of_prose_are_one_action_with_details() -> None:
    (log,) = hear("/action Order paint for the hall.\nIt needs to be magnolia. @tom").commands
    assert isinstance(log, Log)
    assert log.values["title"] == "Order paint for the hall"
    assert log.values["description"].startswith("Order paint for the hall.\nIt needs to be magnolia.")
