"""Rules about days: the register is kept up, and what has a day is looked at when it comes."""

from __future__ import annotations

from governance.calendar import spoken
from governance.health import Around, Fix, Wrong, rule
from governance.record import Record

# Documents and stakeholders are looked at on a day of their own, lessons when they are needed.
KEPT_UP = ("action", "risk", "issue", "assumption", "dependency", "decision", "milestone", "change")
# A decision that was made is closed, and still has a day on which it is to be looked at again.
REVIEWED = ("risk", "decision", "document")


@rule("H03", "Not kept up", "An open record is updated every month, a red one every fortnight.", *KEPT_UP, weight=1)
def not_updated(record: Record, around: Around) -> Wrong | None:
    limits = around.programme.health
    red = record.rag == "Red"
    quiet = (around.today - record.updated_at.astimezone(around.zone).date()).days
    if quiet <= (limits.stale_red_days if red else limits.stale_days):
        return None
    said = "it is red and has" if red else "it has"
    return Wrong(f"{said} not been updated for {quiet} days", Fix("edit"))


@rule("H04", "Review overdue", "What has a day for its review is reviewed on it.", *REVIEWED, closed=True)
def review_overdue(record: Record, around: Around) -> Wrong | None:
    day = getattr(record.body, "review_on", None)
    if day is None or day >= around.today or not (record.is_open or record.status == "Approved"):
        return None
    return Wrong(f"its review was due on {spoken(day)}", Fix("fill", ("review_on",)))


@rule(
    "H12",
    "Due date missing, past or on a day off",
    "An action is due on a working day that is still to come.",
    "action",
)
def without_due(record: Record, around: Around) -> Wrong | None:
    due = record.due
    if due is None:
        return Wrong("it has no due date", Fix("fill", ("due",)))
    if due < around.today:
        return Wrong(f"it was due on {spoken(due)}", Fix("late", ("due",)))
    if why := around.calendar.why_not(due):
        return Wrong(f"it is due on {spoken(due)}, {why}", Fix("fill", ("due",)))
    return None


@rule("H13", "Moved again and again", "A date that keeps moving says that something else is wrong.")
def moved(record: Record, around: Around) -> Wrong | None:
    times = record.times_rescheduled
    if times < around.programme.health.moved_times:
        return None
    return Wrong(f"its date has been moved {times} times", Fix("show"))


@rule("H15", "Past its target", "An issue is resolved by its target, or the target is agreed anew.", "issue", weight=3)
def past_target(record: Record, around: Around) -> Wrong | None:
    due = record.due
    if due is None or due >= around.today:
        return None
    return Wrong(f"it was to be resolved by {spoken(due)}", Fix("late", ("target_resolution",)))
