"""Texts about actions that exist. Each line: the text, then the commands it means, `?field` for what must be asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers import commands as do
from tests.words.office import hear

TEXTS = r"""
/action A-012 → Show A-012
/action a12 → Show A-012
/action A-12? → Show A-012
/action show A-12 → Show A-012
/action #A-12 → Show A-012
show a12 → Show A-012
what's A-12? → Show A-012
status of A-012 → Show A-012
where are we with A-12? → Show A-012
who owns A-012? → Show A-012
is A-012 done? → Show A-012
A-012 done? → Move A-012 Complete
can we close A-012? → Show A-012
show A-012 and A-013 → Show A-012; Show A-013
/action A-012 done → Move A-012 Complete
A-012 done! → Move A-012 Complete
A‑012 done → Move A-012 Complete
A-012: done → Move A-012 Complete
A-012 is done → Move A-012 Complete
A-012 is now complete → Move A-012 Complete
A-012 - finished → Move A-012 Complete
A-012 done - letter sent yesterday → Move A-012 Complete (letter sent yesterday)
A-012 doen → Move A-012 Complete
done A-012 → Move A-012 Complete
close A-12 → Move A-012 Complete
close off A-12 → Move A-012 Complete
complete action A-012 → Move A-012 Complete
finish A-012 → Move A-012 Complete
I've done A-012 → Move A-012 Complete
mark A-012 as complete → Move A-012 Complete
mark A-012 complete → Move A-012 Complete
please mark A-012 done thanks → Move A-012 Complete
can you close A-012? → Move A-012 Complete
A-012 status complete → Move A-012 Complete
set A-012 status to complete → Move A-012 Complete
done A-012, A-013 and A-14 → Move A-012 Complete; Move A-013 Complete; Move A-014 Complete
A-012 A-013 done → Move A-012 Complete; Move A-013 Complete
close A-012 and A-013 → Move A-012 Complete; Move A-013 Complete
A-012 done; A-013 due Friday → Move A-012 Complete; Change A-013 due=2026-11-27
A-012 done and A-013 blocked by legal → Move A-012 Complete; Move A-013 Blocked (by legal)
A-012 done\nA-013 done → Move A-012 Complete; Move A-013 Complete
A-012 blocked waiting for legal → Move A-012 Blocked (waiting for legal)
A-012 blocked by legal → Move A-012 Blocked (by legal)
A-012 is blocked because the supplier left → Move A-012 Blocked (the supplier left)
A-012 stuck - no budget → Move A-012 Blocked (no budget)
A-012 on hold until the board decides → Move A-012 Blocked (until the board decides)
blocked A-012 waiting for legal → Move A-012 Blocked (waiting for legal)
A-012 unblock → Move A-012 In progress
A-012 cancel because duplicate → Move A-012 Cancelled (duplicate)
cancel A-012 - duplicate of A-013 → Move A-012 Cancelled (duplicate of A-013)
cancel A-012 → Move A-012 Cancelled
A-012 drop as no longer needed → Move A-012 Cancelled (no longer needed)
A-012 reopen because not finished → Move A-012 In progress (not finished)
reopen A-012, the letter came back → Move A-012 In progress (the letter came back)
start A-012 → Move A-012 In progress
A-012 started → Move A-012 In progress
A-012 in progress → Move A-012 In progress
A-012 wip → Move A-012 In progress
A-012 due 3/12 → Change A-012 due=2026-12-03
A-012 due Friday or Monday → Change A-012 ?due
A-012 by Friday → Change A-012 due=2026-11-27
A-012 Friday → Change A-012 due=2026-11-27
A-012 to Friday → Change A-012 due=2026-11-27
A-012 now due Friday COP → Change A-012 due=2026-11-27 due_time=17:00:00
A-012 due date 3 Dec → Change A-012 due=2026-12-03
A-012 done by Friday → Change A-012 due=2026-11-27
A-012 to be done by 4 Dec → Change A-012 due=2026-12-04
A-012 moved to w/c 30/11 → Change A-012 due=2026-12-04
A-012 slipped to 14/12 → Change A-012 due=2026-12-14
move A-012 to Friday → Change A-012 due=2026-11-27
extend A-012 to 3/12 → Change A-012 due=2026-12-03
push A-012 to end of next week → Change A-012 due=2026-12-04
change the due date of A-012 to Friday → Change A-012 due=2026-11-27
set due date for A-012 to 3/12 → Change A-012 due=2026-12-03
A-012 no date → Change A-012 due=None
A-012 due none → Change A-012 due=None
A-012 due Nov 26 → Change A-012 ?due
A-012 due 31/11 → Change A-012 ?due
A-012 due next Friday → Change A-012 due=2026-12-04 ?due
A-012 due Saturday → Change A-012 due=2026-11-28 ?due
A-012 due yesterday → Change A-012 due=2026-11-22 ?due
push A-012 back a week → Change A-012 ?due
A-012 extend by 2 weeks → Change A-012 ?due
A-012 slipped to 11/12, supplier late → Change A-012 due=2026-12-11; Note A-012 supplier late
A-012 due 11/12 because supplier late → Change A-012 due=2026-12-11; Note A-012 supplier late
A-012 needs to be done by Friday → Change A-012 due=2026-11-27
A-012 new owner tom → Change A-012 owner=P2
bump A-012 to next fri pls → Change A-012 due=2026-12-04 ?due
who's got A-012? → Show A-012
A-012 is done, thanks tom → Move A-012 Complete
A-012 due 3/12, owner @tom → Change A-012 due=2026-12-03 owner=P2
A-012 owner tom, due 3/12, priority low → Change A-012 due=2026-12-03 owner=P2 priority=Low
A-012 owner tom and due Friday → Change A-012 due=2026-11-27 owner=P2
A-012 due Fri, 27 Nov → Change A-012 due=2026-11-27
A-012 owner @tom → Change A-012 owner=P2
A-012 owner: Tom Bracegirdle → Change A-012 owner=P2
A-012 owner is <@U1> → Change A-012 owner=P2
A-012 owner me → Change A-012 owner=P1
A-012 owner nobody → Change A-012 owner=None
A-012 owner Dave → Change A-012 ?owner
A-012 owner <@U9|Dave New> → Change A-012 ?owner
A-012 and A-013 owner @tom → Change A-012 owner=P2; Change A-013 owner=P2
A-012 assign @tom → Assign A-012 P2
A-012 assign to tom → Assign A-012 P2
A-012 @tom → Assign A-012 P2
A-012 <@U1> → Assign A-012 P2
A-012 tom → Assign A-012 P2
A-012 to tom → Assign A-012 P2
give A-012 to tom → Assign A-012 P2
pass A-012 to <@U1> → Assign A-012 P2
hand over A-012 to tom → Assign A-012 P2
assign A-012 to Tom Bracegirdle → Assign A-012 P2
reassign A-012 to me → Assign A-012 P1
I'll take A-012 → Assign A-012 P1
assign A-012 to tom and due friday → Change A-012 due=2026-11-27 owner=P2
A-012 priority high → Change A-012 priority=High
A-012 high → Change A-012 priority=High
A-012 high priority → Change A-012 priority=High
A-012 urgent → Change A-012 priority=High
set A-012 priority to low → Change A-012 priority=Low
set priority of A-012 to high → Change A-012 priority=High
A-012 title send the letter, twice → Change A-012 title=Send the letter, twice
A-012 rename to Send the letter → Change A-012 title=Send the letter
A-012 details one line, and two; done → Change A-012 description=one line, and two; done
A-012 supporters @jo and @aisha → Change A-012 supporters=P6,P3
A-012 with @jo → Change A-012 supporters=P6
A-012 50% → Change A-012 percent=50
A-012 50% done → Change A-012 percent=50
A-012 progress 75% → Change A-012 percent=75
A-012 time 3pm → Change A-012 due_time=15:00:00
A-012 evidence https://example.gov.uk/x?y=1,2 → Change A-012 evidence=https://example.gov.uk/x?y=1,2
A-012 workstream HR → Change A-012 workstream=WS4
move A-012 to HR → Change A-012 workstream=WS4
A-012 note spoke to supplier, fine by Friday → Note A-012 spoke to supplier, fine by Friday
note A-012: spoke to supplier → Note A-012 spoke to supplier
add a note to A-012: spoke to supplier → Note A-012 spoke to supplier
A-012 comment - all well → Note A-012 all well
A-012 update: all well → Note A-012 all well
snooze A-012 until Monday → Snooze A-012 2026-11-30
snooze A-012 until Monday because waiting for legal → Snooze A-012 2026-11-30 (waiting for legal)
A-012 snooze 3 days → Snooze A-012 2026-11-26
A-012 snooze for a week → Snooze A-012 2026-11-30
A-012 snooze until 3/12 - on leave → Snooze A-012 2026-12-03 (on leave)
remind me about A-012 on Friday → Snooze A-012 2026-11-27
A-012 remind me Thursday → Snooze A-012 2026-11-26
snooze A-012 until Saturday → Snooze A-012 2026-11-28
snooze A-012 until 1/11/26 → Snooze A-012 2026-11-01 ?until
snooze A-012 → OpenForm snooze A-012
edit A-012 → OpenForm edit A-012
A-012 edit → OpenForm edit A-012
A-012 reassign → OpenForm reassign A-012
A-012 owner → OpenForm reassign A-012
A-012 due → OpenForm edit A-012
action A-012 done → Move A-012 Complete
action A-012 → Show A-012
/chivvy A-012 done → Move A-012 Complete
"""


def _cases(table: str) -> list[Any]:
    rows = (line.rpartition(" → ") for line in table.strip().splitlines())
    return [pytest.param(text.replace("\\n", "\n"), expected, id=text[:60]) for text, _, expected in rows]


@pytest.mark.parametrize(("text", "expected"), _cases(TEXTS))
def test_a_text_about_an_action(text: str, expected: str) -> None:
    heard = hear(text)
    shown = "; ".join(_shown(command) for command in heard.commands)
    assert " ".join([shown, *(f"?{doubt.field}" for doubt in heard.doubts)]) == expected


def _shown(command: do.Command) -> str:
    name = type(command).__name__
    if isinstance(command, do.Change):
        facts = (f"{key}={_value(value)}" for key, value in sorted(command.values.items()))
        return " ".join([name, command.ref, *facts])
    if isinstance(command, do.OpenForm):
        return f"{name} {command.form} {command.ref}"
    reason = f" ({command.reason})" if isinstance(command, do.Move | do.Snooze) and command.reason else ""
    what = next((str(getattr(command, key)) for key in ("to", "owner", "text", "until") if hasattr(command, key)), "")
    return f"{name} {getattr(command, 'ref', '')} {what}".strip() + reason


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


@pytest.mark.parametrize(
    "text",
    [
        "A-012 not done yet",
        "A-012 follow-up letter to unions by Fri",
        "/action A-012 follow-up letter to unions by Fri",
        "A-012 supplier says end of Jan",
        "A-012 with legal for comment",
        "delete A-012",
    ],
)
def test_words_about_an_action_that_make_no_sense_change_nothing(text: str) -> None:
    heard = hear(text)
    assert heard.intent == "unknown"
    (command,) = heard.commands
    assert isinstance(command, do.Misunderstood)
    assert "A-012" in command.example + command.suggestion


@pytest.mark.parametrize(
    ("text", "intent"), [("undo", "undo"), ("/action undo", "undo"), ("undo that", "undo"), ("/chivvy undo", "undo")]
)
def test_undo(text: str, intent: str) -> None:
    assert hear(text).commands == (do.Undo(),)
    assert hear(text).intent == intent


def test_undo_after_a_ref_is_of_that_record() -> None:
    assert hear("A-012 undo").commands == (do.Undo(ref="A-012"),)


@pytest.mark.parametrize("text", ["cancel", "/action cancel", "never mind", "forget it"])
def test_cancel(text: str) -> None:
    assert hear(text).commands == (do.Cancel(),)
