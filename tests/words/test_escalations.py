"""Texts about what was handed up: acknowledging, answering, listing."""

from __future__ import annotations

import pytest

from tests.words.office import OFFICE, hear
from tests.words.shown import rows, shown

TEXTS = r"""
answer R-016: decision: go with option B → AnswerEscalation R-016 response=decision words=go with option B
answer R-016 - decided to go with option B → AnswerEscalation R-016 response=decision words=to go with option B
R-016 decided: go with option B → AnswerEscalation R-016 response=decision words=go with option B
R-016 decision: go with option B → AnswerEscalation R-016 response=decision words=go with option B
please answer I-004: money: 40k from reserves → AnswerEscalation I-004 response=resource words=40k from reserves
reply to I-004: people: two from January → AnswerEscalation I-004 response=resource words=two from January
answer R-016: noted → AnswerEscalation R-016 response=awareness
respond to R-016 noted, we watch it → AnswerEscalation R-016 response=awareness words=we watch it
answer R-016: go ahead with B → AnswerEscalation R-016 words=go ahead with B ?response
answer R-016 → AnswerEscalation R-016 ?response
acknowledge R-016 → Acknowledge R-016
ack A-012 → Acknowledge A-012
R-016 acknowledged → Acknowledge R-016
list escalations → ListEscalations
escalations → ListEscalations
/raid escalations → ListEscalations
raid escalations in HR → ListEscalations workstream=WS4
show me our open escalations → ListEscalations
what has not been answered? → ListEscalations
what is with the board? → ListEscalations to=Programme Board
what's before the programme manager → ListEscalations to=Programme Manager
what is in the board pack? → ListEscalations board=True
DEC-003 decided: both tiers agreed → Move DEC-003 to=Approved reason=both tiers agreed
"""


@pytest.mark.parametrize(("text", "expected"), rows(TEXTS))
def test_a_text_about_an_escalation(text: str, expected: str) -> None:
    assert shown(hear(text, OFFICE)) == expected


@pytest.mark.parametrize("text", ["what's escalated?", "escalated risks", "risks escalated to the board"])
def test_records_that_are_escalated_are_a_list_of_records(text: str) -> None:
    assert shown(hear(text, OFFICE)).startswith("Find")
