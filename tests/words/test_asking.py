"""Questions about the register, chatter, help, and setting up. Each line: the text, then the filter it means."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers import commands as do
from handlers.turn import Said
from handlers.words.as_json import as_json
from handlers.words.understand import understand
from tests.words.office import ICT_CHANNEL, OFFICE, hear

LISTS = r"""
/action list → kind=action
/action list overdue → kind=action overdue
/action overdue → kind=action overdue
/action list mine → kind=action owner=P1
/action mine → kind=action owner=P1
/action list due this week in HR → kind=action workstream=WS4 from=2026-11-23 to=2026-11-29
/action due next week → kind=action from=2026-11-30 to=2026-12-06
/action list blocked → kind=action status=Blocked
/action blocked → kind=action status=Blocked
/action list closed → kind=action status=closed
/action list done → kind=action status=Complete
/action list in progress → kind=action status=In progress
/action list not started → kind=action status=Not started
/action list all → kind=action status=any
/action list tom → kind=action owner=P2
/action list @tom overdue → kind=action owner=P2 overdue
/action list HR → kind=action workstream=WS4
/action search firewall → kind=action status=any text=firewall
/action find "venue for board" → kind=action status=any text=venue for board
/action unassigned → kind=action unowned
/my overdue → owner=P1 overdue
/my actions due this week → kind=action owner=P1 from=2026-11-23 to=2026-11-29
/chivvy list overdue → overdue
list →
list overdue → overdue
overdue → overdue
overdue? → overdue
what's overdue → overdue
whats overdue for ICT? → workstream=WS5 overdue
what is overdue in finance? → workstream=WS3 overdue
anything overdue? → overdue
is there anything overdue in HR → workstream=WS4 overdue
which actions are overdue → kind=action overdue
how many actions are overdue? → kind=action overdue
show me overdue actions for Finance please → kind=action workstream=WS3 overdue
what's late in legal → workstream=WS2 overdue
what's overdue here → workstream=WS5 overdue
what's due next week → from=2026-11-30 to=2026-12-06
what's due this week? → from=2026-11-23 to=2026-11-29
what's due today → from=2026-11-23 to=2026-11-23
what is due tomorrow for tom → owner=P2 from=2026-11-24 to=2026-11-24
what's due by Friday → to=2026-11-27
what's due before 3 Dec → to=2026-12-02
what's due after 3 Dec → from=2026-12-04
anything due before xmas? → to=2026-12-24
what does Tom owe this week → owner=P2 from=2026-11-23 to=2026-11-29
what's due in December → from=2026-12-01 to=2026-12-31
what's due this month → from=2026-11-01 to=2026-11-30
what's due next month → from=2026-12-01 to=2026-12-31
list due in the next 10 days → from=2026-11-23 to=2026-12-03
list due within two weeks → from=2026-11-23 to=2026-12-07
list due Friday → from=2026-11-27 to=2026-11-27
show everything due in December for Finance → workstream=WS3 from=2026-12-01 to=2026-12-31
actions due by Friday → kind=action to=2026-11-27
actions for ICT → kind=action workstream=WS5
actions overdue → kind=action overdue
overdue actions → kind=action overdue
show tom's actions → kind=action owner=P2
tom's actions → kind=action owner=P2
tom's overdue actions → kind=action owner=P2 overdue
what has Tom got on this week? → owner=P2 from=2026-11-23 to=2026-11-29
what's <@U1> doing → owner=P2
show Tom Bracegirdle → owner=P2
list actions for Aisha in HR → kind=action owner=P3 workstream=WS4
mine → owner=P1
my overdue actions → kind=action owner=P1 overdue
what am I doing this week → owner=P1 from=2026-11-23 to=2026-11-29
unassigned actions → kind=action unowned
list actions without an owner → kind=action unowned
which actions have no owner → kind=action unowned
list blocked in ICT → workstream=WS5 status=Blocked
list open actions → kind=action
list closed → status=closed
show cancelled actions → kind=action status=Cancelled
list actions about TUPE → kind=action text=TUPE
find TUPE → status=any text=TUPE
search for the firewall → status=any text=the firewall
list People and HR → workstream=WS4
list highways → workstream=WS9
"""


def _cases(table: str) -> list[Any]:
    rows = (line.partition(" →") for line in table.strip("\n").splitlines())
    return [pytest.param(text, expected.strip(), id=text) for text, _, expected in rows]


@pytest.mark.parametrize(("text", "expected"), _cases(LISTS))
def test_a_list(text: str, expected: str) -> None:
    heard = hear(text)
    assert heard.intent == "query"
    (find,) = heard.commands
    assert isinstance(find, do.Find)
    assert _shown(find) == expected
    assert not heard.doubts


def _shown(find: do.Find) -> str:
    parts = [
        *(f"{name}={value}" for name in ("kind", "owner", "workstream") if (value := getattr(find, name))),
        *([f"status={find.status}"] if find.status != "open" else []),
        *(["overdue"] if find.overdue else []),
        *(["unowned"] if find.unowned else []),
        *([f"from={find.due_from}"] if find.due_from else []),
        *([f"to={find.due_to}"] if find.due_to else []),
        *([f"text={find.text}"] if find.text else []),
    ]
    return " ".join(parts)


@pytest.mark.parametrize(
    "text", ["/my", "/my list", "my list", "my actions", "my worklist", "what's on my plate?", "what do I need to do"]
)
def test_my_worklist(text: str) -> None:
    assert hear(text).commands == (do.Worklist(),)


@pytest.mark.parametrize(
    "text",
    [
        "thanks",
        "thank you!",
        "thanks all, good meeting, speak Thursday",
        "ok will do",
        "great",
        "👍",
        "...",
        "yes",
        "cheers, see you Friday",
        "good point",
        "thanks, have a good evening",
        "thanks - see you there",
        "thanks 👍",
        "cheers 🙏🏽",
        "ok 👌",
        "ta!",
        "ta 😊",
        "brill thanks",
        "brill",
        "👍 thanks",
        "❤️",
        ":+1:",
        "thanks :pray:",
        ":thumbsup: cheers",
    ],
)
def test_chatter_gets_no_answer(text: str) -> None:
    assert hear(text).intent == "none"
    assert not hear(text).commands


@pytest.mark.parametrize("text", ["A-012 done", "action @tom chase supplier by Fri", "list overdue", "help", "undo"])
def test_words_that_pass_by_are_never_answered(text: str) -> None:
    assert understand(Said(text, addressed=False), OFFICE).intent == "none"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("help", ""),
        ("", ""),
        ("?", ""),
        ("hello", ""),
        ("/chivvy", ""),
        ("/chivvy help", ""),
        ("help action", "action"),
        ("/action help", "action"),
        ("/action ?", "action"),
        ("what can you do?", ""),
        ("/workstream help", "workstream"),
    ],
)
def test_help(text: str, topic: str) -> None:
    assert hear(text).commands == (do.Help(topic),)


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("chase the supplier", "action chase the supplier"),
        ("A-012 supplier unhappy", "A-012 note supplier unhappy"),
        ("blah blah", ""),
        ("what's the weather", ""),
        ("section 20 notices to post by Friday", "/section-20 Roof renewal, notice of intention, Sch 4 Part 2"),
    ],
)
def test_what_is_not_understood_is_said_so_with_an_example(text: str, suggested: str) -> None:
    heard = hear(text)
    assert heard.intent == "unknown"
    (command,) = heard.commands
    assert isinstance(command, do.Misunderstood)
    assert command.suggestion == suggested
    assert command.example


SET_UP = [
    ("/workstream", do.ShowWorkstream()),
    ("/workstream show", do.ShowWorkstream()),
    ("/workstream members", do.ShowWorkstream()),
    ("/workstream HR", do.ShowWorkstream("WS4")),
    ("/workstream show HR", do.ShowWorkstream("WS4")),
    ("/workstream list", do.ListWorkstreams()),
    ("workstreams", do.ListWorkstreams()),
    ("/workstream create ICT", do.CreateWorkstream("ICT")),
    ("workstream create ICT", do.CreateWorkstream("ICT")),
    ('/workstream create "Customer and Comms" as Comms', do.CreateWorkstream("Customer and Comms", "Comms")),
    ("/workstream create “Customer and Comms” as “Comms”", do.CreateWorkstream("Customer and Comms", "Comms")),
    ("/workstream create Customer and Comms (Comms)", do.CreateWorkstream("Customer and Comms", "Comms")),
    ("/workstream new Larkspur Estate", do.CreateWorkstream("Larkspur Estate")),
    ("/workstream bind HR", do.BindPlace("WS4")),
    ("/workstream bind to HR", do.BindPlace("WS4")),
    ("/workstream here is HR", do.BindPlace("WS4")),
    ("/workstream this is HR", do.BindPlace("WS4")),
    ("here is HR", do.BindPlace("WS4")),
    ("/workstream lead @tom", do.SetLead("WS5", "P2")),
    ("/workstream lead HR @tom", do.SetLead("WS4", "P2")),
    ("/workstream lead HR <@U1>", do.SetLead("WS4", "P2")),
    ("/workstream lead of HR is tom", do.SetLead("WS4", "P2")),
    ("/workstream make @tom lead of HR", do.SetLead("WS4", "P2")),
    ("/workstream lead me", do.SetLead("WS5", "P1")),
    ("/workstream add @tom @jo", do.AddMembers(("P2", "P6"), "WS5")),
    ("/workstream add <@U1> <@U2>", do.AddMembers(("P2", "P3"), "WS5")),
    ("/workstream add tom and jo to HR", do.AddMembers(("P2", "P6"), "WS4")),
    ("/workstream add <@U9|Dave New>", do.AddMembers(("<@U9>",), "WS5")),
]


@pytest.mark.parametrize(("text", "expected"), SET_UP, ids=[text for text, _ in SET_UP])
def test_setting_up(text: str, expected: do.Command) -> None:
    heard = hear(text, ICT_CHANNEL)
    assert heard.intent == "setup"
    assert heard.commands == (expected,)
    assert not heard.doubts


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("/workstream bind Hats", "workstream"),
        ("/workstream lead Dave", "person"),
        ("/workstream add Dave", "people"),
        ("/workstream show Hats", "workstream"),
    ],
)
def test_setting_up_with_a_name_nobody_knows_asks(text: str, field: str) -> None:
    assert [doubt.field for doubt in hear(text).doubts] == [field]


def test_a_lead_without_a_workstream_asks_which() -> None:
    (doubt,) = hear("/workstream lead @tom", OFFICE).doubts
    assert doubt.question == "Which workstream?"
    assert len(doubt.options) == len(OFFICE.workstreams)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A-012 done", {"kind": "action", "ref": "A-012", "set": {"status": "Complete"}}),
        ("A-012 due 3/12", {"kind": "action", "ref": "A-012", "set": {"due": "2026-12-03"}}),
        ("give A-012 to tom", {"kind": "action", "ref": "A-012", "set": {"owner": "P2"}}),
        ("snooze A-012 until 3/12", {"kind": "action", "ref": "A-012", "until": "2026-12-03"}),
        ("A-012 note all well", {"kind": "action", "ref": "A-012", "note": "all well"}),
        ("A-012", {"kind": "action", "ref": "A-012"}),
        (
            "my list",
            {"kind": "filter", "owner": "P1", "open": True, "types": ["action", "issue", "milestone", "risk_review"]},
        ),
        ("/action list closed", {"kind": "filter", "open": False, "types": ["action"]}),
    ],
)
def test_the_shape_of_json(text: str, expected: dict[str, Any]) -> None:
    assert as_json(hear(text), ICT_CHANNEL)["items"] == [expected]


def test_a_question_about_lateness_counts_from_today() -> None:
    (item,) = as_json(hear("list overdue"), ICT_CHANNEL)["items"]
    assert date.fromisoformat(item["due_before"]) == ICT_CHANNEL.now.date()
