"""The draft of a witness statement: in the first person, in numbered paragraphs, saying of each fact whether it is known or
believed, and from where. It goes no further than the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.attempts import Attempt, parts_told
from governance.homes import Home, Resident
from governance.kinds.access import AccessCase
from governance.people import Person
from handlers.reporting.document import Asked
from handlers.reporting.exhibits import Exhibit
from handlers.reporting.letters import OPEN
from handlers.wording import count, day, listed


@dataclass(frozen=True)
class Witness:
    """Whoever gives the statement, as far as the register knows them."""

    id: str = ""
    name: str = OPEN
    occupation: str = OPEN
    employer: str = OPEN
    landlord: str = OPEN

    @property
    def initials(self) -> str:
        """`TK`, by which exhibits are marked."""
        return "".join(part[0] for part in self.name.split() if part[:1].isalpha()).upper() if self.id else "[initials]"

    @property
    def short(self) -> str:
        """`T Kirkfold`."""
        *first, last = self.name.split()
        return f"{' '.join(part[0] for part in first)} {last}".strip() if self.id else OPEN


def statement(
    asked: Asked,
    body: AccessCase,
    tried: Sequence[Attempt],
    exhibits: Sequence[Exhibit],
    witness: Witness,
    people: Mapping[str, Person],
    home: Home | None,
    resident: Resident | None,
) -> list[dict[str, Any]]:
    """Its parts, each with a heading and paragraphs."""
    parts = (
        ("Who I am", _who(witness)),
        ("How this statement was made, and what I know", _how(asked)),
        ("The home and the works", _home(asked, body, exhibits, home, resident)),
        (
            "The attempts",
            [_attempt(each, exhibits, witness, people, asked) for each in tried]
            or [f"No attempt is on record. {OPEN}"],
        ),
        ("The letters", _letters(body, exhibits)),
        ("Vulnerability, capacity and adjustments", _check(body, exhibits)),
        ("What I ask the court to weigh", _weigh(asked, body)),
    )
    return [{"heading": heading, "paragraphs": paragraphs} for heading, paragraphs in parts]


def _who(witness: Witness) -> list[str]:
    return [
        f"I am {witness.name}. I am employed by {witness.employer} as {witness.occupation}. My employer’s address is {OPEN}.",
        f"I make this statement for the Claimant, {witness.landlord}, in support of its application for {OPEN}. I am authorised "
        f"to make it: {OPEN}.",
    ]  # fmt: skip


def _how(asked: Asked) -> list[str]:
    at = asked.register.now.astimezone(asked.register.zone)
    return [
        f"This statement was drafted from the Claimant’s register of case {asked.held.ref}, as it stood on {day(at.date())} at "
        f"{at:%H:%M}, and I have put it into my own words: {OPEN} (say how: in a meeting, by telephone, by e-mail, and with "
        "whom).",
        "Where I say that I did or saw something, I know it myself. Everything else I believe to be true; I say from whom or "
        "from which record I have it.",
        "I refer to the documents marked as exhibits, by their numbers.",
    ]


def _home(
    asked: Asked, body: AccessCase, exhibits: Sequence[Exhibit], home: Home | None, resident: Resident | None
) -> list[str]:
    where = ", ".join(filter(None, (home.address, home.postcode))) if home else OPEN
    tenure = home.tenure if home and home.tenure else OPEN
    who = resident.name if resident and resident.name else OPEN
    clause = f"clause {body.tenancy_clause}" if body.tenancy_clause.strip() else f"clause {OPEN}"
    agreement = _marks(exhibits, "agreement")
    safety = " The works are recorded as critical for safety." if body.safety_critical else ""
    return [
        f"From the Claimant’s records I believe that {who} occupies {where} (tenure on record: {tenure}).",
        f"The agreement ({agreement}) says at {clause} that the Claimant may have access: {OPEN} (quote it).",
        f"Access is needed for: {asked.held.title}.{safety} {OPEN} (say what is to be done, how long it takes, and what happens "
        "without).",
    ]


def _attempt(
    each: Attempt, exhibits: Sequence[Exhibit], witness: Witness, people: Mapping[str, Person], asked: Asked
) -> str:
    """One attempt: what the witness did, or what somebody else noted and the witness believes."""
    start = f" at {each.at.astimezone(asked.register.zone):%H:%M}" if each.at else f" at {OPEN}"
    end = f" until {each.ended_at.astimezone(asked.register.zone):%H:%M}" if each.ended_at else ""
    when = f"{day(each.day) if each.day else OPEN}{start}{end}"
    name = people[each.by].name if each.by in people else each.by or OPEN
    mine = bool(witness.id) and each.by == witness.id
    source = f" (imported from {each.source})" if each.source else ""
    opening = f"On {when} I went to the home." if mine else (
        f"I believe, from the log of attempts{source}, in which it is noted for {name}, that {name} went to the home on {when}."
    )  # fmt: skip
    told = [opening, _served(each, exhibits), f"The outcome on record is: {each.outcome}."]
    details = (
        ("A card was left, number {}.", each.card),
        ("On record is a conversation with {}.", each.spoke_to),
        ("On record of what was said: “{}”.", each.said),
        ("Also noted: {}.", each.note),
        ("Other ways of contact that are noted as tried: {}.", each.contact_tried),
        ("A need for this language is noted: {}.", each.language),
    )
    told += [form.format(held) for form, held in details if held]
    files = [mark for mark in exhibits if mark.attempt == each.number and mark.sort == "file"]
    told += [f"The file of it is exhibit {mark.number}." for mark in files]
    return " ".join(filter(None, told))


def _served(each: Attempt, exhibits: Sequence[Exhibit]) -> str:
    if each.notice_served_on is None:
        return f"The log does not say that notice was served: {OPEN}."
    how = f", {each.notice_method}" if each.notice_method else f", {OPEN} (say how)"
    mark = next((mark.number for mark in exhibits if mark.attempt == each.number and mark.sort == "notice"), OPEN)
    proof = next((mark.number for mark in exhibits if mark.attempt == each.number and mark.sort == "certificate"), "")
    certificate = f"; the certificate of service is exhibit {proof}" if proof else f"; certificate of service: {OPEN}"
    return f"Notice is recorded as served on {day(each.notice_served_on)}{how} (exhibit {mark}{certificate})."


def _letters(body: AccessCase, exhibits: Sequence[Exhibit]) -> list[str]:
    found = []
    if body.warning_on is not None:
        found.append(
            f"A warning letter is recorded as sent on {day(body.warning_on)} (exhibit {_marks(exhibits, 'warning')})."
        )
    if body.final_warning_on is not None:
        until = (
            f", asking for access by {day(body.final_warning_until)}"
            if body.final_warning_until
            else f", asking for access by {OPEN}"
        )
        mark = _marks(exhibits, "final warning")
        found.append(f"A final warning is recorded as sent on {day(body.final_warning_on)}{until} (exhibit {mark}).")
    found.append(
        f"By the count in the register {count(body.letters_sent, 'letter')} went in all: {OPEN} (exhibit each of them)."
    )
    return found


def _check(body: AccessCase, exhibits: Sequence[Exhibit]) -> list[str]:
    found = []
    if body.check_on is not None:
        found.append(
            f"The register records that {body.check_by or OPEN} made a vulnerability and capacity check on {day(body.check_on)} "
            f"(exhibit {_marks(exhibits, 'check')}). It records as its outcome: {body.check_outcome or OPEN}."
        )
    else:
        found.append(
            f"The register does not say who made a vulnerability and capacity check, when, and with what outcome: {OPEN}."
        )
    concern = f"A concern about capacity is recorded: {body.capacity_concern}." if body.capacity_concern.strip() else ""
    if concern:
        found.append(concern)
    offered = body.reasonable_adjustment.strip()
    found.append(
        f"Adjustments recorded as offered: {offered}." if offered else f"Adjustments that were offered: {OPEN}."
    )
    return found


def _weigh(asked: Asked, body: AccessCase) -> list[str]:
    parts = f" ({told})" if (told := parts_told(body.tried)) else ""
    return [
        f"{count(len(body.tried), 'attempt')} {'is' if len(body.tried) == 1 else 'are'} on record{parts}.",
        f"Age, dependants and circumstances of the people who live there: {OPEN}.",
        f"What else could be done instead, and why it will not do: {OPEN}.",
        f"I ask that access be ordered on {OPEN}, between {OPEN}, for {asked.held.title}, and for no more than that.",
    ]


def _marks(exhibits: Sequence[Exhibit], sort: str) -> str:
    marks = [each.number for each in exhibits if each.sort == sort]
    return listed(marks) if marks else OPEN
