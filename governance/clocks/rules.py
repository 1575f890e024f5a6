"""The rules that residents' casework lives by, each with its source. Not legal advice: the source is shown with every date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from governance.clocks.rule import Rule

HOS = "Housing Ombudsman Complaint Handling Code 2024"
LGSCO = "LGSCO Complaint Handling Code (guidance)"
AWAAB = "Hazards in Social Housing (Prescribed Requirements) Regulations 2025 (Awaab’s Law)"
S20 = "Service Charges (Consultation Requirements) (England) Regulations 2003"
DP = "UK GDPR, Data Protection Act 2018 and Data (Use and Access) Act 2025"
LOCAL = "the council’s own scheme"
EIR = "Environmental Information Regulations 2004"
# What lets a clock stop while somebody is asked something.
ASKED = "Data (Use and Access) Act 2025: it stops while the person is asked who they are or what they mean"
CLARIFIED = (
    "ICO guidance: where a request can’t be answered without asking what is meant, its days begin when the answer comes"
)

WORKING: Final = "working days"
DAYS: Final = "days"
WEEKS: Final = "weeks"
MONTHS: Final = "months"
HOURS: Final = "hours"
ADDS: Final = "adds"
RESTARTS: Final = "restarts"


def _of_a_code(prefix: str, code: str, word: str) -> tuple[Rule, ...]:
    """The two stages of a complaint: the same numbers in both codes, paragraph by paragraph."""
    return (
        Rule(f"{prefix}.s1.ack", "Stage 1 acknowledgement", "complaint received", 5, WORKING, f"{code}, 6.2",
             f"A stage 1 complaint {word} be acknowledged, defined and logged within 5 working days of receipt.", received=True),
        Rule(f"{prefix}.s1.response", "Stage 1 response", "complaint acknowledged", 10, WORKING, f"{code}, 6.3",
             f"A full response {word} follow within 10 working days of the acknowledgement."),
        Rule(f"{prefix}.s1.extension_max", "Longest stage 1 extension", "original due date", 10, WORKING, f"{code}, 6.4",
             "No more than 10 working days without good reason; the resident is told before the original date, with the reason "
             "and how to reach the Ombudsman."),
        Rule(f"{prefix}.s2.ack", "Stage 2 acknowledgement", "stage 2 requested", 5, WORKING, f"{code}, 6.11",
             f"A request for stage 2 {word} be acknowledged within 5 working days; no reasons may be demanded.", received=True),
        Rule(f"{prefix}.s2.response", "Stage 2 response", "stage 2 acknowledged", 20, WORKING, f"{code}, 6.14",
             f"The final response {word} follow within 20 working days of the acknowledgement."),
        Rule(f"{prefix}.s2.extension_max", "Longest stage 2 extension", "original due date", 20, WORKING, f"{code}, 6.15",
             "No more than 20 working days without good reason; the resident is told before the original date."),
        Rule(f"{prefix}.accept_window", "Last day to accept a complaint", "event or awareness of it", 12, MONTHS,
             f"{code}, 2.3", "Complaints are accepted within 12 months; beyond that there is discretion."),
        Rule(f"{prefix}.ombudsman_window", "Last day to go to the Ombudsman", "final response", 12, MONTHS, code,
             OMBUDSMAN_WINDOW[prefix]),
    )  # fmt: skip


OMBUDSMAN_WINDOW = {
    "hos": "The resident has 12 months from the final response; advice may be asked at any time.",
    "lgsco": "Twelve months, which the LGSCO itself counts from when the person first knew of the matter; advice may be "
    "asked at any time.",
}

_ALL: tuple[Rule, ...] = (
    *_of_a_code("hos", HOS, "must"),
    *_of_a_code("lgsco", LGSCO, "should"),
    Rule("hos.evidence", "Evidence to the Ombudsman", "Ombudsman’s request", 15, WORKING, HOS,
         "About 15 working days; the date in the Ombudsman’s letter is the one that counts.", sure="medium"),
    Rule("internal.s1_backstop", "Stage 1 backstop", "complaint received", 15, WORKING, "internal warning",
         "Receipt and 5 and 10 working days: so that a late acknowledgement cannot lengthen the case unseen.", received=True,
         sure="medium"),
    Rule("internal.act_by", "Act by", "due date", 0, WORKING, "internal",
         "The last day on or before the due date on which the office is open; the due date itself does not move."),
    Rule("member.ack", "Councillor’s or MP’s enquiry: acknowledgement", "enquiry received", 1, WORKING, LOCAL,
         "The next working day.", received=True, ours=True, pause=ADDS, pause_by=LOCAL, sure="medium"),
    Rule("member.response", "Councillor’s or MP’s enquiry: reply", "enquiry received", 10, WORKING, LOCAL,
         "10 working days in the schemes that were seen.", received=True, ours=True, pause=ADDS, pause_by=LOCAL, sure="medium"),
    Rule("enquiry.response", "Resident’s enquiry: reply", "enquiry received", 10, WORKING, LOCAL, "10 working days.",
         received=True, ours=True, pause=ADDS, pause_by=LOCAL, sure="medium"),
    Rule("service.response", "Service request: put right or answered", "request received", 10, WORKING, LOCAL,
         "10 working days until a council sets its own; the Code has no number, and wants each request logged and reviewed.",
         received=True, ours=True, pause=ADDS, pause_by=LOCAL, sure="low"),
    Rule("foi.response", "Freedom of information: response", "request received", 20, WORKING,
         "Freedom of Information Act 2000, s10", "Promptly, and not later than the twentieth working day after receipt; bank "
         "holidays of any UK nation do not count.", nation="UKANY", received=True, pause=RESTARTS, pause_by=CLARIFIED,
         pause_sure="medium"),
    Rule("foi.extended", "Freedom of information: extended for the public interest", "request received", 40, WORKING,
         "Freedom of Information Act 2000, s10(3); ICO guidance",
         "Where a qualified exemption has to be weighed: such time as is reasonable, by the ICO’s guidance no more than 20 "
         "working days more; the applicant is told within the first 20.",
         nation="UKANY", received=True, pause=RESTARTS, pause_by=CLARIFIED, pause_sure="medium", sure="medium"),
    Rule("foi.review", "Freedom of information: internal review", "review asked for", 20, WORKING, "ICO guidance",
         "20 working days; 40 in exceptional cases.", nation="UKANY", received=True, sure="medium"),
    Rule("eir.response", "Environmental information: response", "request received", 20, WORKING,
         f"{EIR}, reg 5", "As soon as possible, and within 20 working days of receipt.",
         nation="UKANY", received=True, pause=RESTARTS, pause_by=CLARIFIED, pause_sure="medium"),
    Rule("eir.extended", "Environmental information: extended", "request received", 40, WORKING,
         f"{EIR}, reg 7", "40 working days where it is complex and voluminous; the applicant is told within the first 20.",
         nation="UKANY", received=True, pause=RESTARTS, pause_by=CLARIFIED, pause_sure="medium"),
    Rule("eir.review", "Environmental information: internal review", "review asked for", 40, WORKING, f"{EIR}, reg 11",
         "As soon as possible, and within 40 working days of being asked.", nation="UKANY", received=True),
    Rule("sar.response", "Subject access: response", "request received", 1, MONTHS, DP,
         "One month: the corresponding date, else the last day of the month; then the next working day.", roll="forward",
         received=True, pause=ADDS, pause_by=ASKED),
    Rule("sar.extended", "Subject access: extended", "request received", 3, MONTHS, DP,
         "Two months more where it is complex or there are many; the person is told within the first month.", roll="forward",
         received=True, pause=ADDS, pause_by=ASKED),
    Rule("sar.paused", "Subject access: after a pause", "request received", 1, MONTHS, DP,
         "The clock stops while the person is asked who they are or what they mean.", roll="forward", received=True,
         pause=ADDS, pause_by=ASKED),
    Rule("petition.ack", "Petition: acknowledgement", "petition received", 10, WORKING, LOCAL,
         "10 working days in most of the schemes that were seen; there is no national rule.", received=True, ours=True,
         pause=ADDS, pause_by=LOCAL, sure="medium"),
    Rule("petition.response", "Petition: reply", "petition received", 20, WORKING, LOCAL,
         "20 working days in one of the schemes that were seen; there is no national rule.", received=True, ours=True,
         pause=ADDS, pause_by=LOCAL, sure="low"),
    Rule("s20.period_end_received", "Section 20: end of the consultation", "notice received", 30, DAYS, S20,
         "30 days beginning with the date of the notice, which is the day it is received (Trafford v Rubinstein, UKUT 2013).",
         inclusive=True, advice="Print a date at least 3 working days later, and not in a closure."),
    Rule("s20.period_end_posted", "Section 20: end of the consultation", "notice posted first class", 30, DAYS, S20,
         "30 days beginning with the date of the notice; a first-class letter is deemed received on the second working day after "
         "posting.", inclusive=True, posted=True, sure="medium",
         advice="Print a date at least 3 working days later, and not in a closure."),
    Rule("s20.award_reasons", "Section 20: reasons for the award", "contract entered into", 21, DAYS, S20,
         "Within 21 days of the contract, unless it went to the lowest estimate or a nominated contractor."),
    Rule("s20.observations_reply", "Section 20: reply to observations", "observations received", 21, DAYS, S20,
         "Within 21 days on Schedule 3 works.", sure="medium"),
    Rule("ballot.earliest_close", "Ballot: earliest close", "ballot opens", 21, DAYS, "GLA Capital Funding Guide",
         "At least 21 days; the first working day after them.", roll="forward", earliest=True),
    Rule("ballot.declare", "Ballot: result declared", "ballot closes", 2, WORKING, LOCAL,
         "Counted and declared within 2 working days of the close; no national rule was found.", ours=True, sure="low"),
    Rule("ballot.report", "Ballot: result reported and published", "result declared", 5, WORKING, LOCAL,
         "Reported to the project manager and published within 5 working days; no national rule was found.", ours=True,
         sure="low"),
    Rule("tmo.reply", "Right to manage notice: reply", "notice received", 28, DAYS, "Housing (Right to Manage) Regulations",
         "The council answers a tenants’ notice in 28 days.", sure="medium"),
    Rule("minutes.draft", "Residents’ meeting: minutes typed", "meeting", 10, WORKING, LOCAL, "10 working days.", ours=True),
    Rule("heard.decide", "You said: decide what is done about it", "residents said it", 10, WORKING, LOCAL,
         "10 working days: residents are to hear soon whether anything will be done.", ours=True),
    Rule("heard.tell", "You said: tell residents what came of it", "done, or decided against", 10, WORKING, LOCAL,
         "10 working days from the day on which it was done, or on which it was decided not to.", ours=True),
    Rule("awaab.emergency", "Emergency hazard: make safe", "aware of the hazard", 24, HOURS, AWAAB,
         "Investigate and make safe within 24 hours, weekends and holidays too."),
    Rule("awaab.investigate", "Significant hazard: investigate", "aware of the hazard", 10, WORKING, AWAAB,
         "Investigate a potential significant hazard within 10 working days."),
    Rule("awaab.summary", "Significant hazard: written summary", "investigation concluded", 3, WORKING, AWAAB,
         "A written summary within 3 working days of the conclusion.", sure="medium"),
    Rule("awaab.safety_works", "Significant hazard: make safe", "investigation concluded", 5, WORKING, AWAAB,
         "Safety work within 5 working days of the conclusion.", sure="medium"),
    Rule("awaab.begin_works", "Significant hazard: begin further works", "investigation concluded", 5, WORKING, AWAAB,
         "Steps to begin further works within 5 working days, or a physical start within 12 weeks.", sure="medium"),
    Rule("awaab.start_12w", "Significant hazard: outer limit to start works", "investigation concluded", 12, WEEKS, AWAAB,
         "Further works start physically within 12 weeks.", sure="medium"),
    Rule("access.notice", "Access: earliest visit after a written notice", "notice served", 24, HOURS,
         "Landlord and Tenant Act 1985, s11(6)", "24 hours’ written notice, at a reasonable time.", earliest=True),
    Rule("access.post_by", "Access: last safe day to post the notice", "visit", -2, "posting days",
         "Landlord and Tenant Act 1985, s11(6); deemed service of first-class post",
         "The second working day after posting must be a whole day before the visit.", sure="medium"),
    Rule("preaction.response", "Housing conditions letter of claim: reply", "letter received", 20, WORKING,
         "Pre-Action Protocol for Housing Conditions Claims", "20 working days from receipt.", received=True),
    Rule("dp.breach_ico", "Personal-data breach: tell the ICO", "aware of the breach", 72, HOURS, DP,
         "72 hours, weekends included, where it is reportable."),
    Rule("dp.complaint_ack", "Data protection complaint: acknowledgement", "complaint received", 30, DAYS, DP,
         "30 days beginning with the day of receipt.", inclusive=True, sure="medium"),
    Rule("dp.complaint_outcome", "Data protection complaint: outcome", "complaint received", 60, DAYS, LOCAL,
         "Without undue delay: the Act sets no number of days, so this is the council’s own.", ours=True, sure="low"),
)  # fmt: skip

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _ALL}
