"""The rules H01 to H23 of the health check, by what they look at, and the check itself.

H24 (a report that was not filed) is left out: whether one was due is not in the register yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from governance.health import Around, Finding, Rule
from governance.health_rules.dates import moved, not_updated, past_target, review_overdue, without_due
from governance.health_rules.lineage import (
    assumption_overdue,
    closed_without_reason,
    decision_unexplained,
    dependency_unsure,
    done_without_evidence,
    milestone_without_forecast,
)
from governance.health_rules.owners import no_owner, owner_away
from governance.health_rules.risks import (
    above_appetite,
    incomplete_risk,
    no_open_action,
    not_escalated,
    target_not_lower,
    unscored,
)
from governance.health_rules.wording import likely_duplicate, personal_data, reused_ref, vague_title
from governance.likeness import reused_refs, twins
from governance.record import Record

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        no_owner,
        owner_away,
        not_updated,
        review_overdue,
        vague_title,
        incomplete_risk,
        unscored,
        no_open_action,
        target_not_lower,
        above_appetite,
        not_escalated,
        without_due,
        moved,
        done_without_evidence,
        past_target,
        assumption_overdue,
        dependency_unsure,
        milestone_without_forecast,
        likely_duplicate,
        closed_without_reason,
        decision_unexplained,
        personal_data,
        reused_ref,
    )
}


def examine(records: Iterable[Record], around: Around) -> list[Finding]:
    """All that is wrong with `records`, by rule and then in the order of the records. Twins and reused refs, which only the whole
    shows, are worked out here."""
    seen = list(records)
    whole = replace(
        around,
        twins=twins(seen, around.programme.health.duplicate_percent, around.links),
        reused=reused_refs(seen),
    )
    found: list[Finding] = []
    for each in RULES.values():
        concerned = [record for record in seen if not each.kinds or record.kind.name in each.kinds]
        found += [finding for record in concerned if (finding := each.check(record, whole)) is not None]
    return found
