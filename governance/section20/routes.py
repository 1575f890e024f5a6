"""Routes: by which schedule of the 2003 Regulations leaseholders are consulted, in which stages, and what they may do at each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

SOURCE = "Service Charges (Consultation Requirements) (England) Regulations 2003"

INTENTION: Final = "Notice of intention"
ESTIMATES: Final = "Statement of estimates"
PROPOSAL: Final = "Notice of proposal"
REASONS: Final = "Reasons for award"
SCH_3: Final = "Sch 3"
PART_1: Final = "Sch 4 Part 1"
PART_2: Final = "Sch 4 Part 2"
QLTA: Final = "QLTA"

RouteName = Literal["Sch 3", "Sch 4 Part 1", "Sch 4 Part 2", "QLTA"]
Notice = Literal["Notice of intention", "Statement of estimates", "Notice of proposal", "Reasons for award"]


@dataclass(frozen=True)
class Route:
    """One way of consulting: its `stages` in their order, whether leaseholders may nominate a contractor, and for whom it is."""

    name: str
    meaning: str
    stages: tuple[str, ...]
    nominations: str
    sure: Literal["high", "medium"] = "high"

    def after(self, notice: str) -> str:
        """The notice that comes next; "" where none does."""
        at = self.stages.index(notice) if notice in self.stages else len(self.stages)
        return self.stages[at + 1] if at + 1 < len(self.stages) else ""


ROUTES: Mapping[str, Route] = {
    each.name: each
    for each in (
        Route(PART_2, "qualifying works, without public notice", (INTENTION, ESTIMATES, REASONS),
              "leaseholders may nominate a contractor within the period"),
        Route(PART_1, "qualifying works for which public notice is required", (INTENTION, PROPOSAL, REASONS),
              "no right to nominate: the contract is tendered publicly, and a proposal takes the place of two estimates"),
        Route(SCH_3, "works under a long-term agreement that was consulted on", (INTENTION,),
              "no right to nominate: the contractor is that of the agreement; observations are answered within 21 days"),
        Route(QLTA, "a long-term agreement itself", (INTENTION, PROPOSAL, REASONS),
              "leaseholders may nominate unless public notice is required (Schedule 1, not Schedule 2): ask Legal which it is",
              "medium"),
    )
}  # fmt: skip
# Whom the contract may go to without a notice of the reasons.
WITHOUT_REASONS = ("lowest estimate", "nominated contractor")
# The words that mean a route or a notice.
ROUTE_WORDS: Mapping[str, tuple[str, ...]] = {
    PART_2: ("schedule 4 part 2", "sch 4 pt 2", "sch4 part 2", "part 2", "4.2"),
    PART_1: ("schedule 4 part 1", "sch 4 pt 1", "sch4 part 1", "part 1", "4.1", "public notice"),
    SCH_3: ("schedule 3", "sch3", "under a long term agreement"),
    QLTA: ("long term agreement", "long-term agreement", "schedule 1", "schedule 2"),
}
NOTICE_WORDS: Mapping[str, tuple[str, ...]] = {
    INTENTION: ("noi", "intention", "stage 1"),
    ESTIMATES: ("soe", "estimates", "stage 2", "notice of estimates"),
    PROPOSAL: ("proposal", "notification of proposal"),
    REASONS: ("award", "reasons", "stage 3"),
}
