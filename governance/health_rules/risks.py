"""Rules about risks, and about what is bad enough to be handed up."""

from __future__ import annotations

from governance.health import Around, Fix, Wrong, rule
from governance.kinds.issue import Issue
from governance.kinds.risk import DRAFT, Risk
from governance.programme import Programme
from governance.record import Record
from governance.titles import parts_of, vague

# An issue of this severity, or of this priority for longer than two working days, goes up (the trade's usual triggers).
WORST_SEVERITY = 5
URGENT, URGENT_WORKING_DAYS = "P1", 2
# Where a programme sets an appetite for some categories only.
USUAL_APPETITE = Programme().appetite[""]
# An action that merely came of a risk does nothing about it.
MITIGATES = "mitigates"


def _risk(record: Record) -> Risk | None:
    """The risk, unless it is a draft: that is not judged yet."""
    return record.body if isinstance(record.body, Risk) and record.status != DRAFT else None


@rule("H06", "Cause, event or effect missing", "A risk says why it may happen, what, and what then.", "risk", weight=1)
def incomplete_risk(record: Record, around: Around) -> Wrong | None:
    risk = _risk(record)
    if risk is None or parts_of(type(risk), risk.title):
        return None  # its title says all three
    missing = [name for name in ("cause", "event", "effect") if not getattr(risk, name).strip()]
    if "event" in missing and not vague(risk.title, around.programme):
        missing.remove("event")  # that is what the title says
    if not missing:
        return None
    are = "is" if len(missing) == 1 else "are"
    return Wrong(f"its {_listed(missing)} {are} not said", Fix("fill", tuple(missing)))


@rule(
    "H07",
    "Not scored, or scored wrong",
    "A risk has a likelihood and an impact, and its score is the two multiplied.",
    "risk",
)
def unscored(record: Record, around: Around) -> Wrong | None:
    risk = _risk(record)
    if risk is None:
        return None
    if risk.score is None:
        missing = tuple(name for name in ("likelihood", "impact") if getattr(risk, name) is None)
        return Wrong(f"it has no {_listed(list(missing), 'or')}", Fix("fill", missing))
    if risk.said_score is not None and risk.said_score != risk.score:
        sum_ = f"{risk.likelihood} × {risk.impact} is {risk.score}"
        return Wrong(
            f"its score was written down as {risk.said_score}, but {sum_}", Fix("fill", ("likelihood", "impact"))
        )
    return None


@rule("H08", "Nothing being done", "A risk that is not accepted has at least one open action.", "risk", weight=3)
def no_open_action(record: Record, around: Around) -> Wrong | None:
    risk = _risk(record)
    if risk is None or risk.response == "accept":
        return None
    actions = [link for link in around.links.get(record.ref, ()) if link.relation == MITIGATES]
    if any(link.open for link in actions):
        return None
    why = "all actions that mitigate it are closed" if actions else "no action mitigates it"
    return Wrong(f"{why}, and it is not accepted", Fix("action"))


@rule("H09", "Target no lower than now", "Reducing a risk aims at a lower score than it has.", "risk", weight=1)
def target_not_lower(record: Record, around: Around) -> Wrong | None:
    risk = _risk(record)
    if risk is None or risk.response != "reduce" or risk.score is None or risk.target_score is None:
        return None
    if risk.target_score < risk.score:
        return None
    why = f"it is being reduced, but its target score ({risk.target_score}) is not below its score ({risk.score})"
    return Wrong(why, Fix("fill", ("target_l", "target_i")))


@rule(
    "H10", "Accepted above appetite", "Living with a risk above appetite needs somebody's agreement.", "risk", weight=3
)
def above_appetite(record: Record, around: Around) -> Wrong | None:
    risk = _risk(record)
    if risk is None or risk.response != "accept" or risk.score is None or risk.approver.strip():
        return None
    most = _appetite(around.programme, risk.category)
    if risk.score <= most:
        return None
    return Wrong(
        f"it is accepted at {risk.score}, above the appetite of {most}, and nobody has agreed to that",
        Fix("fill", ("approver",)),
    )


@rule("H11", "Red, not escalated", "What is red is handed up to somebody who can move it.", "risk", "issue", weight=3)
def not_escalated(record: Record, around: Around) -> Wrong | None:
    body = record.body
    if isinstance(body, Risk):
        bad = "it is red" if body.rag(around.programme, around.today) == "Red" and body.status != DRAFT else ""
    else:
        bad = _bad_issue(record, body, around) if isinstance(body, Issue) else ""
    up = getattr(body, "escalated_to", "") or record.status == "Escalated" or record.ref in around.handed_up
    return Wrong(f"{bad} and has not been escalated", Fix("escalate")) if bad and not up else None


def _bad_issue(record: Record, issue: Issue, around: Around) -> str:
    if issue.severity == WORST_SEVERITY:
        return f"its severity is {issue.severity}"
    waited = around.calendar.between(record.raised_on, around.today)
    if issue.priority == URGENT and waited > URGENT_WORKING_DAYS:
        return f"it is {URGENT}, has been open for {waited} working days"
    return ""


def _appetite(programme: Programme, category: str) -> int:
    """The highest score that is accepted without an approver in a category; that of all others where it has none."""
    by_name = {name.casefold(): most for name, most in programme.appetite.items()}
    return by_name.get(category.strip().casefold(), by_name.get("", USUAL_APPETITE))


def _listed(names: list[str], last: str = "and") -> str:
    """`cause, event and effect`."""
    return f" {last} ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
