"""Words that ask to be taught or that set the programme's rules, and words that look like them and ask for something else."""

from __future__ import annotations

import pytest

from governance.kind import Body
from governance.kinds import all_kinds, kind_named
from handlers import commands as do
from handlers.guidance.kind_help import EXAMPLE_NUMBER, changes, moves
from tests.words.office import hear


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("help risk", "risk"),
        ("how do I write a good risk", "risk"),
        ("how do i log an issue?", "issue"),
        ("help with milestones", "milestone"),
        ("help me write a good lesson", "lesson"),
        ("help with lessons learned", "lesson"),
        ("what is a risk?", "risk"),
        ("whats a dependency", "dependency"),
        ("what makes a good decision", "decision"),
        ("what does a good issue look like?", "issue"),
        ("give me an example of a change", "change"),
        ("explain assumption", "assumption"),
    ],
)
def test_help_with_a_kind(text: str, topic: str) -> None:
    assert [do.Help(topic)] == [_named(command) for command in hear(text).commands]


def _named(command: do.Command) -> do.Command:
    """The command with its kind by name: “help risks” may keep the word as it was typed."""
    assert isinstance(command, do.Help)
    body = kind_named(command.topic)
    assert body is not None
    return do.Help(body.kind.name)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("tour", do.Tour()),
        ("show me round", do.Tour()),
        ("give me the tour", do.Tour()),
        ("I'm new here", do.Tour()),
        ("glossary", do.Explain()),
        ("what is a RAG", do.Explain("RAG")),
        ("what does proximity mean?", do.Explain("proximity")),
        ("what does TUPE stand for", do.Explain("TUPE")),
        ("define float", do.Explain("float")),
        ("explain the critical path", do.Explain("critical path")),
        ("who is the SRO?", do.Explain("SRO")),
        ("what does escalated mean", do.Explain("escalation")),
        ("define wombles", do.Explain("wombles")),
        ("my record", do.MyRecord()),
        ("what have I done this year", do.MyRecord()),
        ("my record for the last 6 months", do.MyRecord(6)),
        ("settings", do.ShowPreferences()),
        ("programme settings", do.ShowSettings()),
        ("show the programme's settings", do.ShowSettings()),
        ("settings bands green to 6", do.SetRule("bands green", "6")),
        ("set amber to 12", do.SetRule("bands amber", "12")),
        ("settings board name Joint Committee", do.SetRule("bodies", "name Joint Committee")),
        ("settings wording risk.good It says why.", do.SetRule("wording risk.good", "It says why.")),
        ("settings glossary day one means 1 April 2028", do.SetRule("glossary day one", "1 April 2028")),
        ("settings appetite finance to 6", do.SetRule("appetite finance", "6")),
        ("settings appetite 12", do.SetRule("appetite", "12")),
        ("settings impact 4 Serious", do.SetRule("impact 4", "Serious")),
        ("settings wombles 4", do.SetRule("wombles 4", "")),
    ],
)
def test_what_is_asked_for(text: str, command: do.Command) -> None:
    assert hear(text).commands == (command,)


@pytest.mark.parametrize(
    "text",
    [
        "what is overdue",
        "what's due this week",
        "what are the risks",
        "what is R-007",
        "what's escalated?",
        "what are the stakeholders",
        "explain pensions to staff",
        "whats on my list",
        "A-012 done",
        "set A-012 due to 4/12",
        "explain R-003",
        "/action Explain the settings to the new starters @sam by Friday",
        "/risk What is a float if nobody keeps it",
        "what have I got due this week",
    ],
)
def test_what_asks_for_something_else_is_left_alone(text: str) -> None:
    taught = (do.Help, do.Explain, do.Tour, do.MyRecord, do.ShowSettings, do.ShowPreferences, do.Prefer, do.SetRule)
    assert not any(isinstance(command, taught) for command in hear(text).commands)


@pytest.mark.parametrize("body", all_kinds().values(), ids=list(all_kinds()))
def test_whatever_a_kinds_help_says_can_be_typed_is_understood(body: type[Body]) -> None:
    kind = body.kind
    ref = kind.ref(EXAMPLE_NUMBER)
    logged = hear(kind.example).commands
    assert any(isinstance(command, do.Log) and command.kind == kind.name for command in logged), kind.example
    changed = [f"{ref} {said}".replace("@sam", "<@U4>") for said in changes(body)]
    moved = [f"{ref} {said}".replace("…", "the board said so") for said in moves(kind)]
    for text in (
        ref,
        *changed,
        *moved,
        f"{ref} note Spoke to them",
        f"snooze {ref} until Monday",
        f"{kind.name} list mine",
    ):
        heard = hear(text)
        assert heard.intent not in ("unknown", "none", "create"), text
        assert not heard.doubts, text
