"""Questions about records of every kind, asked in the channel of ICT. Each line: the text, then the filter that it means."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from governance.people import Person
from handlers.words.as_json import as_json
from tests.words.office import ICT_CHANNEL, hear
from tests.words.shown import rows, shown

LISTS = r"""
decisions by the board in november
    → Find kind=decision status=closed text=Programme Board closed_from=2026-11-01 closed_to=2026-11-30
red risks in ICT without an owner → Find kind=risk workstream=WS5 unowned=True rag=Red
what does HR owe finance this month → Find kind=dependency workstream=WS4 due_from=2026-11-01 due_to=2026-11-30 counterpart=WS3
what does ICT owe → Find kind=dependency workstream=WS5
what are we owed by legal → Find kind=dependency workstream=WS2 counterpart=WS5
what does finance need from HR → Find kind=dependency workstream=WS4 counterpart=WS3
what do we owe finance → Find kind=dependency workstream=WS5 counterpart=WS3
who owes us → Find kind=dependency counterpart=WS5
risks over 15 → Find kind=risk score_from=16
risks with a score of 15 or more → Find kind=risk score_from=15
risks 15+ → Find kind=risk score_from=15
unscored risks → Find kind=risk unscored=True
top risks → Find kind=risk sort=score
top 10 risks in ICT → Find kind=risk workstream=WS5 sort=score
high priority actions overdue in HR and ICT → Find kind=action overdue=True priority=High workstreams=WS4,WS5
issues raised last week → Find kind=issue raised_from=2026-11-16 raised_to=2026-11-22
actions closed this month → Find kind=action status=closed closed_from=2026-11-01 closed_to=2026-11-30
what changed since Monday → Find status=any changed_from=2026-11-23
what changed last week → Find status=any changed_from=2026-11-16 changed_to=2026-11-22
decisions needed → Find kind=decision
decisions needed by Friday → Find kind=decision due_to=2026-11-27
milestones slipping → Find kind=milestone overdue=True
late milestones → Find kind=milestone overdue=True
assumptions to validate before christmas → Find kind=assumption due_to=2026-12-24
escalated risks → Find kind=risk escalated=True
P1 issues → Find kind=issue priority=P1
lessons about suppliers → Find kind=lesson status=any text=suppliers
find payroll → Find status=any text=payroll
everything about firewall → Find status=any text=firewall
actions without a date → Find kind=action undated=True
how many red risks → Find kind=risk rag=Red
tom's risks → Find kind=risk owner=P2
list risks sorted by score → Find kind=risk sort=score
whats overdue for ICT? → Find workstream=WS5 overdue=True
list red risks and share → Find kind=risk rag=Red share=True
list overdue share → Find overdue=True share=True
what's overdue here? post it here → Find workstream=WS5 overdue=True share=True
list overdue in HR post it here → Find workstream=WS4 overdue=True share=True
mitigating risks → Find kind=risk status=Mitigating
proposed decisions → Find kind=decision status=Proposed
change requests under assessment → Find kind=change status=Under assessment
risks not updated for 30 days → Find kind=risk changed_to=2026-10-24
stale risks → Find kind=risk changed_to=2026-10-24
actions owned by people on leave → Find kind=action away_from=2026-11-23 away_to=2026-11-23
list actions of people who are away today → Find kind=action away_from=2026-11-23 away_to=2026-11-23
risks whose owners are on leave next week → Find kind=risk away_from=2026-11-30 away_to=2026-12-06
which actions belong to people on leave this week → Find kind=action away_from=2026-11-23 away_to=2026-11-29
show actions with owners away next week in HR
    → Find kind=action workstream=WS4 away_from=2026-11-30 away_to=2026-12-06
overdue actions owned by people on leave in ICT
    → Find kind=action workstream=WS5 overdue=True away_from=2026-11-23 away_to=2026-11-23
actions due next week owned by people on leave
    → Find kind=action due_from=2026-11-30 due_to=2026-12-06 away_from=2026-11-23 away_to=2026-11-23
actions due while their owner is away → Find kind=action away_when_due=True
what falls due when people are on leave in HR → Find workstream=WS4 away_when_due=True
/action owned by somebody who is off next week → Find kind=action away_from=2026-11-30 away_to=2026-12-06
new risks this week → Find kind=risk raised_from=2026-11-23 raised_to=2026-11-29
new risks → Find kind=risk raised_from=2026-11-16
red risks → Find kind=risk rag=Red
amber risks in finance → Find kind=risk workstream=WS3 rag=Amber
blocked issues → Find kind=issue status=Blocked
risks I raised → Find kind=risk raised_by=P1
actions raised by tom → Find kind=action raised_by=P2
issues raised by tom last week → Find kind=issue raised_by=P2 raised_from=2026-11-16 raised_to=2026-11-22
what was closed last week → Find status=closed closed_from=2026-11-16 closed_to=2026-11-22
completed since Monday → Find status=closed closed_from=2026-11-23
milestones due in january → Find kind=milestone due_from=2027-01-01 due_to=2027-01-31
dependencies at risk → Find kind=dependency status=At risk
dependencies from HR to finance → Find kind=dependency workstream=WS4 counterpart=WS3
draft communications → Find kind=communication status=Draft
open risks → Find kind=risk
our risks → Find kind=risk workstream=WS5
all risks → Find kind=risk
risks → Find kind=risk
issues in Finance and HR → Find kind=issue workstreams=WS3,WS4
urgent actions → Find kind=action priority=High
must have change requests → Find kind=change priority=Must
what risks do we have in ICT → Find kind=risk workstream=WS5
which risks are red → Find kind=risk rag=Red
show me all red risks for finance please → Find kind=risk workstream=WS3 rag=Red
risk reviews overdue → Find kind=risk overdue=True
risks to review this week → Find kind=risk due_from=2026-11-23 due_to=2026-11-29
issues without owners → Find kind=issue unowned=True
closed risks → Find kind=risk status=closed
what happened yesterday → Find status=any changed_from=2026-11-22 changed_to=2026-11-22
which decisions were made in november → Find kind=decision status=closed closed_from=2026-11-01 closed_to=2026-11-30
lessons → Find kind=lesson
decisions in november → Find kind=decision status=closed closed_from=2026-11-01 closed_to=2026-11-30
actions done in the last 7 days → Find kind=action status=closed closed_from=2026-11-16 closed_to=2026-11-23
critical issues → Find kind=issue priority=P1
show escalated → Find escalated=True
overdue → Find overdue=True
decision needed on payroll by Friday → Find kind=decision status=any text=payroll by Friday
risks for HR, ICT and Finance → Find kind=risk workstreams=WS4,WS5,WS3
what is overdue → Find overdue=True
what's due next week for HR and ICT → Find due_from=2026-11-30 due_to=2026-12-06 workstreams=WS4,WS5
any red risks? → Find kind=risk rag=Red
do we have any red risks in HR → Find kind=risk workstream=WS4 rag=Red
show me P1s → Find priority=P1
high risks → Find kind=risk rag=Red
show me the red risks → Find kind=risk rag=Red
list amber milestones → Find kind=milestone rag=Amber
risks scoring over 12 → Find kind=risk score_from=13
risks scored 16 or above in Finance → Find kind=risk workstream=WS3 score_from=16
risks of at least 15 → Find kind=risk score_from=15
worst risks → Find kind=risk sort=score
biggest risks in HR → Find kind=risk workstream=WS4 sort=score
risks by score → Find kind=risk sort=score
actions by due date → Find kind=action sort=due
latest issues → Find kind=issue sort=updated
list issues newest first → Find kind=issue sort=updated
undated milestones → Find kind=milestone undated=True
actions with no owner → Find kind=action unowned=True
risks nobody owns → Find kind=risk unowned=True
ownerless risks in HR → Find kind=risk workstream=WS4 unowned=True
risks without a score → Find kind=risk unscored=True
milestones with no forecast date → Find kind=milestone undated=True
actions due this week for tom → Find kind=action owner=P2 due_from=2026-11-23 due_to=2026-11-29
overdue actions for HR → Find kind=action workstream=WS4 overdue=True
overdue risks → Find kind=risk overdue=True
overdue milestones in ICT → Find kind=milestone workstream=WS5 overdue=True
red milestones → Find kind=milestone rag=Red
milestones at risk → Find kind=milestone status=At risk
delayed milestones → Find kind=milestone status=Delayed
complete milestones → Find kind=milestone status=Complete
milestones due this quarter → Find kind=milestone due_from=2026-10-01 due_to=2026-12-31
milestones due before Christmas → Find kind=milestone due_to=2026-12-24
validated assumptions → Find kind=assumption status=Validated
invalidated assumptions → Find kind=assumption status=Invalidated
open assumptions in Finance → Find kind=assumption workstream=WS3
assumptions nobody owns → Find kind=assumption unowned=True
assumptions due to be validated this month → Find kind=assumption due_from=2026-11-01 due_to=2026-11-30
late dependencies → Find kind=dependency rags=Amber,Red
dependencies promised after need → Find kind=dependency rags=Amber,Red
amber and red milestones → Find kind=milestone rags=Amber,Red
red and amber risks in ICT → Find kind=risk workstream=WS5 rags=Red,Amber
risks helen owns → Find kind=risk owner=P7
toms actions → Find kind=action owner=P2
risks not reviewed in 30 days → Find kind=risk changed_to=2026-10-24
change requests awaiting decision → Find kind=change
next milestones for ICT → Find kind=milestone workstream=WS5
list issues P1 open over 2 days → Find kind=issue priority=P1 raised_to=2026-11-20
risks older than a month → Find kind=risk raised_to=2026-10-23
dependencies on HR → Find kind=dependency workstream=WS4
what does Legal owe ICT next month → Find kind=dependency workstream=WS2 due_from=2026-12-01 due_to=2026-12-31 counterpart=WS5
what do HR owe us → Find kind=dependency workstream=WS4 counterpart=WS5
what does HR owe? → Find kind=dependency workstream=WS4
what do we need from HR by Friday → Find kind=dependency workstream=WS4 due_to=2026-11-27 counterpart=WS5
what is Finance waiting for from HR → Find kind=dependency workstream=WS4 counterpart=WS3
who owes Finance → Find kind=dependency counterpart=WS3
dependencies without a promised date → Find kind=dependency undated=True
agreed dependencies → Find kind=dependency status=Agreed
decisions made last month → Find kind=decision status=closed closed_from=2026-10-01 closed_to=2026-10-31
decisions approved this month → Find kind=decision status=closed closed_from=2026-11-01 closed_to=2026-11-30
deferred decisions → Find kind=decision status=Deferred
decisions about harmonisation → Find kind=decision status=any text=harmonisation
rejected change requests → Find kind=change status=Rejected
change requests in ICT → Find kind=change workstream=WS5
changes waiting → Find kind=change
P2 issues in Finance → Find kind=issue workstream=WS3 priority=P2
high priority issues → Find kind=issue priority=P2
low priority actions for Aisha → Find kind=action owner=P3 priority=Low
priority P1 issues → Find kind=issue priority=P1
issues resolved this week → Find kind=issue status=closed closed_from=2026-11-23 closed_to=2026-11-29
issues raised since Monday → Find kind=issue raised_from=2026-11-23
issues opened in october → Find kind=issue raised_from=2026-10-01 raised_to=2026-10-31
risks raised by me → Find kind=risk raised_by=P1
risks closed last month → Find kind=risk status=closed closed_from=2026-10-01 closed_to=2026-10-31
actions completed yesterday → Find kind=action status=closed closed_from=2026-11-22 closed_to=2026-11-22
actions created today → Find kind=action raised_from=2026-11-23 raised_to=2026-11-23
what was raised this week → Find raised_from=2026-11-23 raised_to=2026-11-29
what was updated yesterday → Find status=any changed_from=2026-11-22 changed_to=2026-11-22
what's changed since 16/11 → Find status=any changed_from=2026-11-16
risks changed this week → Find kind=risk status=any changed_from=2026-11-23 changed_to=2026-11-29
risks escalated to the board → Find kind=risk escalated=True
escalated issues → Find kind=issue escalated=True
anything escalated? → Find escalated=True
stakeholders → Find kind=stakeholder
dormant stakeholders → Find kind=stakeholder status=Dormant
communications due this week → Find kind=communication due_from=2026-11-23 due_to=2026-11-29
published communications → Find kind=communication status=Published
documents in review → Find kind=document status=In review
lessons applied → Find kind=lesson status=Applied
lessons from suppliers → Find kind=lesson status=any text=suppliers
lessons about TUPE → Find kind=lesson status=any text=TUPE
count red risks in ICT → Find kind=risk workstream=WS5 rag=Red
how many issues are open in HR → Find kind=issue workstream=WS4
how many actions did we close last month → Find kind=action status=closed closed_from=2026-10-01 closed_to=2026-10-31
show risks for Finance sorted by score → Find kind=risk workstream=WS3 sort=score
list risks in HR and share it here → Find kind=risk workstream=WS4 share=True
red risks publicly → Find kind=risk rag=Red share=True
search firewall → Find status=any text=firewall
find "vesting day" → Find status=any text=vesting day
everything overdue → Find overdue=True
everything for HR → Find workstream=WS4
what's late → Find overdue=True
anything late in HR? → Find workstream=WS4 overdue=True
/risk red → Find kind=risk rag=Red
/risk list red in HR → Find kind=risk workstream=WS4 rag=Red
/risk unscored → Find kind=risk unscored=True
/risk top 5 → Find kind=risk sort=score
/issue P1 → Find kind=issue priority=P1
/issue list escalated → Find kind=issue escalated=True
/dependency list from HR → Find kind=dependency workstream=WS4
/dependency what does HR owe → Find kind=dependency workstream=WS4
/milestone late → Find kind=milestone overdue=True
/assumption list due this month → Find kind=assumption due_from=2026-11-01 due_to=2026-11-30
/decision list proposed → Find kind=decision status=Proposed
/lesson list about suppliers → Find kind=lesson status=any text=suppliers
/change list under assessment → Find kind=change status=Under assessment
/risk list sort by score → Find kind=risk sort=score
"""


@pytest.mark.parametrize(("text", "expected"), rows(LISTS))
def test_a_list(text: str, expected: str) -> None:
    heard = hear(text)
    assert heard.intent == "query"
    assert shown(heard) == expected


@pytest.mark.parametrize(
    "text",
    ["risks for Aldermoor", "aldermoor council's risks", "risks in ALD", "list risks from Aldermoor City Council"],
)
def test_a_council_goes_by_its_code_or_its_name(text: str) -> None:
    around = replace(
        ICT_CHANNEL,
        people=(*ICT_CHANNEL.people, Person("P20", "Una Marsh", "una.marsh@ald.example", organisation="ALD")),
    )
    assert shown(hear(text, around)) == "Find kind=risk council=ALD"


@pytest.mark.parametrize(
    "text",
    [
        "risk red tape slows procurement",
        "issue late invoices from the supplier",
        "risk new starters have no laptops",
        "lesson closed questions get closed answers",
        "risk top floor tenants refuse access",
        "issue P1 server down in the data centre",
    ],
)
def test_a_title_is_never_taken_for_a_question(text: str) -> None:
    assert hear(text).intent == "create"


@pytest.mark.parametrize(
    "text",
    ["risks under water", "milestones due this quater", "risks scoring 90 or more", "amber and purple milestones"],
)
def test_a_question_with_a_word_that_means_nothing_is_not_half_answered(text: str) -> None:
    assert hear(text).intent == "unknown"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "red risks in ICT without an owner",
            {"kind": "filter", "workstream": "WS5", "rag": "Red", "unowned": True, "open": True, "types": ["risk"]},
        ),
        (
            "what does HR owe finance this month",
            {
                "kind": "filter",
                "giver": "WS4",
                "receiver": "WS3",
                "due_from": "2026-11-01",
                "due_to": "2026-11-30",
                "open": True,
                "types": ["dependency"],
            },
        ),
        (
            "overdue actions in HR and ICT",
            {
                "kind": "filter",
                "workstreams": ["WS4", "WS5"],
                "due_before": "2026-11-23",
                "open": True,
                "types": ["action"],
            },
        ),
        (
            "what changed since 16/11",
            {"kind": "filter", "changed_from": "2026-11-16", "types": ["action", "issue", "milestone", "risk_review"]},
        ),
    ],
)
def test_the_shape_of_a_filter_in_json(text: str, expected: dict[str, Any]) -> None:
    assert as_json(hear(text), ICT_CHANNEL) == {"intent": "query", "items": [expected], "ask": []}
