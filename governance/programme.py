"""What a programme decides for itself: scales, bands, thresholds, boards and wordings. Data, with safe defaults."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

DAYS = Annotated[int, Field(ge=0, le=3650)]
STEP = Annotated[int, Field(ge=1, le=5)]
SCORE = Annotated[int, Field(ge=1, le=25)]
SIGNATURES = Annotated[int, Field(ge=1, le=1_000_000)]
WORKING_DAYS = Annotated[int, Field(ge=1, le=60)]


class Setting(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(Setting):
    """One step of a scale from 1 to 5: its name, what it stands for, and the words that officers use for it."""

    label: str
    means: str = ""
    words: tuple[str, ...] = ()


Scale = tuple[Step, Step, Step, Step, Step]

LIKELIHOOD: Scale = (
    Step(label="Rare", means="under 5 %", words=("remote", "very low", "very unlikely")),
    Step(label="Unlikely", means="5 to 25 %", words=("low",)),
    Step(label="Possible", means="25 to 50 %", words=("medium", "med", "moderate")),
    Step(label="Likely", means="50 to 80 %", words=("high", "probable")),
    Step(label="Almost certain", means="over 80 %", words=("very high", "certain", "very likely")),
)
IMPACT: Scale = (
    Step(label="Negligible", means="hardly felt", words=("insignificant", "very low")),
    Step(label="Minor", means="less than a week", words=("low",)),
    Step(label="Moderate", means="1 to 4 weeks", words=("medium", "med")),
    Step(label="Major", means="1 to 3 months, or a statutory near-miss", words=("high", "serious")),
    Step(label="Severe", means="vesting day, a statute or a life", words=("critical", "catastrophic", "very high")),
)
DEGREE: Scale = (
    Step(label="Very low", words=("none",)),
    Step(label="Low"),
    Step(label="Medium", words=("med", "moderate")),
    Step(label="High"),
    Step(label="Very high", words=("key",)),
)


class Bands(Setting):
    """Up to which score (likelihood times impact) a risk is green or amber; above that it is red."""

    green_to: SCORE = 7
    amber_to: SCORE = 14
    impact_5_never_green: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Bands:
        if self.green_to >= self.amber_to:
            raise ValueError("green must end below the score at which amber ends")
        return self

    def rag(self, score: int, impact: int) -> str:
        if score > self.amber_to:
            return "Red"
        if score > self.green_to or (self.impact_5_never_green and impact == 5):
            return "Amber"
        return "Green"


class Slips(Setting):
    """Up to how many calendar days of slip a milestone is green or amber; `critical` is for those on the critical path."""

    green_under: DAYS = 5
    amber_to: DAYS = 14
    critical: DAYS = 5

    @model_validator(mode="after")
    def _in_order(self) -> Slips:
        if self.green_under > self.amber_to:
            raise ValueError("green must end before amber does")
        return self


class Health(Setting):
    """Thresholds of the health check, in calendar days or counts."""

    stale_days: DAYS = 30
    stale_red_days: DAYS = 14
    moved_times: Annotated[int, Field(ge=1, le=50)] = 3
    duplicate_percent: Annotated[int, Field(ge=50, le=100)] = 85
    vague_words: Annotated[int, Field(ge=1, le=20)] = 4


class Reminding(Setting):
    """When people are reminded, in working days; `manager_days` before a statutory day whoever answers for it hears too. What is
    still open `escalate_after` working days after its day is put before the workstream. What was raised `long_days` before
    it is due counts as long."""

    early_days: WORKING_DAYS = 5
    soon_days: WORKING_DAYS = 2
    first_after: WORKING_DAYS = 1
    second_after: WORKING_DAYS = 3
    escalate_after: WORKING_DAYS = 5
    manager_days: WORKING_DAYS = 2
    long_days: Annotated[int, Field(ge=1, le=250)] = 15

    @model_validator(mode="after")
    def _in_order(self) -> Reminding:
        if self.soon_days >= self.early_days:
            raise ValueError("the early reminder must come before the one that says “soon”")
        if not self.first_after < self.second_after < self.escalate_after:
            raise ValueError("the two reminders after the day and the escalation must come one after the other")
        return self


class Escalating(Setting):
    """What is handed up by itself, and to whom: `to` names the body at which each cause begins (where a body of that name is no
    longer among the programme's, the lowest). Days are working days but for `quiet_days`. An escalation that nobody answered
    in `answer_days` goes one step further, once."""

    to: dict[str, str] = {
        "overdue": "Workstream Lead",
        "score": "Programme Manager",
        "score of the board": "Programme Board",
        "score rose": "Programme Manager",
        "target passed": "Programme Manager",
        "severity": "Programme Manager",
        "P1 open": "Programme Manager",
        "slip": "Programme Manager",
        "promise after need": "Project Manager",
        "no update": "Project Manager",
    }
    answer_days: WORKING_DAYS = 5
    score: SCORE = 15
    score_of_the_board: SCORE = 20
    score_rise: SCORE = 5
    score_rise_within: DAYS = 31
    p1_days: WORKING_DAYS = 2
    slip_days: WORKING_DAYS = 10
    quiet_days: DAYS = 30
    again_after: WORKING_DAYS = 20


class Clocks(Setting):
    """How the clocks of residents' cases run here (rule C5). `receipt_mode`: what comes after 17:00 or on a day without work
    counts from its own date, the strictest reading, or is deemed received on the next working day. `periods` are the council's
    own, by the id of a rule that leaves the period to it; of several councils, one's alone by the id and its code
    (`member.response TMG`)."""

    receipt_mode: Literal["same_day", "deemed"] = "same_day"
    periods: dict[str, Annotated[int, Field(ge=1, le=400)]] = {}

    def period(self, rule: str, council: str = "") -> int | None:
        """The period that a council has set for a rule; None where the rule's usual one counts."""
        return of_council(self.periods, council, rule)


class Petitions(Setting):
    """The council's scheme for petitions: the fewest signatures that it takes, from how many a service department answers rather
    than an officer, and from how many the full council debates it. Each is "" for every council, or by a council's code for it
    alone. There is no national rule: these are values that some councils have."""

    minimum: dict[str, SIGNATURES] = {"": 5}
    department: dict[str, SIGNATURES] = {"": 5}
    debate: dict[str, SIGNATURES] = {"": 1500}


def of_council(held: Mapping[str, int], council: str, entry: str = "") -> int | None:
    """What is held for one council (`entry CODE`, in whatever case it was typed), else for every one (`entry`)."""
    own = f"{entry} {council}".strip().casefold()
    found = next((value for name, value in held.items() if council and name.casefold() == own), None)
    return held.get(entry) if found is None else found


class Election(Setting):
    """A pre-election period, both days included: what the council publishes is held back then."""

    first: date
    last: date
    name: str = "the pre-election period"

    @model_validator(mode="after")
    def _in_order(self) -> Election:
        if self.last < self.first:
            raise ValueError("the period must begin before it ends")
        return self

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


class Programme(Setting):
    """Everything a programme office may set. Unset parts keep the defaults that the trade usually has.

    `appetite` is the highest score that is accepted without an approver, by category of risk ("" for all others);
    `bodies` are the boards and roles that decide and are escalated to, lowest first; `wordings` replaces a sentence of
    the help or of a kind's guidance by the programme's own (`risk.good`), `glossary` adds terms or explains them anew.
    `nation` is the one whose bank holidays the offices keep; `tell_data_protection`: the data protection officer hears when
    personal data was typed where others read along.
    """

    likelihood: Scale = LIKELIHOOD
    impact: Scale = IMPACT
    degree: Scale = DEGREE
    bands: Bands = Bands()
    slips: Slips = Slips()
    health: Health = Health()
    reminding: Reminding = Reminding()
    escalating: Escalating = Escalating()
    clocks: Clocks = Clocks()
    petitions: Petitions = Petitions()
    elections: tuple[Election, ...] = ()
    nation: Literal["ENG", "WLS", "SCT", "NIR"] = "ENG"
    dependency_amber_days: DAYS = 7
    appetite: dict[str, SCORE] = {"": 9}
    confidence_points: Annotated[int, Field(ge=3, le=5)] = 3
    bodies: tuple[str, ...] = (
        "Workstream Lead",
        "Project Manager",
        "Programme Manager",
        "Programme Board",
        "Chief Executives Group",
    )
    tell_data_protection: bool = False
    wordings: dict[str, str] = {}
    glossary: dict[str, str] = {}

    def election_on(self, day: date) -> Election | None:
        """The pre-election period that a day falls in."""
        return next((period for period in self.elections if period.covers(day)), None)

    def scale(self, name: str) -> Scale:
        """A scale by the name that a field's `Ask.scale` gives it: likelihood, impact or degree."""
        return {"likelihood": self.likelihood, "impact": self.impact, "degree": self.degree}[name]
