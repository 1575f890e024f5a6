"""The words of the trade, each explained in a sentence or two. What a programme explains itself comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from governance.programme import Programme


@dataclass(frozen=True)
class Term:
    """One word of the trade: what it means, what else people call it, and the kind of record that it belongs to."""

    name: str
    means: str
    words: tuple[str, ...] = ()
    kind: str = ""


TERMS = (
    Term(
        "RAID", "Risks, assumptions, issues and dependencies: the log of what could stop the programme.", ("raid log",)
    ),
    Term(
        "RAG",
        "Red, amber or green: how worried to be at a glance. Green is on course, amber needs watching, red needs help"
        " now. Grey means nobody knows yet, blue means done.",
        ("rag status", "rag rating"),
    ),
    Term(
        "baseline",
        "The date, cost or scope that was agreed. You measure against it, and only an approved change request moves "
        "it.",
        ("baselines", "baselined"),
        "milestone",
    ),
    Term(
        "rebaseline",
        "To agree a new baseline by an approved change request. The old one is kept, so that the slip is not hidden.",
        ("rebaselining", "re-baseline"),
        "milestone",
    ),
    Term(
        "forecast", "When something will be reached as things stand today, whatever was once agreed.", (), "milestone"
    ),
    Term(
        "slip",
        "How much later than its baseline something is now expected: forecast minus baseline, in days.",
        ("slippage", "slipped"),
        "milestone",
    ),
    Term(
        "float",
        "The days something can be late before it makes something else late. No float means no slack.",
        ("slack",),
    ),
    Term(
        "critical path",
        "The chain of work with no float: if anything on it is a day late, the end is a day late.",
        (),
        "milestone",
    ),
    Term("milestone", "A point the plan must reach by a day. It is reached or not; there is no half.", (), "milestone"),
    Term(
        "tier",
        "How important a milestone is: tier 1 is the programme's, tier 2 a workstream's, tier 3 a team's.",
        ("tiers", "tier 1"),
        "milestone",
    ),
    Term(
        "delivery confidence",
        "How sure people are that it will be delivered, as one honest word with a reason, in three or five steps.",
        ("confidence",),
        "milestone",
    ),
    Term(
        "path to green",
        "What must happen, by whom and by when, for something red or amber to be green again.",
        (),
        "milestone",
    ),
    Term(
        "gateway",
        "A review at which somebody independent says whether the work is ready to go on.",
        ("gateway review", "gate"),
        "milestone",
    ),
    Term("go-live", "The moment at which something new is really used."),
    Term(
        "cutover",
        "The hours or days in which work moves from the old system or organisation to the new one.",
        ("cut-over",),
    ),
    Term(
        "proximity",
        "How soon a risk could happen. A likely risk next month needs you before a likely risk in two years.",
        (),
        "risk",
    ),
    Term(
        "likelihood",
        "How probable it is that a risk happens, from 1 (rare) to 5 (almost certain).",
        ("probability",),
        "risk",
    ),
    Term(
        "impact",
        "How bad it would be if a risk happened, from 1 (hardly felt) to 5 (severe), on the worst of time, cost, "
        "quality, law, reputation and safety.",
        (),
        "risk",
    ),
    Term(
        "risk score", "Likelihood times impact: 1 to 25. It sorts risks; it does not measure them.", ("score",), "risk"
    ),
    Term(
        "appetite",
        "How much risk of some sort the programme is willing to live with. Above it, somebody with authority has to "
        "agree.",
        ("risk appetite",),
        "risk",
    ),
    Term(
        "inherent risk",
        "The score before anything is done about it.",
        ("inherent", "inherent score", "gross", "gross risk"),
        "risk",
    ),
    Term(
        "residual risk",
        "The score now, with what has already been done about it. Also called the current score.",
        ("residual", "current score", "net risk"),
        "risk",
    ),
    Term(
        "target risk",
        "The score you want to reach, and by when, with what you still plan to do.",
        ("target", "target score"),
        "risk",
    ),
    Term(
        "mitigation",
        "What is done to make a risk less likely or less bad. Each one is an action with an owner and a date.",
        ("mitigate", "mitigating", "controls"),
        "risk",
    ),
    Term(
        "risk response",
        "What you decide to do about a risk: reduce, avoid, transfer, share, accept, or have a fallback ready.",
        ("response", "risk responses"),
        "risk",
    ),
    Term("risk owner", "The one person who answers for a risk. They need not do the work themselves.", (), "risk"),
    Term("threat", "A risk that would do harm. One that would help is an opportunity.", (), "risk"),
    Term(
        "opportunity",
        "A risk that would help: something good that may happen and that you can make likelier.",
        (),
        "risk",
    ),
    Term(
        "risk and issue",
        "A risk may happen; an issue has happened. When a risk happens, it is closed and becomes an issue.",
        ("risk or issue", "the difference between a risk and an issue", "difference between a risk and an issue"),
        "risk",
    ),
    Term(
        "severity", "How bad an issue is, from 1 to 5. 5 stops a milestone of tier 1, or breaks the law.", (), "issue"
    ),
    Term(
        "priority",
        "How soon an issue needs an answer: P1 the same day, P2 in three working days, P3 in ten, P4 in twenty.",
        ("p1", "p2", "p3", "p4"),
        "issue",
    ),
    Term(
        "off-specification",
        "Something that will be delivered differently from what was agreed, or not at all.",
        ("off-spec",),
        "issue",
    ),
    Term(
        "escalation",
        "To hand something up to whoever can decide it, with what you want of them: a decision, a resource, or that "
        "they know.",
        ("escalate", "escalated", "escalating"),
        "risk",
    ),
    Term(
        "tolerance", "How far time, cost or quality may stray before you must ask the next level up.", ("tolerances",)
    ),
    Term(
        "exception",
        "What you report when a tolerance will be passed: what happened, what can be done, what you recommend.",
        ("exception report",),
    ),
    Term(
        "issue log",
        "The list of what has happened and needs managing. Here it is “issue list”.",
        ("issue register",),
        "issue",
    ),
    Term("need-by date", "The day on which whoever receives something needs it.", ("need by",), "dependency"),
    Term(
        "promise date",
        "The day on which whoever gives something says that it will be there. Later than the need-by date is a "
        "problem today, not then.",
        ("promised date", "promised"),
        "dependency",
    ),
    Term(
        "giver",
        "The workstream or body that hands something over. The one that gets it is the receiver.",
        ("receiver",),
        "dependency",
    ),
    Term(
        "validate",
        "To find out whether an assumption is true, and to say how you know.",
        ("validated", "invalidated"),
        "assumption",
    ),
    Term(
        "change request",
        "A request to move a baseline: what changes, what it costs in days and pounds, and who may agree.",
        ("change control", "cr"),
        "change",
    ),
    Term("MoSCoW", "Must, should, could, won't (this time): how changes and requirements are ranked.", (), "change"),
    Term(
        "highlight report",
        "A workstream's regular page: how it stands, what was done, what is next, and what it needs decided.",
        ("highlight",),
    ),
    Term(
        "lesson", "What to do the same or differently next time, written so that a stranger could do it.", (), "lesson"
    ),
    Term("workstream", "A strand of the programme with a lead, a channel and its own work."),
    Term("programme board", "The people who decide for the programme and answer for it.", ("board",)),
    Term(
        "SRO",
        "Senior responsible owner: the one person who answers for the whole programme.",
        ("senior responsible owner",),
    ),
    Term(
        "PMO",
        "Programme management office: the people who keep the plan, the registers and the reports straight.",
        ("programme office", "programme management office"),
    ),
    Term("business case", "Why the work is worth its cost, kept true while the work goes on."),
    Term(
        "benefit",
        "What is better because of the programme, and how you would notice.",
        ("benefits", "benefits realisation"),
    ),
    Term("scope", "What the work includes, and what it does not.", ("scope creep",)),
    Term("stakeholder", "Whoever has an interest in the work, or a say in it.", ("stakeholders",), "stakeholder"),
    Term(
        "influence and interest",
        "How much somebody can move the work, and how much they care: the two measures on a stakeholder map.",
        ("influence", "interest"),
        "stakeholder",
    ),
    Term("RACI", "Who is responsible, accountable, consulted and informed: a table that ends quarrels early."),
    Term(
        "LGR",
        "Local government reorganisation: councils of an area are replaced by new ones, usually unitary.",
        ("local government reorganisation",),
    ),
    Term(
        "vesting day",
        "The day on which a new council takes over the staff, services, property and debts of the old ones.",
        ("vesting", "vesting date", "day one"),
    ),
    Term(
        "shadow authority",
        "The new council before vesting day: it is elected and prepares, while the old councils still run services.",
        ("shadow", "shadow council", "shadow executive"),
    ),
    Term(
        "unitary",
        "One council that does what a county and a district did between them.",
        ("unitary authority", "unitary council"),
    ),
    Term(
        "novation",
        "Moving a contract to another party with everybody's agreement, on the same terms.",
        ("novate", "novated"),
    ),
    Term(
        "TUPE",
        "The rules by which staff move to a new employer and keep their terms: Transfer of Undertakings (Protection "
        "of Employment).",
    ),
    Term(
        "harmonisation",
        "Bringing different councils' pay, charges or policies to one.",
        ("harmonise", "council tax harmonisation"),
    ),
    Term(
        "S151",
        "The Section 151 officer: the chief finance officer, who by law answers for the council's money.",
        ("section 151", "section 151 officer", "s151 officer", "s.151"),
    ),
    Term(
        "S114",
        "A Section 114 notice: the chief finance officer's formal warning that the council cannot balance its budget.",
        ("section 114", "section 114 notice", "s114 notice"),
    ),
    Term("monitoring officer", "The officer who by law watches that the council acts lawfully."),
    Term(
        "S20",
        "Section 20: leaseholders must be consulted before they are charged for major works, in steps of 30 days.",
        ("section 20", "s.20", "section 20 consultation"),
    ),
    Term(
        "access injunction",
        "A court's order that somebody lets the landlord in. It does not by itself allow anybody to force a way in.",
        ("injunction", "access order"),
    ),
    Term(
        "TRA",
        "Tenants' and residents' association: residents of an estate who speak for it together.",
        ("tenants and residents association",),
    ),
    Term(
        "TMO",
        "Tenant management organisation: residents who run some or all of the landlord's services on their estate.",
        ("tenant management organisation",),
    ),
    Term(
        "RLO",
        "Resident liaison officer: the contractor's or landlord's person for residents while works go on.",
        ("resident liaison officer",),
    ),
    Term(
        "turnout",
        "Valid votes of those who could vote, in per cent. Spoilt, late and doubled votes do not count.",
        (),
        "ballot",
    ),
    Term(
        "register of voters",
        "Who may vote in a ballot, frozen before it opens; put right line by line, with a reason, and shown to nobody.",
        ("voters' register", "electoral roll", "frozen register"),
        "ballot",
    ),
    Term(
        "base",
        "How many answered a question with an opinion: what a per cent in a survey is of. Under 30 it says little.",
        ("bases",),
        "survey",
    ),
    Term(
        "range",
        "Where the true share lies, 95 times in 100 (the Wilson interval). Where two ranges overlap, no difference can be told.",
        ("wilson interval", "confidence interval", "wilson"),
        "survey",
    ),
    Term(
        "suppression",
        "Leaving out a figure that tells of fewer than five people, and whatever would give it away.",
        ("suppressed", "not shown"),
        "survey",
    ),
    Term("decant", "Moving residents out of their home for works, for a time or for good.", ("decanting",)),
    Term(
        "FOI",
        "A freedom of information request: anybody may ask what a council holds, and it has twenty working days to "
        "answer.",
        ("freedom of information",),
    ),
    Term(
        "SAR",
        "A subject access request: somebody asks for the data a council holds about them. It has a month.",
        ("subject access request", "dsar"),
    ),
    Term(
        "DPIA",
        "Data protection impact assessment: thinking through what could go wrong with personal data before it is used.",
        ("data protection impact assessment",),
    ),
    Term(
        "EqIA",
        "Equality impact assessment: thinking through whom a decision could harm or leave out, before it is taken.",
        ("equality impact assessment", "eia"),
    ),
)


def explained(word: str, programme: Programme) -> Term | None:
    """What `word` means: in the programme's own words where it has any, else in ours. None when it is in neither."""
    plain = _plain(word)
    ours = _terms().get(plain)
    for name, means in programme.glossary.items():
        if _plain(name) in (plain, _plain(ours.name) if ours else plain):
            return Term(name, means, kind=ours.kind if ours else "")
    return ours


def names(programme: Programme) -> tuple[str, ...]:
    """Every term that can be explained, in the order of the alphabet."""
    own = {_plain(name): name for name in programme.glossary}
    return tuple(sorted(({_plain(term.name): term.name for term in TERMS} | own).values(), key=str.casefold))


def spellings(programme: Programme) -> Mapping[str, str]:
    """Whatever a term may be called, and its name: to find the nearest to what was typed."""
    return {plain: term.name for plain, term in _terms().items()} | {_plain(name): name for name in programme.glossary}


@cache
def _terms() -> dict[str, Term]:
    return {_plain(word): term for term in TERMS for word in (*term.words, term.name)}


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("-", " ").replace("’", "'").split()).strip(" .?!")
