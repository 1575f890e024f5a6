"""Texts about links between records, about what a record becomes, and about handing it up."""

from __future__ import annotations

import pytest

from tests.words.office import OFFICE, hear
from tests.words.shown import rows, shown

LINKS = r"""
DEC-004 superseded by DEC-009 → LinkRecords DEC-009 target=DEC-004 relation=supersedes
A-012 mitigates R-007 → LinkRecords A-012 target=R-007 relation=mitigates
link A-012 to R-007 → LinkRecords A-012 target=R-007
unlink A-012 from R-007 → LinkRecords A-012 target=R-007 remove=True
R-007 rests on AS-003 → LinkRecords R-007 target=AS-003 relation=rests on
A-012 for R-007 → LinkRecords A-012 target=R-007
R-025 mitigated by A-012 → LinkRecords A-012 target=R-025 relation=mitigates
R-025 comes from AS-003 → LinkRecords AS-003 target=R-025 relation=became
I-004 resolved by DEC-003 → LinkRecords DEC-003 target=I-004 relation=resolves
AS-003 became R-021 → LinkRecords AS-003 target=R-021 relation=became
D-002 gives to M-016 → LinkRecords D-002 target=M-016 relation=gives to
M-028 follows M-001 → LinkRecords M-028 target=M-001 relation=follows
M-028 comes after M-001 → LinkRecords M-028 target=M-001 relation=follows
M-028 depends on M-001 → LinkRecords M-028 target=M-001 relation=follows
M-028 depends on D-002 → LinkRecords D-002 target=M-028 relation=gives to
M-028 needs D-002 → LinkRecords D-002 target=M-028 relation=gives to
M-028 rests on AS-003 → LinkRecords M-028 target=AS-003 relation=rests on
DEC-002 supersedes DEC-001 → LinkRecords DEC-002 target=DEC-001 relation=supersedes
DEC-009 replaces DEC-004 → LinkRecords DEC-009 target=DEC-004 relation=supersedes
link A-012, A-013 to R-007 → LinkRecords A-012 target=R-007; LinkRecords A-013 target=R-007
A-012 no longer mitigates R-007 → LinkRecords A-012 target=R-007 relation=mitigates remove=True
R-007 link A-012 → LinkRecords R-007 target=A-012
remove the link between A-012 and R-007 → LinkRecords A-012 target=R-007 remove=True
A-012 fixes I-004 → LinkRecords A-012 target=I-004 relation=resolves
I-041 came from R-016 → LinkRecords R-016 target=I-041 relation=became
CR-003 resolves I-004 → LinkRecords CR-003 target=I-004 relation=resolves
what rests on AS-003? → ShowLinks AS-003 relation=rests on backward=True
what mitigates R-007 → ShowLinks R-007 relation=mitigates backward=True
what does R-007 rest on? → ShowLinks R-007 relation=rests on
what came from R-016 → ShowLinks R-016
where did I-041 come from → ShowLinks I-041
links of R-7 → ShowLinks R-007
R-7 links → ShowLinks R-007
show links for R-007 → ShowLinks R-007
what's linked to R-7 → ShowLinks R-007
what is R-007 mitigated by → ShowLinks R-007 relation=mitigates backward=True
which actions mitigate R-007? → ShowLinks R-007 relation=mitigates backward=True
what does M-004 depend on → ShowLinks M-004 relation=follows
what depends on M-004 → ShowLinks M-004 relation=follows backward=True
what superseded DEC-004 → ShowLinks DEC-004 relation=supersedes backward=True
what needs D-003 → ShowLinks D-003 relation=gives to
what does A-012 mitigate → ShowLinks A-012 relation=mitigates
"""

BECOMING = r"""
R-007 has happened, raise an issue and give it to Zainab → Become R-007 kind=issue owner=P10
I-004 add an action: send the file again @tom by Friday
    → Become I-004 kind=action due=2026-11-27 owner=P2 title=Send the file again
log an action for I-004: chase the licence team, me, Friday
    → Become I-004 kind=action due=2026-11-27 owner=P1 title=Chase the licence team
AS-003 invalidated - make it a risk → Become AS-003 kind=risk
AS-003 is wrong, raise an issue → Become AS-003 kind=issue
AS-003 is wrong because legal said no, raise an issue → Become AS-003 kind=issue reason=legal said no
R-016 has happened → Become R-016 kind=issue
R-016 happened, raise issue → Become R-016 kind=issue
add an action to R-007: chase the bank @tom by Fri → Become R-007 kind=action due=2026-11-27 owner=P2 title=Chase the bank
raise an issue from R-016 → Become R-016 kind=issue
turn R-016 into an issue → Become R-016 kind=issue
make AS-003 a risk → Become AS-003 kind=risk
I-004 needs a change request → Become I-004 kind=change
R-025 has materialised: payroll file rejected → Become R-025 kind=issue title=Payroll file rejected
R-025 has now happened → Become R-025 kind=issue
R-025 hit us last night → Become R-025 kind=issue reason=last night
R-025 become an issue → Become R-025 kind=issue
turn risk 25 into an issue please → Become R-025 kind=issue
I-004 needs a decision → Become I-004 kind=decision
raise a change from I-004 → Become I-004 kind=change
AS-003 is wrong - now a risk → Become AS-003 kind=risk
"""

GOING_UP = r"""
escalate R-016 to programme board - reserves below plan already
    → Escalate R-016 to=Programme Board reason=reserves below plan already
escalate I-004 to chief execs for a decision by 3/12: budget gone
    → Escalate I-004 to=Chief Executives Group reason=budget gone wants=decision wanted_by=2026-12-03
R-025 escalate to programme manager: red three months running
    → Escalate R-025 to=Programme Manager reason=red three months running
escalate R-025 and I-004 to the board - both stuck
    → Escalate R-025 to=Programme Board reason=both stuck; Escalate I-004 to=Programme Board reason=both stuck
escalate R-016 → Escalate R-016 ?reason
escalate R-016 to PgM because red for a month → Escalate R-016 to=Programme Manager reason=red for a month
need a decision from the board on I-004 by 3/12 → Escalate I-004 to=Programme Board wants=decision wanted_by=2026-12-03 ?reason
I-004 needs a decision from the board by 3/12 → Escalate I-004 to=Programme Board wants=decision wanted_by=2026-12-03 ?reason
take R-016 to the board - reserves gone → Escalate R-016 to=Programme Board reason=reserves gone
R-016 escalated → Escalate R-016 ?reason
R-025 needs escalating to the board → Escalate R-025 to=Programme Board ?reason
R-025 up to the board please, no budget left → Escalate R-025 to=Programme Board reason=no budget left
please escalate R-025 to SRO, tolerance exceeded → Escalate R-025 to=SRO reason=tolerance exceeded ?to
escalate R-025 to the PM for awareness - score up by 6 → Escalate R-025 to=Programme Manager reason=score up by 6 wants=awareness
escalate risk 25 → Escalate R-025 ?reason
CR-001 escalate to the board, over my limit → Escalate CR-001 to=Programme Board reason=over my limit
"""


@pytest.mark.parametrize(("text", "expected"), rows(LINKS))
def test_a_text_about_links(text: str, expected: str) -> None:
    assert shown(hear(text, OFFICE)) == expected


@pytest.mark.parametrize(("text", "expected"), rows(BECOMING))
def test_a_text_that_turns_a_record_into_another(text: str, expected: str) -> None:
    assert shown(hear(text, OFFICE)) == expected


@pytest.mark.parametrize(("text", "expected"), rows(GOING_UP))
def test_a_text_that_hands_a_record_up(text: str, expected: str) -> None:
    heard = hear(text, OFFICE)
    assert heard.intent == "escalate"
    assert shown(heard) == expected
