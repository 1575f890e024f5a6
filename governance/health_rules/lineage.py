"""Rules about what must be agreed, promised, explained or proved."""

from __future__ import annotations

from governance.calendar import spoken
from governance.health import Around, Fix, Wrong, rule
from governance.kinds.action import Action
from governance.kinds.assumption import INVALIDATED, Assumption
from governance.kinds.decision import APPROVED, REJECTED, Decision
from governance.kinds.dependency import Dependency
from governance.kinds.milestone import Milestone
from governance.record import Record

# Where a kind keeps why it was closed; an issue always ends with a resolution. Why something was decided, H21 asks.
REASON_FIELDS = ("resolution", "closure_reason")
FOLLOW_UPS = ("risk", "issue")
CAME_OF_IT = ("became", "led to")


@rule(
    "H14",
    "Done without evidence",
    "What matters most is closed with something that shows it.",
    "action",
    "milestone",
    closed=True,
)
def done_without_evidence(record: Record, around: Around) -> Wrong | None:
    body = record.body
    if record.is_open or record.status != record.kind.lifecycle.done:
        return None
    if isinstance(body, Action) and body.priority == "High":
        said, name, proof = "it was a high priority", "evidence", body.evidence
    elif isinstance(body, Milestone) and body.tier == "1":
        said, name, proof = "it is a tier 1 milestone", "acceptance", body.acceptance
    else:
        return None
    if proof or any(link.kind == "document" for link in around.links.get(record.ref, ())):
        return None
    return Wrong(f"{said} and nothing shows that it was done", Fix("fill", (name,)))


@rule(
    "H16",
    "Assumption not followed up",
    "An assumption is checked by its day; one that does not hold becomes a risk or an issue.",
    "assumption",
    weight=3,
    closed=True,
)
def assumption_overdue(record: Record, around: Around) -> Wrong | None:
    body = record.body
    if not isinstance(body, Assumption):
        return None
    if body.is_open and body.validate_by is not None and body.validate_by < around.today:
        return Wrong(f"it was to be validated by {spoken(body.validate_by)}", Fix("late", ("validate_by",)))
    links = around.links.get(record.ref, ())
    followed = body.became or any(link.kind in FOLLOW_UPS and link.relation in CAME_OF_IT for link in links)
    if body.status != INVALIDATED or followed:
        return None
    return Wrong("it does not hold, and no risk or issue has come of it", Fix("become", FOLLOW_UPS))


@rule(
    "H17",
    "Dependency not secured",
    "A dependency is promised, agreed by both, and promised no later than needed.",
    "dependency",
    weight=3,
)
def dependency_unsure(record: Record, around: Around) -> Wrong | None:
    body = record.body
    if not isinstance(body, Dependency):
        return None
    wrong = []
    spare = body.float_days
    if body.promised is None:
        wrong.append("no day is promised")
    elif spare is not None and spare < 0:
        late = f"{-spare} {'day' if spare == -1 else 'days'}"
        wrong.append(f"it is promised {late} after it is needed")
    if missing := _not_agreed(body):
        wrong.append(missing)
    if not wrong:
        return None
    day_wrong = body.promised is None or (spare is not None and spare < 0)
    return Wrong(" and ".join(wrong), Fix("fill", ("promised",)) if day_wrong else Fix("agree"))


def _not_agreed(body: Dependency) -> str:
    """Who has yet to agree."""
    if body.agreed_by_giver and body.agreed_by_receiver:
        return ""
    if not body.agreed_by_giver and not body.agreed_by_receiver:
        return "neither side has agreed"
    return f"the {'receiver' if body.agreed_by_giver else 'giver'} has not agreed"


@rule(
    "H18",
    "Milestone not forecast",
    "A milestone says when it will be reached, and that it was once it was.",
    "milestone",
    weight=3,
)
def milestone_without_forecast(record: Record, around: Around) -> Wrong | None:
    body = record.body
    if not isinstance(body, Milestone):
        return None
    if body.forecast is None:
        return Wrong("it has no forecast", Fix("fill", ("forecast",)))
    if body.forecast < around.today and body.actual is None:
        why = f"its forecast, {spoken(body.forecast)}, has passed and it has not been reached"
        return Wrong(why, Fix("late", ("forecast",)))
    return None


@rule("H20", "Closed without a reason", "Whoever looks later must see why it was closed.", weight=1, closed=True)
def closed_without_reason(record: Record, around: Around) -> Wrong | None:
    name = next((each for each in REASON_FIELDS if each in type(record.body).model_fields), None)
    if record.is_open or name is None or isinstance(record.body, Decision) or getattr(record.body, name).strip():
        return None
    if name == "closure_reason" and not record.kind.lifecycle.needs_reason("*", record.status):
        return None  # it has reached its end: that is reason enough
    return Wrong(f"it is {record.status.lower()} and nothing says why", Fix("fill", (name,)))


@rule("H21", "Decision unexplained", "A decision says who made it and why.", "decision", closed=True)
def decision_unexplained(record: Record, around: Around) -> Wrong | None:
    body = record.body
    if not isinstance(body, Decision) or body.status not in (APPROVED, REJECTED):
        return None
    missing = tuple(name for name in ("decided_by", "rationale") if not getattr(body, name).strip())
    if not missing:
        return None
    said = {"decided_by": "who decided it", "rationale": "why it was decided"}
    return Wrong(f"nothing says {' or '.join(said[name] for name in missing)}", Fix("fill", missing))
