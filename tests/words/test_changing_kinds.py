"""Texts that change a record of any kind. Each line: the text, then the commands it means, `?field` for what must be asked."""

from __future__ import annotations

import pytest

from handlers import commands as do
from tests.words.office import OFFICE, hear
from tests.words.shown import rows, shown

TEXTS = r"""
D-002 ICT now say 27 Jan → Change D-002 promised=2027-01-27
ICT now say 27 Jan for D-002 → Change D-002 promised=2027-01-27
who owns M-028 → Show M-028
owner of R-025 → Show R-025
owner of R-025 is Helen → Change R-025 owner=P7
R-025 owner should be Helen → Change R-025 owner=P7
R-025 likelihood down to 3 after supplier letter → Change R-025 likelihood=3; Note R-025 text=supplier letter
A-012 due date is wrong should be 3/12 → Change A-012 due=2026-12-03
D-003 agreed with legal on 24/11 → Agree D-003
HR and legal have agreed D-003 → Move D-003 to=Agreed
next review of R-012 is 14/12 → Change R-012 review_on=2026-12-14
R-012 reviewed, no change → Note R-012 text=reviewed, no change
the likelihood of R-025 is now 3 → Change R-025 likelihood=3
/action 12 done → Move A-012 to=Complete
/risk 25: L2 I3 → Change R-025 impact=3 likelihood=2
/action #12 owner tom → Change A-012 owner=P2
R-025 back to open, board returned it → Move R-025 to=Open reason=board returned it
R-025 impact 9 → Change R-025 ?impact
close R-1, R-2 and R-4: passed
    → Move R-001 to=Closed reason=passed; Move R-002 to=Closed reason=passed; Move R-004 to=Closed reason=passed
DEC-004 approved by the board on 10 Nov
    → Move DEC-004 to=Approved decided_by=Programme Board decided_on=2026-11-10
DEC-002 approved by programme board 10/11
    → Move DEC-002 to=Approved decided_by=Programme Board decided_on=2026-11-10
R-1 closed passed; I-4 P1; M-28 slips to 20 Jan
    → Move R-001 to=Closed reason=passed; Change I-004 priority=P1; Change M-028 forecast=2027-01-20
raise impact on R-025 to 5 and keep red → Change R-025 impact=5
R-12 now L3 I4 → Change R-012 impact=4 likelihood=3
R-012 4x3 → Change R-012 impact=3 likelihood=4
drop likelihood of r12 to 2 → Change R-012 likelihood=2
close R-012, mitigated → Move R-012 to=Closed reason=mitigated
R-012 closed because passed → Move R-012 to=Closed reason=passed
R-007 accept → Change R-007 response=accept
I-003 P1 → Change I-003 priority=P1
I-004 blocked waiting for legal → Move I-004 to=Blocked reason=waiting for legal
I-005 resolved: file resent → Move I-005 to=Resolved reason=file resent
AS-003 validated → Move AS-003 to=Validated
D-002 promised now 27/1 → Change D-002 promised=2027-01-27
D-002 need by 13/1 → Change D-002 need_by=2027-01-13
ICT promised D-002 for 20/1 → Change D-002 promised=2027-01-20
agree D-003 → Agree D-003
we agree D-003 → Agree D-003
D-003 agreed → Agree D-003
D-003 agreed by both → Move D-003 to=Agreed
HR agrees D-003 → Agree D-003 side=WS4
D-003 agreed by legal → Agree D-003 side=WS2
D-003 confirmed by finance → Agree D-003 side=WS3
A-012 completed on 20 Nov → Move A-012 to=Complete completed_on=2026-11-20
close A-012 done yesterday → Move A-012 to=Complete completed_on=2026-11-22
A-012 done yesterday → Move A-012 to=Complete completed_on=2026-11-22
A-012 done last thursday → Move A-012 to=Complete completed_on=2026-11-19
A-012 half done → Change A-012 percent=50
A-012 halfway there → Change A-012 percent=50
A-012 about 80% done → Change A-012 percent=80
A-012 three quarters done → Change A-012 percent=75
A-012 nearly done → Note A-012 text=nearly done
A-012 still working on it → Note A-012 text=still working on it
A-012 is not mine → Change A-012 ?owner
A-012 not me → Change A-012 ?owner
A-012 isn't mine, give it to helen → Assign A-012 owner=P7
A-012 not mine, it's Tom's → Assign A-012 owner=P2
stop reminding me about A-012 → Snooze A-012 until=2026-11-30 ?until
stop nagging me about A-012 until 4 Dec → Snooze A-012 until=2026-12-04
rename A-012 to Chase the firewall supplier → Change A-012 title=Chase the firewall supplier
retitle R-007 as Bank mandate late → Change R-007 title=Bank mandate late
priority high on A-012 → Change A-012 priority=High
set high priority on A-012 → Change A-012 priority=High
due friday for A-012 → Change A-012 due=2026-11-27
add <@U1> as supporter on A-012 → Change A-012 supporters=P2 adds=True
add @helen and @tom as supporters to A-012 → Change A-012 supporters=P7,P2 adds=True
helen is helping with A-012 → Change A-012 supporters=P7 adds=True
A-012 amended: due friday → Change A-012 due=2026-11-27
downgrade R-009 to amber → Change R-009 ?likelihood ?impact
R-009 should be amber → Change R-009 ?likelihood ?impact
R-025 red → Change R-025 ?likelihood ?impact
R-016 impact down one → Change R-016 ?impact
drop the likelihood of R-016 by one → Change R-016 ?likelihood
R-016 impact has gone up → Change R-016 ?impact
R-016 score? → Show R-016
A-012 due? → Show A-012
we can't make D-002, new date 3 Feb → Change D-002 promised=2027-02-03
sorry we won't make M-028 now 20 Jan → Change M-028 forecast=2027-01-20
ICT can't deliver D-002 until 3 Feb → Change D-002 promised=2027-02-03
we can't make D-002 → Change D-002 ?promised
board approved CR-002 today
    → Move CR-002 to=Approved authority=Programme Board decided_on=2026-11-23
R-012 mitigated, close → Move R-012 to=Closed reason=mitigated
R-012 score up to 16 → Change R-012 ?likelihood ?impact
remind me A-012 on 4 Dec → Snooze A-012 until=2026-12-04
D-004 delivered → Move D-004 to=Delivered
D-004 accepted → Move D-004 to=Accepted
M-028 slips to 20 Jan → Change M-028 forecast=2027-01-20
M-028 forecast 20/1 → Change M-028 forecast=2027-01-20
M-028 slipped 2 weeks → Change M-028 ?forecast
M-001 done on 19/10 → Move M-001 to=Complete actual=2026-10-19
M-003 baseline 4/1 by CR-001 → Rebaseline M-003 day=2027-01-04 by=CR-001
rebaseline M-003 to 4/1 (CR-001) → Rebaseline M-003 day=2027-01-04 by=CR-001
M-005 amber: path to green is two more testers by Friday → Change M-005 rag_why=two more testers by Friday said_rag=Amber
M-005 amber → Change M-005 said_rag=Amber
M-005 red, supplier late → Change M-005 rag_why=supplier late said_rag=Red
CR-002 approved → Move CR-002 to=Approved
CR-003 rejected because too dear → Move CR-003 to=Rejected reason=too dear
A-12 A-13 done → Move A-012 to=Complete; Move A-013 to=Complete
A 12 done → Move A-012 to=Complete
action 12 done → Move A-012 to=Complete
risk 12 closed, passed → Move R-012 to=Closed reason=passed
r49 close - passed → Move R-049 to=Closed reason=passed
#A-012 done → Move A-012 to=Complete
dec-4 approved → Move DEC-004 to=Approved
as3 validated → Move AS-003 to=Validated
I-004 severity 4 → Change I-004 severity=4
I-004 sev 4 P2 → Change I-004 priority=P2 severity=4
I-004 target 3/12 → Change I-004 target_resolution=2026-12-03
R-012 review 4/1 → Change R-012 review_on=2027-01-04
R-012 owner tom, review 4/1, L2 I3 → Change R-012 impact=3 likelihood=2 owner=P2 review_on=2027-01-04
R-012 target L2 I3 → Change R-012 target_i=3 target_l=2
R-012 category finance → Change R-012 category=finance
R-012 mitigation two banks asked → Change R-012 response_summary=two banks asked
SH-001 interest 5 influence 4 → Change SH-001 influence=4 interest=5
SH-001 stance supportive → Change SH-001 stance=Supportive
COM-01 published → Move COM-01 to=Published
COM-01 publish 4/12 → Change COM-01 publish_on=2026-12-04
L-003 applied in new contracts → Change L-003 applied_in=new contracts; Move L-003 to=Applied
DOC-001 version 3 → Change DOC-001 edition=3
DOC-001 approved → Move DOC-001 to=Approved
M-003 critical → Change M-003 critical=True
M-003 not on the critical path → Change M-003 critical=False
M-003 tier 1 → Change M-003 tier=1
CR-003 cost 40000 → Change CR-003 cost_impact_gbp=40000
CR-003 days 12 → Change CR-003 time_impact_days=12
CR-003 under assessment → Move CR-003 to=Under assessment
D-002 giver HR → Change D-002 giver=WS4
D-002 receiver finance → Change D-002 receiver=WS3
D-002 giver owner tom → Change D-002 owner=P2
R-016 de-escalate: board accepted → Move R-016 to=Open reason=board accepted
reopen R-012 because it is back → Move R-012 to=Open reason=it is back
R-012 mitigating → Move R-012 to=Mitigating
R-012 reopened - it is back → Move R-012 to=Open reason=it is back
M-005 on track → Move M-005 to=On track
M-005 at risk → Move M-005 to=At risk
M-005 delayed → Move M-005 to=Delayed
D-003 at risk → Move D-003 to=At risk
D-003 rejected because no capacity → Move D-003 to=Rejected reason=no capacity
I-004 closed → Move I-004 to=Closed
I-005 fixed → Move I-005 to=Resolved
mark I-005 resolved, file resent → Move I-005 to=Resolved reason=file resent
R-007 proximity imminent → Change R-007 proximity=Imminent (<1 month)
R-007 response reduce → Change R-007 response=reduce
R-007 treat → Change R-007 response=reduce
set R-007 response to transfer → Change R-007 response=transfer
close R-049 → Move R-049 to=Closed
close issue 4 → Move I-004 to=Closed
R-12 score 4x4 because supplier late → Change R-012 impact=4 likelihood=4; Note R-012 text=supplier late
raise R-012 to 4x5 → Change R-012 impact=5 likelihood=4
R-025 impact 5 → Change R-025 impact=5
R-025 likelihood likely → Change R-025 likelihood=4
R-025 high likelihood → Change R-025 likelihood=4
increase the likelihood on R-025 to 4 → Change R-025 likelihood=4
AS-003 confidence low → Change AS-003 confidence=low
AS-003 validate by 5/1/27 → Change AS-003 validate_by=2027-01-05
AS-003 does not hold → Move AS-003 to=Invalidated
D-002 from ICT to HR → Change D-002 giver=WS5 receiver=WS4
M-028 actual 19/10 → Change M-028 actual=2026-10-19
M-028 due 20/1 → Change M-028 forecast=2027-01-20
move M-028 to 20/1 → Change M-028 forecast=2027-01-20
R-025: impact 5 → Change R-025 impact=5
r-25 impact to 5 → Change R-025 impact=5
R-025 I5 → Change R-025 impact=5
R-025 L2 → Change R-025 likelihood=2
R-025 l2 i3 → Change R-025 impact=3 likelihood=2
R-025 (L2 I3) → Change R-025 impact=3 likelihood=2
R-025 likelihood 3 and impact 4 → Change R-025 impact=4 likelihood=3
R-025 likelihood: high, impact: major → Change R-025 impact=4 likelihood=4
R-025 now likely and severe → Change R-025 impact=5 likelihood=4
R-025 score now 4x5 → Change R-025 impact=5 likelihood=4
R-012 now 4/5 → Change R-012 impact=5 likelihood=4
R-012 is now 4 / 5 → Change R-012 impact=5 likelihood=4
R-012 now scores 4/5 → Change R-012 impact=5 likelihood=4
R-012 now 4/5 because the supplier is late → Change R-012 impact=5 likelihood=4; Note R-012 text=the supplier is late
R-012 now 4/5 owner @tom → Change R-012 impact=5 likelihood=4 owner=P2
R-012 now 3/3, R-013 now 2/4 → Change R-012 impact=3 likelihood=3; Change R-013 impact=4 likelihood=2
R-012 4/5 → Change R-012 review_on=2027-05-04
R-012 now 4/12 → Change R-012 review_on=2026-12-04
R-012 now 4/5/27 → Change R-012 review_on=2027-05-04
R-012 review now 4/5 → Change R-012 review_on=2027-05-04
A-012 now 4/5 → Change A-012 due=2027-05-04
approved: DEC-003 → Move DEC-003 to=Approved
approved: DEC-003 by the board on 10 nov → Move DEC-003 to=Approved decided_by=Programme Board decided_on=2026-11-10
rejected: DEC-003, too costly → Move DEC-003 to=Rejected reason=too costly
rejected: CR-004 no money → Move CR-004 to=Rejected reason=no money
done: A-012, A-013 → Move A-012 to=Complete; Move A-013 to=Complete
note: A-012 rang them → Note A-012 text=rang them
M-028 done 20/12 → Move M-028 to=Complete actual=2026-12-20
M-028 actual 20/12 → Change M-028 actual=2026-12-20
CMP-0001 acknowledged 20/12 → Change CMP-0001 s1_ack_on=2026-12-20
R-025 rescored 4x5 → Change R-025 impact=5 likelihood=4
R-025 down to 2x3 → Change R-025 impact=3 likelihood=2
move R-025 to L2 I3 → Change R-025 impact=3 likelihood=2
update R-025 likelihood 2 → Change R-025 likelihood=2
bump likelihood of R-025 up to 5 → Change R-025 likelihood=5
lower the impact of R-025 to 3 → Change R-025 impact=3
R-025 inherent 5x5 → Change R-025 inherent_i=5 inherent_l=5
R-025 target 2x2 by 31/3 → Change R-025 target_by=2027-03-31 target_i=2 target_l=2
R-025 target likelihood 2 → Change R-025 target_l=2
R-025 next review 14/12 → Change R-025 review_on=2026-12-14
R-025 review date Friday → Change R-025 review_on=2026-11-27
R-025 due for review 14 Dec → Change R-025 review_on=2026-12-14
R-025 response transfer → Change R-025 response=transfer
R-025 tolerate → Change R-025 response=accept
R-025 strategy avoid → Change R-025 response=avoid
R-025 proximity 3-6 months → Change R-025 proximity=3-6 months
R-025 owner Helen → Change R-025 owner=P7
R-025 to Helen → Assign R-025 owner=P7
give R-025 to Helen → Assign R-025 owner=P7
R-025 workstream HR → Change R-025 workstream=WS4
move R-025 to ICT → Change R-025 workstream=WS5
R-025 cause bank needs ten weeks → Change R-025 cause=bank needs ten weeks
R-025 effect staff unpaid → Change R-025 effect=staff unpaid
R-025 council ALD → Change R-025 council=ALD
R-025 tags payroll, bank → Change R-025 tags=payroll, bank
R-025 note board saw it on Monday → Note R-025 text=board saw it on Monday
R-025 closed - duplicate of R-012 → Move R-025 to=Closed reason=duplicate of R-012
R-025 close: accepted in appetite → Move R-025 to=Closed reason=accepted in appetite
R-025 retired, no longer relevant → Move R-025 to=Closed reason=no longer relevant
R-025 passed → Move R-025 to=Closed
R-025 back to open, board returned it → Move R-025 to=Open reason=board returned it
R-025 being mitigated → Move R-025 to=Mitigating
R-025 is live again → Move R-025 to=Open
reopen R-025: supplier changed its mind → Move R-025 to=Open reason=supplier changed its mind
R-025 undo → Undo R-025
I-004 P2 → Change I-004 priority=P2
I-004 priority urgent → Change I-004 priority=P1
I-004 severity now 5 → Change I-004 severity=5
I-004 sev:4 → Change I-004 severity=4
I-004 in progress → Move I-004 to=In progress
start I-004 → Move I-004 to=In progress
I-004 unblocked → Move I-004 to=In progress
I-004 reopen, came back → Move I-004 to=In progress reason=came back
I-004 is fixed, new file sent → Move I-004 to=Resolved reason=new file sent
I-004 sorted → Move I-004 to=Resolved
I-004 done: licences renewed → Move I-004 to=Resolved reason=licences renewed
resolve I-004 - licences renewed → Move I-004 to=Resolved reason=licences renewed
I-004 resolved licences renewed → Move I-004 to=Resolved reason=licences renewed
close I-004 → Move I-004 to=Closed
I-004 target Friday → Change I-004 target_resolution=2026-11-27
I-004 due 4/12 → Change I-004 target_resolution=2026-12-04
I-004 by end of month → Change I-004 target_resolution=2026-11-30
I-004 type off-spec → Change I-004 type=Off-specification
I-004 effect board pack late → Change I-004 impact_text=board pack late
I-004 owner <@U1> → Change I-004 owner=P2
I-004 on hold until the new year → Move I-004 to=Blocked reason=until the new year
AS-003 holds → Move AS-003 to=Validated
AS-003 confirmed by counsel → Move AS-003 to=Validated reason=by counsel
AS-003 validated on 12/11 → Move AS-003 to=Validated validated_on=2026-11-12
AS-003 invalid → Move AS-003 to=Invalidated
AS-003 wrong → Move AS-003 to=Invalidated
AS-003 not true → Move AS-003 to=Invalidated
AS-003 retire, superseded by the plan → Move AS-003 to=Retired reason=superseded by the plan
AS-003 owner tom, validate by Friday → Change AS-003 owner=P2 validate_by=2026-11-27
AS-003 how: ask counsel → Change AS-003 how_validated=ask counsel
AS-003 if wrong: vesting moves → Change AS-003 impact_if_wrong=vesting moves
AS-003 confidence high → Change AS-003 confidence=high
D-002 promised 27/1 → Change D-002 promised=2027-01-27
D-002 promise 27/1 → Change D-002 promised=2027-01-27
D-002 promised for 27 Jan → Change D-002 promised=2027-01-27
D-002 need by 13 Jan → Change D-002 need_by=2027-01-13
D-002 needed 13/1 → Change D-002 need_by=2027-01-13
D-002 now needed by 20/1 → Change D-002 need_by=2027-01-20
finance needs D-002 by 13/1 → Change D-002 need_by=2027-01-13
we need D-002 by 13/1 → Change D-002 need_by=2027-01-13
HR can deliver D-002 by 20/1 → Change D-002 promised=2027-01-20
D-002 agree → Agree D-002
D-002 agreed by giver → Agree D-002 side=giver
D-002 agreed as receiver → Agree D-002 side=receiver
agreed D-002 → Agree D-002
we both agree D-002 → Move D-002 to=Agreed
I agree to D-002 → Agree D-002
D-002 on track → Move D-002 to=On track
D-002 late → Move D-002 to=Late
D-002 done → Move D-002 to=Delivered
D-002 handed over → Move D-002 to=Delivered
D-002 received → Move D-002 to=Accepted
D-002 rejected, wrong format → Move D-002 to=Rejected reason=wrong format
D-002 renegotiate because the board moved → Move D-002 to=Renegotiate reason=the board moved
D-002 cancel as not needed → Move D-002 to=Cancelled reason=not needed
D-002 slips to 3 Feb → Change D-002 promised=2027-02-03
D-002 owner Helen → Change D-002 owner=P7
D-002 receiver owner tom → Change D-002 receiver_owner=P2
D-002 deliverable field list with formats → Change D-002 deliverable=field list with formats
D-002 if late payroll test moves → Change D-002 impact_if_late=payroll test moves
D-002 late because supplier → Move D-002 to=Late reason=supplier
M-028 now 20 Jan → Change M-028 forecast=2027-01-20
M-028 forecast now 20 Jan → Change M-028 forecast=2027-01-20
M-028 new forecast 20/1 → Change M-028 forecast=2027-01-20
M-028 expected 20/1 → Change M-028 forecast=2027-01-20
M-028 moved to 20 Jan → Change M-028 forecast=2027-01-20
M-028 delayed to 20 Jan → Change M-028 forecast=2027-01-20
M-028 delayed → Move M-028 to=Delayed
M-028 slipping by 3 days → Change M-028 ?forecast
push M-028 to 20 Jan, supplier late → Change M-028 forecast=2027-01-20; Note M-028 text=supplier late
M-028 complete → Move M-028 to=Complete
M-028 hit → Move M-028 to=Complete
M-028 met yesterday → Move M-028 to=Complete actual=2026-11-22
M-028 reached 20/11 → Move M-028 to=Complete actual=2026-11-20
M-028 done on Friday → Move M-028 to=Complete actual=2026-11-20
M-028 completed 20 Nov → Move M-028 to=Complete actual=2026-11-20
M-028 actual 20/11 → Change M-028 actual=2026-11-20
M-028 baseline 20/1 under CR-001 → Rebaseline M-028 day=2027-01-20 by=CR-001
M-028 rebaselined to 20/1 by CR-001 → Rebaseline M-028 day=2027-01-20 by=CR-001
M-028 re-baseline 20 Jan → Rebaseline M-028 day=2027-01-20
rebaseline M-028 to 20/1 because the board agreed → Rebaseline M-028 day=2027-01-20
M-028 amber → Change M-028 said_rag=Amber
M-028 rag red → Change M-028 said_rag=Red
M-028 red - supplier gone → Change M-028 rag_why=supplier gone said_rag=Red
M-028 green → Change M-028 said_rag=Green
M-028 confidence in doubt → Change M-028 confidence=In doubt
M-028 confidence amber/red → Change M-028 confidence=In doubt
M-028 amber/green → Change M-028 confidence=Probable with attention
M-028 tier 1, critical → Change M-028 critical=True tier=1
M-028 no longer critical → Change M-028 critical=False
M-028 acceptance signed by the board → Change M-028 acceptance=signed by the board
M-028 cancelled by CR-001 → Move M-028 to=Cancelled reason=by CR-001
M-028 reopen because the test failed → Move M-028 to=On track reason=the test failed
CR-001 assess → Move CR-001 to=Under assessment
CR-001 approve → Move CR-001 to=Approved
CR-001 approved by the board → Move CR-001 to=Approved authority=Programme Board
CR-002 approved by board yesterday
    → Move CR-002 to=Approved authority=Programme Board decided_on=2026-11-22
D-002 delivered yesterday → Move D-002 to=Delivered delivered_on=2026-11-22
D-002 we need it by 1 dec → Change D-002 need_by=2026-12-01
I-005 resolved on 19 Nov → Move I-005 to=Resolved resolved_on=2026-11-19
A-012 wont be done till monday → Change A-012 due=2026-11-30 ?due
A-012 won't be ready until 4 dec → Change A-012 due=2026-12-04
A-012 running late, now 4 dec → Change A-012 due=2026-12-04
A-012 need another week → Change A-012 ?due
M-028 will be 2 weeks late → Change M-028 ?forecast
M-028 forecast slipping to 20 Jan → Change M-028 forecast=2027-01-20
can we push A-012 back to 4 december → Change A-012 due=2026-12-04
can A-012 be done by fri instead → Change A-012 due=2026-11-27
can A-012 be moved to friday → Change A-012 due=2026-11-27
A-012 make it high priority → Change A-012 priority=High
A-012 not needed any more → Move A-012 to=Cancelled reason=not needed any more
R-025 no longer a risk → Move R-025 to=Closed reason=no longer a risk
R-025 turned into an issue → Become R-025 kind=issue
helen is taking A-012 → Assign A-012 owner=P7
helen will take A-012 → Assign A-012 owner=P7
A-012 dup of A-013 → LinkRecords A-012 target=A-013 relation=relates to
done with A-012 → Move A-012 to=Complete
A-012 ✅ → Move A-012 to=Complete
A-012/A-013 done → Move A-012 to=Complete; Move A-013 to=Complete
both A-012 and A-013 are done → Move A-012 to=Complete; Move A-013 to=Complete
A-012, A-013, A-014 all done → Move A-012 to=Complete; Move A-013 to=Complete; Move A-014 to=Complete
a12 done a13 blocked → Move A-012 to=Complete; Move A-013 to=Blocked
A-012 spoke to supplier, they will send it thursday → Note A-012 text=spoke to supplier, they will send it thursday
I-004 still open, waiting on bank → Note I-004 text=still open, waiting on bank
CR-001 deferred until January → Move CR-001 to=Deferred reason=until January
CR-001 reject - no money → Move CR-001 to=Rejected reason=no money
CR-001 implemented → Move CR-001 to=Implemented
CR-001 verified → Move CR-001 to=Verified
CR-001 must → Change CR-001 priority=Must
CR-001 priority should → Change CR-001 priority=Should
CR-001 cost 240000 → Change CR-001 cost_impact_gbp=240000
CR-001 cost £240k → Change CR-001 cost_impact_gbp=240000
CR-001 30 days → Change CR-001 time_impact_days=30
CR-001 decide by 10/12 → Change CR-001 decide_by=2026-12-10
CR-001 authority programme board → Change CR-001 authority=Programme Board
CR-001 affects plan v3 → Change CR-001 baseline_affected=plan v3
DEC-002 rejected: too dear → Move DEC-002 to=Rejected reason=too dear
DEC-002 agreed → Move DEC-002 to=Approved
DEC-002 deferred to January → Move DEC-002 to=Deferred reason=to January
DEC-002 decided by the board → Move DEC-002 to=Approved decided_by=Programme Board
DEC-002 decided on 10/11 → Move DEC-002 to=Approved decided_on=2026-11-10
DEC-002 needed by 10/12 → Change DEC-002 needed_by=2026-12-10
DEC-002 review 1/3 → Change DEC-002 review_on=2027-03-01
DEC-002 rationale lowest cost → Change DEC-002 rationale=lowest cost
DEC-002 subject to legal advice → Change DEC-002 conditions=legal advice
DEC-004 is superseded → Move DEC-004 to=Superseded
DEC-002 publishable → Change DEC-002 publishable=True
L-001 applied → Move L-001 to=Applied
L-001 applied in CR-003 → Change L-001 applied_in=CR-003; Move L-001 to=Applied
L-001 keep → Change L-001 keep_or_change=Keep
L-001 rejected, one-off → Move L-001 to=Rejected reason=one-off
SH-01 influence 4 → Change SH-001 influence=4
SH-01 high influence → Change SH-001 influence=4
SH-01 opposed → Change SH-001 stance=Opposed
SH-01 next contact 4/12 → Change SH-001 next_contact=2026-12-04
SH-01 last contact 20/11 → Change SH-001 last_contact=2026-11-20
SH-01 dormant, group dissolved → Move SH-001 to=Dormant reason=group dissolved
COM-01 approved → Move COM-01 to=Approved
COM-01 printed on 20/11 → Move COM-01 to=Printed printed_on=2026-11-20
COM-01 sent → Move COM-01 to=Published
COM-01 print run 260 → Change COM-01 print_run=260
COM-01 audience all homes, publish 4/12 → Change COM-01 audience=all homes publish_on=2026-12-04
COM-01 cancelled because dates wrong → Move COM-01 to=Cancelled reason=dates wrong
DOC-01 v3 → Change DOC-001 edition=3
DOC-01 link https://intranet.example/x → Change DOC-001 link=https://intranet.example/x
DOC-01 for review → Move DOC-001 to=In review
DOC-01 approved by Zainab → Change DOC-001 approver=P10; Move DOC-001 to=Approved
DOC-01 withdrawn, replaced → Move DOC-001 to=Withdrawn reason=replaced
DOC-01 sensitive → Change DOC-001 classification=OFFICIAL-SENSITIVE
A-12, A-13 and R-4 owner tom → Change A-012 owner=P2; Change A-013 owner=P2; Change R-004 owner=P2
close R-1 and R-2 because passed → Move R-001 to=Closed reason=passed; Move R-002 to=Closed reason=passed
A-012 done\nR-012 L3 I4 → Move A-012 to=Complete; Change R-012 impact=4 likelihood=3
R-012 4x3, owner tom → Change R-012 impact=3 likelihood=4 owner=P2
R-012 4x3 owner tom → Change R-012 impact=3 likelihood=4 owner=P2
A-012 rename to D-day plan → Change A-012 title=D-day plan
A-012 title A-13 follow-up letter → Change A-012 title=A-13 follow-up letter
R-025 L2, I3 → Change R-025 impact=3 likelihood=2
give A-012 and A-013 to tom → Assign A-012 owner=P2; Assign A-013 owner=P2
close A-012 and A-013 due Friday → Move A-012 to=Complete; Change A-013 due=2026-11-27
move A-12 and A-13 to Friday → Change A-012 due=2026-11-27; Change A-013 due=2026-11-27
M-028 two weeks late → Change M-028 ?forecast
"""


@pytest.mark.parametrize(("text", "expected"), rows(TEXTS))
def test_a_text_about_a_record(text: str, expected: str) -> None:
    assert shown(hear(text, OFFICE)) == expected


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("can someone look at a12 please?", ("A-012",)),
        ("any news on R-025 and I-004?", ("R-025", "I-004")),
        ("thoughts on R-025", ("R-025",)),
        ("did we ever sort out r-25 in the end", ("R-025",)),
    ],
)
def test_a_ref_in_words_that_mean_nothing_else_shows_its_card(text: str, refs: tuple[str, ...]) -> None:
    assert hear(text, OFFICE).commands == tuple(do.Show(ref) for ref in refs)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("/action close R-049 @tom by Friday", "Close R-049"),
        ("action A12 road closure plan by Friday", "A12 road closure plan"),
        ("action 12 boxes to the archive by Friday", "12 boxes to the archive"),
        ("/risk M25 closed for a week", "M25 closed for a week"),
        ("/action D-day plan for vesting", "D-day plan for vesting"),
        ("action: approve DEC-004 paper by Friday", "Approve DEC-004 paper"),
    ],
)
def test_a_title_that_looks_like_a_ref_stays_a_title(text: str, title: str) -> None:
    (command,) = hear(text, OFFICE).commands
    assert isinstance(command, do.Log)
    assert command.values["title"] == title


@pytest.mark.parametrize(
    "text",
    [
        "R-025 review monthly",
        "D-002 giver Hats",
        "M-028 baseline sometime",
        "CR-001 cost lots",
        "R-025 not happened yet",
    ],
)
def test_words_about_a_record_that_make_no_sense_change_nothing(text: str) -> None:
    heard = hear(text, OFFICE)
    assert heard.intent == "unknown", shown(heard)
